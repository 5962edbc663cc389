"""`invoke clean`, and what `build`, `rebuild` and `preview` leave alone: an author's files in the output folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ibid.write.site_record import MARKER, record_in

SETTINGS = """
PUBLICATIONS_SRC = "content/publications.bib"
PLUGIN_PATHS = [{plugins!r}]
THEME = {theme!r}
"""
ENTRY = "@article{a, title={T}, author={Doe, Jane}, journal={J}, year={2020}}\n"
OWN = {"CNAME": "e.org", "notes/todo.txt": "mine", ".git/HEAD": "ref: refs/heads/gh-pages"}


@pytest.fixture
def ours(site, root: Path):
    """A site of one post and one publication, built by Ibid."""
    settings = SETTINGS.format(plugins=str(root / "plugins"), theme=str(root / "theme"))
    site.write("pelicanconf.py", site.read("pelicanconf.py") + settings)
    site.write("content/publications.bib", ENTRY)
    return site


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_clean_removes_the_built_site_and_nothing_else(ours) -> None:
    assert ours.invoke("build").returncode == 0
    assert ours.path("output/theme/css").is_dir()
    before = contents(ours.path("content"))
    assert ours.path("cache/ibid/templates").is_file()
    ours.write("cache/notes.txt", "mine")
    for _ in range(2):
        done = ours.invoke("clean")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert not ours.path("output").exists()
    assert contents(ours.path("content")) == before
    assert contents(ours.path("cache")) == {"notes.txt": b"mine"}
    ours.write("cache/ibid/notes.txt", "a folder without our tag is somebody's own")
    assert ours.invoke("clean").returncode == 0
    assert ours.path("cache/ibid/notes.txt").is_file()


def test_what_is_the_author_s_is_kept_through_all_tasks_and_named(ours) -> None:
    assert ours.invoke("build").returncode == 0
    for name, text in {**OWN, "notes/.DS_Store": "x"}.items():
        ours.write(f"output/{name}", text)
    ours.path("output/.git/refs/tags").mkdir(parents=True)
    ours.path("content/news/2024-05-03-a-first-post.md").unlink()
    ours.write("content/news/2024-05-04-second.md", "Title: Second\nDate: 2024-05-04\n\nText.\n")
    for task in ("build", "preview", "rebuild"):
        done = ours.invoke(task)
        assert done.returncode == 0, done.stderr
        assert ("left-in-output: no build wrote .git, CNAME, notes/todo.txt, " in done.stderr) == (task == "rebuild")
        assert all(ours.read(f"output/{name}") == text for name, text in OWN.items())
        assert not ours.path("output/a-first-post.html").exists()
        assert ours.path("output/second.html").is_file()
    done = ours.invoke("clean")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Kept in output, since no build wrote it: .git, CNAME, notes/todo.txt\n"
    assert contents(ours.path("output")).keys() == {*OWN, "notes/.DS_Store", MARKER}
    assert ours.path("output/.git/refs/tags").is_dir()
    assert ours.invoke("build").returncode == 0, "the folder is still known to be ours"
    assert ours.read("output/CNAME") == "e.org"


def test_clean_leaves_what_the_author_changed(ours) -> None:
    ours.invoke("build")
    ours.write("output/index.html", "my own home page")
    ours.path("output/mine").mkdir()
    done = ours.invoke("clean")
    assert done.stdout == "Kept in output, since no build wrote it: index.html\n"
    assert contents(ours.path("output")).keys() == {"index.html", MARKER}
    assert not ours.path("output/mine").exists(), "it is empty"


def test_clean_removes_what_a_link_leads_to_only_as_far_as_builds_wrote_it(ours, tmp_path: Path) -> None:
    public = tmp_path / "public"
    public.mkdir()
    ours.path("output").symlink_to(public)
    assert ours.invoke("build").returncode == 0
    (public / "CNAME").write_text("e.org")
    assert ours.invoke("clean").returncode == 0
    assert contents(public).keys() == {"CNAME", MARKER}
    assert record_in(public)


FOLDERS = ["docs", "content", "content/pages", "content/new", "theme", ".", "..", "/", "linked", "linked/news", ".git"]


@pytest.fixture
def guarded(ours):
    """The same with folders that no task may touch; what is in and around it."""
    (ours.folder / "linked").symlink_to("content")
    for name in ("docs/thesis.tex", "content/pages/a.md", "theme/x.css", ".git/HEAD"):
        ours.write(name, "years of work")
    ours.write("pelicanconf.py", ours.read("pelicanconf.py") + 'THEME_TEMPLATES_OVERRIDES = ["theme"]\n')
    return ours, contents(ours.folder.parent)


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_task_touches_another_folder(guarded, folder: str) -> None:
    ours, before = guarded
    tasks = ["rebuild", "build"] if folder in ("docs", "content") else ["rebuild"]
    for task in tasks:
        done = ours.invoke(task, "--", "-o", folder)
        assert (done.returncode, done.stderr.count("unsafe-output: the output path ")) == (1, 1), done.stderr
        assert contents(ours.folder.parent) == before
    ours.write("pelicanconf.py", ours.read("pelicanconf.py") + f"OUTPUT_PATH = {folder!r}\n")
    before = contents(ours.folder.parent)
    done = ours.invoke("clean")
    assert (done.returncode, done.stderr.count("unsafe-output: the output path ")) == (1, 1)
    assert contents(ours.folder.parent) == before


def test_clean_says_what_to_do(guarded) -> None:
    ours, _ = guarded
    conf = ours.read("pelicanconf.py")
    for folder, said in {
        "docs": "docs: unsafe-output: the output path contains files that Ibid did not write: thesis.tex; nothing was removed; delete the folder yourself if it is an old site.\n",
        "content": "content: unsafe-output: the output path is content, a source of the site; choose another folder with -o or OUTPUT_PATH.\n",
        "docs/thesis.tex": "docs/thesis.tex: unsafe-output: the output path is not a folder; nothing was removed; delete the folder yourself if it is an old site.\n",
    }.items():
        ours.write("pelicanconf.py", f"{conf}OUTPUT_PATH = {folder!r}\n")
        assert ours.invoke("clean").stderr == said


def test_a_site_without_the_plugin_is_kept_out_of_its_sources_too(site) -> None:
    """Pelican goes on without a plugin that it cannot load, and would empty any folder."""
    site.write("pelicanconf.py", site.read("pelicanconf.py") + "PLUGINS = []\n")
    before = contents(site.folder)
    done = site.invoke("rebuild", "--", "-o", "content")
    assert (done.returncode, "unsafe-output" in done.stderr) == (1, True)
    assert contents(site.folder) == before


def test_what_tasks_throw_away_has_no_record(ours, tmp_path: Path) -> None:
    """It costs time in each build of a preview."""
    ours.write("tasks.py", ours.read("tasks.py").replace("_refuse(faults(site, project))", "print(*os.listdir(site))"))
    done = ours.invoke("check")
    assert "index.html" in done.stdout
    assert MARKER not in done.stdout
    assert not os.path.lexists(ours.path("output"))
