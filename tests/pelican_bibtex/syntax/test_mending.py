"""One slip of the finger anywhere in a bibliography costs no other entry anything."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pelican_bibtex.bibliography import Options, read_sources
from pelican_bibtex.entries.pipeline import read_entries
from pelican_bibtex.entries.verbatim import standalone
from pelican_bibtex.syntax.source import Source

ENTRIES = [
    "@article{a,\n  author = {Doe, Jane and {The Group}},\n  title = {A {T}itle, with $x_{2}$},\n  year = 2024,\n}",
    '@misc{b, title = "Quoted {"}words{"}", month = jan, note = "x" # " y"}',
    "@inproceedings{c,\n\ttitle={C},\n\tabstract={One.\n\n  Two, three = 4.},\n\tpages={1--2}\n}",
    "@book{d,\n  title = {D},\n  publisher = {P}\n}",
]
TEXT = "My papers:\n\n" + "\n\n".join(ENTRIES) + "\n"
MARKS = [offset for offset, character in enumerate(TEXT) if character in '{}",=']
WHOLE = {entry.key: entry for entry in read_entries([Source("p.bib", TEXT)])[0]}


def owner(offset: int) -> str:
    """The key of the entry in which an offset is, or that it follows."""
    return [entry.key for entry in WHOLE.values() if entry.start <= offset][-1]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(MARKS))
def test_a_character_forgotten_harms_its_own_entry_only(offset: int):
    _only_its_own(TEXT[:offset] + TEXT[offset + 1 :], owner(offset))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(MARKS), st.sampled_from('{}",='))
def test_a_character_too_many_harms_its_own_entry_only(offset: int, character: str):
    _only_its_own(TEXT[:offset] + character + TEXT[offset:], owner(offset))


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from('@{}()",=#%\n ab1\\\u202e'), max_size=60).map("@a{k,".__add__) | st.text(max_size=60))
@example("@a{k,t=a#")
@example('@a{k,t="')
@example("@string{a=")
@example("@preamble{")
@example("@comment(")
@example("@a{k,t={x}\n@a")
def test_no_text_is_an_exception(text: str):
    entries, problems = read_entries([Source("p.bib", text)])
    for entry in entries:
        standalone(entry, {"a"})
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in problems if problem.line)


def _only_its_own(text: str, own: str) -> None:
    entries, _ = read_entries([Source("p.bib", text)])
    found = {entry.key: entry for entry in entries}
    for key, entry in WHOLE.items():
        if key != own:
            assert dict(found[key].fields) == dict(entry.fields)
            assert standalone(found[key]) == standalone(entry)


def test_a_field_between_two_entries_is_a_comment():
    bib = "@misc{k, title={A}, author={B, C}, year=2020}\nyear = x,\n@misc{l, title={D}, author={E, F}, year=2021}\n"
    found = read_sources([Source("p.bib", bib)], Options())
    assert ([one.key for one in found.publications], found.problems) == (["l", "k"], ())
