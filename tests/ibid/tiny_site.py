"""A tiny site, written from a table of files and built by a real Pelican in a process of its own (see workshop/zygote.py)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from invoke.exceptions import Exit

from ibid.tasks.numbers_and_keys import Choices, give_numbers, put_keys
from ibid.tasks.project import Project
from workshop import zygote

BIB = """\
@article{alpha2020, title={On Alpha}, author={Doe, Jane}, journal={Journal of Letters}, year={2020}}
@article{beta2021, title={On Beta}, author={Doe, Jane and Roe, Richard}, journal={Journal of Letters}, year={2021}}
@article{gamma2022, title={On Gamma}, author={Roe, Richard}, journal={Journal of Letters}, year={2022}}
"""
"""Three publications, numbered 1 to 3 by their dates."""

SETTINGS = {
    "SITENAME": "Jane Doe",
    "SITEURL": "",
    "TIMEZONE": "UTC",
    "PATH": "content",
    "ARTICLE_PATHS": ["news"],
    "PAGE_PATHS": ["pages"],
    "PAGE_URL": "{slug}/",
    "PAGE_SAVE_AS": "{slug}/index.html",
    "ARTICLE_URL": "news/{slug}/",
    "ARTICLE_SAVE_AS": "news/{slug}/index.html",
    "INDEX_SAVE_AS": "news/index.html",
    "PLUGINS": ["pelican_bibtex", "ibid"],
    "PUBLICATIONS_SRC": "content/publications.bib",
    "SLUGIFY_SOURCE": "basename",
    "FILENAME_METADATA": r"(?:(?P<date>\d{4}-\d{2}-\d{2})-)?(?P<slug>[^.]*)",
    "FEED_ALL_ATOM": None,
    "CATEGORY_FEED_ATOM": None,
    "TRANSLATION_FEED_ATOM": None,
    "AUTHOR_FEED_ATOM": None,
    "AUTHOR_FEED_RSS": None,
}


def pages_of(texts: Iterable[str], *fields: str) -> dict[str, str]:
    """A page for each text, `content/pages/0.md` and so on, with more lines of front matter if they are given."""
    more = "".join(f"{field}\n" for field in fields)
    return {f"content/pages/{n}.md": f"Title: {n}\n{more}\n{text}\n" for n, text in enumerate(texts)}


@dataclass(frozen=True)
class Built:
    """What came of a build."""

    folder: Path
    code: int
    stdout: str
    stderr: str

    @property
    def problems(self) -> list[str]:
        """The lines of the report, as an author reads them."""
        return [line for line in self.stderr.splitlines() if line]

    def text(self, path: str) -> str:
        """A file of the output."""
        return (self.folder / "output" / path).read_text("utf-8")

    def page(self, path: str) -> BeautifulSoup:
        """A page of the output."""
        return BeautifulSoup(self.text(path), "html.parser")

    def files(self) -> dict[str, bytes]:
        """Every file of the output."""
        root = self.folder / "output"
        return {
            path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()
        }


class Site:
    """A site that a test changes and builds, again and again if it likes."""

    bib = BIB

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder
        self.root = root
        self.settings: dict[str, object] = {
            **SETTINGS,
            "THEME": str(root / "theme"),
            "PLUGIN_PATHS": [str(root / "plugins")],
        }
        self.write({"content/publications.bib": BIB})

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def build(self, files: Mapping[str, str | bytes] | None = None, *arguments: str, **settings: object) -> Built:
        """Write the files, set the settings, run `pelican content`."""
        self.write(files or {})
        self.settings |= settings
        conf = "".join(f"{name} = {value!r}\n" for name, value in self.settings.items())
        self.write({"pelicanconf.py": conf})
        return self.run("pelican", "content", *arguments)

    def number(self, files: Mapping[str, str | bytes] | None = None, **choices: Any) -> Built:
        """Write the files and do what `invoke number` does; `choices` are its options."""
        project = Project(self.folder, "pelicanconf.py", {})
        return self._task("IBID_FREEZE", files, lambda told: give_numbers(project, told, Choices(**choices)))

    def keys(self, files: Mapping[str, str | bytes] | None = None, *, yes: bool = True) -> Built:
        """Write the files and do what `invoke keys --yes` does, or without `yes` what it does where nobody answers."""
        return self._task("IBID_KEYS", files, lambda told: put_keys(told, yes=yes))

    def _task(self, setting: str, files: Mapping[str, str | bytes] | None, do: Callable[[Any], None]) -> Built:
        """Ask a build, as a task does, and let the task go on in this process."""
        answer = self.folder / "answer.json"
        built = self.build(files, "-e", f"{setting}={json.dumps(str(answer))}")
        if built.code:
            return built
        said = StringIO()
        try:
            with redirect_stdout(said):
                do(json.loads(answer.read_text("utf-8")))
        except Exit as end:
            return Built(self.folder, end.code, said.getvalue(), f"{end}\n")
        return Built(self.folder, 0, said.getvalue(), built.stderr)

    def run(self, *words: str, fresh: bool = False) -> Built:
        """Run `python -m WORDS` in the site's folder, which must not end in a traceback; `fresh` as in the zygote."""
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        done = zygote.run(words, self.folder, environment, fresh=fresh)
        assert "Traceback" not in done.stderr + done.stdout, done.stderr + done.stdout
        return Built(self.folder, done.returncode, done.stdout, done.stderr)
