"""The entries of a section of a CV, read from YAML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from ibid.features.cv.cv import Entry, Fact
from ibid.features.cv.inline import Text, bad_address, site_url
from ibid.features.cv.periods import Period, PeriodError, between, read_period
from ibid.features.cv.report import Report, at, words
from ibid.features.cv.vocabulary import (
    DATE,
    END,
    FACTS,
    FIELDS,
    HEADLINES,
    HIGHLIGHTS,
    LABELLED,
    PUBLICATIONS,
    START,
    SUMMARY,
    URL,
    quoted,
    unknown_field,
)
from ibid.read.yaml_tree import Tree


def read_entry(tree: Tree, report: Report) -> Entry | None:
    """One entry: a text, a table of fields, or `publications: ...`; None, reported, where it is none of them."""
    pairs = tree.pairs()
    if pairs is None:
        return report.try_to(lambda: Entry(facts=(Fact(report.text("an entry", tree)),)), None)
    return report.try_to(lambda: _Fields(report).read(tree, pairs), None)


@dataclass(slots=True)
class _Fields:
    """The fields of one entry, as they are read."""

    report: Report
    texts: dict[str, Text] = field(default_factory=dict)
    others: dict[str, Tree] = field(default_factory=dict)
    """Those that are no text."""

    def read(self, tree: Tree, pairs: Iterator[tuple[Tree, Tree]]) -> Entry:
        for label, value in pairs:
            self.report.try_to(partial(self._field, label, value), None)
        if PUBLICATIONS in self.others:
            return self._of_publications(tree)
        strong = next((name for name in (*HEADLINES, *FACTS) if name in self.texts), "")
        facts = [
            Fact(self.texts[name], LABELLED.get(name, "")) for name in FACTS if name in self.texts and name != strong
        ]
        return Entry(
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
            raise at(label, f"{quoted(name)} stands there twice; keep one")
        if name in {DATE, START, END, URL, HIGHLIGHTS, PUBLICATIONS}:
            self.others[name] = value
        elif name in FIELDS:
            self.texts[name] = self.report.text(name, value)
        else:
            raise at(label, unknown_field(name))

    def _of_publications(self, tree: Tree) -> Entry:
        if self.texts or len(self.others) > 1:
            raise at(tree, "`publications` stands alone in its entry; begin another with a dash")
        return Entry(publications=self.report.selection(self.others[PUBLICATIONS]))

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

    def _url(self, headline: Text | None) -> str:
        if URL not in self.others:
            return ""
        written = words(URL, self.others[URL])
        url = site_url(written)
        if not url:
            raise at(self.others[URL], bad_address(written))
        if headline is None or headline.has_links:
            what = "has a link or citation of its own" if headline else "is missing"
            raise at(self.others[URL], f"`url` leads from the first words of the entry, and what stands there {what}")
        return url

    def _highlights(self) -> Iterator[Text]:
        if HIGHLIGHTS in self.others:
            value = self.others[HIGHLIGHTS]
            for each in value.items() or [value]:
                yield self.report.text(HIGHLIGHTS, each)
