"""What Ibid relies on in Pelican's readers, tried with Pelican's own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from pelican.contents import Article
from pelican.readers import MarkdownReader, Readers
from pelican.settings import DEFAULT_CONFIG

from ibid.compat import pelican_readers
from promises import promise

promised: Callable[[str], AbstractContextManager[None]] = partial(promise, "Pelican")


def test_use_own_address():
    one = Article("", {"title": "T", "slug": "a", "url": "https://other.example/"}, DEFAULT_CONFIG)
    with promised("Content no longer keeps the field url in override_url, or no longer asks for it each time"):
        assert one.url == "https://other.example/"
        pelican_readers.use_own_address(one)
        assert one.url == "a.html"
        pelican_readers.use_own_address(one)


def test_is_reserved():
    names = (
        "content",
        "settings",
        "get_siteurl",
        "_content",
        "title",
        "summary",
        "url",
        "image",
        "template",
        "tags",
        "_comment",
    )
    with promised("Content no longer has the attributes that a field must not replace"):
        assert [name for name in names if pelican_readers.is_reserved(name)] == [*names[:4]]
        for name in names[4:]:
            assert Article("", {"title": "T", name: "x"}, DEFAULT_CONFIG).title


FIELDS: dict[str, Any] = {"tags": ["a", "b, c"], "image": {"x": "y"}, "list": ["z"], "title": "T"}


class Fields(Extension, Preprocessor):
    """Sets Meta after the extension `meta`."""

    def extendMarkdown(self, md: Any) -> None:  # noqa: N802  Markdown's name
        self.md = md
        md.preprocessors.register(self, "fields", 20)

    def run(self, lines: list[str]) -> list[str]:
        self.md.Meta = pelican_readers.meta_of(FIELDS.items())
        return lines


def test_meta_of(tmp_path: Path):
    (tmp_path / "a.md").write_text("Text.")
    reader = MarkdownReader({**DEFAULT_CONFIG, "MARKDOWN": {"extensions": ["markdown.extensions.meta", Fields()]}})
    with promised("MarkdownReader no longer takes lists and mappings in Markdown.Meta as they are"):
        _, fields = reader.read(str(tmp_path / "a.md"))
        assert {**fields, "tags": [tag.name for tag in fields["tags"]]} == FIELDS


class OtherReader(MarkdownReader):  # type: ignore[misc]  # Pelican publishes no types
    """The reader of another plugin."""


def test_watch_reading(tmp_path: Path):
    (tmp_path / "a.md").write_text("Title: T\n\nText.")
    seen: list[str] = []
    readers = Readers({**DEFAULT_CONFIG, "READERS": {"md": OtherReader}})

    def watch(read: Callable[[str], Any], path: str) -> Any:
        seen.append(Path(path).name)
        return read(path)

    with promised("a generator's readers no longer have the reader of each suffix, or no longer call its read(path)"):
        pelican_readers.watch_reading(SimpleNamespace(readers=readers), [".md", ".markdown"], watch)
        assert readers.read_file(str(tmp_path), "a.md").title == "T"
        assert seen == ["a.md"]
        assert type(readers.readers["markdown"]) is MarkdownReader
