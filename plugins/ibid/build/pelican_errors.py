"""Errors of Pelican in their author's terms: sources it refused, pages it left out, the end of a build."""

from __future__ import annotations

import logging
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pelican.contents import Article, Page
from pelican.utils import get_date

from ibid.problems import codes
from ibid.read.front_matter import FrontMatterField, read_fields, source_of
from pelican_bibtex.diagnostics.problem import Problem, in_one_line, own_line, shown
from pelican_bibtex.diagnostics.stop import Stop
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest

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


_LACKING: Final = re.compile(r"could not find information about '(title|date)'")
_YEAR_DAY_MONTH: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\b")


def refusals(failures: Iterable[Failure], settings: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the sources that Pelican refused, and what else it could not do."""
    return [problem for failure in failures for problem in _problems(failure, settings)]


def broken_build(error: BaseException) -> Problem:
    """The end of a build, at the line of a template or plugin in the site's folder that led to it."""
    page = _page_of(error)
    place = own_line(error) or (page, 0)
    during = f" while {page} was being written" if page else ""
    advice = "mend what it names; Pelican's own words have the whole error"
    return Problem(codes.BROKEN_BUILD, f"Pelican gave up{during}: {in_one_line(error)}; {advice}", *place)


def _page_of(error: BaseException) -> str:
    """The source of the page that was being written, which no exception names but Pelican's writer was given."""
    for frame, _ in traceback.walk_tb(error.__traceback__):
        given = frame.f_locals.get("kwargs")
        for value in given.values() if isinstance(given, dict) else ():
            if isinstance(value, Article | Page) and value.source_path:
                return shown(Path(value.source_path))
    return ""


def _problems(failure: Failure, settings: Mapping[str, Any]) -> list[Problem]:
    source, path = failure.source, shown(failure.source) if failure.source else ""
    if not source or not failure.left_out:
        return [Problem(codes.PELICAN_ERROR, f"Pelican said: {_reason(failure)}", path)]
    try:
        fields = read_fields(source_of(source), source.suffix)
    except Stop as stop:
        return list(stop.problems)
    found = [*_dates(source, path, fields, settings), *_status(path, fields), *_lacking(path, failure)]
    message = f"Pelican left it out: {_reason(failure)}; mend that, or move the file out of the content folder"
    return found or [Problem(codes.LEFT_OUT, message.replace(str(source), path), path)]


def _dates(
    source: Path, path: str, fields: Mapping[str, FrontMatterField], settings: Mapping[str, Any]
) -> Iterator[Problem]:
    for name in ("date", "modified"):
        field = fields.get(name)
        if field and not _is_date(field.value):
            advice = f"write year, month and day, as in {_meant(field.value)}"
            yield Problem(codes.NO_DATE, f"{name.title()}: {field.value!r} is no date; {advice}", path, field.line)
    named = _date_of_name(source, settings)
    if named and not _is_date(named):
        advice = f"name the file by year, month and day, as in {source.name.replace(named, _meant(named))}"
        yield Problem(codes.NO_DATE, f"{named!r} in the file's name is no date; {advice}", path)


def _date_of_name(source: Path, settings: Mapping[str, Any]) -> str:
    """What FILENAME_METADATA takes for a post's date."""
    found = re.match(settings.get("FILENAME_METADATA") or "", source.stem)
    return (found and found.groupdict().get("date")) or ""


def _is_date(value: str) -> bool:
    try:
        get_date(value.replace("_", " "))
    except (ValueError, OverflowError):
        return False
    return True


def _meant(value: str) -> str:
    """The date with day and month in their places, if they are only swapped; else an example."""
    turned = _YEAR_DAY_MONTH.sub(r"\1\g<2>\4\g<2>\3", value, count=1)
    return turned if turned != value and _is_date(turned) else "2024-05-03"


def _status(path: str, fields: Mapping[str, FrontMatterField]) -> Iterator[Problem]:
    field, known = fields.get("status"), Article.allowed_statuses
    if field and field.value and field.value.casefold() not in known:
        advice = did_you_mean(nearest(field.value, known), f"there are {', '.join(known)}.")
        yield Problem(codes.UNKNOWN_STATUS, f"there is no status {field.value!r}; {advice}", path, field.line)


def _lacking(path: str, failure: Failure) -> Iterator[Problem]:
    found = _LACKING.search(failure.said)
    if found and found[1] == "title":
        yield Problem(codes.NO_TITLE, "the front matter has no title; write `Title: ...` in its first line", path)
    elif found:
        advice = "write `Date: 2024-05-03` below its title"
        yield Problem(codes.NO_DATE, f"the post has no date; {advice}", path)


def _reason(failure: Failure) -> str:
    """What was raised, behind Pelican's words where these say more than the name of the source."""
    said = "" if failure.said.startswith("Could not process") else " ".join(failure.said.split())
    return ": ".join(filter(None, [said, in_one_line(failure.error) if failure.error else ""]))
