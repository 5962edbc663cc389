"""What Ibid relies on in how Pelican reads pages and posts: its readers, the fields of front matter, and its caches.

The caches are the setting CACHE_CONTENT, and what a page or post keeps of its HTML until it is written. Seen in Pelican
4.11 and 4.12; a test for each function says what another version changed.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol
from weakref import ReferenceType

from blinker import ANY


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


class _Cache(Protocol):
    """A cache of what is made of sources, by their paths."""

    def get(self, path: str, default: Any) -> Any:
        """Return what was made of a source, or `default` if that is not known."""

    def put(self, path: str, data: Any) -> None:
        """Keep what was made of a source."""

    def save(self) -> None:
        """Write the cache for the next build."""


def use_cache(generator: Any, layer: str, open_cache: Callable[[str, Path], _Cache]) -> None:
    """Have a generator of pages or posts, or its readers if the `layer` is `reader`, use a cache of ours.

    `open_cache` gets the name of the cache and the folder where its paths start. Relies on Pelican asking
    `get_cached_data`, `cache_data` and `save_cache` of the object itself, which other generators do not have.
    """
    if not hasattr(generator, "get_cached_data"):
        return
    cache = open_cache(f"{type(generator).__name__}-{layer}", Path(generator.path))
    cacher = generator.readers if layer == "reader" else generator
    cacher.get_cached_data, cacher.cache_data, cacher.save_cache = cache.get, cache.put, cache.save


class Pickling:
    """Writes and reads what was made of a source, without the settings and the context that Pelican keeps in it.

    Relies on pages, posts, tags and authors having the very objects that their generator has.
    """

    def __init__(self, *shared: object) -> None:
        """`shared` are the objects of this build to which what is read refers again, always in the same order."""
        self.shared = shared
        self._places = {id(one): place for place, one in enumerate(shared)}

    def dumps(self, data: object) -> bytes:
        """Return data as bytes; raises many kinds of errors if that cannot be done."""
        written = BytesIO()
        pickler = pickle.Pickler(written, protocol=pickle.HIGHEST_PROTOCOL)
        pickler.persistent_id = lambda one: self._places.get(id(one))  # type: ignore[method-assign]  # as documented
        pickler.dump(data)
        return written.getvalue()

    def loads(self, data: bytes) -> Any:
        """Return data that refers to this build; raises many kinds of errors if the bytes are not ours."""
        unpickler = pickle.Unpickler(BytesIO(data))  # noqa: S301  the file is as trusted as Pelican's own cache
        unpickler.persistent_load = self.shared.__getitem__  # type: ignore[method-assign]  # as documented
        return unpickler.load()


def forget_resolved(contents: Iterable[Any]) -> None:
    """Forget the HTML of pages and posts whose links were resolved too early, because a plugin has read `.content`.

    Relies on `memoized`, by which `get_content` and `get_summary` keep their results for each content and root.
    """
    for kind in {kind for content in contents for kind in type(content).__mro__}:
        for name in ("get_content", "get_summary"):
            kept = getattr(vars(kind).get(name), "cache", None)
            if isinstance(kept, dict):
                kept.clear()


def run_first(signal: Any, receiver: Callable[..., Any]) -> None:
    """Have a signal call `receiver` before the other receivers that it has now.

    Relies on Pelican's signals calling them in the order in which they were connected.
    """
    weakly = [one() for one in signal.receivers.values() if isinstance(one, ReferenceType)]
    for other in [one for one in signal.receivers_for(ANY) if one != receiver]:
        signal.disconnect(other)
        signal.connect(other, weak=other in weakly)


def before_writing(generator: Any, do: Callable[[], None]) -> None:
    """Have `do` called after all receivers of `all_generators_finalized`, and before anything is written.

    Relies on Pelican calling `refresh_metadata_intersite_links` then, of each generator that has it.
    """
    generator.refresh_metadata_intersite_links = do
