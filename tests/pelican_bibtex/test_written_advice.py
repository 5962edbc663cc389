"""What a message tells an author to write is read back as the message says, and leaves no entry worse than it was.

Every message with "write `...`" about every entry of the real files (which are not part of this project: without them
those are skipped), of the hostile ones and of a few more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from pelican_bibtex.bibliography import assemble
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.entries.entry import Entry
from pelican_bibtex.entries.pipeline import read_entries
from pelican_bibtex.names.name_list import parse_names
from pelican_bibtex.publication import Name, Publication
from pelican_bibtex.syntax.source import Source, decode

ROOT = Path(__file__).resolve().parents[2]
CORPUS = sorted((ROOT.parent / "shared" / "corpus").glob("*.bib"))
HOSTILE = sorted((ROOT / "tests" / "hostile").glob("*.bib"))
MORE = r"""
@misc{a, title = {On {\textbackslash}alpha and \theta}, author = {Jane Doe* and Al Po*}, year = {2024a}, url = {example.org/x}}
@misc{b, title = {On B}, author = {Hale E and Rook GH and Rex E}, date = {2018/05/29/online}}
@misc{c, title = {On C}, author = {III, Sam Roe and J. Smith, A. Brown and {Jane Doe and Al Po}}, year = {c1988}}
@misc{d, title = {On D}, author = {Jane Doe and Al Po}, author+an = {1=equal; 2:=equal}, doi = {10.1000/a b}, year = 2020}
@misc{e, title = {On E}, author = {Wall W. A.,}, month = {Marhc}, year = {May 2020}, arxiv = {arXiv: 2410.11474v1}}
"""

WRITE = re.compile(r"write `(?P<new>[^`]+)`(?:, not `(?P<old>[^`]+)`)?")
LINE = re.compile(r"(?P<field>[\w+:-]+) = \{(?P<value>.*)\}")
SPAN = re.compile(r"`([^`]+)`")
FORMS = {"Family, Given", "and"}
"""What is no text to write, but the form of it."""
PEOPLE = ("author", "editor")
LEFT_OUT = {
    "missing-field": "the author knows what to write, we do not",
    "broken-quotes": "it says which delimiters, not which words",
    "missing-at": "of a line that is no entry",
    "escaped-twice": "an example of what is meant, not the command in question",
}
"""Codes whose advice is no line to write, and why."""


@dataclass(frozen=True)
class Advice:
    """A message with the entry it is about, as it stands and as its author would mend it."""

    problem: Problem
    entry: Entry
    mended: Mapping[str, str] | None
    """The fields of the mended entry; None if the advice cannot be followed."""

    def __str__(self) -> str:
        return f"{self.problem}: {self.mended}"


@cache
def advice(kind: str) -> tuple[Advice, ...]:
    return tuple(_advice(files(kind)))


def _advice(texts: Mapping[str, str]) -> Iterator[Advice]:
    for name, text in texts.items():
        for entry in read_entries([Source(name, text)])[0]:
            for problem in assemble(entry)[1]:
                match = WRITE.search(problem.message)
                if match and match["new"] not in FORMS and problem.code.name not in LEFT_OUT:
                    yield Advice(problem, entry, followed(entry, problem, match))


def followed(entry: Entry, problem: Problem, match: re.Match[str]) -> dict[str, str] | None:
    """The fields after doing what the message says."""
    fields = dict(entry.fields)
    if line := LINE.fullmatch(match["new"]):
        if line["field"].endswith("+an"):
            role = line["field"].removesuffix("+an")
            fields[role] = " and ".join(written(name) for name in people(assemble(entry)[0], role))
        return {**fields, line["field"]: line["value"]}
    place = next((name for name, at in entry.positions.items() if at == (problem.line, problem.column)), "")
    if place in PEOPLE and letters(fields[place]) == letters(match["new"]):
        return {**fields, place: match["new"]}
    if place in PEOPLE and (piece := faulty_piece(fields[place], place, problem, match["new"])):
        return {
            **fields,
            place: " and ".join(match["new"] if each == piece else each for each in pieces(fields[place])),
        }
    before = problem.message[: match.start()].removeprefix(f"`{entry.key}`: ")
    for old in [match["old"]] if match["old"] else SPAN.findall(before):
        if old not in FORMS and old in fields.get(place, ""):
            return {**fields, place: fields[place].replace(old, match["new"])}
    return {**fields, place: match["new"]} if place.endswith("+an") else None


def pieces(value: str) -> list[str]:
    return re.split(r"\s+and\s+", value)


def faulty_piece(value: str, field: str, problem: Problem, new: str) -> str | None:
    """The name in a list that the message is about: it says the same of the name alone, or has the same letters."""
    for piece in pieces(value):
        if any(problem.message.endswith(one.message) for one in parse_names(piece, field)[2]):
            return piece
    return next((each for each in pieces(value) if letters(each) == letters(new)), None)


def letters(names: str) -> list[str]:
    return sorted(re.sub(r"\W|\band (?:others)?", "", names).casefold())


def people(publication: Publication, role: str) -> tuple[Name, ...]:
    return publication.authors if role == "author" else publication.editors


def written(name: Name) -> str:
    if name.corporate:
        return f"{{{name.family}}}"
    parts = {"family": name.family, "given": name.given, "prefix": name.prefix, "suffix": name.suffix}
    return ", ".join(f"{part}={{{value}}}" for part, value in parts.items() if value)


def files(kind: str) -> dict[str, str]:
    paths = {"real": CORPUS, "hostile": HOSTILE, "made up": []}[kind]
    if kind == "real" and not paths:
        pytest.skip("no corpus beside the project")
    decoded = [decode(path.read_bytes(), path.name) for path in paths]
    found = {each.path: each.text for each in decoded if isinstance(each, Source)}
    return {"more.bib": MORE} if kind == "made up" else found


def mended(one: Advice) -> tuple[Publication, list[Problem]]:
    assert one.mended is not None
    return assemble(replace(one.entry, fields=one.mended))


def codes(problems: list[Problem]) -> Counter[str]:
    return Counter(problem.code.name for problem in problems)


def names(publication: Publication, role: str) -> list[str]:
    return [name.display.casefold() for name in people(publication, role)]


KINDS = pytest.mark.parametrize("kind", ["real", "hostile", "made up"])


@KINDS
def test_every_advice_can_be_followed(kind: str):
    assert [str(one) for one in advice(kind) if one.mended is None] == []


@KINDS
def test_advice_that_is_followed_mends_the_fault_and_makes_no_other(kind: str):
    worse = []
    for one in advice(kind):
        if one.mended is not None:
            before, after = codes(assemble(one.entry)[1]), codes(mended(one)[1])
            if after - before or after[one.problem.code.name] >= before[one.problem.code.name]:
                worse.append(f"{one}\n   {sorted(before.elements())} -> {sorted(after.elements())}")
    assert worse == []


@KINDS
def test_advice_that_is_followed_changes_nothing_that_was_read(kind: str):
    worse = []
    for one in advice(kind):
        if one.mended is not None:
            before, after = assemble(one.entry)[0], mended(one)[0]
            if not keeps(before, after):
                worse.append(str(one))
    assert worse == []


def keeps(before: Publication, after: Publication) -> bool:
    """Whether names (or those that the advice is about), date, title and links are the same."""
    same = (before.date, before.links, before.title.plain) == (after.date, after.links, after.title.plain)
    return same and all(set(names(after, role)) <= set(names(before, role)) for role in PEOPLE)
