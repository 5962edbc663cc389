"""What Ibid relies on in Pelican's log: the names of its loggers, its messages, and the errors behind them.

Pelican goes on without a source or plugin that fails, and says so only there. Seen in Pelican 4.11 and 4.12; a test for
each function says what another version changed.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pelican_bibtex.lazy_pattern import lazy_pattern

PELICAN: Final = "pelican"
"""The name of Pelican's main logger, and the prefix of the others."""
_READERS: Final = "pelican.readers"
_REFUSING: Final = ("pelican.contents", "pelican.generators")
"""The loggers that name a source which Pelican leaves out."""
_LACKING: Final = lazy_pattern(r"could not find information about '(\w+)'")


def is_pelicans(record: logging.LogRecord) -> bool:
    """Return whether Pelican itself logged a record; relies on loggers named after its modules."""
    return record.name.partition(".")[0] == PELICAN


def error_in_hand() -> BaseException | None:
    """Return the error that Pelican handles while it logs; its records carry none.

    Relies on Pelican logging in the `except` clause.
    """
    return sys.exc_info()[1]


def ends_build(record: logging.LogRecord) -> bool:
    """Return whether a record says why the build ends; relies on `main` logging that as critical."""
    return record.levelno >= logging.CRITICAL and record.name == PELICAN


def leaves_source_out(record: logging.LogRecord) -> bool:
    """Return whether a record that names a source says that Pelican leaves it out; relies on the logger's name."""
    return record.name in _REFUSING


def named_in(record: logging.LogRecord) -> Iterator[object]:
    """Yield what a message names; relies on sources being its arguments, as paths or as pages and posts."""
    if not isinstance(record.args, Mapping):
        yield from record.args or ()


def lacking_field(message: str) -> str:
    """Return the field without which a source was left out, `title` or `date`; relies on the message's words."""
    found = _LACKING.search(message)
    return found[1] if found else ""


def says_only_which(message: str) -> bool:
    """Return whether a message names the source that failed, and nothing else; relies on its words."""
    return message.startswith("Could not process")


def filter_readers(*, hide: bool) -> None:
    """Hide Pelican's warnings of empty `alt`, or show them again: only a missing `alt` is wrong.

    Relies on the logger's name; the message is in Pelican's documentation of LOG_FILTER, which is read before plugins.
    """
    logger = logging.getLogger(_READERS)
    (logger.addFilter if hide else logger.removeFilter)(_without_empty_alt)


def _without_empty_alt(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith("Empty alt attribute")


def hide_traceback_of_plugins() -> None:
    """Drop Pelican's traceback of a plugin that fails, except with `--debug`; relies on the message's words."""
    logging.getLogger(PELICAN).addFilter(_without_traceback)


def _without_traceback(record: logging.LogRecord) -> bool:
    if "register plugin" in str(record.msg) and not logging.getLogger(PELICAN).isEnabledFor(logging.DEBUG):
        record.exc_info = None
    return True


def page_being_written(error: BaseException) -> Any:
    """Return the page or post that was being written when an error ended the build, or None.

    Relies on Pelican's writer, which passes it to `_write_file` and the template in a dictionary called `kwargs`.
    """
    for frame, _ in traceback.walk_tb(error.__traceback__):
        given = frame.f_locals.get("kwargs")
        shown = [given.get("article"), given.get("page")] if isinstance(given, dict) else []
        if found := next((one for one in shown if getattr(one, "source_path", None)), None):
            return found
    return None
