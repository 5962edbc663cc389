"""Reading of `cv.yml`: whose CV it is, and its sections in the author's order. docs/cv.md describes every field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from ibid.features.cv.cv import Cv, Pair, Period, PeriodError, Section, read_period
from ibid.features.cv.entries import CvReport, at, read_entry, words
from ibid.features.cv.vocabulary import (
    CONTACT,
    FIELDS,
    HEAD,
    PERSON,
    PUBLICATIONS,
    ROLE,
    SECTIONS,
    SUMMARY,
    TITLE,
    UPDATED,
    heading,
    quoted,
    unknown_section,
)
from ibid.read.yaml_tree import Tree, YamlError, read_tree
from pelican_bibtex.diagnostics.problem import Problem

_ADVICE: Final = "write sections with their entries, as in `education:` and below it `  - degree: PhD`."
_FILTERED: Final = frozenset({PUBLICATIONS, "preprints"})
"""Sections in which a text is the filter of a list."""


def read_cv(text: str, path: str) -> tuple[Cv | None, tuple[Problem, ...]]:
    """Return the readable part of the CV in the file's text, None if empty, and a located problem for each fault."""
    reading = _CvReading(CvReport(path))
    try:
        tree = read_tree(text)
        if tree is None:
            return None, ()
        for label, value in _pairs(tree, f"this is {tree.kind}, not a CV; {_ADVICE}"):
            reading.report.try_to(partial(reading.part, label, value), None)
    except YamlError as fault:
        reading.report.add(fault)
    return Cv(path, **reading.head, sections=tuple(reading.sections)), tuple(reading.report.problems)


@dataclass(slots=True)
class _CvReading:
    """The state of reading one file."""

    report: CvReport
    head: dict[str, Any] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def part(self, label: Tree, value: Tree) -> None:
        """Read one part of the file."""
        name = label.words()
        if name is None:
            raise at(label, f"this should be a section, not {label.kind}; {_ADVICE}")
        if name in self.seen:
            raise at(label, f"{quoted(name)} occurs twice; put both under one.")
        self.seen.add(name)
        if name in HEAD:
            self._head(name, value)
        elif heading(name):
            self.sections.append(self._section(name, value))
        else:
            raise at(label, unknown_section(name))

    def _head(self, name: str, value: Tree) -> None:
        if name == PERSON:
            self.head |= {PERSON: words(name, value), "person_line": value.line}
        elif name in {TITLE, ROLE}:
            self.head[name] = words(name, value)
        elif name == SUMMARY:
            self.head[SUMMARY] = self.report.text(name, value)
        elif name == UPDATED:
            self.head[UPDATED] = _date(value)
        elif name == CONTACT:
            pairs = _pairs(value, f"{quoted(name)} is {value.kind}; write lines such as `Phone: +46 18 000 000`.")
            self.head[CONTACT] = tuple(self._listed(pairs))

    def _section(self, name: str, value: Tree) -> Section:
        title, known = heading(name), name in SECTIONS
        items = value.items()
        if items is not None:
            found = (read_entry(item, self.report) for item in items)
            return Section(title, known, entries=tuple(entry for entry in found if entry))
        chosen = _chosen(name, value)
        if chosen:
            return Section(title, known, publications=self.report.selection(chosen))
        pairs = list(value.pairs() or ())
        if any(label.words() in FIELDS for label, _ in pairs):
            entry = read_entry(value, self.report)
            return Section(title, known, entries=(entry,) if entry else ())
        if pairs:
            return Section(title, known, pairs=tuple(self._listed(pairs)))
        return Section(title, known, text=self.report.text(name, value))

    def _listed(self, pairs: Iterable[tuple[Tree, Tree]]) -> Iterator[Pair]:
        for label, value in pairs:
            pair = self.report.try_to(partial(self._pair, label, value), None)
            if pair:
                yield pair

    def _pair(self, label: Tree, value: Tree) -> Pair:
        return Pair(self.report.text("a label", label), self.report.texts(label.words() or "", value))


def _chosen(name: str, value: Tree) -> Tree | None:
    """Return the filters of a section that is a list of publications; None for other sections."""
    pairs = list(value.pairs() or ())
    if len(pairs) == 1 and pairs[0][0].words() == PUBLICATIONS:
        return pairs[0][1]
    return value if name in _FILTERED else None


def _pairs(tree: Tree, otherwise: str) -> Iterator[tuple[Tree, Tree]]:
    pairs = tree.pairs()
    if pairs is None:
        raise at(tree, otherwise)
    return pairs


def _date(value: Tree) -> Period:
    try:
        return read_period(words(UPDATED, value))
    except PeriodError as bad:
        raise at(value, str(bad)) from None
