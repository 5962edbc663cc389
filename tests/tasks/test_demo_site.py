"""The tasks on the demo site: what an author meets when something is wrong with a citation or the bibliography."""

import json
import re
import tomllib
from pathlib import Path

import pytest

NEW = "\n@article{new2025, author = {Wang, Mingze}, title = {New}, journal = {J}, year = {2025}}\n"


@pytest.fixture
def misspelt(demo):
    """The demo with one bad key, in line 15 of the research page."""
    text = demo.read("content/pages/research.md")
    demo.write("content/pages/research.md", text.replace("@wang2024how]", "@wang2024hwo]", 1))
    return demo


def test_the_demo_has_no_errors(demo) -> None:
    done = demo.invoke("check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_draft_is_a_page_of_its_own_and_changes_no_other(demo) -> None:
    """The demo's posts have no category, which Pelican 4.12 asks each draft for."""

    def files() -> dict[str, bytes]:
        done = demo.invoke("preview")
        assert done.returncode == 0, done.stdout + done.stderr
        output = demo.path("output")
        record = output / ".ibid-site"  # has the drafts too, in its way
        paths = {
            path.relative_to(output).as_posix(): path for path in {*output.rglob("*")} - {record} if path.is_file()
        }
        return {name: path.read_bytes() for name, path in paths.items()}

    before = files()
    demo.write("content/news/2025-01-03-d.md", "Title: Soon\nStatus: draft\n\nNot yet.\n")
    demo.write("content/news/2025-01-03-d.zh.md", "Title: 稍后\nStatus: draft\n\n尚未。\n")
    after = files()
    drafts = {"drafts/d/index.html", "drafts/d-zh.html"}
    assert after.keys() - before.keys() == drafts
    assert {name: after[name] for name in before} == before
    assert not [name for name in drafts if b"ategor" in after[name]]


def test_a_bad_key_fails_the_build_with_its_line(misspelt) -> None:
    done = misspelt.invoke("build")
    assert done.returncode == 1
    [line] = [line for line in done.stderr.splitlines() if "unknown-key" in line]
    assert re.match(r"content/pages/research\.md:15(:\d+)?: unknown-key: .*wang2024hwo.*wang2024how", line)
    assert "Traceback" not in done.stdout + done.stderr


def test_after_mending_the_build_passes(misspelt) -> None:
    text = misspelt.read("content/pages/research.md")
    misspelt.write("content/pages/research.md", text.replace("@wang2024hwo]", "@wang2024how]"))
    assert misspelt.invoke("build").returncode == 0


def test_check_tells_programs_where(misspelt) -> None:
    done = misspelt.invoke("check", "--format=json")
    assert done.returncode == 1
    [problem] = [problem for problem in json.loads(done.stdout) if problem["code"] == "unknown-key"]
    assert (problem["path"], problem["line"]) == ("content/pages/research.md", 15)
    done = misspelt.invoke("check", "--format=github")
    assert "::error file=content/pages/research.md,line=15" in done.stdout


BAD_PLUGIN = """\
from pelican import signals


def fall(_):
    raise KeyError("oops")


def register():
    signals.article_generator_finalized.connect(fall)
"""
FAILURES = [
    ("content/news/d.md", "Title: D\nDate: 2024-31-12\n\nText.\n", ("content/news/d.md", 2, "no-date")),
    ("content/pages/p.md", "Title: P\nTemplate: reserch\n\nText.\n", ("content/pages/p.md", 2, "unknown-template")),
    ("theme/templates/page.html", "\n{{ nowhere.to.go }}", ("theme/templates/page.html", 2, "broken-build")),
    ("templates/page.html", "\n{{ nowhere.to.go }}", ("templates/page.html", 2, "broken-build")),
    ("templates/page.html", "\n{% nonsense %}", ("templates/page.html", 2, "broken-build")),
    ("plugins/bad.py", BAD_PLUGIN, ("plugins/bad.py", 5, "broken-build")),
    ("pelicanconf.py", 'DIRECT_TEMPLATES = ["indx"]', ("", 0, "broken-build")),
    ("pelicanconf.py", "PELICAN_CLASS = 1", ("", 0, "broken-build")),
]
"""What an author adds to a file or writes into one, and where and as what the failure is to be told of."""
IN_USE = {
    "templates/page.html": 'THEME_TEMPLATES_OVERRIDES = ["templates"]',
    "plugins/bad.py": 'PLUGINS = [*PLUGINS, "bad"]',
}
"""By which line in the settings a file is asked for, as docs/theme.md has it."""


@pytest.mark.parametrize(("file", "text", "told"), FAILURES)
def test_no_build_fails_without_a_word_to_programs(demo, file: str, text: str, told: tuple[str, int, str]) -> None:
    demo.write(file, f"{demo.read(file)}\n{text}\n" if file == "pelicanconf.py" else text)
    if file in IN_USE:
        demo.write("pelicanconf.py", f"{demo.read('pelicanconf.py')}\n{IN_USE[file]}\n")
    done = demo.invoke("check", "--format=json")
    found = [each for each in json.loads(done.stdout) if each["severity"] == "error"]
    assert done.returncode == 1
    assert told in [(each["path"], each["line"], each["code"]) for each in found]
    if told[2] == "broken-build":
        assert "Pelican" in found[-1]["message"]
        assert done.stderr.strip(), "what Pelican said"
    done = demo.invoke("check", "--format=github")
    assert (done.returncode, f"title={told[2]}::" in done.stdout) == (1, True)


def test_the_page_that_a_template_failed_on_is_named(demo) -> None:
    demo.write("theme/templates/page.html", "{{ nowhere.to.go }}\n")
    done = demo.invoke("build")
    [line] = [line for line in done.stderr.splitlines() if "broken-build" in line]
    assert line.startswith(
        "theme/templates/page.html:1: broken-build: Pelican stopped while writing content/pages/home.md"
    )
    assert "UndefinedError: 'nowhere' is undefined" in line


def test_a_site_with_an_error_is_not_published(misspelt, require_tool, tmp_path: Path) -> None:
    require_tool("rsync")
    folder = tmp_path / "public"
    done = misspelt.invoke("publish", "rsync", f"--to={folder}")
    assert done.returncode == 1
    assert "unknown-key" in done.stderr
    assert not folder.exists()


@pytest.mark.parametrize("bibliography", ["", "@article{half, title = {Cut o", "not BibTeX at all\n"])
def test_a_bibliography_that_a_fault_has_emptied_is_not_published(demo, require_tool, tmp_path, bibliography) -> None:
    require_tool("rsync")
    folder = tmp_path / "public"
    assert demo.invoke("publish", "rsync", f"--to={folder}").returncode == 0
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert folder / "publications" / "index.html" in before
    assert folder / "pagefind" / "pagefind-entry.json" in before
    for page in ("pages/home.md", "pages/research.md"):  # no citation is left to go wrong
        demo.write(f"content/{page}", re.sub(r" ?\[@[^]]*\]", "", demo.read(f"content/{page}")))
    for post in demo.path("content/news").iterdir():
        post.unlink()
    demo.write("content/publications.bib", bibliography)
    done = demo.invoke("publish", "rsync", f"--to={folder}")
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_new_publication_gets_its_number_once(demo) -> None:
    demo.write("content/publications.bib", demo.read("content/publications.bib") + NEW)
    done = demo.invoke("build")
    assert done.returncode == 1
    assert re.search(r'content/numbers\.toml.*no-number.*13 = "new2025"', done.stderr)
    done = demo.invoke("number")
    assert done.returncode == 0, done.stderr
    assert '13 = "new2025"' in done.stdout
    frozen = demo.read("content/numbers.toml")
    assert tomllib.loads(frozen)["13"] == "new2025"
    assert demo.invoke("build").returncode == 0
    assert demo.invoke("number").returncode == 0
    assert demo.read("content/numbers.toml") == frozen


def test_renumber_shows_what_moves(demo) -> None:
    demo.write("content/numbers.toml", demo.read("content/numbers.toml") + '40 = "gone1999"\n')
    done = demo.invoke("number", "--renumber")
    assert done.returncode == 0, done.stderr
    assert "gone1999" in done.stdout
    assert "gone1999" not in demo.read("content/numbers.toml")


def test_one_file_can_be_checked_alone(demo, tmp_path: Path) -> None:
    good = tmp_path / "my papers.bib"
    good.write_text(NEW, encoding="utf-8")
    assert demo.invoke("check", f"--bib={good}").returncode == 0
    bad = tmp_path / "bad.bib"
    bad.write_text(NEW + NEW.replace("New}", "Other}"), encoding="utf-8")
    done = demo.invoke("check", f"--bib={bad}", "--format=json")
    assert done.returncode == 1
    assert {problem["key"] for problem in json.loads(done.stdout)} >= {"new2025"}


def test_a_relative_bib_is_looked_for_where_the_author_is(demo) -> None:
    assert demo.invoke("check", "--bib=publications.bib", cwd="content").returncode == 0
