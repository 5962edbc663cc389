"""Indexing of a built site with Pagefind."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from ibid.features.search.bundle import needed, put_in_order
from ibid.write.site_record import SiteRecord, digest, files_in, path_digest, record_in, remove_recorded, write_record

CHARACTERS: Final = (
    r"\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Han characters and kana; Korean is written with spaces."""
MARKS: Final = r"\u3001-\u3004\u3008-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
"""The punctuation between them."""
_TAG_OR_CHARACTER: Final = re.compile(rf"<!--.*?-->|<[^<>]*>|(?P<one>[{CHARACTERS}{MARKS}])", re.DOTALL)
_ANY: Final = re.compile(f"[{CHARACTERS}]")


def segmented(html: str) -> str:
    """Return a page with spaces around each such character; tags with their attributes stay as they are."""
    if not _ANY.search(html):
        return html
    return _TAG_OR_CHARACTER.sub(lambda match: f" {match['one']} " if match["one"] else match[0], html)


FOLDER: Final = "pagefind"
"""The folder of the index in the site, by Pagefind's own name."""
_MARK: Final = b"data-pagefind-body"
"""The mark of pages to be indexed; without any, Pagefind would index whole pages with menus and lists."""
_NOISE: Final = ".cite, .number, .links, .context"
"""Numbers, files and counts, which would interrupt the text that a result quotes."""
_WITHOUT_SPACES: Final = ("zh", "ja")
_KILO: Final = 1000


@dataclass(frozen=True, slots=True)
class IndexResult:
    """The result of indexing."""

    pages: int
    size: int
    """The bytes of all files of the index."""
    seconds: float

    def __str__(self) -> str:
        """Return the result as a line for the author."""
        return f"Search index: {self.pages} pages, {self.size // _KILO} KB, {self.seconds:.1f} s."


class NoIndexError(Exception):
    """Raised if Pagefind is missing or failed; the message says why, and what to do."""


def write_index(site: Path, language: str) -> IndexResult:
    """Index a built site's pages into its folder `pagefind`, and replace the index there.

    One index covers all languages, so that one search finds in all of them. `language` is the one for which Pagefind
    matches the forms of a word. Files that did not change are left alone. Raises NoIndexError.
    """
    start = time.monotonic()
    with TemporaryDirectory(prefix="ibid-search-", ignore_cleanup_errors=True) as folder:
        pages, bundle = Path(folder, "pages"), Path(folder, "bundle")
        count = _copy_pages(site, pages)
        _run(pages, bundle, language)
        put_in_order(bundle)
        size = _replace(site, bundle)
    return IndexResult(count, size, time.monotonic() - start)


def _copy_pages(site: Path, folder: Path) -> int:
    """Copy the pages to be indexed, segmented, and return their number."""
    count = 0
    for page in site.rglob("*.html"):
        data = page.read_bytes()
        if _MARK in data:
            copy = folder / page.relative_to(site)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(segmented(data.decode("utf-8", "replace")), encoding="utf-8", newline="")
            count += 1
    if not count:
        raise NoIndexError(f"no page has {_MARK.decode()}; add it to your own theme, as docs/search.md describes.")
    return count


def _run(pages: Path, bundle: Path, language: str) -> None:
    main = language.replace("_", "-").split("-")[0].lower()
    options = ["--site", str(pages), "--output-path", str(bundle), "--exclude-selectors", _NOISE, "--quiet"]
    forced = ["--force-language", "en" if main in _WITHOUT_SPACES else main]
    try:
        done = subprocess.run(
            [_program(), *options, *forced], capture_output=True, encoding="utf-8", errors="replace", check=False
        )
    except OSError as error:
        raise NoIndexError(f"Pagefind cannot be run: {error}.") from None
    if done.returncode or not bundle.is_dir():
        raise NoIndexError(f"Pagefind failed: {(done.stderr or done.stdout).strip() or done.returncode}")


def _program() -> str:
    """Return the path of Pagefind's program, from its package, PAGEFIND_BINARY_PATH or PATH. Raises NoIndexError."""
    try:
        from pagefind.service import get_executable  # noqa: PLC0415  brings asyncio, which no other task needs

        program = get_executable()
    except (ImportError, FileNotFoundError):
        program = None
    if program is None:
        raise NoIndexError(
            "Pagefind is not installed: run `pip install pagefind pagefind_bin`. If it does not exist for your "
            "machine, build it (https://pagefind.app) and set PAGEFIND_BINARY_PATH, or remove IBID_SEARCH."
        )
    return str(program)


def _replace(site: Path, bundle: Path) -> int:
    """Replace a site's index by the needed files of a bundle, removing old files last; return its size in bytes."""
    kept = {f"{FOLDER}/{file.relative_to(bundle).as_posix()}": file.read_bytes() for file in needed(bundle)}
    for path, data in kept.items():
        target = site / path
        if not (target.is_file() and target.read_bytes() == data):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    if record := record_in(site):  # a temporary site has none, and no old index either
        old = [path for path in (f"{FOLDER}/{name}" for name in files_in(site / FOLDER)) if path not in kept]
        remove_recorded(site, record, old)
        write_record(site, _with_index(record, kept, old))
    return sum(map(len, kept.values()))


def _with_index(record: SiteRecord, kept: Mapping[str, bytes], old: Iterable[str]) -> SiteRecord:
    """Return the record of a site with its index."""
    names, gone = {path_digest(path): digest(data) for path, data in kept.items()}, {*map(path_digest, old)}
    files = {name: said for name, said in record.files.items() if name not in gone}
    return replace(record, files=files | names, others=record.others - gone | names.keys())
