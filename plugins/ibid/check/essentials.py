"""What each page must have: title, description, address, language, one main heading, valid ids and dates.

And what none may have: a placeholder, left because a plugin took the HTML of a page before it was finished.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from ibid.check.sources import Finding
from ibid.mark.placeholders import left_in
from ibid.problems import codes
from ibid.write.page_facts import Page
from pelican_bibtex.lazy_pattern import lazy_pattern

_TIME: Final = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?"
_DATETIME: Final = lazy_pattern(
    rf"(?P<year>\d{{4,}})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[T ]{_TIME}(?:Z|[+-]\d\d:?\d\d)?)?)?)?"
    rf"|(?P<week>\d{{4,}}-W\d\d)|(?:--)?\d\d-\d\d|{_TIME}|P(?=\w)(?:\d+[YMWD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?"
)
"""https://html.spec.whatwg.org/multipage/text-level-semantics.html#datetime-value"""


def faults(file: str, page: Page, *, has_address: bool) -> Iterator[Finding]:
    """Yield what is wrong with one page by itself; `has_address` says whether the site's own address is known."""
    yield from _ids(file, page)
    yield from (
        Finding(codes.BAD_DATETIME, file, f"{value!r} is not a date or time in ISO 8601", pattern=re.escape(value))
        for value in dict.fromkeys(page.times)
        if not is_datetime(value)
    )
    if not page.is_page:
        return
    yield from _headings(file, page)
    if not page.title:
        yield Finding(codes.NO_TITLE, file, "the page has no title")
    if not page.lang:
        yield Finding(codes.NO_LANGUAGE, file, "the page does not declare its language")
    if page.is_listed and not page.description:
        yield Finding(codes.NO_DESCRIPTION, file, "the page has no description")
    if page.is_listed and has_address and not page.canonical:
        yield Finding(codes.NO_CANONICAL, file, "the page does not declare its canonical address")


def is_datetime(value: str) -> bool:
    """Return whether a value is valid in `<time datetime>` and exists in the calendar."""
    found = _DATETIME.fullmatch(value.strip())
    if not found:
        return False
    if found["week"]:
        return 1 <= int(found["week"][-2:]) <= _WEEKS
    try:
        date(min(int(found["year"] or 1), _LAST_YEAR), int(found["month"] or 1), int(found["day"] or 1))
    except ValueError:
        return False
    return True


_WEEKS: Final = 53
_LAST_YEAR: Final = 9996
"""A leap year, used for years that Python's calendar does not have."""


def _ids(file: str, page: Page) -> Iterator[Finding]:
    if len(set(page.ids)) < len(page.ids):
        for name, count in Counter(page.ids).items():
            if count > 1:
                message = f"the id {name!r} occurs {count} times"
                yield Finding(codes.DUPLICATE_ID, file, message, name=name, pattern=_place(name))
    for name in page.ids:
        if not name or any(char.isspace() for char in name):
            yield Finding(codes.BAD_ID, file, f"the id {name!r} is empty or contains a space", pattern=_place(name))


def _headings(file: str, page: Page) -> Iterator[Finding]:
    main = page.headings.count(1)
    if main != 1:
        said = f"{main} main headings (h1)" if main else "no main heading (h1)"
        message = f"the page has {said}; it should have one"
        yield Finding(codes.MAIN_HEADING, file, message, pattern=_heading(1), is_once=True)
    skipped = [(above, below) for above, below in pairwise(page.headings) if below > above + 1]
    for above, below in skipped[:1]:
        more = f", and {len(skipped) - 1} more like it" if skipped[1:] else ""
        message = f"a heading of level {below} follows one of level {above}{more}"
        yield Finding(codes.SKIPPED_HEADING, file, message, pattern=_heading(below), is_once=True)


def _place(name: str) -> str:
    """Return an expression for where a source sets an id: attribute, Markdown's braces, reStructuredText's target."""
    exactly = re.escape(name)
    return rf"""\bid\s*=\s*["']?{exactly}["'\s>]|\{{[^}}]*#{exactly}[\s}}]|^\.\. _{exactly}:"""


def _heading(level: int) -> str:
    """Return an expression for a heading of a level in Markdown, HTML or (only level 1) underlined with `=`."""
    return rf"^#{{{level}}}(?!#)|<h{level}\b" + (r"|^=+\s*$" if level == 1 else "")


_OURS: Final = frozenset(["ibid", "pelican_bibtex"])
_READS_HTML: Final = lazy_pattern(r"\._?(?:content|summary)\b")


def unfinished(
    pages: Mapping[str, Page], documents: Mapping[str, str], settings: Mapping[str, Any]
) -> Iterator[Finding]:
    """Yield a finding for each page and feed with a placeholder, which names the plugins that may have caused it."""
    left = {file: page.unfinished for file, page in pages.items() if page.unfinished}
    left |= {file: name for file, text in documents.items() if (name := left_in(text, "&lt;"))}
    if left:
        names = ", ".join(_suspects(settings)) or "one of the site's plugins"
        advice = f"change the order of PLUGINS, or remove the plugin that causes it: {names}"
    for file, name in left.items():
        message = f"the page contains an unfinished <{name}>, which a plugin took too early; {advice}"
        yield Finding(codes.UNFINISHED_PAGE, file, message)


def _suspects(settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield the other plugins whose code reads the HTML of pages and posts."""
    for named in settings.get("PLUGINS") or ():
        name = str(getattr(named, "__name__", named)).removeprefix("pelican.plugins.")
        own = re.compile(rf"(?:pelican\.plugins\.)?{re.escape(name)}(?:\.|$)")
        modules = [one for one in list(sys.modules) if own.match(one)]
        files = [Path(getattr(sys.modules[one], "__file__", None) or "") for one in modules if name not in _OURS]
        if any(file.is_file() and _READS_HTML.search(file.read_text("utf-8", "replace")) for file in files):
            yield name
