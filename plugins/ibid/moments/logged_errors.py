"""What Pelican itself could not do: it logs an error, leaves the page out, and goes on as if nothing were lost."""

from __future__ import annotations

import logging

_READERS = "pelican.readers"


class LoggedErrors(logging.Handler):
    """Counts the errors that Pelican logs during one build, so that a strict one fails on them."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count an error of Pelican's own."""
        if record.name.partition(".")[0] == "pelican":
            self.count += 1

    @staticmethod
    def filter_alt(record: logging.LogRecord) -> bool:
        """Pelican warns of every empty `alt`; only a missing one is wrong, and that we report with its line."""
        return not record.msg.startswith("Empty alt attribute")

    def start(self) -> None:
        """Listen, with no other of this kind beside it: settings may be read twice in one process."""
        self.stop()
        logging.getLogger().addHandler(self)
        logging.getLogger(_READERS).addFilter(self.filter_alt)

    @staticmethod
    def stop() -> None:
        """Let nobody of this kind listen any more."""
        root = logging.getLogger()
        for handler in list(root.handlers):
            if isinstance(handler, LoggedErrors):
                root.removeHandler(handler)
                logging.getLogger(_READERS).removeFilter(handler.filter_alt)
