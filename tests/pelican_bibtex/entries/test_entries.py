"""From files to entries: strings, keys, places, and files in which there is nothing to read."""

from __future__ import annotations

import pytest

from pelican_bibtex.entries.entry import Entry
from pelican_bibtex.entries.pipeline import read_entries
from pelican_bibtex.syntax.source import Source


def read(*texts: str) -> tuple[tuple[Entry, ...], list[str]]:
    """The entries of files a.bib, b.bib ..., and the report."""
    sources = [Source(f"{name}.bib", text) for name, text in zip("abc", texts, strict=False)]
    entries, problems = read_entries(sources)
    return entries, [str(problem) for problem in problems]


STRINGS = {
    # files, the fields of `k`, report
    "a string in another file": (
        ('@string{j = "Journal"}', "@misc{k, journal = J}"),
        {"journal": "Journal"},
        [],
    ),
    "a string of a later file": (
        ("@misc{k, journal = j}", "@string{j = {Journal}}"),
        {"journal": "Journal"},
        [],
    ),
    "a string of strings": (
        ('@string{a = "A"} @string{b = a # " and " # A} @misc{k, title = b # "!"}',),
        {"title": "A and A!"},
        [],
    ),
    "a month of one's own": (('@string{jan = "Janvier"} @misc{k, month = jan}',), {"month": "Janvier"}, []),
    "a string defined again": (
        ("@string{j = {A}}\n@misc{k, title = j}\n@string{J = {B}}\n@misc{l, title = j}",),
        {"title": "A"},
        ["a.bib:3:9: redefined-string: the string `J` was `A` and is `B` from here on; rename one of them."],
    ),
    "a string defined again, the same": (
        ("@string{j = {A}} @string{j = {A}} @misc{k, title = j}",),
        {"title": "A"},
        [],
    ),
    "a string of itself": (
        ("@string{j = j # {x}}\n@misc{k, title = j}",),
        {"title": "jx"},
        [
            (
                "a.bib:1:9: undefined-string: `j` uses the string `j`, which is not defined; put it in braces, or define it with `@string{j = {...}}`."
            )
        ],
    ),
    "no string of that name": (
        ("@string{neurips = {NeurIPS}}\n@misc{k, journal = nerips, note = xyz}",),
        {"journal": "nerips", "note": "xyz"},
        [
            (
                "a.bib:2:10: undefined-string: `journal` uses the string `nerips`, which is not defined; did you mean"
                " `neurips`?"
            ),
            (
                "a.bib:2:28: undefined-string: `note` uses the string `xyz`, which is not defined; put it in braces, or define it with `@string{xyz = {...}}`."
            ),
        ],
    ),
}


@pytest.mark.parametrize("case", STRINGS)
def test_strings_are_put_in(case: str):
    texts, fields, report = STRINGS[case]
    entries, problems = read(*texts)
    assert (dict(entries[0].fields), problems) == (fields, report)


def test_strings_that_double_at_every_step_are_cut():
    steps = "\n".join(f"@string{{s{n + 1} = s{n} # s{n}}}" for n in range(60))
    entries, problems = read(f"@string{{s0 = {{0123456789}}}}\n{steps}\n@misc{{k, title = s60}}")
    assert len(entries[0].fields["title"]) <= 100_000
    assert problems[0].startswith("a.bib:15:9: string-too-long: `s14` has more than 100,000 characters")


KEYS = {
    # text, keys, report
    "the same key, another entry": (
        "@misc{k, title={A}}\n@misc{k, title={B}}",
        ["k", "k-2"],
        [
            "a.bib:2:1: duplicate-key: the key `k` is already used in a.bib:1; change one; until then, this one is `k-2`."
        ],
    ),
    "the same key three times, and a key like the one made up": (
        "@misc{k, title={A}}\n@misc{k, title={B}}\n@misc{k-2, title={C}}\n@misc{k, title={D}}",
        ["k", "k-3", "k-2", "k-4"],
        [
            "a.bib:2:1: duplicate-key: the key `k` is already used in a.bib:1; change one; until then, this one is `k-3`.",
            "a.bib:4:1: duplicate-key: the key `k` is already used in a.bib:1; change one; until then, this one is `k-4`.",
        ],
    ),
    "the same work": (
        "@article{k, title={A {B}}, author={C, D}, year=2020}\n@misc{k, title={a b}, author={C, D}, date={2020-05}, note={x}}",
        ["k"],
        [
            "a.bib:2:1: repeated-entry: `k` is already in a.bib:1 with the same title, authors and year, and shown once; remove one."
        ],
    ),
    "the same entry": (
        "@misc{k, title={A B}}\n@MISC{k,\n title = {A  B} }",
        ["k"],
        ["a.bib:2:1: repeated-entry: `k` is already in a.bib:1 with the same text, and shown once; remove one."],
    ),
    "keys that differ in capitals": (
        "@misc{Foo2020}\n@misc{foo2020}",
        ["Foo2020", "foo2020"],
        ["a.bib:2:1: case-twins: `foo2020` and `Foo2020` differ only in upper and lower case; change one of them."],
    ),
    "keys that look the same": (
        "@misc{paper}\n@misc{pаper}",
        ["paper", "pаper"],
        ["a.bib:2:1: lookalike-key: the key `pаper` looks like `paper` but is different; change one of them."],
    ),
    "a key of two scripts": (
        "@misc{pаper}",
        ["pаper"],
        ["a.bib:1:1: lookalike-key: the key `pаper` has letters that only look Latin; type them again."],
    ),
    "a key in another script": (
        "@misc{王2024}",
        ["王2024"],
        [
            (
                "a.bib:1:1: non-ascii-key: the key `王2024` is not ASCII, so some programs change or reject it; use letters without accents."
            )
        ],
    ),
    "a number": (
        "@misc{3}\n@misc{3-5}\n@misc{1102917}",
        ["3", "3-5", "1102917"],
        [
            "a.bib:1:1: numeric-key: `[3]` is read as a number; cite this one as `[@3]`, or change its key.",
            ("a.bib:2:1: numeric-key: `[3-5]` is read as a number; cite this one as `[@3-5]`, or change its key."),
        ],
    ),
    "entries that are no publications": (
        "@xdata{x, publisher={P}}\n@IEEEtranBSTCTL{c, a={b}}\n@set{s, entryset={k,l}}\n@misc{k}",
        ["k"],
        ["a.bib:3:1: unpublished-set: `s` is a set of entries, which is not shown itself; cite its members."],
    ),
}


@pytest.mark.parametrize("case", KEYS)
def test_keys(case: str):
    text, keys, report = KEYS[case]
    entries, problems = read(text)
    assert ([entry.key for entry in entries], problems) == (keys, report)


def test_a_key_in_two_files_names_both_places():
    entries, problems = read("@misc{k, title={A}}", "\n@misc{k, title={B}}")
    assert [(entry.key, entry.fields["title"]) for entry in entries] == [("k", "A"), ("k-2", "B")]
    assert problems == [
        "b.bib:2:1: duplicate-key: the key `k` is already used in a.bib:1; change one; until then, this one is `k-2`."
    ]


ALIASES = {
    # text, the aliases of each entry, report
    "keys it had before": ("@misc{k, ids = {old, older}}", {"k": ("old", "older")}, []),
    "blanks, repeats, its own key": ("@misc{k, ids = { a ,, k,\n a, }}", {"k": ("a",)}, []),
    "those of a parent are its own": (
        "@misc{k, crossref={p}} @misc{p, ids={old}}",
        {"k": (), "p": ("old",)},
        [],
    ),
    "another entry's key": (
        "@misc{k,\n ids = {l, old}}\n@misc{l}",
        {"k": ("old",), "l": ()},
        [
            (
                "a.bib:2:2: duplicate-alias: `l` is the key of `l`, a.bib:3, which `[@l]` cites; remove it from the `ids` of `k`."
            )
        ],
    ),
    "two entries with one": (
        "@misc{k, ids = {old}}\n@misc{l, ids = {older, old}}",
        {"k": ("old",), "l": ("older",)},
        [
            (
                "a.bib:2:10: duplicate-alias: `old` is in the `ids` of `k`, a.bib:1, which `[@old]` cites; remove it from the `ids` of `l`."
            )
        ],
    ),
}


@pytest.mark.parametrize("case", ALIASES)
def test_aliases(case: str):
    text, aliases, report = ALIASES[case]
    entries, problems = read(text)
    assert ({entry.key: entry.aliases for entry in entries}, problems) == (aliases, report)


def test_places_are_those_of_the_at_sign_and_the_names():
    entries, _ = read("\n  @misc{k, title = {T},\n\tYEAR = 2024\n}")
    assert (entries[0].location.path, entries[0].location.line, entries[0].location.column) == ("a.bib", 2, 3)
    assert entries[0].positions == {"title": (2, 12), "year": (3, 2)}


NOTHING = {
    # text, report
    "": "a.bib: empty-file: the bibliography is empty; add an entry.",
    "% my papers\n\n---\n---\n": "a.bib: empty-file: the bibliography is empty; add an entry.",
    "<html>404</html>": "a.bib: not-bibtex: this file has no BibTeX entry; is it the right file?",
    "@string{a = {A}}": "a.bib: not-bibtex: this file has no entry that can be shown; is it the right file?",
}


@pytest.mark.parametrize("text", NOTHING)
def test_a_file_that_gives_nothing_is_reported(text: str):
    assert read(text) == ((), [NOTHING[text]])


def test_a_file_of_strings_beside_one_of_entries_is_no_problem():
    assert read("@string{a = {A}}", "@misc{k, title = a}")[1] == []
    assert read("", "@misc{k, title = {A}}")[1] == []
