"""What Pelican itself could not do: it logs an error, leaves the page out, and goes on as if nothing were lost."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_READERS = "pelican.readers"
_MAIN = "pelican"
"""The logger of Pelican's `main`, which says why a build ends."""
_REFUSING = ("pelican.contents", "pelican.generators")
"""The loggers that name a source which Pelican leaves out."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An error that Pelican logged and went on from."""

    said: str
    """Pelican's own words."""
    source: Path | None
    """The file below the content folder that it names."""
    left_out: bool
    """Pelican has left that source out; a plugin may name one for any reason."""
    error: BaseException | None
    """What was raised, which Pelican says nothing of."""


class LoggedErrors(logging.Handler):
    """Keeps the errors that Pelican logs during one build, so that a strict one fails on them and says why."""

    def __init__(self, content: Path, give_up: Callable[[BaseException], None]) -> None:
        """`content` is the folder of sources; `give_up` is told of the error that ends the build."""
        super().__init__(logging.ERROR)
        self.failures: list[Failure] = []
        self._content, self._give_up = content, give_up

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an error of Pelican's own. It is logged while the exception behind it, if any, is being handled."""
        if record.name.partition(".")[0] != "pelican":
            return
        error = sys.exc_info()[1]
        if record.levelno >= logging.CRITICAL and record.name == _MAIN and error:
            self._give_up(error)
            return
        source = self._source_of(record)
        left_out = source is not None and record.name in _REFUSING
        self.failures.append(Failure(record.getMessage(), source, left_out, error))

    def _source_of(self, record: logging.LogRecord) -> Path | None:
        """The source among what a message is made of: Pelican names it by its path, whole or below `content`."""
        named = (self._content / str(argument) for argument in _arguments(record))
        files = (file for file in named if file.is_relative_to(self._content))
        return next((file for file in files if os.path.isfile(file)), None)  # noqa: PTH113  fails on no text

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


def _arguments(record: logging.LogRecord) -> Iterator[object]:
    if not isinstance(record.args, Mapping):
        yield from record.args or ()
