"""Why Pelican refused a source or gave up, in its author's terms: it names no line, and often no reason."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from pelican.contents import Article, Page
from pelican.utils import get_date

from ibid.build.logged_errors import Failure
from ibid.build.read_step import source_of
from ibid.problems import codes
from ibid.read.front_matter import Field, read_fields
from pelican_bibtex.diagnostics.problem import Problem, in_one_line, own_line, shown
from pelican_bibtex.diagnostics.stop import Stop

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


def _dates(source: Path, path: str, fields: Mapping[str, Field], settings: Mapping[str, Any]) -> Iterator[Problem]:
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


def _status(path: str, fields: Mapping[str, Field]) -> Iterator[Problem]:
    field, known = fields.get("status"), Article.allowed_statuses
    if field and field.value and field.value.casefold() not in known:
        near = get_close_matches(field.value.casefold(), known, n=1)
        advice = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}."
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
