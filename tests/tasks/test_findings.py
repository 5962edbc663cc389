"""A report's lines, read back for programs: all that a person sees, and nothing that is no problem."""

import json

import pytest
from msgspec.structs import replace

from ibid.problems.codes import CODES
from ibid.tasks.building import FORMATS, findings
from pelican_bibtex.diagnostics.problem import Problem, Severity, lines

CODE = next(code for code in CODES if code.severity is Severity.ERROR)

WARNED = replace(CODE, severity=Severity.WARNING)

PROBLEMS = [
    Problem(CODE, "no publication `x`: did you mean `y`?", "content/pages/research.md", 12, 3),
    Problem(WARNED, "it ends in [brackets]", "a folder/file: 2.md", 7),
    Problem(CODE, "of the whole file", "people.yml"),
    Problem(replace(CODE, severity=Severity.HINT), "of the whole site"),
]


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_problem_survives_being_reported(problem: Problem) -> None:
    assert findings(lines([problem])) == [problem]


def test_many_alike_are_one_that_names_the_others() -> None:
    many = [Problem(WARNED, f"the {number}th", "x.md", number) for number in range(1, 8)]
    [found] = findings(lines(many))
    assert (found.line, found.message) == (1, "the 1th (and 6 more like it, lines 2, 3, 4, 5, 6, 7)")
    assert found.code.severity is Severity.WARNING


@pytest.mark.parametrize(
    "line", ["", "Done: Processed 5 articles", "x.md:1: not-a-code: text", "WARNING  Ibid found 1 error."]
)
def test_other_lines_are_no_problems(line: str) -> None:
    assert findings([line]) == []


def test_json_is_a_list_with_every_place() -> None:
    [first] = json.loads("\n".join(FORMATS["json"](PROBLEMS[:1])))
    assert first["path"] == "content/pages/research.md"
    assert (first["line"], first["column"], first["code"]) == (12, 3, CODE.name)


def test_github_shows_it_beside_the_line() -> None:
    [text] = FORMATS["github"](PROBLEMS[:1])
    assert text.startswith("::error file=content/pages/research.md,line=12,col=3,")


def test_check_writes_nothing_else_to_standard_output(site) -> None:
    done = site.invoke("check", "--format=json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


def test_check_asks_for_links_elsewhere_only_when_it_is_told_to(site) -> None:
    """Nothing listens at that port: 0 is no place to connect to."""
    folder = site.tasks.parent
    settings = {
        "THEME": str(folder / "theme"),  # Pelican's own leads elsewhere
        "PLUGIN_PATHS": [str(folder / "plugins")],
        "PLUGINS": ["pelican_bibtex", "ibid"],
        "IBID_LINKS": "content/mine.toml",
    }
    lines = "".join(f"{name} = {value!r}\n" for name, value in settings.items())
    site.write("pelicanconf.py", site.read("pelicanconf.py") + lines)
    site.write("content/news/linked.md", "Title: L\nDate: 2024-05-03\n\n[x](http://127.0.0.1:0/)\n")
    for options, expected in (([], []), (["--external"], ["dead-link"]), (["--fresh"], ["dead-link"])):
        done = site.invoke("check", "--format=json", *options)
        found = [each for each in json.loads(done.stdout) if each["code"].endswith("-link")]
        assert [each["code"] for each in found] == expected, done.stderr
        assert done.returncode == len(expected)
    assert (found[0]["path"], found[0]["line"]) == ("content/news/linked.md", 4)


def test_a_build_that_is_no_whole_site_is_a_finding_too(site) -> None:
    site.write("pelicanconf.py", site.read("pelicanconf.py") + "DIRECT_TEMPLATES = []\n")
    done = site.invoke("check", "--format=json")
    [found] = json.loads(done.stdout)
    assert (done.returncode, found["code"]) == (1, "broken-build")
    assert found["message"].startswith("There is no index.html, so the site would have no home page.")
    assert "Done: Processed 1 article" in done.stderr


def test_a_failure_is_told_of_where_ibid_itself_is_not_there_to_do_so(site) -> None:
    site.write("pelicanconf.py", site.read("pelicanconf.py") + "PELICAN_CLASS = 1\n")
    done = site.invoke("check", "--format=github")
    assert done.returncode == 1
    assert done.stdout.startswith(
        "::error title=broken-build::Pelican failed without reporting a problem; see the last lines "
    )
    assert "TypeError" in done.stderr


def test_an_unknown_format_names_those_that_exist(site) -> None:
    done = site.invoke("check", "--format=xml")
    assert done.returncode == 1
    assert "text, json, github" in done.stderr
