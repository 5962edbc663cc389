"""Reading of `cv.yml`: whose CV it is, its sections in the author's order, their entries. docs/cv.md has each field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final, TypeVar

from msgspec import Struct, field

from ibid.features.cv.cv import Cv, CvEntry, Fact, Pair, Period, PeriodError, Section, Selection, between, read_period
from ibid.features.cv.inline import CvText, bad_address, read_text, site_url
from ibid.features.cv.vocabulary import (
    CONTACT,
    DATE,
    END,
    FACTS,
    FIELDS,
    HEAD,
    HEADLINES,
    HIGHLIGHTS,
    LABELLED,
    PERSON,
    PUBLICATIONS,
    ROLE,
    SECTIONS,
    START,
    SUMMARY,
    TITLE,
    UPDATED,
    URL,
    heading,
    quoted,
    unknown_field,
    unknown_section,
)
from ibid.mark.list_grammar import CITED, read_list
from ibid.problems import codes
from ibid.read.yaml_tree import Tree, YamlError, read_tree
from pelican_bibtex.diagnostics.problem import Code, Problem

T = TypeVar("T")


class CvReport(Struct):
    """Collects the problems of one file."""

    path: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, fault: YamlError, code: Code = codes.BAD_CV) -> None:
        """Add a fault, which does not affect the rest of the file."""
        self.problems.append(Problem(code, fault.message, self.path, fault.line, fault.column))

    def text(self, name: str, value: Tree) -> CvText:
        """Return a text. Raises `YamlError`."""
        return read_text(words(name, value), value.line_of, lambda message: self.add(at(value, message)))

    def texts(self, name: str, value: Tree) -> CvText:
        """Return a text, or a list of them joined by commas. Raises `YamlError`."""
        items = value.items()
        if items is None:
            return self.text(name, value)
        found = [self.text(name, item) for item in items]
        return CvText(", ".join(text.source for text in found), ", ".join(text.html for text in found))

    def selection(self, value: Tree) -> Selection:
        """Return publications by filters, in braces or not; unknown filters are reported. Raises `YamlError`."""
        source = _filters(value).strip().removeprefix("{").removesuffix("}").strip()
        placed, faults = read_list(f"{PUBLICATIONS} {source.removeprefix(PUBLICATIONS).strip()}")
        on_pages = ("`cited` is for pages and posts; write other filters here.",) if placed.has(CITED) else ()
        for message in (*faults, *on_pages):
            self.add(at(value, message), codes.BAD_LIST)
        return Selection(placed.on_page(()), value.line, value.column)

    def try_to(self, read: Callable[[], T], otherwise: T) -> T:
        """Return what `read` returns; if it raises YamlError, report that and return `otherwise`."""
        try:
            return read()
        except YamlError as fault:
            self.add(fault)
            return otherwise


def at(tree: Tree, message: str) -> YamlError:
    """Return the error for a fault at a node."""
    return YamlError(tree.line, message, tree.column)


def words(name: str, value: Tree) -> str:
    """Return a value as its author wrote it. Raises `YamlError` if it is no text."""
    found = value.words()
    if found is None:
        raise at(value, f"{quoted(name)} is {value.kind}; write one text, or remove the line.")
    return found


def _filters(value: Tree) -> str:
    """Return `status=published`, empty for all; unquoted braces are a table in YAML. Raises `YamlError`."""
    pairs = list(value.pairs() or ())
    if value.is_empty:
        return ""
    if len(pairs) == 1 and pairs[0][1].is_empty:
        return words(PUBLICATIONS, pairs[0][0])
    return words(PUBLICATIONS, value)


def read_entry(tree: Tree, report: CvReport) -> CvEntry | None:
    """Return an entry from a text, a table of fields, or `publications: ...`; report anything else and return None."""
    pairs = tree.pairs()
    if pairs is None:
        return report.try_to(lambda: CvEntry(facts=(Fact(report.text("an entry", tree)),)), None)
    return report.try_to(lambda: _Fields(report).read(tree, pairs), None)


class _Fields(Struct):
    """The fields of one entry while they are read."""

    report: CvReport
    texts: dict[str, CvText] = field(default_factory=dict)
    others: dict[str, Tree] = field(default_factory=dict)
    """The fields that are no text."""

    def read(self, tree: Tree, pairs: Iterator[tuple[Tree, Tree]]) -> CvEntry:
        for label, value in pairs:
            self.report.try_to(partial(self._field, label, value), None)
        if PUBLICATIONS in self.others:
            return self._of_publications(tree)
        strong = next((name for name in (*HEADLINES, *FACTS) if name in self.texts), "")
        facts = [
            Fact(self.texts[name], LABELLED.get(name, "")) for name in FACTS if name in self.texts and name != strong
        ]
        return CvEntry(
            headline=self.texts.get(strong),
            facts=tuple(fact for fact in facts if not fact.label),
            labelled=tuple(fact for fact in facts if fact.label),
            periods=self.report.try_to(lambda: tuple(self._periods()), ()),
            url=self.report.try_to(partial(self._url, self.texts.get(strong)), ""),
            summary=self.texts.get(SUMMARY),
            highlights=self.report.try_to(lambda: tuple(self._highlights()), ()),
        )

    def _field(self, label: Tree, value: Tree) -> None:
        name = label.words() or ""
        if name in self.texts or name in self.others:
            raise at(label, f"{quoted(name)} occurs twice; keep one.")
        if name in {DATE, START, END, URL, HIGHLIGHTS, PUBLICATIONS}:
            self.others[name] = value
        elif name in FIELDS:
            self.texts[name] = self.report.text(name, value)
        else:
            raise at(label, unknown_field(name))

    def _of_publications(self, tree: Tree) -> CvEntry:
        if self.texts or len(self.others) > 1:
            raise at(tree, "`publications` must be the only field of its entry; start another entry with a dash.")
        return CvEntry(publications=self.report.selection(self.others[PUBLICATIONS]))

    def _periods(self) -> Iterator[Period]:
        if DATE in self.others:
            value = self.others[DATE]
            for each in value.items() or [value]:
                yield from self._period(each, words(DATE, each), None)
        elif START in self.others:
            value, end = self.others[START], self.others.get(END)
            yield from self._period(value, words(START, value), words(END, end) if end else "present")
        elif END in self.others:
            value = self.others[END]
            yield from self._period(value, words(END, value), None)

    def _period(self, tree: Tree, start: str, end: str | None) -> Iterator[Period]:
        try:
            yield read_period(start) if end is None else between(start, end)
        except PeriodError as bad:
            self.report.add(at(tree, str(bad)))

    def _url(self, headline: CvText | None) -> str:
        if URL not in self.others:
            return ""
        written = words(URL, self.others[URL])
        url = site_url(written)
        if not url:
            raise at(self.others[URL], bad_address(written))
        if headline is None or headline.has_links:
            what = "has its own link or citation" if headline else "is missing"
            raise at(self.others[URL], f"`url` makes the first words of the entry a link, but that text {what}.")
        return url

    def _highlights(self) -> Iterator[CvText]:
        if HIGHLIGHTS in self.others:
            value = self.others[HIGHLIGHTS]
            for each in value.items() or [value]:
                yield self.report.text(HIGHLIGHTS, each)


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


class _CvReading(Struct):
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
