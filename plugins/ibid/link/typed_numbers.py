"""`invoke keys`: replaces numbers typed by hand by keys in the author's file, every other byte unchanged."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from ibid.link.citations import CitationPlace
from ibid.mark.html_reader import Edit, splice
from ibid.mark.line_tokens import candidates
from pelican_bibtex.diagnostics.text_lines import lines_of
from pelican_bibtex.lazy_pattern import lazy_pattern

_PLAIN_KEY = lazy_pattern(r"\w+(?:[:.#$%&\-+?<>~/]\w+)*")


class Rewritten(Struct, frozen=True):
    """A source before and after."""

    path: str
    before: str
    after: str
    left: tuple[str, ...] = ()
    """Messages on what could not be rewritten, and why, one line each."""

    @property
    def diff(self) -> str:
        """The changes as a unified diff; empty without changes."""
        lines = difflib.unified_diff(
            lines_of(self.before), lines_of(self.after), self.path, self.path, n=0, lineterm=""
        )
        return "".join(f"{line}\n" for line in lines)


def rewrite_numbers(path: str, source: str, places: Iterable[CitationPlace], keys: Mapping[int, str]) -> Rewritten:
    """Return a Markdown source with keys in place of typed numbers.

    `keys` has the key of each number; it is empty for an entry without a key.
    """
    lines = lines_of(source, keep_ends=True)  # as Markdown counts lines, with their line breaks
    by_line: dict[int, list[CitationPlace]] = {}
    left: list[str] = []
    for place in filter(_is_typed, places):
        fault = _fault(place, keys)
        if fault:
            left.append(f"{path}:{place.placeholder.line}: {place.group.source} is kept: {fault}")
        else:
            by_line.setdefault(place.placeholder.line, []).append(place)
    for number, on_line in by_line.items():
        line = lines[number - 1] if number <= len(lines) else ""
        spans = candidates(line, topics=True)
        stands = [(spans[nth], place) for place in on_line if (nth := _nth(place, line, spans)) is not None]
        if len(stands) < len(on_line):
            left.append(f"{path}:{number}: this line changed while the task ran; run `invoke keys` again.")
        else:
            lines[number - 1] = splice(line, _edits(stands, keys))
    return Rewritten(path, source, "".join(lines), tuple(left))


def written(key: str) -> str:
    """Return a key as written in a citation: `@key`, or `@{odd key}` where Pandoc would end the key too early."""
    return f"@{key}" if _PLAIN_KEY.fullmatch(key) else f"@{{{key}}}"


def _is_typed(place: CitationPlace) -> bool:
    return place.group.citations[0].number is not None


def _fault(place: CitationPlace, keys: Mapping[int, str]) -> str:
    """Return why the typed numbers of a place cannot be rewritten, or an empty string."""
    unknown = [str(c.number) for c in place.group.citations if c.number not in keys]
    if unknown:
        return f"no publication has the number {', '.join(unknown)}."
    keyless = [str(c.number) for c in place.group.citations if not keys[c.number or 0]]
    if keyless:
        return f"the entry with the number {', '.join(keyless)} has no key; write one after its opening brace."
    if place.placeholder.nth is None:
        return "its line is not known; rewrite it by hand."
    odd = [key for c in place.group.citations if re.search(r"[{}]", key := keys[c.number or 0])]
    return f"the key {odd[0]} contains a brace; rewrite it by hand." if odd else ""


def _nth(place: CitationPlace, line: str, spans: Sequence[tuple[int, int]]) -> int | None:
    """Return the index of a place among its line's candidates; None if the page was saved since and changed there."""
    nth = place.placeholder.nth or 0
    return nth if nth < len(spans) and line[slice(*spans[nth])] == place.group.source else None


def _edits(stands: list[tuple[tuple[int, int], CitationPlace]], keys: Mapping[int, str]) -> Iterator[Edit]:
    """Yield one edit per run: `[8][12]` becomes `[@a; @b]` if that shows the same, else each bracket stays separate."""
    for run in _runs(stands):
        numbers = [[c.number or 0 for c in place.group.citations] for _, place in run]
        flat = [number for group in numbers for number in group]
        groups = [flat] if flat == sorted(set(flat)) else numbers
        text = "".join(f"[{'; '.join(written(keys[number]) for number in group)}]" for group in groups)
        yield Edit(run[0][0][0], run[-1][0][1], text)


def _runs(places: list[tuple[tuple[int, int], CitationPlace]]) -> list[list[tuple[tuple[int, int], CitationPlace]]]:
    runs: list[list[tuple[tuple[int, int], CitationPlace]]] = []
    for span, place in sorted(places, key=lambda one: one[0]):
        if runs and runs[-1][-1][0][1] == span[0]:
            runs[-1].append((span, place))
        else:
            runs.append([(span, place)])
    return runs
