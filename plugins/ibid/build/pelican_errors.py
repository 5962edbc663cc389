"""Pelican's errors as problems in the author's sources: refused sources, pages left out, failed builds."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from ibid.compat import pelican_log
from ibid.compat.pelican_compat import reads_date, statuses
from ibid.problems import codes
from ibid.read.fenced_front_matter import read_block
from ibid.read.front_matter import FrontMatterField, example, front_matter_faults, read_fields, source_of
from pelican_bibtex.diagnostics.problem import Problem, in_one_line, own_line, shown
from pelican_bibtex.diagnostics.stop import Stop
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest
from pelican_bibtex.lazy_pattern import lazy_pattern


class Failure(Struct, frozen=True):
    """An error that Pelican logged before it continued."""

    said: str
    """Pelican's message."""
    source: Path | None
    """The file below the content folder that the message names."""
    left_out: bool
    """Whether Pelican has left that source out; a plugin may name a source for any reason."""
    error: BaseException | None
    """The exception, which Pelican's message does not mention."""


class LoggedErrors(logging.Handler):
    """Collects the errors that Pelican logs during one build, so that a strict build fails and reports them."""

    def __init__(self, content: Path, give_up: Callable[[BaseException], None]) -> None:
        """`content` is the folder of sources; `give_up` is called with the error that ends the build."""
        super().__init__(logging.ERROR)
        self.failures: list[Failure] = []
        self._content, self._give_up = content, give_up

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an error of Pelican itself."""
        if not pelican_log.is_pelicans(record):
            return
        error = pelican_log.error_in_hand()
        if error and pelican_log.ends_build(record):
            self._give_up(error)
            return
        source = self._source_of(record)
        left_out = source is not None and pelican_log.leaves_source_out(record)
        self.failures.append(Failure(record.getMessage(), source, left_out, error))

    def _source_of(self, record: logging.LogRecord) -> Path | None:
        """Return the source that a message names by its path, absolute or below `content`."""
        named = (self._content / str(argument) for argument in pelican_log.named_in(record))
        files = (file for file in named if file.is_relative_to(self._content))
        return next((file for file in files if os.path.isfile(file)), None)  # noqa: PTH113  fails on no text

    def start(self) -> None:
        """Start collecting, in place of any earlier handler: settings may be read twice in one process."""
        self.stop()
        logging.getLogger().addHandler(self)
        pelican_log.filter_readers(hide=True)

    @staticmethod
    def stop() -> None:
        """Remove every handler of this class, and the filter."""
        pelican_log.filter_readers(hide=False)
        root = logging.getLogger()
        for handler in list(root.handlers):
            if isinstance(handler, LoggedErrors):
                root.removeHandler(handler)


_YEAR_DAY_MONTH: Final = lazy_pattern(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\b")


def pelican_problems(failures: Iterable[Failure], settings: Mapping[str, Any]) -> list[Problem]:
    """Return the problems of the sources that Pelican refused, and its other errors."""
    return [problem for failure in failures for problem in _problems(failure, settings)]


def broken_build(error: BaseException) -> Problem:
    """Return the problem of a failed build, at the line of the site's template or plugin that caused it."""
    writing = pelican_log.page_being_written(error)
    page = shown(Path(writing.source_path)) if writing else ""
    place = own_line(error) or (page, 0)
    during = f" while writing {page}" if page else ""
    advice = "correct that; Pelican's own message has the whole error."
    return Problem(codes.BROKEN_BUILD, f"Pelican stopped{during}: {in_one_line(error)}; {advice}", *place)


def _problems(failure: Failure, settings: Mapping[str, Any]) -> list[Problem]:
    source, path = failure.source, shown(failure.source) if failure.source else ""
    if not source or not failure.left_out:
        return [Problem(codes.PELICAN_ERROR, f"Pelican reported: {_reason(failure)}", path)]
    try:
        text = source_of(source)
        fields, faults = read_fields(text, source.suffix), front_matter_faults(text, source.suffix)
    except Stop as stop:
        return list(stop.problems)
    causes = [Problem(codes.BAD_FRONT_MATTER, fault.message, path, fault.line) for fault in faults]
    found = [*causes, *_dates(source, path, fields, settings), *_status(path, fields)]
    if not causes:  # which may be why a field is missing
        found += _lacking(path, failure, text)
    message = f"Pelican left this file out: {_reason(failure)}; correct that, or move it out of the content folder."
    return found or [Problem(codes.LEFT_OUT, message.replace(str(source), path), path)]


def _dates(
    source: Path, path: str, fields: Mapping[str, FrontMatterField], settings: Mapping[str, Any]
) -> Iterator[Problem]:
    for name in ("date", "modified"):
        field = fields.get(name)
        if field and not reads_date(field.value):
            advice = f"write year, month and day, as in `{_meant(field.value)}`."
            yield Problem(
                codes.NO_DATE, f"{name.title()}: the date {field.value!r} is not valid; {advice}", path, field.line
            )
    named = _date_of_name(source, settings)
    if named and not reads_date(named):
        advice = f"rename the file, as in `{source.name.replace(named, _meant(named))}`."
        yield Problem(codes.NO_DATE, f"the date {named!r} in the file name is not valid; {advice}", path)


def _date_of_name(source: Path, settings: Mapping[str, Any]) -> str:
    """Return the part of the file's name that FILENAME_METADATA reads as a post's date."""
    found = re.match(settings.get("FILENAME_METADATA") or "", source.stem)
    return (found and found.groupdict().get("date")) or ""


def _meant(value: str) -> str:
    """Return the date with day and month swapped back if that makes it valid; else an example."""
    turned = _YEAR_DAY_MONTH.sub(r"\1\g<2>\4\g<2>\3", value, count=1)
    return turned if turned != value and reads_date(turned) else "2024-05-03"


def _status(path: str, fields: Mapping[str, FrontMatterField]) -> Iterator[Problem]:
    field, known = fields.get("status"), statuses()
    if field and field.value and field.value.casefold() not in known:
        advice = did_you_mean(nearest(field.value, known), f"write one of {', '.join(known)}.")
        yield Problem(codes.UNKNOWN_STATUS, f"there is no status {field.value!r}; {advice}", path, field.line)


def _lacking(path: str, failure: Failure, text: str) -> Iterator[Problem]:
    lacking = pelican_log.lacking_field(failure.said)
    if lacking == "title":
        where = "below its first line" if read_block(text) else "in its first line"
        advice = f"write `{example(text, 'title', '...')}` {where}."
        yield Problem(codes.NO_TITLE, f"the front matter has no title; {advice}", path)
    elif lacking == "date":
        advice = f"write `{example(text, 'date', '2024-05-03')}` below its title."
        yield Problem(codes.NO_DATE, f"the post has no date; {advice}", path)


def _reason(failure: Failure) -> str:
    """Return the exception's message, after Pelican's own if that says more than the name of the source."""
    said = "" if pelican_log.says_only_which(failure.said) else " ".join(failure.said.split())
    return ": ".join(filter(None, [said, in_one_line(failure.error) if failure.error else ""]))
