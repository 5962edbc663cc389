"""`python -m pelican_bibtex FILE...` on any file, in three formats."""

from __future__ import annotations

import json
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
    assert main([str(bib)]) == 1
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
    assert main(["p.bib", "--encoding=latin-1"]) == 0
    assert tuple(capsys.readouterr()) == ("", "1 publication; no problems\n")


def test_a_missing_file_is_a_problem_like_any_other(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["p.bib"]) == 1
    assert capsys.readouterr().out.startswith("p.bib: no-file: ")
