"""The grammar: what is well-formed is read as BibTeX reads it, what is broken as its author meant it."""

from __future__ import annotations

import pytest

from pelican_bibtex.entries.pipeline import read_entries
from pelican_bibtex.syntax.source import Source
from pelican_bibtex.syntax.type_names import ALIASES, TYPES

Read = dict[str, dict[str, str]]


def read(text: str) -> tuple[Read, list[str]]:
    """Each key's fields, and the report."""
    entries, problems = read_entries([Source("p.bib", text)])
    return {entry.key: dict(entry.fields) for entry in entries}, [str(problem) for problem in problems]


T = {"title": "T"}
WELL_FORMED = {
    "braces": ("@misc{k, title = {T}}", {"k": T}),
    "quotes": ('@misc{k, title = "T"}', {"k": T}),
    "quotes with braces": ('@misc{k, title = "a {"}quoted{"} word"}', {"k": {"title": 'a {"}quoted{"} word'}}),
    "numbers": ("@misc{k, year = 2024, volume=007}", {"k": {"year": "2024", "volume": "007"}}),
    "round brackets": ("@misc(k, title = {T})", {"k": T}),
    "a trailing comma": ("@misc{k, title = {T},}", {"k": T}),
    "no field": ("@misc{k}", {"k": {}}),
    "no field, a comma": ("@misc{k,}", {"k": {}}),
    "all on one line, twice": ("@misc{a, title={T}}@misc{b, title={T}} @misc{c,title={T}}", {"a": T, "b": T, "c": T}),
    "blanks everywhere": ("@ misc \n { k \n , title \n = \n {T} \n , }", {"k": T}),
    "capitals": ("@MiSC{Key, TITLE = {T}}", {"Key": T}),
    "blanks in values are one": ("@misc{k, title = { A \n\t long   one }}", {"k": {"title": "A long one"}}),
    "a no-break space stays": ("@misc{k, title = {10 km\u3000x}}", {"k": {"title": "10 km\u3000x"}}),
    "an abstract keeps its paragraphs": (
        "@misc{k, abstract = {One\n  goes on.\n \n\n Two.\n}}",
        {"k": {"abstract": "One goes on.\n\nTwo."}},
    ),
    "joined": ('@string{a = "A"} @misc{k, title = {x} # a # " " # 3 # A}', {"k": {"title": "xA 3A"}}),
    "months": ("@misc{k, month = jan, note = 10 # {~} # MAY}", {"k": {"month": "January", "note": "10~May"}}),
    "odd keys": (
        "@misc{DBLP:conf/nips/W%41.x, title={T}} @misc{a?b#c&d, title={T}} @misc{10.1000/abc-1, title={T}}",
        {"DBLP:conf/nips/W%41.x": T, "a?b#c&d": T, "10.1000/abc-1": T},
    ),
    "annotations": ("@misc{k, author+an = {1=equal}}", {"k": {"author+an": "1=equal"}}),
    "front matter and prose": ("---\n---\n\nMy papers, see a@b.org (mine):\n@misc{k, title={T}}\nThe end.", {"k": T}),
    "comments": ("% @misc{a, title={T}}\n@misc{k, title={T}} % and @misc{b, title={T}}\n", {"k": T}),
    "comment commands": (
        "@comment{@misc{a, title={T}}}\n@Comment{jabref-meta: databaseType:bibtex;}\n@comment no braces\n@misc{k, title={T}}",
        {"k": T},
    ),
    "a preamble": ('@preamble{ "\\newcommand{\\x}{y}" # {z} }\n@misc{k, title={T}}', {"k": T}),
    "an entry quoted in a value": (
        "@misc{k, bibtex = {\n@misc{inner, title={I}}\n}, title={T}}\n@misc{l, title={T}}",
        {"k": {"bibtex": "@misc{inner, title={I}}", "title": "T"}, "l": T},
    ),
    "percent in a value": (
        "@misc{k, title = {100% sure}, note = {a\n% b\n}}",
        {"k": {"title": "100% sure", "note": "a % b"}},
    ),
    "nothing in a value": ('@misc{k, title = {}, note = ""}', {"k": {"title": "", "note": ""}}),
}


@pytest.mark.parametrize("case", WELL_FORMED)
def test_well_formed_text_is_read_without_a_word(case: str):
    text, expected = WELL_FORMED[case]
    assert read(text) == (expected, [])


NEXT = "\n\n@misc{next,\n  title = {Next}\n}\n"
BROKEN = {
    # what is broken in `k`: its text, what is read of it, the report
    "a field's brace": (
        "@misc{k,\n  title = {Open,\n  year = {2024}\n}",
        {"title": "Open", "year": "2024"},
        "p.bib:2:3: unclosed-brace: `title` of `k` has an opening brace that is never closed; add the closing brace.",
    ),
    "a brace within a field": (
        "@misc{k,\n  title = {Open {brace,\n  year = {2024}\n}",
        {"title": "Open brace", "year": "2024"},
        "p.bib:2:3: unclosed-brace: `title` of `k` has an opening brace that is never closed; add the closing brace.",
    ),
    "the last field's brace": (
        "@misc{k,\n  year = {2024},\n  title = {Open,\n}",
        {"title": "Open", "year": "2024"},
        "p.bib:3:3: unclosed-brace: `title` of `k` has an opening brace that is never closed; add the closing brace.",
    ),
    "a brace, all on one line": (
        "@misc{k, title={Open, year={2024}, volume=3}",
        {"title": "Open", "year": "2024", "volume": "3"},
        "p.bib:1:10: unclosed-brace: `title` of `k` has an opening brace that is never closed; add the closing brace.",
    ),
    "something else, in an entry whose note quotes a field": (
        "@misc{k,\n  % why\n  note = {it says\n  title = {Not this},\n  },\n  title = {T}\n}",
        {"note": "it says title = {Not this},", "title": "T"},
        "p.bib:2:3: comment-in-entry: `k` contains a `%` comment, which BibTeX does not know; move it out of the entry.",
    ),
    "something else, in an entry whose note quotes an entry": (
        "@misc{k,\n  % why\n  note = {it says\n@misc{no,\n  title = {Not this}\n}\n  },\n  title = {T}\n}",
        {"note": "it says @misc{no, title = {Not this} }", "title": "T"},
        "p.bib:2:3: comment-in-entry: `k` contains a `%` comment, which BibTeX does not know; move it out of the entry.",
    ),
    "the entry's brace": (
        "@misc{k,\n  title = {T},\n  year = {2024}\n",
        {"title": "T", "year": "2024"},
        "p.bib:1:1: unclosed-entry: `k` has no closing brace; add it after the last field.",
    ),
    "the entry's brace, with words after it": (
        "@misc{k,\n  title = {T}\n\nMore of my papers:",
        {"title": "T"},
        "p.bib:1:1: unclosed-entry: `k` has no closing brace; add it after the last field.",
    ),
    "a brace too many in a field": (
        "@misc{k,\n  title = {T}},\n  year = {2024}\n}",
        {"title": "T", "year": "2024"},
        "p.bib:2:3: surplus-brace: a surplus closing brace after `title` of `k` ends the entry early; remove it.",
    ),
    "an opening brace": (
        "@misc{k,\n  year = 2024},\n  month = sep\n}",
        {"year": "2024", "month": "September"},
        "p.bib:2:3: surplus-brace: a surplus closing brace after `year` of `k` ends the entry early; remove it.",
    ),
    "a brace too many at the end": (
        "@misc{k,\n  title = {T}\n}}",
        {"title": "T"},
        "p.bib:3:2: stray-brace: there is a surplus closing brace after `k`; remove it.",
    ),
    "a closing quote": (
        '@misc{k,\n  title = "Open,\n  year = "2024"\n}',
        {"title": "Open", "year": "2024"},
        "p.bib:2:3: broken-quotes: the quotes around `title` of `k` do not match; write `title = {...}`.",
    ),
    "quotes within quotes": (
        '@misc{k,\n  title = "The "best" one",\n  year = 2024\n}',
        {"title": 'The "best" one', "year": "2024"},
        "p.bib:2:3: broken-quotes: the quotes around `title` of `k` do not match; write `title = {...}`.",
    ),
    "a comma after a field": (
        "@misc{k,\n  title = {T}\n  year = {2024}\n}",
        {"title": "T", "year": "2024"},
        "p.bib:2:3: missing-comma: there is no comma after `title` of `k`; add one after its value.",
    ),
    "a comma after the key": (
        "@misc{k\n  title = {T}\n}",
        {"title": "T"},
        "p.bib:1:1: missing-comma: there is no comma after the key `k`; add one.",
    ),
    "an equals sign": (
        "@misc{k,\n  title {T},\n  year = {2024}\n}",
        {"title": "T", "year": "2024"},
        "p.bib:2:3: missing-equals: there is no equals sign after `title` of `k`; write `title =`.",
    ),
    "a value": (
        "@misc{k,\n  title = {T},\n  year = ,\n  month =\n}",
        {"title": "T"},
        "p.bib:3:3: missing-value: `year` of `k` has no value; write one in braces, or remove the field.",
        "p.bib:4:3: missing-value: `month` of `k` has no value; write one in braces, or remove the field.",
    ),
    "a value's braces": (
        "@misc{k,\n  pages = 12--34,\n  title = Some words, and more,\n  date = 2024-05-03\n}",
        {"pages": "12--34", "title": "Some words, and more", "date": "2024-05-03"},
        "p.bib:2:3: bare-value: the value of `pages` of `k` is not in braces; write `pages = {...}`.",
        "p.bib:3:3: bare-value: the value of `title` of `k` is not in braces; write `title = {...}`.",
        "p.bib:4:3: bare-value: the value of `date` of `k` is not in braces; write `date = {...}`.",
    ),
    "the entry's opening brace": (
        "@misc k,\n  title = {T}\n}",
        {"title": "T"},
        "p.bib:1:1: missing-opening: there is no opening brace after `@misc`; write `@misc{`.",
    ),
    "the entry's opening brace, the key glued on": (
        "@misck,\n  title = {T}\n}",
        {"title": "T"},
        "p.bib:1:1: missing-opening: there is no opening brace after `@misc`; write `@misc{`.",
    ),
    "a comment inside": (
        "@misc{k,\n  % title = {Old},\n  title = {T}, % new\n}",
        {"title": "T"},
        "p.bib:2:3: comment-in-entry: `k` contains a `%` comment, which BibTeX does not know; move it out of the entry.",
    ),
    "words inside": (
        "@misc{k,\n  to do\n  title = {T}\n}",
        {"title": "T"},
        "p.bib:2:3: stray-text: `to do` in `k` belongs to no field and is left out; remove it.",
    ),
    "a field that stands twice": (
        "@misc{k,\n  title = {T},\n  Title = {U}\n}",
        {"title": "T"},
        "p.bib:3:3: duplicate-field: `k` already has a `title` in line 2; remove one of the two.",
    ),
    "two braces that hide a field": (
        "@misc{k,\n  title = {T,\n  year = {2024}},\n  note = {N}\n}",
        {"title": "T, year = {2024}", "note": "N"},
        "p.bib:2:3: swallowed-field: `title` of `k` contains a line `year =`; is a closing brace missing before it?",
    ),
    "a string": (
        "@misc{k,\n  title = {T},\n  month = jann\n}",
        {"title": "T", "month": "jann"},
        "p.bib:3:3: undefined-string: `month` uses the string `jann`, which is not defined; did you mean `jan`?",
    ),
    "characters that nobody sees": (
        "@misc{k,\n  title = {T\u202e\u200b\x00}\n}",
        {"title": "T"},
        "p.bib:2:3: invisible-characters: `title` contains invisible characters (U+202E, U+200B, U+0000); delete them.",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_entry_is_read_reported_and_harms_no_other(case: str):
    text, fields, *report = BROKEN[case]
    assert read(text + NEXT) == ({"k": fields, "next": {"title": "Next"}}, report)


STARTS = {
    # the start of an entry: the keys read, the report
    "no key": (
        "@misc{\n  title = {T}\n}",
        ["unnamed-1"],
        "p.bib:1:1: missing-key: the entry has no key; write one after the opening brace.",
    ),
    "an empty key": (
        "@misc{, title = {T}}",
        ["unnamed-1"],
        "p.bib:1:1: missing-key: the entry has no key; write one after the opening brace.",
    ),
    "a blank in the key": (
        "@misc{a b, title = {T}}",
        ["a b"],
        "p.bib:1:1: blank-in-key: the key `a b` contains a space; write it without.",
    ),
    "a brace before the key": (
        "@misc{{k, title = {T}}",
        ["k"],
        "p.bib:1:7: stray-text: there is `{` before the key; remove it.",
    ),
    "no @": (
        "article{k,\n  title = {T}\n}",
        [],
        (
            "p.bib:1:1: missing-at: `article{k,` looks like an entry without its `@`; write `@article{`, or put it in `@comment{...}`."
        ),
    ),
    "no type": (
        "@{k,\n  title = {T}\n}",
        [],
        "p.bib:1:1: unread-entry: this line looks like an entry but is not read; start the entry with `@type{key,`.",
    ),
    "another bracket": (
        "@misc[k,\n  title = {T}\n]",
        [],
        "p.bib:1:1: unread-entry: this line looks like an entry but is not read; start the entry with `@type{key,`.",
    ),
    "an open comment": (
        "@comment{ old ones\n@misc{k, title = {T}}",
        ["k"],
        "p.bib:1:1: unclosed-comment: `@comment` has no closing brace, so only this line is left out; add the brace.",
    ),
    "an open preamble": (
        '@preamble{ "x\n\n@misc{k, title = {T}}',
        ["k"],
        "p.bib:1:1: unclosed-entry: `@preamble` has no closing brace; add it.",
    ),
    "an open string": (
        '@string{ s = "x }\n\nWords, words.\n@misc{k, title = s}',
        ["k"],
        "p.bib:1:10: broken-quotes: the quotes around `s` of @string do not match; write `s = {...}`.",
    ),
}


@pytest.mark.parametrize("case", STARTS)
def test_what_does_not_start_as_it_should(case: str):
    text, keys, *report = STARTS[case]
    entries, problems = read(text + NEXT)
    assert ([*entries], problems) == ([*keys, "next"], report)


def test_every_fault_of_a_file_is_reported_in_one_run():
    text = "\n".join(case[0] for case in BROKEN.values())
    _, problems = read(text.replace("{k", "{k").replace("misck", "misc{k"))
    names = {problem.split(": ")[1] for problem in problems}
    assert names >= {
        "unclosed-brace",
        "unclosed-entry",
        "broken-quotes",
        "missing-comma",
        "missing-equals",
        "bare-value",
    }


def test_depth_is_no_trouble():
    deep = "{" * 10_000 + "x" + "}" * 10_000
    assert read(f"@misc{{k, title = {{{deep}}}}}") == ({"k": {"title": deep}}, [])
    entries, problems = read(f"@misc{{k, title = {deep[:-1]}}}" + NEXT)
    assert [*entries] == ["k", "next"]
    assert [problem.split(": ")[1] for problem in problems] == ["unclosed-entry"]


@pytest.mark.parametrize("name", sorted({*TYPES, *ALIASES}))
def test_every_name_of_a_type_is_known_without_its_sign_and_its_brace(name: str) -> None:
    found, said = read(f"@{name}k, title = {{T}}}}")
    assert found == {"k": T}
    assert f"there is no opening brace after `@{name}`;" in said[0]
    _, said = read(f"@misc{{a, title={{T}}}}\n{name}{{k,\n title = {{T}}\n}}")
    assert f"write `@{name}{{`" in said[0]
