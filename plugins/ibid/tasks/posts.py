"""A new post: its file name, its front matter, and opening it in the author's editor at the line of its text."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from invoke.exceptions import Exit
from msgspec import Struct

from ibid.compat.pelican_compat import slug_of
from ibid.read.author_files import AuthorFileError, read_author_file, write_author_file
from ibid.tasks.project import Project

MAX_SLUG = 80
"""Maximum number of characters of a slug: file systems allow names of 255 bytes, but people read shorter addresses."""


class Post(Struct, frozen=True):
    """A new post, before it is written."""

    title: str
    """One line of text."""
    day: date
    slug: str
    tags: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file name, from which Pelican takes date and address."""
        return f"{self.day.isoformat()}-{self.slug}.md"

    @property
    def front_matter(self) -> str:
        """The lines above the text. Python-Markdown reads everything after the first colon literally."""
        lines = [f"Title: {self.title}", f"Date: {self.day.isoformat()}", f"Slug: {self.slug}"]
        if self.tags:
            lines.append(f"Tags: {', '.join(self.tags)}")
        return "\n".join(lines)

    @property
    def text(self) -> str:
        """The content of the file: front matter, then an empty text."""
        return f"{self.front_matter}\n\n\n"

    @property
    def line(self) -> int:
        """The line where the text starts, counted from 1."""
        return self.front_matter.count("\n") + 3


def draft(title: str, day: str = "", tags: str = "", slug: str = "", today: date | None = None) -> Post:
    """Return a post from the author's input: `day` as YYYY-MM-DD, tags separated by commas. Raises Exit if invalid."""
    line = _one_line(title)
    if not line:
        raise Exit('A post needs a title: invoke news "Two papers at NeurIPS"')
    return Post(line, _day(day, today), _slug(slug or line), _tags(tags))


def write(post: Post, project: Project) -> Path:
    """Write a post into the project's folder for news, never over an existing file or address; return its path.

    Raises Exit when it cannot be written, and leaves no part of it.
    """
    folder = news_folder(project)
    path = folder / post.name
    try:
        file = read_author_file(path, project.shown(path))
        taken = _same_address(folder.glob("*.md"), post.slug) if file.data is None else path
        if not taken:
            write_author_file(file, post.text)
    except AuthorFileError as error:
        raise Exit(str(error)) from None
    if taken:
        suggestion = _free_slug(folder, post.slug)
        raise Exit(
            f"{project.shown(taken)} already has the address of this post. "
            f"Use another title, or another address: --slug={suggestion}"
        )
    return path


def news_folder(project: Project) -> Path:
    """Return the first folder of ARTICLE_PATHS, or `news` if posts are at the top of the content folder."""
    paths = project.settings.get("ARTICLE_PATHS") or ["news"]
    return project.content / (paths[0] or "news")


def _one_line(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u2028\u2029]", " ", text).split())


def _day(text: str, today: date | None) -> date:
    if not text:
        return today or date.today()  # noqa: DTZ011  the author's own calendar is what is meant
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Exit(f"--date={text}: write a date as YYYY-MM-DD, as in --date=2024-05-03") from None


def _slug(text: str) -> str:
    # Pelican's slugify strips tags; a `<` in a title is a character.
    plain = text.replace("<", " ").replace("&", " and ")
    slug = re.sub(r"[^a-z0-9-]", "-", slug_of(plain))[:MAX_SLUG].strip("-")
    if not slug:
        raise Exit(f"No address can be made from {text!r}: write one, as in --slug=two-papers")
    return slug


def _tags(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for part in text.split(",") if (tag := _one_line(part))))


def _same_address(files: Iterable[Path], slug: str) -> Path | None:
    return next((file for file in sorted(files) if _slug_of(file) == slug), None)


def _slug_of(file: Path) -> str:
    """Return a post's slug from its front matter or, if it has none there, from its name."""
    try:
        head = file.read_bytes()[:4096].decode("utf-8", errors="replace") if file.is_file() else ""
    except OSError:
        head = ""
    found = re.search(r"(?mi)^slug:[ \t]*(\S+)", head.split("\n\n")[0])
    return found[1] if found else re.sub(r"^\d{4}-\d{2}-\d{2}-", "", file.name).partition(".")[0]


def _free_slug(folder: Path, slug: str) -> str:
    taken = {_slug_of(file) for file in folder.glob("*.md")}
    number = 2
    while f"{slug}-{number}" in taken:
        number += 1
    return f"{slug}-{number}"


PLUS = frozenset(
    [
        "vi",
        "vim",
        "nvim",
        "view",
        "gvim",
        "mvim",
        "emacs",
        "emacsclient",
        "nano",
        "pico",
        "micro",
        "kak",
        "joe",
        "jed",
        "mg",
        "ne",
        "gedit",
        "gnome-text-editor",
    ]
)
"""Editors that take `+LINE FILE`."""
GOTO = frozenset(["code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"])
"""Editors that take `--goto FILE:LINE`."""
COLON = frozenset(["subl", "sublime_text", "hx", "helix", "zed", "zeditor"])
"""Editors that take `FILE:LINE`."""


def editor_of(environment: Mapping[str, str]) -> str:
    """Return the command in `$VISUAL`, else in `$EDITOR`, else an empty string."""
    return environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()


def opening(editor: str, path: Path, line: int) -> list[str]:
    """Return the command line that opens a file, at the line if the editor is known to support that."""
    words = shlex.split(editor)
    name = Path(words[0]).stem.lower()
    if name in PLUS:
        return [*words, f"+{line}", str(path)]
    if name in GOTO:
        return [*words, "--goto", f"{path}:{line}"]
    if name in COLON:
        return [*words, f"{path}:{line}"]
    return [*words, str(path)]


def open_at(editor: str, path: Path, line: int) -> bool:
    """Open a file and wait for the editor; return False when there is no such command."""
    arguments = opening(editor, path, line)
    if shutil.which(arguments[0]) is None:
        return False
    subprocess.run(arguments, check=False)
    return True
