"""A tiny site in a folder whose path has a space, and its tasks run as an author runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from workshop import zygote

PELICANCONF = """\
SITENAME = "A tiny site"
SITEURL = ""
TIMEZONE, THEME = "UTC", "simple"
PATH, ARTICLE_PATHS = "content", ["news"]
PLUGINS = ["pelican_bibtex", "ibid"]
IBID_SEVERITY = {"missing-template": "off", "no-description": "off"}
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""
PUBLISHCONF = """\
from pelicanconf import *

SITEURL = "https://me.example.net"
"""
POST = """\
Title: A first post
Date: 2024-05-03

It has one sentence.
"""


@dataclass(frozen=True)
class Site:
    """A folder with tasks.py in it."""

    folder: Path
    tasks: Path

    def path(self, name: str) -> Path:
        return self.folder / name

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, name: str) -> str:
        return self.path(name).read_text(encoding="utf-8")

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "invoke", *arguments]

    def environment(self, **variables: str) -> dict[str, str]:
        plugins = str(self.tasks.parent / "plugins")
        clean = {name: value for name, value in os.environ.items() if name not in ("VISUAL", "EDITOR")}
        author = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@b.c", "GIT_CONFIG_GLOBAL": os.devnull}
        committer = {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@b.c"}
        return {**clean, "PYTHONPATH": plugins, **author, **committer, **variables}

    def invoke(
        self, *arguments: str, cwd: str = "", fresh: bool = False, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a task; `fresh` as in the zygote, for what depends on imports or on how a process ends."""
        return zygote.run(["invoke", *arguments], self.folder / cwd, self.environment(**variables), fresh=fresh)

    def in_terminal(
        self, typed: str, *arguments: str, question: str = "", meanwhile: Callable[[subprocess.Popen[str]], object] = id
    ) -> subprocess.CompletedProcess[str]:
        """Run a task and type; if a question is given, when it is asked, and after what is done meanwhile."""
        pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals to test with")
        ours, theirs = pty.openpty()
        with (
            os.fdopen(ours, "wb", buffering=0) as keyboard,
            os.fdopen(theirs, "rb", buffering=0) as terminal,
            subprocess.Popen(
                self.command(*arguments),
                cwd=self.folder,
                env=self.environment(PYTHONUNBUFFERED="1"),
                stdin=terminal,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
            ) as task,
        ):
            assert task.stdout
            said = ""
            while question not in said:
                piece = task.stdout.read(1)
                assert piece, said
                said += piece
            meanwhile(task)
            keyboard.write(typed.encode())
            try:
                rest, errors = task.communicate(timeout=60)
            finally:
                task.kill()
        return subprocess.CompletedProcess(arguments, task.returncode, said + rest, errors)


@pytest.fixture
def site(tmp_path: Path, root: Path) -> Site:
    """A site of one post, built with Pelican's own simple theme."""
    site = Site(tmp_path / "my site", root / "tasks.py")
    site.write("tasks.py", site.tasks.read_text(encoding="utf-8"))
    site.write("pelicanconf.py", PELICANCONF)
    site.write("publishconf.py", PUBLISHCONF)
    site.write("content/news/2024-05-03-a-first-post.md", POST)
    return site


@pytest.fixture
def demo(tmp_path: Path, root: Path) -> Site:
    """A copy of the demo site with its theme and plugins, as in a clone."""
    site = Site(tmp_path / "the demo", root / "tasks.py")
    site.folder.mkdir()
    for name in ("tasks.py", "pelicanconf.py", "publishconf.py"):
        site.write(name, (root / name).read_text(encoding="utf-8"))
    for name in ("content", "theme", "plugins"):
        shutil.copytree(root / name, site.path(name), ignore=shutil.ignore_patterns("__pycache__"))
    site.write("publishconf.py", site.read("publishconf.py") + 'SITEURL = "https://me.example.net"\n')
    return site


@pytest.fixture
def git(require_tool: Callable[..., str], site: Site) -> Callable[..., str]:
    """Runs git in the site's folder."""
    program = require_tool("git")

    def run(*arguments: str, cwd: Path = site.folder) -> str:
        done = subprocess.run(
            [program, *arguments], cwd=cwd, env=site.environment(), capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    return run
