"""The messages of theme and plugin that no catalogue translates into a language yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

import ibid
from ibid.languages.tags import bcp47
from ibid.languages.words import Words, translated
from ibid.tasks.project import Project

Message = str | tuple[str, str]
"""A text, or the texts in singular and plural."""
_HOW = [("**.html", "jinja2"), ("**.py", "python")]
_CALLS: Mapping[str, tuple[int, ...] | None] = {"_": None, "gettext": None, "message": None, "ngettext": (1, 2)}


def messages_in(folders: Iterable[Path]) -> tuple[Message, ...]:
    """Return the messages of templates and Python files below some folders, each once, in alphabetical order."""
    found: set[Message] = set()
    for folder in folders:
        for _, _, text, _, _ in extract_from_dir(str(folder), _HOW, keywords=_CALLS):
            found.add(text if isinstance(text, str) else (text[0], text[1]))
    return tuple(
        sorted(found, key=lambda one: (one.casefold(), "") if isinstance(one, str) else (one[0].casefold(), one[1]))
    )


def lacking(messages: Iterable[Message], catalogues: Iterable[Path], language: str) -> tuple[Message, ...]:
    """Return the messages that no catalogue of a language translates; a file that cannot be read translates nothing."""
    said = {text for path in catalogues for text in translated(path, language)}
    return tuple(one for one in messages if (one if isinstance(one, str) else one[0]) not in said)


def catalogue_text(messages: Iterable[Message], language: str, *, header: bool) -> str:
    """Return messages to be translated as the text of a `.po` file; without `header`, for adding to an existing one."""
    catalog = Catalog(_locale(language))
    for one in messages:
        catalog.add(one)
    written = BytesIO()
    write_po(written, catalog, no_location=True, omit_header=True, width=0)
    return (_header(catalog, bcp47(language)) if header else "\n") + written.getvalue().decode()


def _header(catalog: Catalog, language: str) -> str:
    lines = (
        f"Language: {language}",
        "Content-Type: text/plain; charset=utf-8",
        f"Plural-Forms: {catalog.plural_forms}",
    )
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines) + "\n"


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(bcp47(language), sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def left_to_translate(project: Project, language: str) -> str:
    """Return what is left to translate in theme, plugin and the author's templates, as `.po` text; empty if nothing."""
    folders = [Path(ibid.THEME, "templates"), Path(ibid.__file__).parent, *project.overrides]
    words = Words(author=project.languages)
    left = lacking(messages_in(folders), words.paths(language), language)
    own = any(path.is_relative_to(project.languages) for path in words.paths(language))
    return catalogue_text(left, language, header=not own) if left else ""
