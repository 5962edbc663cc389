"""`invoke serve`: a real server on a free port, followed through saves that are right and wrong."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from watchfiles import Change

from ibid.problems.codes import CODES
from ibid.tasks.serving.preview import MOST, PreviewState, headline, state_json
from ibid.tasks.serving.session import Worth, lasting
from pelican_bibtex.diagnostics.problem import Problem, Severity

PATIENCE = 30
"""Seconds until a change must be seen; it takes about one."""


class Served:
    """The running task, as a browser and a terminal see it."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self._process = process
        self._log = log
        self.address = self.until(self._address)

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:  # noqa: S310  loopback only
            return answer.read().decode("utf-8")

    def state(self) -> dict:
        return json.loads(self.get("_ibid/state"))

    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def until(self, found: Callable[[], Any]) -> Any:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            if value := found():
                return value
            time.sleep(0.05)
        raise AssertionError(f"waited in vain; the terminal shows:\n{self.said()}")

    def _address(self) -> str:
        return next((word for word in self.said().split() if word.startswith("http://127.0.0.1:")), "")


@contextmanager
def serving(site) -> Iterator[Served]:
    log = site.folder.parent / "serve.log"
    with log.open("w", encoding="utf-8") as terminal:
        process = subprocess.Popen(
            site.command("serve", "--port=0"),
            cwd=site.folder,
            env=site.environment(),
            stdout=terminal,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield Served(process, log)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=PATIENCE)
    assert "Traceback" not in log.read_text(encoding="utf-8")
    assert "Stopped." in log.read_text(encoding="utf-8")


@pytest.fixture
def own(site, root):
    """A site of one page, one post and one publication, with Ibid."""
    theme, plugins = str(root / "theme"), [str(root / "plugins")]
    settings = f"THEME = {theme!r}\nPLUGIN_PATHS = {plugins!r}\nPLUGINS = ['pelican_bibtex', 'ibid']\n"
    urls = "PAGE_URL = '{slug}/'\nPAGE_SAVE_AS = '{slug}/index.html'\nPUBLICATIONS_SRC = 'content/p.bib'\n"
    site.write("pelicanconf.py", site.read("pelicanconf.py") + settings + urls + "SITESUBTITLE = 'Tiny'\n")
    site.write("content/p.bib", "@article{a, title={A}, author={Doe, Jane}, journal={J}, year={2020}}\n")
    site.write("content/pages/fine.md", "Title: Fine\n\nFine.\n")
    site.path("content/images").mkdir()
    return site


def test_it_follows_a_site_through_its_day(site) -> None:
    outside = site.folder.parent / "papers" / "all.bib"
    outside.parent.mkdir()
    outside.write_text("@misc{a}")
    conf = site.read("pelicanconf.py") + f"PUBLICATIONS_SRC = {str(outside)!r}\nIBID_PEOPLE = 'people.yml'\n"
    site.write("pelicanconf.py", conf)
    site.write("output/index.html", "what was built before")
    with serving(site) as served:
        served.until(lambda: served.state()["version"])
        page = served.get("a-first-post.html")
        assert "It has one sentence." in page
        assert '<script src="/_ibid/reload.js"></script>' in page
        assert "location.reload" in served.get("_ibid/reload.js")

        for change in (
            lambda: site.write("content/news/2024-06-01-second.md", "Title: Second\nDate: 2024-06-01\n\nNew.\n"),
            lambda: outside.write_text("@misc{a}\n@misc{b}"),
            lambda: site.write("people.yml", "Ann: {}\n"),
        ):
            before = served.state()["version"]
            change()
            served.until(lambda before=before: served.state()["version"] > before)
        assert "New." in served.get("second.html")

        site.write("pelicanconf.py", conf + "this is no Python\n")
        served.until(lambda: served.state()["fault"])
        assert "pelicanconf.py:10: settings: SyntaxError" in served.state()["fault"]
        assert "pelicanconf.py:10: settings: SyntaxError" in served.said()
        assert "New." in served.get("second.html")

        site.write("pelicanconf.py", conf + "PATH = 'nowhere'\n")
        served.until(lambda: "nowhere" in served.state()["fault"])
        assert "New." in served.get("second.html")

        site.write("pelicanconf.py", conf + "SITENAME = 'Mended'\n")
        served.until(lambda: "Mended" in served.get("second.html"))
        assert served.state()["fault"] == ""
    assert site.read("output/index.html") == "what was built before"


def test_a_broken_bibliography_leaves_the_last_good_site_up(demo) -> None:
    good = demo.read("content/publications.bib")
    with serving(demo) as served:
        served.until(lambda: served.state()["version"])
        assert "[12]" in served.get("research/")
        demo.write("content/publications.bib", "half a line, saved too early")
        served.until(lambda: served.state()["fault"])
        assert "content/publications.bib" in served.state()["fault"]
        assert "The last good site is still at" in served.said()
        assert "[12]" in served.get("research/")
        demo.write("content/publications.bib", good.replace("Wang, Mingze", "Wang, Ming", 1))
        served.until(lambda: not served.state()["fault"])
        assert "[12]" in served.get("research/")


def test_errors_that_stop_no_build_are_shown_and_said(own) -> None:
    fine = own.read("content/pages/fine.md")
    with serving(own) as served:
        served.until(lambda: served.state()["version"])
        assert (served.state()["headline"], served.state()["problems"]) == ("", [])

        own.write("content/pages/fine.md", fine + "See [@nobody1999] and [@a; @a].\n")
        served.until(lambda: "[?nobody1999]" in served.get("fine/"))
        assert "unknown-key" in served.said()
        state = served.state()
        assert (state["fault"], state["headline"]) == ("", "1 error, 1 warning")
        found = [(each["path"], each["line"], each["code"], each["severity"]) for each in state["problems"]]
        assert found == [
            ("content/pages/fine.md", 4, "unknown-key", "error"),
            ("content/pages/fine.md", 4, "repeated-citation", "warning"),
        ]

        own.write("content/pages/fine.md", fine)
        served.until(lambda: served.state()["headline"] == "")


def test_a_named_pipe_is_waited_for_by_nobody(own) -> None:
    os.mkfifo(own.path("content/pages/pipe.md"))
    with serving(own) as served:
        served.until(lambda: served.state()["version"])
        assert "Fine." in served.get("fine/")
        assert [each["code"] for each in served.state()["problems"]] == ["special-file"]
        own.path("content/pages/pipe.md").unlink()
        served.until(lambda: not served.state()["problems"])
        os.mkfifo(own.path("content/images/pipe.png"))
        own.path("content/pages/circle").symlink_to("..")
        served.until(lambda: len(served.state()["problems"]) == 2)
        own.write("content/pages/fine.md", "Title: Fine\n\nFiner.\n")
        served.until(lambda: "Finer." in served.get("fine/"))
        assert served.said().count("Changed: content/pages/fine.md") == 1


def test_it_ends_where_it_cannot_follow_changes(site, require_tool) -> None:
    locked = site.path("content/news/locked")
    locked.mkdir(mode=0)
    # Root may look everywhere, unless that is taken from it.
    given_up = [require_tool("setpriv"), "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*given_up, *site.command("serve", "--port=0")],
        cwd=site.folder,
        env=site.environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    locked.chmod(0o700)
    assert done.returncode == 1
    assert "Changes cannot be followed: Permission denied" in done.stderr
    assert str(locked) in done.stderr
    assert "Traceback" not in done.stderr


def test_an_end_is_quick_and_leaves_nothing_running(site) -> None:
    plugin = "import os, pathlib, time\ndef register():\n    pathlib.Path('pid').write_text(f'{os.getpid()}.')\n    time.sleep(600)\n"
    site.write("plugins/slow.py", plugin)
    site.write("pelicanconf.py", site.read("pelicanconf.py") + "PLUGIN_PATHS = ['plugins']\nPLUGINS = ['slow']\n")
    with serving(site) as served:
        served.until(lambda: site.path("pid").exists() and site.read("pid").endswith("."))
        port = int(served.address.rstrip("/").rpartition(":")[2])
        idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(5)]
        started = time.monotonic()
    assert time.monotonic() - started < 5
    for connection in idle:
        connection.close()
    with pytest.raises(ProcessLookupError):
        os.kill(int(site.read("pid").rstrip(".")), 0)


def test_a_site_that_was_never_built_well_says_why(site) -> None:
    site.write("pelicanconf.py", site.read("pelicanconf.py") + "DIRECT_TEMPLATES = []\n")
    with serving(site) as served:
        served.until(lambda: served.state()["fault"])
        with pytest.raises(urllib.error.HTTPError) as answer:
            served.get("")
        assert answer.value.code == 503
        assert "No site yet" in answer.value.read().decode()
        site.write("pelicanconf.py", site.read("pelicanconf.py").replace("DIRECT_TEMPLATES = []\n", ""))
        served.until(lambda: not served.state()["fault"])
        assert "A first post" in served.get("")


def test_a_port_that_is_taken_is_named(site) -> None:
    with serving(site) as served:
        port = int(served.address.rstrip("/").rpartition(":")[2])
        done = site.invoke("serve", f"--port={port}")
        assert done.returncode == 1
        assert f"--port={port + 1}" in done.stderr
        assert "Traceback" not in done.stderr


SAVED = "Title: A post\nDate: 2024-05-03\n\nNew.\n"


def by_renames(path: Path, *aside: str) -> None:
    """Save a file by writing others first, the last of which takes its place."""
    for name in aside:
        (path.parent / name).write_text(SAVED)
    (path.parent / aside[-1]).replace(path)
    for name in aside[:-1]:
        (path.parent / name).unlink()


def by_vim(path: Path) -> None:
    for name in ("4913", "5036"):
        (path.parent / name).touch()
        (path.parent / name).unlink()
    backup = path.rename(f"{path}~")
    path.write_text(SAVED)
    backup.unlink()


def by_jetbrains(path: Path) -> None:
    aside, old = Path(f"{path}___jb_tmp___"), Path(f"{path}___jb_old___")
    aside.write_text(SAVED)
    path.rename(old)
    aside.rename(path)
    old.unlink()


SAVES = {
    "emacs.md": lambda path: (path.rename(f"{path}~"), path.write_text(SAVED)),
    "gedit.md": lambda path: by_renames(path, ".goutputstream-4DXA2Z"),
    "glib.md": lambda path: by_renames(path, "glib.md.4DXA2Z"),
    "jetbrains.md": by_jetbrains,
    "kate.md": lambda path: by_renames(path, "kate.md.AbCdEf"),
    "plain.md": lambda path: path.write_text(SAVED),
    "rsync.md": lambda path: by_renames(path, ".rsync.md.Xk3f9Q"),
    "sed.md": lambda path: by_renames(path, "sedAb12Cd"),
    "sublime.md": lambda path: by_renames(path, ".subl1a2.tmp"),
    "unheard-of.md": lambda path: by_renames(path, "probe", "new text"),
    "vim.md": by_vim,
}
"""What programs do on a disk when they save a file."""
LEFT = (".vim.md.swp", "#emacs.md#", ".~lock.a.odt#", "~$a.docx", ".DS_Store", "._plain.md", "Thumbs.db", "a.md.part")
"""What they leave for longer."""


def test_a_save_is_one_build_that_names_the_file_alone(site) -> None:
    folder = site.path("content/news")
    site.write("pelicanconf.py", site.read("pelicanconf.py") + "SLUGIFY_SOURCE = 'basename'\n")
    for name in SAVES:
        site.write(f"content/news/{name}", SAVED)
    with serving(site) as served:
        served.until(lambda: served.state()["version"] == 1)
        for name in LEFT:
            (folder / name).write_text("left")
        (folder / ".#emacs.md").symlink_to("ann@host.1234:5678")
        time.sleep(1)
        for name, save in SAVES.items():
            save(folder / name)
        served.until(lambda: served.said().count("Done: ") == 2)
        time.sleep(1)
        named = ", ".join(f"content/news/{name}" for name in list(SAVES)[:3])
        changes = [line for line in served.said().splitlines() if line.startswith("Changed")]
        assert changes == [f"Changed: {named} and {len(SAVES) - 3} more"]
        assert served.state()["version"] == 2


ADDED, MODIFIED, DELETED = Change.added, Change.modified, Change.deleted


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ([(ADDED, "there")], {"there"}),
        ([(MODIFIED, "there"), (DELETED, "gone")], {"there", "gone"}),
        ([(ADDED, "gone"), (DELETED, "gone")], set()),
        ([(ADDED, "gone"), (MODIFIED, "gone"), (DELETED, "gone")], set()),
        ([(DELETED, "there"), (ADDED, "there")], {"there"}),
        ([(DELETED, "dangling"), (ADDED, "dangling")], {"dangling"}),
        ([(ADDED, "gone"), (DELETED, "gone"), (MODIFIED, "there")], {"there"}),
        ([], set()),
    ],
)
def test_what_comes_and_goes_is_no_change(tmp_path, monkeypatch, changes, left) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there").touch()
    Path("dangling").symlink_to("nowhere")
    assert lasting(changes) == left


ERROR, WARNED, HINTED = (next(code for code in CODES if code.severity is severity) for severity in Severity)
MANY = Problem(WARNED, "text (and 6 more like it, lines 2, 3, 4)", "a.md", 1)
FAILED = "The last build failed"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (PreviewState(), ""),
        (PreviewState(Path(), 1), ""),
        (PreviewState(Path(), 1, problems=(Problem(ERROR, "text"),)), "1 error"),
        (
            PreviewState(Path(), 1, problems=(Problem(ERROR, "text"), Problem(HINTED, "text"), MANY)),
            "1 error, 7 warnings, 1 hint",
        ),
        (PreviewState(Path(), 1, problems=(MANY, MANY)), "14 warnings"),
        (PreviewState(Path(), 1, "text"), f"This is the last good site. {FAILED}."),
        (PreviewState(Path(), 1, "text", (Problem(ERROR, "text"),)), f"This is the last good site. {FAILED}: 1 error."),
        (PreviewState(None, 1, "text"), f"There is no site yet. {FAILED}."),
    ],
)
def test_the_box_says_first_how_things_are(state: PreviewState, said: str) -> None:
    assert headline(state) == said


def test_the_box_lists_errors_first_and_not_without_end() -> None:
    problems = (
        Problem(WARNED, "w"),
        *(Problem(ERROR, f"{number}") for number in range(MOST + 5)),
        Problem(HINTED, "h"),
    )
    told = json.loads(state_json(PreviewState(Path(), 1, problems=problems)))
    assert [each["message"] for each in told["problems"]] == [f"{number}" for number in range(MOST)]
    assert told["more"] == 7


@pytest.mark.parametrize(
    ("path", "worth"),
    [
        ("/site/content/news/a.md", True),
        ("/site/content/publications.bib", True),
        ("/site/theme/static/css/ibid.css", True),
        ("/home/me/papers.bib", True),
        ("/home/me/other.bib", False),
        ("/site/content/news/.a.md.swp", False),
        ("/site/content/news/a.md~", False),
        ("/site/content/4913", False),
        ("/site/content/news/a.md___jb_tmp___", False),
        ("/site/content/.~lock.cv.odt#", False),
        ("/site/content/.obsidian/workspace.json", False),
        ("/site/content/.git/index", False),
        ("/site/content/drafts/a.mine", False),
        ("/home/me/.papers.bib.swp", False),
        ("/site/plugins/ibid/__pycache__/x.py", False),
        ("/site/output/index.html", False),
    ],
)
def test_what_is_worth_a_build(path: str, worth: bool) -> None:
    folders = [Path("/site/content"), Path("/site/theme"), Path("/site/plugins")]
    assert Worth(folders, [Path("/home/me/papers.bib")], ["*.mine"])(Change.modified, path) is worth


def test_a_way_round_by_a_link_is_not_worth_a_build(tmp_path: Path) -> None:
    content = tmp_path / "site" / "content"
    (content / "pages").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    for name, target in {"up": "..", "out": "../..", "more": "../../elsewhere"}.items():
        (content / name).symlink_to(target)
    worth = Worth([content])
    changed = {"pages/a.md": True, "more/a.md": True, "up/cache/a.json": False, "out/site/content/pages/a.md": False}
    assert {path: worth(Change.modified, str(content / path)) for path in changed} == changed
