"""Translations of the theme's texts, from `.po` files: the author's, which take precedence, and Ibid's own."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ibid.languages.tags import bcp47, widening
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem, shown
from pelican_bibtex.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message


def message(text: str) -> str:
    """Return the text unchanged; `invoke messages` collects the arguments of its calls."""
    return text


_PLACEHOLDER = lazy_pattern(r"%\((\w+)\)s")
_LINE = lazy_pattern(r'\s*(#.*|(msg\w+(\[\d+\])?\s+)?"([^"\\]|\\.)*"\s*)?')


def read_catalogue(path: Path, language: str) -> tuple[GNUTranslations | None, tuple[Problem, ...]]:
    """Return translations, None for an unreadable file, and problems; messages that would break a page are left out."""
    data = b""
    try:
        data = path.read_bytes().removeprefix(BOM_UTF8)
        catalog = _parse(data, language)
        problems = tuple(_broken(catalog, path))
        return _compiled(catalog), problems
    except UnicodeDecodeError:
        return _unread("the encoding of this file differs from its header; save the file as UTF-8.", path)
    except OSError as error:
        return _unread(f"the file cannot be read: {error.strerror}.", path)
    except (ValueError, LookupError) as error:
        at = next((number for number, line in enumerate(data.splitlines(), 1) if not _is_line(line)), 0)
        reason = 'write `msgid "..."` or `msgstr "..."` with one pair of quotes' if at else str(error)
        return _unread(f"{reason}; nothing in this file is used.", path, at)


def translated(path: Path, language: str) -> Iterator[str]:
    """Yield the messages that a catalogue translates, each by its singular text."""
    try:
        catalog = _parse(path.read_bytes().removeprefix(BOM_UTF8), language)
    except (OSError, ValueError, LookupError):
        return
    for one in catalog:
        if one.id and not one.fuzzy and all(one.string if isinstance(one.string, list | tuple) else [one.string]):
            yield one.id if isinstance(one.id, str) else one.id[0]


def _unread(reason: str, path: Path, line: int = 0) -> tuple[None, tuple[Problem, ...]]:
    return None, (Problem(codes.BAD_CATALOGUE, reason, shown(path), line),)


def _parse(data: bytes, language: str) -> Catalog:
    """Return the parsed file, its lines checked first: Babel takes the last letter for a missing quote."""
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415  sites in English alone do not load Babel

    if not all(map(_is_line, data.splitlines())):
        raise ValueError("this is not a line of a .po file")
    try:
        return read_po(BytesIO(data), locale=language.replace("-", "_"), abort_invalid=True)
    except PoFileError as error:
        raise ValueError(str(error)) from error


def _is_line(line: bytes) -> bool:
    return bool(_LINE.fullmatch(line.decode("utf-8", "surrogateescape")))


def _compiled(catalog: Catalog) -> GNUTranslations:
    from babel.messages.mofile import write_mo  # noqa: PLC0415  likewise

    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _broken(catalog: Catalog, path: Path) -> Iterator[Problem]:
    """Yield the problems of single messages, and delete these messages from the catalogue."""
    for one in list(catalog):
        fault = _fault(one) if one.id else ""
        if fault:
            catalog.delete(one.id, one.context)
            yield Problem(codes.BAD_CATALOGUE, fault, shown(path), one.lineno or 0)


def _fault(one: Message) -> str:
    """Return the fault of a message, an unknown placeholder or a stray percent sign; empty if it has no fault."""
    sources = one.id if isinstance(one.id, list | tuple) else (one.id,)
    known = {name for source in sources for name in _PLACEHOLDER.findall(source)}
    if not known:
        return ""
    for text in filter(None, one.string if isinstance(one.string, list | tuple) else (one.string,)):
        strange = [name for name in _PLACEHOLDER.findall(text) if name not in known]
        if strange:
            return f"“{text}” has %({strange[0]})s; use only {', '.join(f'%({name})s' for name in sorted(known))}."
        if "%" in _PLACEHOLDER.sub("", text).replace("%%", ""):
            return f"“{text}” has a percent sign that is not a placeholder; write `%%`."
    return ""


OURS = Path(__file__).parent
"""The folder of our catalogues, such as `zh.po`; English is the source and has no catalogue."""


class Words:
    """The translations for the languages of a site."""

    def __init__(self, languages: Iterable[str] = (), author: Path | None = None) -> None:
        """`author` is the folder of the author's own catalogues, `de.po`, `zh-CN.po`; it need not exist."""
        self.problems: list[Problem] = []
        self._folders = [_catalogues(folder) for folder in (author, OURS) if folder]
        self._words = {language: self._of(language) for language in dict.fromkeys(map(bcp47, languages))}

    def of(self, language: str) -> NullTranslations:
        """Return the translations in a language; English ones if it has no catalogue."""
        return self._words.get(language) or self._words.get(bcp47(language)) or NullTranslations()

    def paths(self, language: str) -> list[Path]:
        """Return the catalogues of a language, the narrowest tag first, the author's before ours."""
        return [folder[name] for name in widening(language) for folder in self._folders if name in folder]

    def _of(self, language: str) -> NullTranslations:
        """Return the translations of a language; texts that are in no catalogue stay in English."""
        words = NullTranslations()
        for path in reversed(self.paths(language)):
            words = self._with(path, language, words)
        return words

    def _with(self, path: Path, language: str, behind: NullTranslations) -> NullTranslations:
        found, problems = read_catalogue(path, language)
        self.problems += [problem for problem in problems if problem not in self.problems]
        if found is None:
            return behind
        found.add_fallback(behind)
        return found


def _catalogues(folder: Path) -> dict[str, Path]:
    """Return the catalogues of a folder by their language."""
    return {bcp47(path.stem): path for path in sorted(folder.glob("*.po")) if path.is_file()}
