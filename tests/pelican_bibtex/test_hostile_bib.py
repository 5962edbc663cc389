"""Bad input and what the reading of files says to it; what the built site makes of it is tested with the site."""

from __future__ import annotations

from pathlib import Path

import pytest

from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.entries.pipeline import read_entries
from pelican_bibtex.syntax.source import Source, decode

HOSTILE = Path(__file__).resolve().parents[1] / "hostile"
FILES = sorted(HOSTILE.glob("*.bib"))

REPORTED = {
    # file: entries read, and place and code of each problem
    "27_unbalanced_brace": (2, ["2:2: unclosed-brace"]),
    "28_rtl_override": (1, ["5:3: invisible-characters", "6:3: invisible-characters"]),
    "30_lone_surrogate": (0, ["5:13: wrong-encoding"]),
    "31_latin1": (0, ["2:14: wrong-encoding"]),
    "32_utf16": (0, ["wrong-encoding"]),
    "35_homoglyph_keys": (2, ["7:1: lookalike-key"]),
    "38_dup_key": (2, ["7:1: duplicate-key"]),
    "43_slug_clash": (3, ["13:1: blank-in-key"]),
    "45_numeric_key": (2, ["1:1: numeric-key", "7:1: numeric-key"]),
    "47_crossref_missing": (1, ["1:18: missing-parent"]),
    "48_undefined_string": (1, ["1:36: undefined-string", "1:62: undefined-string"]),
    "51_empty_file": (0, ["empty-file"]),
    "52_not_bibtex": (0, ["not-bibtex"]),
    # The others are well-formed: what is in their fields is for those to judge who read fields.
    "07_url_js": (1, []),
    "13_author_xss": (1, ["2:3: foreign-markup"]),
    "14_year_journal_xss": (1, ["5:3: foreign-markup"]),
    "40_key_traversal": (2, []),
    "41_key_odd_chars": (4, []),
    "50_no_title_author": (2, []),
    "55_dates": (9, []),
}


def read(path: Path) -> tuple[int, list[str]]:
    source = decode(path.read_bytes(), path.name)
    if isinstance(source, Problem):
        return 0, [place_and_code(source)]
    entries, problems = read_entries([source])
    return len(entries), [place_and_code(problem) for problem in problems]


def place_and_code(problem: Problem) -> str:
    place = f"{problem.line}:{problem.column}: " if problem.line else ""
    return place + problem.code.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_hostile_files(path: Path):
    assert read(path) == REPORTED.get(path.stem, (1, []))


def test_a_value_has_nothing_in_it_that_turns_the_text_around():
    source = decode((HOSTILE / "28_rtl_override.bib").read_bytes(), "p.bib")
    assert isinstance(source, Source)
    [entry] = read_entries([source])[0]
    assert (entry.fields["title"], entry.fields["url"]) == ("abcgnp.exe x y", "https://e.org/gpj.exe")


def test_latin_1_is_read_when_the_setting_says_so():
    source = decode((HOSTILE / "31_latin1.bib").read_bytes(), "p.bib", "latin-1")
    assert isinstance(source, Source)
    assert read_entries([source])[0][0].fields["author"] == "Müller, Jörg"


def test_a_title_of_a_megabyte_and_twenty_thousand_entries():
    title = "word " * 200_000
    entries, problems = read_entries([Source("p.bib", f"@misc{{k, title = {{{title}}}}}")])
    assert (len(entries[0].fields["title"]), problems) == (999_999, ())
    many = "\n".join(f"@misc{{k{n},\n  title = {{T}},\n  year = 2024\n}}" for n in range(20_000))
    entries, problems = read_entries([Source("p.bib", many)])
    assert (len(entries), entries[-1].location.line, problems) == (20_000, 79_997, ())
