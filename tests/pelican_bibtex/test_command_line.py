"""`python -m pelican_bibtex FILE...` on any file: its entries as read, one entry with `--show`, problems in three formats."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pelican_bibtex.__main__ import main

BAD = "@misc{k,\n  author = {A, B, C, D},\n  title = {T},\n  year = {2024a}\n}\n"


@pytest.fixture
def bib(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("p.bib").write_text(BAD)
    return Path("p.bib")


def test_text_is_one_line_a_problem_and_an_error_fails(bib, capsys):
    assert main([str(bib), "--format=text"]) == 1
    out, err = capsys.readouterr()
    assert [line.partition("`")[0] for line in out.splitlines()] == ["p.bib:2:3: bad-name: ", "p.bib:4:3: bad-date: "]
    assert err == "1 publication; 1 error, 1 warning\n"


def test_json_is_for_programs(bib, capsys):
    assert main([str(bib), "--format=json"]) == 1
    first, second = json.loads(capsys.readouterr().out)
    assert (first["path"], first["line"], first["column"], first["code"], first["severity"], first["key"]) == (
        "p.bib", 2, 3, "bad-name", "error", "k",
    )  # fmt: skip
    assert second["severity"] == "warning"
    assert second["mend"]


def test_github_shows_problems_beside_their_lines(bib, capsys):
    assert main([str(bib), "--format=github"]) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("::error file=p.bib,line=2,col=3,title=bad-name::`k`: the name")
    assert second.startswith("::warning file=p.bib,line=4,col=3,title=bad-date::")


def test_a_workflow_command_cannot_be_broken_out_of(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a,b:c%.bib").write_text("@misc{k, title={T}, year={x\n::error::y}}")
    main(["a,b:c%.bib", "--format=github"])
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("::warning file=a%2Cb%3Ac%25.bib,")


def test_a_good_file_says_nothing(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("p.bib").write_text("@misc{k, title={É}, author={A}}", encoding="latin-1")
    assert main(["p.bib", "--encoding=latin-1", "--format=text"]) == 0
    assert tuple(capsys.readouterr()) == ("", "1 publication; no problems\n")


def test_a_missing_file_is_a_problem_like_any_other(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["p.bib"]) == 1
    assert capsys.readouterr().out.startswith("p.bib: no-file: ")


DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "bibliography.md"


def test_the_documented_entry_is_shown_as_documented(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    bib, shown = re.findall(r"```(?:bibtex|text)\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)[:2]
    Path("refs.bib").write_text(bib)
    assert main(["refs.bib", "--show", "doe"]) == 0
    assert capsys.readouterr().out == shown


ENTRIES = r"""
@string{jt = {Journal of Things}}
@xdata{house, publisher = {Norton}, location = {London}}
@mvbook{all, title = {All}, author = {Roe, Ann}, xdata = {house}, date = {2001/2003}}
@inbook{part, title = {Part}, crossref = {all}}
@book{one, title = {One}, crossref = {all}, ids = {uno}}
@article{a, author = {Ada King and Bo Li and Cy Orr and Di Poe and others}, title = "x {\"o} y, journal = jt, date = {2020-06/2020-08}}
@article{b, author = {王明泽 and {ACME} and King, Jr., Martin Luther}, title = {B}, journal = jt # { B}, year = {forthcoming}}
@misc{p, author = {王明泽}, title = {B}, eprint = {2410.11474}, archiveprefix = {arXiv}, date = {2019-21}}
"""
OVERVIEW = """
p.bib:3: house: xdata, which is not shown itself
p.bib:4: all: mvbook, published: Ann Roe, “All”, Norton, 2001
p.bib:5: part: inbook, published: Ann Roe, “Part”, All, 2001
p.bib:6: one: book, published: Ann Roe, “One”, Norton, 2001
p.bib:7: a: article, published: Ada King, Bo Li, Cy Orr et al., “x ö y, journal = jt”, 2020
p.bib:8: b: article, accepted: 王明泽, ACME, Martin Luther King, Jr., “B”, Journal of Things B, forthcoming
p.bib:9: p: misc, preprint: 王明泽, “B”, arXiv preprint, 2019
"""
SHOWN = {
    "part": [
        "crossref  all  p.bib:5",
        "publisher  Norton  p.bib:3, inherited from `publisher` of `house` (xdata)",
        "maintitle  All  p.bib:4, inherited from `title` of `all` (crossref)",
    ],
    "uno": ["type  book", "cited also as  uno", "author  Roe, Ann  p.bib:4, inherited from `author` of `all` (crossref)"],
    "a": [
        "date  2020-06 to 2020-08",
        "authors  1. Ada King: given Ada, family King  2. Bo Li: given Bo, family Li",
        "4. Di Poe: given Di, family Poe  and others",
        "y, journal = jt  p.bib:7, mended",
        "Problems  p.bib:7:",
    ],
    "b": [
        "1. 王明泽: family 王明泽, family name first  2. ACME: an organisation, or a name in braces",
        "3. Martin Luther King, Jr.: given Martin Luther, family King, suffix Jr.",
        "status  accepted",
        "journal  Journal of Things B  p.bib:8, with the string `jt`",
        "cited also as  p",
    ],
    "p": ["date  spring 2019", "arXiv  2410.11474", "shown as  a part of `b`, the publication that it became"],
    "house": ["Fields  publisher  Norton  p.bib:3"],
}  # fmt: skip
"""Key -> parts of what is shown, with each run of blanks and line ends as two blanks where it is longer than one."""


@pytest.fixture
def entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("p.bib").write_text(ENTRIES, encoding="utf-8")
    return "p.bib"


def test_every_entry_is_shown_in_one_line_then_the_problems(entries, capsys):
    assert main([entries]) == 1
    out, err = capsys.readouterr()
    assert out.startswith(OVERVIEW.lstrip())
    assert "broken-quotes" in out.removeprefix(OVERVIEW.lstrip())
    assert err.startswith("5 publications; 1 error")


@pytest.mark.parametrize("key", SHOWN)
def test_an_entry_is_shown_with_the_origin_of_each_value(entries, capsys, key):
    assert main([entries, "--show", key]) == 0
    shown = re.sub(r"\s*\n\s*|  +", "  ", capsys.readouterr().out)
    assert [part for part in SHOWN[key] if part not in shown] == [], shown


def test_a_key_that_does_not_exist_is_told_with_the_nearest(entries, capsys):
    assert main([entries, "--show", "part", "--show", "houses"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("part, p.bib:5\n")
    assert err == "no entry has the key `houses`; did you mean `house`?\n"
