"""The search page of a site, and the index of a built site, made by Pagefind.

Pagefind orders filters differently from run to run, so the last index is kept beside Pelican's cache, and used again
as long as the pages are the same: a site that did not change keeps its bytes.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from msgspec import Struct
from msgspec.structs import replace

from ibid import THEME
from ibid.feature import Planned, Steps
from ibid.mark.html_reader import MARKUP
from ibid.model.addresses import SEARCH
from ibid.model.entry_types import HEADINGS
from ibid.model.planned import PlannedFile, PlannedPage, Site
from ibid.write.cache_file import make_folder
from ibid.write.site_record import SiteRecord, digest, files_in, path_digest, record_in, remove_recorded, write_record
from pelican_bibtex.lazy_pattern import lazy_pattern

CHARACTERS: Final = (
    r"\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Han characters and kana; Korean is written with spaces."""
MARKS: Final = r"\u3001-\u3004\u3008-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
"""The punctuation between them."""
_MARKUP_OR_CHARACTER: Final = lazy_pattern(rf"{MARKUP}|(?P<one>[{CHARACTERS}{MARKS}])", re.DOTALL)
_ANY: Final = lazy_pattern(f"[{CHARACTERS}]")


def segmented(html: str) -> str:
    """Return a page with spaces around each such character; tags with their attributes stay as they are."""
    if not _ANY.search(html):
        return html
    return _MARKUP_OR_CHARACTER.sub(lambda match: f" {match['one']} " if match["one"] else match[0], html)


FOLDER: Final = "pagefind"
"""The folder of the index in the site, by Pagefind's own name."""
_MARK: Final = b"data-pagefind-body"
"""The mark of pages to be indexed; without any, Pagefind would index whole pages with menus and lists."""
_NOISE: Final = ".cite, .number, .links, .context"
"""Numbers, files and counts, which would interrupt the text that a result quotes."""
_WITHOUT_SPACES: Final = ("zh", "ja")
_KILO: Final = 1000
_ENTRY: Final = "pagefind-entry.json"
"""The file that is read first: the languages, and the names of their tables."""
_HASHED: Final = ("index", "fragment", "filter")
"""Folders of files that are named by a hash of their content."""


Files = Mapping[str, bytes]
"""The files of an index: the bytes of each, by its path in the folder."""


class IndexResult(Struct, frozen=True):
    """The result of indexing."""

    pages: int
    size: int
    """The bytes of all files of the index."""
    seconds: float
    kept: bool
    """Whether the pages had not changed, so that the last index was used again."""

    def __str__(self) -> str:
        """Return the result as a line for the author."""
        how = "unchanged" if self.kept else f"{self.seconds:.1f} s"
        return f"Search index: {self.pages} pages, {self.size // _KILO} KB, {how}."


class NoIndexError(Exception):
    """Raised if Pagefind is missing or failed; the message says why, and what to do."""


def write_index(site: Path, language: str, last: Path | None = None) -> IndexResult:
    """Index a built site's pages into its folder `pagefind`, and replace the index there.

    One index covers all languages, so that one search finds in all of them. `language` is the one for which Pagefind
    matches the forms of a word. `last` is the file that keeps the index for the next run: if the pages are the same
    then, Pagefind is not run. Files that did not change are left alone. Raises NoIndexError.
    """
    start = time.monotonic()
    program, options = _program(), _options(language)
    made_of, count = _made_of(site, program, options)
    kept = _kept(last, made_of) if last else None
    files = _indexed(site, program, options) if kept is None else kept
    if last and kept is None:
        _keep(last, made_of, files)
    _replace(site, files)
    return IndexResult(count, sum(map(len, files.values())), time.monotonic() - start, kept is not None)


def _pages(site: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield each page to be indexed, by its path in the site, with its segmented text."""
    for page in sorted(site.rglob("*.html")):
        data = page.read_bytes()
        if _MARK in data:
            yield page.relative_to(site), segmented(data.decode("utf-8", "replace")).encode()


def _made_of(site: Path, program: Path, options: Iterable[str]) -> tuple[str, int]:
    """Return a digest of everything that decides the index, and the number of pages. Raises NoIndexError."""
    count, total = 0, blake2b(digest_size=16)
    for path, data in _pages(site):
        count += 1
        total.update(f"{path.as_posix()}\0{len(data)}\0".encode("utf-8", "surrogatepass") + data)
    if not count:
        raise NoIndexError(f"no page has {_MARK.decode()}; add it to your own theme, as docs/search.md describes.")
    total.update("\0".join([*options, _run([str(program), "--version"])]).encode())
    return total.hexdigest(), count


def _kept(last: Path, made_of: str) -> Files | None:
    """Return the last index if it was made of the same; None if not, and if the file is missing or damaged."""
    try:
        with ZipFile(last) as archive:
            names = archive.namelist()
            is_same = archive.comment == f"{made_of} {len(names)}".encode()
            return {name: archive.read(name) for name in names} if is_same else None
    except (OSError, BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return None


def _keep(last: Path, made_of: str, files: Files) -> None:
    """Keep an index for the next run, in one step; without the file, Pagefind is only run again."""
    aside = last.with_name(f".{last.name}.{os.getpid()}")
    with suppress(OSError):
        make_folder(last.parent)
        with ZipFile(aside, "w") as archive:
            archive.comment = f"{made_of} {len(files)}".encode()
            for name, data in files.items():
                archive.writestr(name, data)
        aside.replace(last)
    with suppress(OSError):
        aside.unlink(missing_ok=True)


def _indexed(site: Path, program: Path, options: Iterable[str]) -> Files:
    """Return the index of a site's pages, made by Pagefind from copies that are segmented. Raises NoIndexError."""
    with TemporaryDirectory(prefix="ibid-search-", ignore_cleanup_errors=True) as folder:
        pages, bundle = Path(folder, "pages"), Path(folder, "bundle")
        for path, data in _pages(site):
            copy = pages / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(data)
        _run([str(program), "--site", str(pages), "--output-path", str(bundle), *options])
        return {file.relative_to(bundle).as_posix(): file.read_bytes() for file in _needed(bundle)}


def _options(language: str) -> list[str]:
    """Return Pagefind's options for a site in this language."""
    main = language.replace("_", "-").split("-")[0].lower()
    forced = "en" if main in _WITHOUT_SPACES else main
    return ["--exclude-selectors", _NOISE, "--quiet", "--force-language", forced]


def _run(command: Iterable[str]) -> str:
    """Run a command of Pagefind's and return its output. Raises NoIndexError."""
    try:
        done = subprocess.run([*command], capture_output=True, encoding="utf-8", errors="replace", check=False)
    except OSError as error:
        raise NoIndexError(f"Pagefind cannot be run: {error}.") from None
    if done.returncode:
        raise NoIndexError(f"Pagefind failed: {(done.stderr or done.stdout).strip() or done.returncode}")
    return done.stdout


def _needed(bundle: Path) -> list[Path]:
    """Return the files that searching needs, the entry last, without Pagefind's ready-made interfaces."""
    languages = json.loads((bundle / _ENTRY).read_bytes())["languages"].values()
    packed = [file for folder in _HASHED for file in sorted((bundle / folder).glob("*"))]
    tables = [bundle / f"pagefind.{language['hash']}.pf_meta" for language in languages]
    programs = [bundle / f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in languages]
    return [*packed, *tables, *programs, bundle / "pagefind.js", bundle / _ENTRY]


def _program() -> Path:
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
    return Path(program)


def _replace(site: Path, files: Files) -> None:
    """Replace a site's index by these files, removing old files last."""
    kept = {f"{FOLDER}/{name}": data for name, data in files.items()}
    for path, data in kept.items():
        target = site / path
        if not (target.is_file() and target.read_bytes() == data):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    if record := record_in(site):  # a temporary site has none, and no old index either
        old = [path for path in (f"{FOLDER}/{name}" for name in files_in(site / FOLDER)) if path not in kept]
        remove_recorded(site, record, old)
        write_record(site, _with_index(record, kept, old))


def _with_index(record: SiteRecord, kept: Files, old: Iterable[str]) -> SiteRecord:
    """Return the record of a site with its index."""
    names, gone = {path_digest(path): digest(data) for path, data in kept.items()}, {*map(path_digest, old)}
    files = {name: said for name, said in record.files.items() if name not in gone}
    return replace(record, files=files | names, others=record.others - gone | names.keys())


_SCRIPT: Final = "js/search.js"


class SearchSteps(Steps):
    """The search page of one build."""

    def planned(self, site: Site, context: Mapping[str, Any], taken: Callable[[], set[str]]) -> Iterator[Planned]:
        """Yield the page, and its script if the theme is another one."""
        yield PlannedPage(SEARCH.at(), "search", "IBID_SEARCH", {"types": HEADINGS})
        if not Path(context["THEME"], "static", _SCRIPT).is_file():
            data = Path(THEME, "static", _SCRIPT).read_bytes()
            yield PlannedFile(f"{context['THEME_STATIC_DIR']}/{_SCRIPT}", "IBID_SEARCH", data)
