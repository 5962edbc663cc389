"""Turn findings in the output into problems in the sources: each cause once, however many pages show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ibid.check.sources import Finding, SourceFiles, Spot
from ibid.model.addresses import address_of
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.lazy_pattern import lazy_pattern

_UNSEEN: Final = lazy_pattern(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_LONG: Final = 600
"""The maximum number of characters of a message, since some addresses contain a whole image."""
_NAMED: Final = 2
"""The maximum number of pages that a problem names."""
_MANY: Final = 5
"""A fault on more pages than this, and on most of all pages, comes from the theme or the settings."""


def place(findings: Iterable[Finding], sources: SourceFiles, pages: int) -> Iterator[Problem]:
    """Yield the problems that cause the findings; `pages` is the number of all pages of the site."""
    alike: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        alike[finding.code.name, finding.message].append(finding)
    told: set[tuple[str, str, Spot]] = set()
    for group in sorted(alike.values(), key=lambda group: not sources.own_spots(group[0], certain=True)):
        everywhere = len(group) > _MANY and len(group) * 2 > pages
        spots = _everywhere(group, sources) if everywhere else _each(group, sources)
        for (path, line), files in spots.items():
            cause = (group[0].code.name, group[0].address, (path, line))
            if group[0].address and cause in told:
                continue  # a relative address leads elsewhere from each page that quotes it
            told.add(cause)
            yield Problem(group[0].code, f"{_in_a_line(group[0].message)} ({_on(files)})", path, line)


def _everywhere(group: Sequence[Finding], sources: SourceFiles) -> dict[Spot, list[str]]:
    """Return the place and files of a fault on most pages, as in header or footer: looking up one page is enough."""
    spots: Sequence[Spot] = ()
    if group[0].address:
        spots = sources.shared_spots(group[0]) or sources.own_spots(group[0]) or sources.quoted_spots(group[0])
    return {spots[0] if spots else ("", 0): [finding.file for finding in group]}


def _each(group: Sequence[Finding], sources: SourceFiles) -> dict[Spot, list[str]]:
    spots: dict[Spot, list[str]] = defaultdict(list)
    rest = []
    is_shared = bool(group[0].address and sources.shared_spots(group[0]))
    for finding in group:
        own = sources.own_spots(finding, certain=is_shared)
        rest += [] if own else [finding]
        for spot in own:
            spots[spot].append(finding.file)
    if rest:
        for spot, files in list(_elsewhere(rest, sources, is_known=bool(spots))):
            spots[spot] += files
    return spots


def _elsewhere(rest: Sequence[Finding], sources: SourceFiles, *, is_known: bool) -> Iterator[tuple[Spot, list[str]]]:
    """Yield the places, each with its files, of a fault that is not in the sources of the pages themselves."""
    first, files = rest[0], [finding.file for finding in rest]
    shared = sources.shared_spots(first) if first.address else []
    if shared:
        yield from ((spot, files) for spot in shared)
    elif is_known:
        return  # these pages quote one whose source has the fault
    elif first.address and (quoted := sources.quoted_spots(first)):
        yield from ((spot, files) for spot in quoted)
    else:
        by_place: dict[Spot, list[str]] = defaultdict(list)
        for file in files:
            by_place[sources.place_of(file) or ("", 0)].append(file)
        yield from by_place.items()


def _in_a_line(message: str) -> str:
    """Return a message with control and direction characters escaped, and shortened, since it may quote any page."""
    shown = _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", message)
    return shown if len(shown) <= _LONG else f"{shown[: _LONG // 2]} … {shown[-_LONG // 2 :]}"


def _on(files: Sequence[str]) -> str:
    """Return the pages as text: `on /a/, /b/ and 3 more`."""
    names = [f"/{address_of(file)}" for file in dict.fromkeys(files)]
    more = len(names) - _NAMED
    return f"on {', '.join(names[:_NAMED])}{f' and {more} more' if more > 0 else ''}"
