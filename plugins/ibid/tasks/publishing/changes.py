"""The changes of a publication: which files are removed and which stay, and what readers will notice."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct, field

from ibid.link.number_changes import moved_numbers
from ibid.model.addresses import PUBLICATION, PUBLICATIONS, TOPICS, address_of, file_of, slugs
from ibid.write.site_record import SiteRecord
from pelican_bibtex.lazy_pattern import lazy_pattern

_SERVERS: Final = lazy_pattern(r"(?:\.[^/]+|CNAME|README[^/]*|LICEN[CS]E[^/]*)(?:/.*)?", re.IGNORECASE)
"""Files that belong to the server, the host or the repository, at the top of a folder: `.well-known/`, `.htaccess`."""
_PARTS_OF_PAGES: Final = lazy_pattern(
    r"(?:pagefind/|theme/|drafts/).*|.*\.(?:css|js|mjs|map|woff2?|ttf|otf|png|jpe?g|gif|webp|avif|svg|ico|webmanifest)",
    re.IGNORECASE,
)
"""Files whose addresses readers do not keep."""
_PAGE: Final = (".html", ".htm", ".xhtml")
_MOST: Final = 10


class Published(Struct, frozen=True):
    """The contents of a target."""

    files: frozenset[str] = frozenset()
    """The path of each file, without the marker."""
    record: SiteRecord | None = None
    """The record of the last publication; None if none of ours left one."""

    @property
    def others(self) -> list[str]:
        """The files that no publication wrote; without a record, those that belong to the server."""
        record = self.record
        return sorted(p for p in self.files if (not record.names(p) if record else _SERVERS.fullmatch(p)))


class Changes(Struct, frozen=True):
    """The changes that a publication makes to a place, and those that readers notice."""

    before: SiteRecord = field(default_factory=SiteRecord)
    """The record of the previous publication; one of nothing if there is none."""
    same_record: bool = False
    """Whether that is the record of this one too: most likely nothing has changed."""
    removed: tuple[str, ...] = ()
    """Files that are removed."""
    old_site: tuple[str, ...] = ()
    """The same files where no publication of ours wrote them: an old site that this one replaces."""
    kept: tuple[str, ...] = ()
    """Files that stay, since no publication wrote them, or somebody changed them since."""
    replaced: tuple[str, ...] = ()
    """Files that no publication wrote, and whose paths the site now has."""
    new_pages: tuple[str, ...] = ()
    """Paths of new pages."""
    lost: Mapping[str, str] = field(default_factory=dict)
    """Addresses that readers may have kept and that no longer work, each with advice to the author."""
    new_numbers: Mapping[int, str] = field(default_factory=dict)
    """New publications, by number."""
    gone_numbers: Mapping[int, str] = field(default_factory=dict)
    """Removed publications, by the number that they had."""
    moved: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Keys whose number has changed: the old and the new number."""
    reused: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """Published numbers that would get another meaning: the key that they had, and the one they would have."""

    @property
    def needs_consent(self) -> bool:
        """Whether readers would lose an address, or somebody else a file."""
        return bool(self.lost or self.replaced)

    def lines(self) -> Iterator[str]:
        """Yield what readers will notice and which files stay, as lines for the author."""
        lost = [f"{address}: {advice}" if advice else address for address, advice in self.lost.items()]
        moved = [f"{key}: [{old}] -> [{new}]" for key, (old, new) in self.moved.items()]
        yield from _list("new page", "new pages", [f"/{address_of(path)}" for path in self.new_pages])
        yield from _list("new publication", "new publications", _numbered(self.new_numbers))
        yield from _list("publication is gone", "publications are gone", _numbered(self.gone_numbers))
        yield from _list("number has changed", "numbers have changed", moved)
        yield from _list("address is lost", "addresses that readers may have kept are lost", lost)
        yield from _list("file of the old site is removed", "files of the old site are removed", self.old_site)
        yield from _list(
            "file that Ibid did not write is replaced", "files that Ibid did not write are replaced", self.replaced
        )
        yield from _list("file that Ibid did not write is kept", "files that Ibid did not write are kept", self.kept)


def changes_of(
    published: Published,
    site: Collection[str],
    record: SiteRecord,
    read: Callable[[Iterable[str]], Mapping[str, bytes]],
) -> Changes:
    """Return the changes of a publication: `site` are the paths of the new site, `record` is its record.

    `read` returns the bytes of published files; it is called for the few that may be removed. Without a record of a
    previous publication everything is removed except the server's files, since the contents are an old site.
    """
    before = published.record
    gone = sorted(published.files - set(site))
    if before is None:
        removed = [path for path in gone if not _SERVERS.fullmatch(path)]
        replaced: list[str] = []
    else:
        recorded = [path for path in gone if before.names(path)]
        bytes_of = read(recorded) if recorded else {}
        removed = [path for path in recorded if path in bytes_of and before.holds(path, bytes_of[path])]
        replaced = sorted(path for path in published.files & set(site) if not before.names(path))
    numbers = before.numbers if before else {}
    old_keys, new_keys = set(numbers.values()), set(record.numbers.values())
    return Changes(
        before=before or SiteRecord(),
        same_record=before == record,
        removed=tuple(removed),
        old_site=() if before else tuple(removed),
        kept=tuple(sorted(set(gone) - set(removed))),
        replaced=tuple(replaced),
        new_pages=tuple(sorted(path for path in set(site) - published.files if _is_page(path))),
        lost=_lost(removed, numbers),
        new_numbers={n: key for n, key in record.numbers.items() if key not in old_keys},
        gone_numbers={n: key for n, key in numbers.items() if key not in new_keys},
        moved=_moved(numbers, record.numbers),
        reused=_reused(numbers, record, site),
    )


def _is_page(path: str) -> bool:
    return path.lower().endswith(_PAGE) and not _PARTS_OF_PAGES.fullmatch(path)


def _lost(removed: Iterable[str], numbers: Mapping[int, str]) -> dict[str, str]:
    """Return the addresses lost with some files, each with advice; exports of a publication are not listed."""
    keys = {f"{PUBLICATIONS}{slug}": key for key, slug in slugs(numbers.values()).items()}
    lost = {}
    for path in removed:
        if not (_PARTS_OF_PAGES.fullmatch(path) or _SERVERS.fullmatch(path) or _belongs_to(path, keys)):
            lost[f"/{address_of(path)}"] = _advice(path, keys)
    return lost


def _belongs_to(path: str, keys: Mapping[str, str]) -> bool:
    """Return whether a file is an export of a publication, whose page is listed already."""
    stem, _, suffix = path.rpartition(".")
    return stem in keys and "/" not in suffix


def _advice(path: str, keys: Mapping[str, str]) -> str:
    address = address_of(path)
    if (key := keys.get(address.rstrip("/"))) is not None:
        return f"if its key has changed, write `ids = {{{key}}}` into its entry"
    if address.startswith(TOPICS) and address.endswith("/"):
        topic = address.removeprefix(TOPICS).rstrip("/")
        return f"if the topic has moved, write `Moved: {topic} -> NEW` on the page where it is now"
    return f"if the page has moved, write `Aliases: /{address}` into its front matter" if _is_page(path) else ""


def _moved(before: Mapping[int, str], now: Mapping[int, str]) -> dict[str, tuple[int, int]]:
    new = {key: number for number, key in now.items()}
    return {key: (number, new[key]) for number, key in before.items() if new.get(key, number) != number}


def _reused(before: Mapping[int, str], record: SiteRecord, site: Collection[str]) -> dict[int, tuple[str, str]]:
    """Return the published numbers that have another publication now, each with its old and its new key.

    A key was only renamed if its old page leads on, as `ids` makes it, or if numbers.toml has the new key in its line.
    """
    now, files = record.numbers, set(site)
    gone = set(before.values()) - set(now.values())
    leading_on = {key for key, slug in slugs(before.values()).items() if file_of(PUBLICATION.at(slug=slug)) in files}
    former = {now[number]: [key] for number, key in before.items() if number in now and key in gone & leading_on}
    moved = moved_numbers(before, now, former, () if record.frozen else set(now.values()))
    return {one.number: (one.before, one.now) for one in moved if one.now}


def _list(one: str, several: str, items: Sequence[str]) -> Iterator[str]:
    """Yield a heading with the number of items, and the first of them, one a line."""
    if items:
        yield f"1 {one}:" if len(items) == 1 else f"{len(items)} {several}:"
        yield from (f"  {item}" for item in items[:_MOST])
        if len(items) > _MOST:
            yield f"  and {len(items) - _MOST} more"


def _numbered(numbers: Mapping[int, str]) -> list[str]:
    return [f"[{number}] {key}" for number, key in sorted(numbers.items())]
