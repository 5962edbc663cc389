"""The files that templates rendered in one build, by whichever plugin, and the data read from each page.

With RELATIVE_URLS pages are made readable from disk: a server sends `research/index.html` for a link to `research/`,
but a browser that opens a file shows the folder instead. So links to folders get the name of the file they mean, and
links that start at the site's root, which Pelican leaves in summaries, become relative to the page. The page's own
address in its metadata stays as it is.

When a page last changed is derived from its own data: never from the current time or a file's time. Nor from git: in
the shallow clones in which hosts build a site, every file is as old as the last commit, and a commit that only corrects
the spelling of one publication would change all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from ibid.mark.html_reader import Edit, Token, splice, start_tags, with_values
from ibid.model.records import Backlink, Record, Topic
from ibid.write.feeds import updated
from ibid.write.page_facts import REFRESH, Memory, Page, read_page
from ibid.write.recording import Recording
from pelican_bibtex.lazy_pattern import lazy_pattern

_INDEX: Final = "index.html"
_PARTS: Final = lazy_pattern(r"([^#?&]*+(?:&(?:#?\w+;)?[^#?&]*+)*+)(.*)", re.DOTALL)
"""The path of an address as written in an attribute, where `&#x27;` has a `#` that starts no fragment, and the rest."""
_MAY_LEAD: Final = ("-equiv", "-Equiv", "-EQUIV")
"""Parts of a page that may have a `<meta http-equiv>`: a quick test."""
_ELSEWHERE: Final = lazy_pattern(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)


def openable(html: str, root: str, home: str = "") -> str:
    """Return a page with links and images that lead from file to file; doing it twice changes nothing more.

    `root` is the path from the page to the site's root, `..`; `home` is the site's address if it is known.
    """

    def led(name: str, written: str) -> str:
        path, rest = _PARTS.findall(written)[0]
        mended = _relative(path, root, home)
        return f"{_with_index(mended) if name == 'href' else mended}{rest}"

    html = with_values(html, "a|area|img|source|video|audio", "href|src", led)
    metas = start_tags(html, "meta") if any(part in html for part in _MAY_LEAD) else ()
    places = [place for meta in metas if (place := _refreshed_at(meta))]
    return splice(html, [Edit(start, end, led("href", html[start:end])) for start, end in places])


def _refreshed_at(meta: Token) -> tuple[int, int] | None:
    """Return the place of the address to which a `<meta>` leads readers, or None."""
    given = meta.attributes()
    kind, content = given.get("http-equiv"), given.get("content")
    if kind is None or content is None or kind.value.lower() != "refresh":
        return None
    leads = REFRESH.match(content.written or "")
    return (content.first + leads.start(1), content.first + leads.end(1)) if leads else None


def _with_index(path: str) -> str:
    folder, _, last = path.rpartition("/")
    if not path or (last and last not in {".", ".."}) or _ELSEWHERE.match(path):
        return path
    return f"{path}/{_INDEX}" if last else f"{folder}/{_INDEX}"


def _relative(path: str, root: str, home: str) -> str:
    """Return a path of the site relative to the page; other addresses are returned unchanged."""
    if home and (path == home or path.startswith(f"{home}/")):
        path = path.removeprefix(home) or "/"
    return f"{root}{path}" if path.startswith("/") and not path.startswith("//") else path


NAME = "ibid_written"
"""The name of the `Written` in Pelican's context."""
TEXT = "ibid_text"
"""The name, in the context of a page that is readable from disk already, of its HTML, so that no file is read again."""
PAGES: Final = (".html", ".htm", ".xhtml")
"""The file name extensions of pages."""
_ANY_BYTES: Final = "surrogateescape"
"""Keeps bytes that are no UTF-8 in a file that is written again."""


class WrittenPage(Struct, frozen=True):
    """One page of the output."""

    path: str
    """The path of its file below the output folder."""
    page: Page
    hash: int = 0
    """The hash, in this process, of the bytes that were read, since another plugin may change them afterwards."""
    changed: datetime | None = None
    """When it last changed, if that is known."""
    led_to: bool = True
    """Whether links lead readers there: it is no draft, no hidden page, no second or later page of a list."""


class Written:
    """The files of the output that templates rendered, made readable from disk if RELATIVE_URLS is set."""

    def __init__(self, home: str, recording: Recording) -> None:
        """`home` is the site's address, if known; `recording` gets a note of the pages that others write."""
        self.home = home
        self._recording = recording
        self.paths: set[str] = set()
        self.pages: dict[str, WrittenPage] = {}
        """The pages by their paths."""
        self.feeds: set[Path] = set()
        """Pelican's own feeds, by their whole paths."""
        self._memory: Memory = {}

    def add(self, file: Path, context: Mapping[str, Any]) -> None:
        """Add a file that was rendered from `context`."""
        path = str(context["output_file"])
        self.paths.add(path)
        if not path.lower().endswith(PAGES):
            return
        known: str | None = context.get(TEXT)
        data = self._data(file, path, context) if known is None else known.encode()
        html = data.decode("utf-8", "replace") if known is None else known
        page = read_page(html, self._memory)
        self.pages[path] = WrittenPage(path, page, hash(data), changed(context), _led_to(context))

    def forget(self) -> None:
        """Drop the pages after they are checked, since they take most of the memory."""
        self.pages.clear()
        self._memory.clear()

    def add_feed(self, file: Path) -> None:
        """Add a feed."""
        self.feeds.add(file)

    def _data(self, file: Path, path: str, context: Mapping[str, Any]) -> bytes:
        """Return the bytes of a file that others wrote, made readable from disk if RELATIVE_URLS is set."""
        data = file.read_bytes()
        if context.get("RELATIVE_URLS"):
            html = data.decode("utf-8", _ANY_BYTES)
            mended = openable(html, str(context["SITEURL"]), self.home)
            if mended != html:
                data = mended.encode("utf-8", _ANY_BYTES)
                file.write_bytes(data)
        self._recording.note(path, data)
        return data


def _led_to(context: Mapping[str, Any]) -> bool:
    content = context.get("article") or context.get("page")
    part = context.get("articles_page")
    return getattr(content, "status", "published") == "published" and getattr(part, "number", 1) == 1


LAST_CHANGED: Final = "last_changed"
"""The variable of a planned page that gives the time of its last change."""
_OF_ALL_POSTS: Final = ("index", "archives", "tags", "categories", "authors")
_OF_SOME: Final = ("tag", "category", "author", "period")


def changed(context: Mapping[str, Any]) -> datetime | None:
    """Return when the page that a template renders from `context` last changed; None if that is not known.

    A post or an author's page gives the time itself (`Modified`, else `Date`). A publication changes when its feed
    entry does, or when a new post mentions it; a CV on the day in `updated`, or with its publications. A list of
    publications or posts is as new as the newest of them.
    """
    if (content := context.get("article") or context.get("page")) is not None:
        return _of_content(content)
    if isinstance(record := context.get("record"), Record):
        return _of_publication(record)
    if isinstance(topic := context.get("topic"), Topic):
        return _newest([*map(_of_publication, topic.all), *_posts(context.get("posts", ()))])
    if LAST_CHANGED in context:
        when: datetime | None = context[LAST_CHANGED]
        return when
    if records := context.get("records"):
        return _newest(map(_of_publication, records))
    return _newest(map(_of_content, context.get("articles", ()))) if _lists_posts(context) else None


def w3c(when: datetime) -> str:
    """Return a time in W3C's format (https://www.w3.org/TR/NOTE-datetime): only the day if the time is midnight."""
    if when.time() == time():
        return when.date().isoformat()
    return when.isoformat(timespec="seconds").replace("+00:00", "Z")


def _of_content(content: Any) -> datetime | None:
    when = getattr(content, "modified", None) or getattr(content, "date", None)
    return _aware(when) if isinstance(when, datetime) else None


def _of_publication(record: Record) -> datetime | None:
    """Return when a publication last changed; the date of an accepted one is ignored, since it may be in the future."""
    publication = record.publication
    known = publication.date.year is not None and publication.status != "accepted"
    return _newest([updated(record) if known else None, *_posts(record.mentions)])


def newest_of(day: date, records: Iterable[Record]) -> datetime | None:
    """Return when a page last changed that was written on `day` and shows publications."""
    return _newest([_midnight(day), *map(_of_publication, records)])


def _posts(places: Iterable[Backlink]) -> list[datetime]:
    return [_midnight(place.when) for place in places if place.when]


def _lists_posts(context: Mapping[str, Any]) -> bool:
    if any(context.get(name) for name in _OF_SOME):
        return True
    return context.get("output_file") in {_saved_as(template, context) for template in _OF_ALL_POSTS}


def _saved_as(template: str, context: Mapping[str, Any]) -> str:
    """Return the path where Pelican saves a page of DIRECT_TEMPLATES."""
    return str(context.get(f"{template.upper()}_SAVE_AS", f"{template}.html"))


def _newest(times: Iterable[datetime | None]) -> datetime | None:
    return max((when for when in times if when), default=None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _aware(when: datetime) -> datetime:
    return when if when.tzinfo else when.replace(tzinfo=UTC)
