"""`invoke serve`: a real server on a free port, followed through saves that are right and wrong."""

import json
import signal
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

from ibid.tasks.serving.server import find, with_script
from ibid.tasks.serving.watching import Worth

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
        assert "The last good site is still up" in served.said()
        assert "[12]" in served.get("research/")
        demo.write("content/publications.bib", good.replace("Wang, Mingze", "Wang, Ming", 1))
        served.until(lambda: not served.state()["fault"])
        assert "[12]" in served.get("research/")


def test_a_bad_citation_is_shown_and_said(demo) -> None:
    with serving(demo) as served:
        served.until(lambda: served.state()["version"])
        demo.write("content/pages/research.md", demo.read("content/pages/research.md") + "\n\nSee [@nobody1999].\n")
        served.until(lambda: "[?nobody1999]" in served.get("research/"))
        assert "unknown-key" in served.said()


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


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A site of a few files, and a secret beside it."""
    site = tmp_path / "site"
    for name in (
        "index.html",
        "news/index.html",
        "about.html",
        "a b/ü.html",
        "feeds/news.atom.xml",
        "publications.bib",
    ):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name)
    (tmp_path / "secret").write_text("secret")
    return site


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/news/", "news/index.html"),
        ("/news", "news/index.html"),
        ("/about", "about.html"),
        ("/about.html", "about.html"),
        ("/a%20b/%C3%BC.html", "a b/ü.html"),
        ("/publications.bib", "publications.bib"),
        ("/feeds/", None),
        ("/missing", None),
        ("/../secret", None),
        ("/%2e%2e/secret", None),
        ("/news/..%2f..%2fsecret", None),
        ("/a\0b", None),
    ],
)
def test_an_address_finds_its_file_and_none_outside(built: Path, address: str, file: str | None) -> None:
    assert find(built, address) == (built / file if file else None)


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        (b"<body>x</body></html>", b'<body>x<script src="/_ibid/reload.js"></script></body></html>'),
        (b"no body at all", b'no body at all<script src="/_ibid/reload.js"></script>'),
    ],
)
def test_a_page_gets_the_script_that_reloads_it(page: bytes, shown: bytes) -> None:
    assert with_script(page) == shown


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
        ("/site/plugins/ibid/__pycache__/x.py", False),
        ("/site/output/index.html", False),
    ],
)
def test_what_is_worth_a_build(path: str, worth: bool) -> None:
    folders = [Path("/site/content"), Path("/site/theme"), Path("/site/plugins")]
    assert Worth(folders, [Path("/home/me/papers.bib")])(Change.modified, path) is worth
