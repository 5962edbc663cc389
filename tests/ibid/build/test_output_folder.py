"""A build writes into its own folder alone, and what is not its own there stays: bare `pelican content -o X`."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_site import Site

from ibid.write.site_record import MARKER, record_in

POST = "Title: {0}\nDate: 2024-05-0{0}\n\nPost {0}, on [@alpha2020].\n"
OLD = {"content/news/1.md": POST.format(1), "content/news/2.md": POST.format(2), "content/files/old.pdf": "old"}
NEW = {
    "content/news/2.md": POST.format(2) + "More.\n",
    "content/news/3.md": POST.format(3),
    "content/files/new.pdf": "new",
}
STATIC = {"STATIC_PATHS": ["files"], "FEED_ALL_ATOM": "feeds/all.atom.xml", "SITEURL": "https://e.org"}
OWN = {"output/CNAME": b"e.org", "output/notes/a note.txt": b"mine", "output/.git/HEAD": b"ref: refs/heads/gh-pages"}


def contents(folder: Path) -> dict[str, bytes | str]:
    """Every file below a folder with its bytes, every link with where it leads."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    links = {name: str(path.readlink()) for name, path in paths.items() if path.is_symlink()}
    return {name: path.read_bytes() for name, path in paths.items() if path.is_file() and name not in links} | links


@pytest.fixture
def clone(site: Site, monkeypatch) -> Site:
    """A site with a theme and plugins of its own in a repository, and other folders beside what it is made from."""
    shutil.copytree(site.root / "theme", site.folder / "theme")
    paths = [*site.settings["PLUGIN_PATHS"], "plugins"]
    site.settings |= {"THEME": "theme", "PLUGIN_PATHS": paths, "THEME_TEMPLATES_OVERRIDES": ["templates"]}
    files = ("docs/index.md", "docs/thesis.tex", "thesis/chapters/1.tex", ".git/HEAD", "../home/letters.txt", "a file")
    site.write({**OLD, **dict.fromkeys(files, "years of work"), "content/pages/a.md": "Title: A\n\nText.\n"})
    site.write({"templates/mine.html": "", "plugins/own.py": "", "../elsewhere/public/index.html": "another site"})
    (site.folder / "link").symlink_to("content")
    (site.folder / "public").symlink_to("../elsewhere/public")
    (site.folder / "broken").symlink_to("nowhere")
    monkeypatch.setenv("HOME", str(site.folder.parent / "home"))
    return site


ELSEWHERE = "choose another folder with -o or OUTPUT_PATH."
STAYS = "so it is kept; add it to OUTPUT_RETENTION, or delete it. [hint]"
REFUSED = [
    (".", "the output path is the site's own folder"),
    ("..", "the output path contains a home directory"),
    ("/", "the output path is the root of the file system"),
    ("~", "the output path is a home directory"),
    (".git", "the output path lies inside .git"),
    (".git/new", "the output path lies inside .git"),
    ("content", "the output path is content, a source of the site"),
    ("content/pages", "the output path lies inside content, a source of the site"),
    ("content/new", "the output path lies inside content, a source of the site"),
    ("link", "the output path is content, a source of the site"),
    ("link/pages", "the output path lies inside content, a source of the site"),
    ("plugins", "the output path is plugins, a source of the site"),
    ("plugins/new", "the output path lies inside plugins, a source of the site"),
    ("theme", "the output path is theme, a source of the site"),
    ("templates", "the output path is templates, a source of the site"),
    ("a file", "the output path is not a folder"),
    ("broken", "the output path is not a folder"),
    ("a file/output", "the output path cannot be created, since {folder}/a file is not writable"),
    ("docs", "the output path contains files that Ibid did not write: index.md, thesis.tex"),
    ("thesis", "the output path contains files that Ibid did not write: chapters"),
    ("public", "the output path contains files that Ibid did not write: index.html"),
]


@pytest.mark.parametrize("options", [(), ("-d",)], ids=["kept", "emptied"])
def test_no_build_touches_a_folder_that_is_not_its_own(clone: Site, options: tuple[str, ...]):
    clone.build(None, "-o", "/proc/nowhere/output")  # the settings are there, and nothing is built
    before = contents(clone.folder.parent)
    for place, fault in REFUSED:
        built = clone.run("pelican", "content", "-o", place, *options)
        said, stopped = built.problems
        assert re.fullmatch(rf".*: unsafe-output: {re.escape(fault.format(folder=clone.folder))}; {ELSEWHERE}.*", said)
        assert stopped == "Stopped before anything was written; correct the errors above."
        assert (built.code, contents(clone.folder.parent)) == (1, before), place


def test_what_to_do_about_it_is_said(clone: Site):
    built = clone.build(OUTPUT_PATH="docs", DELETE_OUTPUT_DIRECTORY=True)
    assert built.problems[0] == (
        "docs: unsafe-output: the output path contains files that Ibid did not write: index.md, thesis.tex; "
        "choose another folder with -o or OUTPUT_PATH. If it is an old site, delete it; to let the build replace its files, run `touch docs/.ibid-site`."
    )
    subprocess.run(["touch", "docs/.ibid-site"], cwd=clone.folder, check=True)
    built = clone.build()
    assert (built.code, built.problems) == (
        0,
        [f"docs: left-in-output: no build wrote index.md, thesis.tex, {STAYS}"],
    )
    files = contents(clone.folder / "docs")
    assert files["thesis.tex"] == b"years of work"
    assert b"Post 1" in files["news/1/index.html"]


@pytest.mark.parametrize(
    ("place", "typed"), [("a b", "touch 'a b/.ibid-site'"), ("../elsewhere/public", "touch {above}/elsewhere/public/.ibid-site")]
)  # fmt: skip
def test_the_command_can_be_typed_as_it_is_said(clone: Site, place: str, typed: str):
    clone.write({"a b/c": ""})
    built = clone.build(None, "-o", place)
    assert shutil.which("sh")
    command = built.problems[0].partition("run `")[2].removesuffix("`.")
    assert command == typed.replace(
        "{above}", f"'{clone.folder.parent}'" if " " in str(clone.folder.parent) else str(clone.folder.parent)
    )
    subprocess.run(command, shell=True, cwd=clone.folder, check=True)  # noqa: S602  it is what an author types
    assert clone.build(None, "-o", place).code == 0


@pytest.mark.parametrize("place", ["empty", "new", "../new", "deep/er", "only junk", "linked"])
def test_a_folder_of_its_own_is_written_to(clone: Site, place: str):
    (clone.folder / "empty").mkdir()
    (clone.folder.parent / "elsewhere/empty").mkdir()
    (clone.folder / "linked").symlink_to("../elsewhere/empty")
    clone.write({"only junk/.DS_Store": "x"})
    for options in ((), ("-d",)):
        built = clone.build(None, "-o", place, *options)
        assert (built.code, built.problems) == (0, [])
        assert (clone.folder / place / "news/1/index.html").is_file()
    assert (clone.folder / "only junk/.DS_Store").is_file()


def test_sources_may_lie_all_over_the_project(site: Site):
    """PATH is Pelican's own default, and the output lies below it."""
    site.write({"posts/1.md": POST.format(1), "papers.bib": site.bib, "people.yml": ""})
    settings = {"PATH": ".", "ARTICLE_PATHS": ["posts"], "PAGE_PATHS": ["about"], "PUBLICATIONS_SRC": "papers.bib"}
    built = site.build(**settings)
    assert site.run("pelican", ".").code == site.run("pelican").code == built.code == 0
    assert b"Post 1" in built.files()["news/1/index.html"]
    assert (
        ": unsafe-output: the output path is posts, a source of the site;" in site.run("pelican", "-o", "posts").stderr
    )


@pytest.mark.parametrize("wish", ["setting", "option"])
def test_what_is_the_author_s_stays_when_the_folder_is_emptied(site: Site, wish: str):
    """Pelican itself would remove all of it, `.git` first."""
    site.build(OLD, **STATIC)
    mine = {"output/news/1/mine.txt": b"mine", "output/files/old.pdf": b"mine", "output/news/2/index.html": b"mine"}
    site.write({**OWN, **mine})
    times = {path: path.stat().st_mtime_ns for path in (site.folder / "output").rglob("index.html")}
    (site.folder / "content/news/1.md").unlink()
    (site.folder / "content/files/old.pdf").unlink()
    settings, options = ({"DELETE_OUTPUT_DIRECTORY": True}, ()) if wish == "setting" else ({}, ("-d",))
    built = site.build(NEW, *options, **settings)
    assert built.code == 0
    assert [line for line in built.problems if "left-in-output" in line] == [
        f"output: left-in-output: no build wrote .git, CNAME, files/old.pdf, news/1/mine.txt, notes/a note.txt, {STAYS}"
    ]
    files = built.files()
    assert {f"output/{path}": files[path] for path in files if f"output/{path}" in OWN} == OWN
    assert files["news/1/mine.txt"] == b"mine"
    assert "news/1/index.html" not in files
    assert files["files/old.pdf"] == b"mine"
    assert b"More." in files["news/2/index.html"], "an address of the site is the site's"
    assert all(path.stat().st_mtime_ns > time for path, time in times.items() if path.exists()), "nothing was kept"


def test_what_is_to_be_retained_is_not_spoken_of(site: Site):
    built = site.build(OLD, "-d", **STATIC)
    (site.folder / "content/files/old.pdf").unlink()
    (site.folder / "content/news/1.md").unlink()
    site.write({**OWN, "output/.DS_Store": b"x"})
    built = site.build(None, "-d", OUTPUT_RETENTION=[".git", "CNAME", "notes", "files"])
    assert (built.code, built.problems) == (0, [])
    files = built.files()
    assert {"CNAME", "files/old.pdf", ".DS_Store"} < files.keys()
    assert "news/1/index.html" not in files
    assert "files/old.pdf" in site.build().files(), "also when nothing is to be emptied"
    assert "files/old.pdf" not in site.build(OUTPUT_RETENTION=[]).files(), "and it is known as a leftover all the time"


def test_a_build_that_stops_has_emptied_nothing(site: Site):
    before = site.build(OLD, **STATIC).files()
    for name, text in (
        ("publications.bib", "<html>404</html>"),
        ("people.yml", "Jane: [\n"),
        ("numbers.toml", "1 =\n"),
    ):
        good = (site.folder / "content" / name).read_bytes() if (site.folder / "content" / name).exists() else b""
        built = site.build({f"content/{name}": text}, "-d")
        assert (built.code, built.files()) == (1, before)
        site.write({f"content/{name}": good})


OTHER = """\
from pathlib import Path
from pelican.plugins import signals

def add(pelican):
    new = Path(pelican.output_path, "thumbs/new.png")
    if not new.exists():  # as programs do whose files take long to make
        new.parent.mkdir(exist_ok=True)
        new.write_bytes(b"thumb")
    Path(pelican.output_path, "list.txt").write_bytes(b"always anew")
    page = Path(pelican.output_path, "news/1/index.html")
    page.write_bytes(page.read_bytes().replace(b"Post 1", b"Post one"))

def register():
    signals.finalized.connect(add)
"""


@pytest.mark.parametrize("first", [True, False], ids=["before ours", "after ours"])
def test_what_another_plugin_makes_is_known_whenever_it_is_called(site: Site, first: bool):
    """Blinker gives no order: what is written after ours was called has to be known too."""
    ours = site.settings["PLUGINS"]
    plugins = ["other", *ours] if first else [*ours, "other"]
    paths = [*site.settings["PLUGIN_PATHS"], "plugins"]
    built = site.build({**OLD, "plugins/other.py": OTHER}, PLUGINS=plugins, PLUGIN_PATHS=paths)
    record = record_in(site.folder / "output")
    assert record
    files = built.files()
    assert all(record.holds(path, data) for path, data in files.items() if path != MARKER)
    for _ in range(2):  # one that finds its file there does not make it anew
        assert site.build().files() == files
    emptied = site.build(None, "-d")
    assert (emptied.problems, emptied.files()) == ([], files)
    without = site.build(PLUGINS=ours).files()
    assert {"thumbs/new.png", "list.txt"} < without.keys(), "who knows whether it is needed"
    assert b"Post 1" in without["news/1/index.html"]
    assert without.keys() - site.build(None, "-d").files().keys() == {"thumbs/new.png", "list.txt"}


def test_an_author_who_writes_during_a_build_loses_nothing(site: Site):
    """The file was there before, so that it is known to be no plugin's."""
    plugin = OTHER.partition("def add")[0] + (
        "def add(pelican):\n    Path(pelican.output_path, 'todo.txt').write_text('two')\n\n"
        "def register():\n    signals.finalized.connect(add)\n"
    )
    site.build(OLD)
    site.write({"output/todo.txt": "one", "plugins/other.py": plugin})
    plugins = {
        "PLUGINS": [*site.settings["PLUGINS"], "other"],
        "PLUGIN_PATHS": [*site.settings["PLUGIN_PATHS"], "plugins"],
    }
    assert site.build(**plugins).files()["todo.txt"] == b"two"
    site.settings["PLUGINS"] = site.settings["PLUGINS"][:-1]
    assert site.build(None, "-d").files()["todo.txt"] == b"two"


def test_the_record_of_equal_sites_is_equal(site: Site, monkeypatch):
    first = site.build(OLD, **STATIC).files()
    assert first[MARKER]
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    site.build(None, "-o", "fresh")
    assert contents(site.folder / "fresh") == contents(site.folder / "output")
    assert site.build(None, "-d").files() == first


def test_the_record_has_the_numbers_and_every_file(site: Site):
    pages = {"content/pages/secret.md": "Title: S\nStatus: hidden\n\nNo.\n", "content/news/d.md": POST.format(4) + "\n"}
    built = site.build({**OLD, **pages}, OUTPUT_SOURCES=True, **STATIC)
    record = record_in(site.folder / "output")
    assert record
    assert record.finished
    assert (record.numbers, record.frozen) == ({1: "alpha2020", 2: "beta2021", 3: "gamma2022"}, False)
    assert all(record.holds(path, data) for path, data in built.files().items() if path != MARKER)
    assert len(record.files) == len(built.files()) - 1
    assert not record.others
    assert "secret" not in built.text(MARKER)


def test_a_build_aside_leaves_no_record(site: Site):
    assert MARKER not in site.build(OLD, "-e", "IBID_ASIDE=true").files()


TWO_DISKS = """\
import errno
import os

def fail(*_):
    raise OSError(errno.EXDEV, "another disk")

def register():
    os.link = fail
"""


@pytest.mark.parametrize("plugin", ["", TWO_DISKS], ids=["one disk", "two disks"])
def test_links_that_pelican_makes_are_removed_and_not_followed(site: Site, plugin: str):
    plugins = {
        "PLUGINS": [*site.settings["PLUGINS"], "disks"],
        "PLUGIN_PATHS": [*site.settings["PLUGIN_PATHS"], "plugins"],
    }
    disks = plugin or "def register():\n    pass\n"
    site.build({**OLD, "plugins/disks.py": disks}, **STATIC, **plugins, STATIC_CREATE_LINKS=True)
    copy, source = site.folder / "output/files/old.pdf", site.folder / "content/files/old.pdf"
    assert copy.samefile(source)
    assert copy.is_symlink() == bool(plugin)
    site.build()
    assert "files/old.pdf" not in site.build(STATIC_PATHS=[]).files()
    assert not copy.is_symlink()
    assert source.read_text() == "old"


@pytest.mark.parametrize("options", [(), ("-d",)], ids=["kept", "emptied"])
def test_a_marker_that_somebody_spoilt_removes_nothing_and_is_made_anew(site: Site, options: tuple[str, ...]):
    before = site.build(OLD, **STATIC).files()
    (site.folder / "content/news/1.md").unlink()
    lies = ["", "[]", "{", json.dumps({"files": {"../pelicanconf.py": "0" * 32, "": "", "\0": "", "news": ""}}), "\x00"]
    for lie in lies:
        (site.folder / "output" / MARKER).write_text(lie)
        built = site.build(None, *options)
        assert built.code == 0
        assert built.files().keys() == before.keys()
        record = record_in(site.folder / "output")
        assert record
        assert not record.names("news/1/index.html")
        assert record.names("news/2/index.html")


KILLER = """\
import os
import signal
import sys

kind, _, left = os.environ.get("KILLED_AT", "").partition(" ")
left = int(left or 0)

def watch(event, arguments):
    global left
    is_one = event == kind and (event != "open" or (isinstance(arguments[2], int) and arguments[2] & os.O_WRONLY))
    if is_one and "output" in str(arguments[0]):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

def register():
    if left:
        sys.addaudithook(watch)
"""
"""A plugin that kills Pelican before its n-th change of a kind in the output folder."""
MARKED, FIRST, SOME, MANY, COPIED, TIDIED, DONE = MOMENTS = (
    *("os.rename 1", "open 3", "open 7", "open 12", "open 18", "os.remove 3", "os.rename 2"),
)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory, root: Path) -> tuple[Path, dict[str, bytes | str]]:
    """A built site, then changed in its sources, and what a fresh build of it has."""
    site = Site(tmp_path_factory.mktemp("grown") / "my site", root)
    plugins = {
        "PLUGINS": [*site.settings["PLUGINS"], "killer"],
        "PLUGIN_PATHS": [*site.settings["PLUGIN_PATHS"], "plugins"],
    }
    site.build({**OLD, "plugins/killer.py": KILLER}, **STATIC, **plugins)
    (site.folder / "content/news/1.md").unlink()
    (site.folder / "content/files/old.pdf").unlink()
    site.write(NEW)
    site.build(None, "-o", "fresh")
    fresh = contents(site.folder / "fresh")
    shutil.rmtree(site.folder / "fresh")
    return site.folder, fresh


@pytest.fixture
def changed(grown: tuple[Path, dict[str, bytes | str]], site: Site) -> Site:
    """A copy of it."""
    shutil.copytree(grown[0], site.folder, dirs_exist_ok=True)
    return site


def kill(site: Site, moment: str, *options: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KILLED_AT", moment)
        built = site.run("pelican", "content", *options)
    assert built.code == -signal.SIGKILL, "it was to be killed while it writes"


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_that_was_killed_is_made_up_for_by_the_next(changed: Site, grown, moment: str):
    kill(changed, moment)
    changed.write({"output/CNAME": b"e.org"})  # newer than all that the build wrote
    built = changed.run("pelican", "content")
    assert built.code == 0
    assert built.files() == {**grown[1], "CNAME": b"e.org"}


def test_builds_that_are_killed_while_they_empty_and_write_are_made_up_for(changed: Site, grown):
    changed.write({"output/CNAME": b"e.org"})
    for moment in ("os.remove 3", "os.remove 9", FIRST, MANY, COPIED, DONE):
        kill(changed, moment, "-d")
        changed.write({f"output/{moment}": b"mine"})
    built = changed.run("pelican", "content", "-d")
    mine = dict.fromkeys(("os.remove 3", "os.remove 9", FIRST, MANY, COPIED, DONE), b"mine")
    assert built.files() == {**grown[1], **mine, "CNAME": b"e.org"}


def test_what_the_first_build_wrote_is_known_though_it_was_killed(changed: Site):
    shutil.rmtree(changed.folder / "output")
    kill(changed, DONE)
    record = record_in(changed.folder / "output")
    assert record
    assert not record.finished
    files = contents(changed.folder / "output")
    unknown = [path for path, data in files.items() if path != MARKER and not record.holds(path, bytes(data))]
    assert {path.partition("/")[0] for path in unknown} <= {"theme", "files", "feeds", f"{MARKER}.new"}
    (changed.folder / "content/news/3.md").unlink()
    assert "news/3/index.html" not in changed.run("pelican", "content").files()


def test_under_autoreload_it_is_reported_and_awaited(clone: Site):
    clone.build(None, "-o", "elsewhere", OUTPUT_PATH="docs")
    process = subprocess.Popen(
        [sys.executable, "-m", "pelican", "content", "--autoreload", "-s", "pelicanconf.py"],
        cwd=clone.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stderr
        assert process.stderr.readline().startswith(
            "docs: unsafe-output: the output path contains files that Ibid did not write"
        )
        assert process.stderr.readline().startswith("The last site is unchanged;")
        assert sorted(path.name for path in (clone.folder / "docs").iterdir()) == ["index.md", "thesis.tex"]
        (clone.folder / "docs" / MARKER).touch()
        assert process.poll() is None
        assert waited_for(lambda: finished(clone.folder / "docs"))
        assert (clone.folder / "docs/news/1/index.html").is_file()
    finally:
        process.kill()
        process.communicate()


def finished(folder: Path) -> bool:
    record = record_in(folder)
    return bool(record and record.files and record.finished)


def waited_for(condition: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()
