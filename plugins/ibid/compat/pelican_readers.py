"""What Ibid relies on in Pelican's readers, and in what becomes of the fields of front matter.

Seen in Pelican 4.11 and 4.12; a test for each function says what another version changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any


def is_reserved(field: str) -> bool:
    """Return whether a field of front matter must not have a name: Pelican would lose an attribute of its own.

    Relies on `Content` setting each field as an attribute, before it sets some of its own.
    """
    from pelican.contents import Article, Page  # noqa: PLC0415  see the module's docstring

    if field in {"save_as", "status", "summary", "url"}:
        return False
    own = {"settings", "metadata", "translations", "source_path", "relative_source_path", "in_default_lang"}
    own |= {"_content", "_context", "_status", "_summary"}
    return field in own or hasattr(Article, field) or hasattr(Page, field)


def meta_of(fields: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    """Return fields of front matter in the form in which Pelican takes them from `Markdown.Meta`.

    Relies on `MarkdownReader` using the only value of a field as it is: names in a list stay apart, also with commas.
    """
    return {name: [value] for name, value in fields}


def use_own_address(content: Any) -> None:
    """Have a page or post at the address that it has by its name; relies on `override_url`, the field `url`."""
    if "override_url" in vars(content):
        del content.override_url


def watch_reading(generator: Any, suffixes: Iterable[str], watch: Callable[[Callable[..., Any], str], Any]) -> None:
    """Have `watch` called in place of the `read` of other plugins' readers: with that function, and with the path.

    Relies on a generator's `readers` having the reader of each suffix, which reads all sources with it.
    """
    from pelican.readers import MarkdownReader  # noqa: PLC0415  see the module's docstring

    readers = {id(one): one for name, one in generator.readers.readers.items() if f".{name}" in suffixes}
    for reader in readers.values():
        if type(reader) is not MarkdownReader:
            reader.read = partial(watch, reader.read)
