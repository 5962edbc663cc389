"""Pages of publications and topics that an earlier build wrote and that would be the same: they are not drawn again.

A page is kept if all that it is made of is the same, by a digest, and its file is still the one that was written. What
its template reads is: the variables of the page; the frame of its folder, as drawn in this build; and the site's
settings, owners, marks, templates and translations. Pages that an author's own templates draw may read anything, so
they are never kept; nor are any where another plugin changes pages as they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment
from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder
from msgspec.structs import asdict, replace
from pelican.plugins import signals

from ibid import THEME
from ibid.build.content_cache import made_with
from ibid.languages.words import OURS
from ibid.model.catalogue import Catalogue
from ibid.model.planned import PlannedPage
from ibid.model.records import Record, Topic
from ibid.write.cache_file import CacheFile, cache_path
from ibid.write.recording import Recording
from ibid.write.shared_fragments import Frame
from ibid.write.site_record import State, digest, state_of
from ibid.write.written_pages import WrittenPage
from pelican_bibtex.publication import Location

TEMPLATES: Final = frozenset({"publication", "publications", "topic"})
"""The templates whose pages are kept: what they read is known."""
_NOWHERE: Final = Location("", 0, 0)
_ENCODER: Final = Encoder(enc_hook=repr)
_DECODER: Final = Decoder(WrittenPage)


class KeptPage(Struct, frozen=True):
    """One page of an earlier build."""

    made_of: bytes
    """The digest of all that it was made of."""
    state: State
    """The state of its file after it was written."""
    digest: str
    """The digest of its file's bytes."""
    facts: bytes
    """What checks need of it, a `WrittenPage`."""


class PageCache:
    """The pages that this build need not draw, and those that later builds need not."""

    def __init__(self, file: CacheFile, output: Path) -> None:
        """`output` is the folder that pages are written to."""
        self._file, self._output = file, output
        self._known: dict[str, KeptPage] = file.load() or {}
        self._used: dict[str, KeptPage] = {}
        self._records: dict[str, bytes] = {}

    def made_of(self, page: PlannedPage, environment: Environment, context: dict[str, Any], frame: Frame) -> bytes:
        """Return the digest of all that a page is made of."""
        drawn = frame.html(environment, context)
        pictures = context.get("pictures")
        record = page.variables.get("record")
        preview = pictures.preview(record.key, "") if pictures and record else ""
        parts = (page.url, page.template, page.lang, context["SITEURL"], preview, context.get("text", ""), drawn)
        return _digest([*parts, {name: self._plain(value) for name, value in page.variables.items()}])

    def take(self, path: str, made_of: bytes) -> tuple[WrittenPage, str] | None:
        """Return what checks need of a page and the digest of its bytes, if its file is what would be written."""
        known = self._known.get(path)
        if known is None or known.made_of != made_of or state_of(self._output / path) != known.state:
            return None
        self._used[path] = known
        return _DECODER.decode(known.facts), known.digest

    def put(self, path: str, made_of: bytes, page: WrittenPage, data: bytes) -> None:
        """Keep a page that was written just now."""
        if state := state_of(self._output / path):
            self._used[path] = KeptPage(made_of, state, digest(data), _ENCODER.encode(replace(page, hash=0)))

    def save(self) -> None:
        """Write what this build has used, for the next one."""
        if self._used != self._known:
            self._file.save(self._used)

    def _plain(self, value: Any) -> Any:
        """Return a value without what no page shows: the places of entries in their files, which move easily."""
        if isinstance(value, Record):
            return self._digest_of(value)
        if isinstance(value, Topic):
            return {name: self._plain(part) for name, part in asdict(value).items()}
        return [self._plain(part) for part in value] if isinstance(value, tuple | list) else value

    def _digest_of(self, record: Record) -> bytes:
        if record.key not in self._records:
            publication = replace(record.publication, location=_NOWHERE)
            plain = replace(record, publication=publication, topic_names=frozenset())
            self._records[record.key] = _digest([plain, sorted(record.topic_names)])
        return self._records[record.key]


def open_page_cache(
    context: Mapping[str, Any], languages: Path, catalogue: Catalogue, recording: Recording
) -> PageCache | None:
    """Return the cache of a site; None if the site wants none, or if other plugins take part in writing pages.

    `languages` is the folder of the author's catalogues.
    """
    name = "pages-aside" if context["IBID_ASIDE"] else "pages"
    if not (path := cache_path(context, name)) or len(signals.content_written.receivers) > 1:
        return None
    made = _digest([made_with(context), [*map(_stamp, _files(languages))], catalogue.owners, catalogue.marks])
    return PageCache(CacheFile(path, made.hex()), recording.folder)


def _files(languages: Path) -> Iterator[Path]:
    """Yield the templates and the catalogues of translations that pages may be made with."""
    folders: Iterable[tuple[Path, str]] = [
        (Path(THEME, "templates"), "*.html"),
        (OURS, "*.po"),
        (languages, "*.po"),
    ]
    for folder, files in folders:
        yield from sorted(folder.rglob(files))


def _stamp(file: Path) -> tuple[str, int, int]:
    about = file.stat()
    return str(file), about.st_size, about.st_mtime_ns


def _digest(value: object) -> bytes:
    return blake2b(_ENCODER.encode(value), digest_size=16).digest()
