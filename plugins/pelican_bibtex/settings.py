"""The settings that start with PUBLICATIONS_, and the checks of them."""

from __future__ import annotations

import codecs
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct, field

from pelican_bibtex.bibliography import Options
from pelican_bibtex.diagnostics.codes import BAD_SETTING, UNKNOWN_SETTING
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.diagnostics.setting_places import place_of
from pelican_bibtex.diagnostics.stop import Stop
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest

KNOWN: Final = {
    "PUBLICATIONS_SRC": "a path or a list of paths, such as 'content/publications.bib'",
    "PUBLICATIONS_ENCODING": "the name of an encoding, such as 'utf-8'",
    "PUBLICATIONS_SPLIT_BY": "the name of a field, such as 'tags'",
    "PUBLICATIONS_UNTAGGED_TITLE": "a title, such as 'Others'",
    "PUBLICATIONS_PRIVATE_FIELDS": "a list of fields, such as ['price', 'grant']",
    "PUBLICATIONS_REPORT": "True or False",
}
"""Each setting -> what to write for it, as messages say it."""
_OF_PELICAN: Final = frozenset({"PUBLICATIONS_SAVE_AS", "PUBLICATIONS_URL"})
"""Settings for `publications` in DIRECT_TEMPLATES, which Pelican reads."""


class PublicationSettings(Struct, frozen=True):
    """An author's settings, checked; a setting that is left out has the default below."""

    paths: tuple[Path, ...] = ()
    """The absolute paths of the files."""
    options: Options = field(default_factory=Options)
    split_by: str = ""
    """The field whose values group the publications in `publications_lists`."""
    untagged: str = ""
    """The title of the list of publications without that field."""
    report: bool = True
    """True if problems are printed."""


def read_settings(settings: Mapping[str, Any]) -> tuple[PublicationSettings, tuple[Problem, ...]]:
    """Return the checked settings and a problem for each mistyped name; raise `Stop` if a value is wrong."""
    wrong: list[Problem] = []
    sources = _several(settings, "PUBLICATIONS_SRC", wrong)
    encoding = _one(settings, "PUBLICATIONS_ENCODING", wrong) or "utf-8"
    if not _is_encoding(encoding):
        wrong.append(_wrong("PUBLICATIONS_ENCODING", encoding))
    private = _several(settings, "PUBLICATIONS_PRIVATE_FIELDS", wrong)
    report = settings.get("PUBLICATIONS_REPORT")
    if report is not None and not isinstance(report, bool):
        wrong.append(_wrong("PUBLICATIONS_REPORT", report))
    split_by = _one(settings, "PUBLICATIONS_SPLIT_BY", wrong).lower()
    untagged = _one(settings, "PUBLICATIONS_UNTAGGED_TITLE", wrong)
    if wrong:
        raise Stop(wrong)
    language = str(settings.get("DEFAULT_LANG") or "")
    options = Options(encoding, frozenset(private), language, _link_fields(settings.get("IBID_LINK_FIELDS")))
    paths = tuple(dict.fromkeys(_found(source, str(settings.get("PATH") or os.curdir)) for source in sources))
    return PublicationSettings(paths, options, split_by, untagged, report is not False), _mistyped(settings)


def _link_fields(given: object) -> dict[str, str]:
    """Return the author's own fields for links with their labels, from Ibid's setting, which Ibid checks."""
    pairs = given.items() if isinstance(given, Mapping) else ()
    return {name.lower(): label for name, label in pairs if isinstance(name, str) and isinstance(label, str)}


def _found(source: str, content: str) -> Path:
    """Return a source's path: from the folder that holds the content, or from the working directory if only there."""
    path = Path(source).expanduser()
    beside = Path(content).resolve().parent / path
    return beside if _is_there(beside) or not _is_there(path) else Path.cwd() / path


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # no permission to look into the folder
        return False


def _is_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _one(settings: Mapping[str, Any], name: str, wrong: list[Problem]) -> str:
    value = settings.get(name)
    if value is None or isinstance(value, str):
        return (value or "").strip()
    wrong.append(_wrong(name, value))
    return ""


def _several(settings: Mapping[str, Any], name: str, wrong: list[Problem]) -> list[str]:
    """Return one value or several as a list; paths may be strings or `Path`s. An empty value is wrong."""
    value = settings.get(name)
    if value is None:
        return []
    values = [value] if isinstance(value, str | os.PathLike) else value
    if not isinstance(values, Sequence | set | frozenset) or isinstance(values, bytes | bytearray):
        wrong.append(_wrong(name, value))
        return []
    if not all(isinstance(each, str | os.PathLike) and str(each).strip() and "\0" not in str(each) for each in values):
        wrong.append(_wrong(name, value))
        return []
    return [str(each).strip() for each in values]


def _wrong(name: str, value: object) -> Problem:
    kind = "" if isinstance(value, str) else f", of type {type(value).__name__}"
    message = f"{name} is {value!r}{kind}; write {KNOWN[name]}, or remove the setting."
    return Problem(BAD_SETTING, message, *place_of(name))


def _mistyped(settings: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return a problem for each setting that starts with PUBLICATION but is unknown, and so is never read."""
    names = [name for name in settings if name.startswith("PUBLICATION") and name not in KNOWN.keys() | _OF_PELICAN]
    near = {name: nearest(name, KNOWN, 0.5) for name in names}
    advice = {name: f"; {did_you_mean(word)}" if word else "." for name, word in near.items()}
    return tuple(
        Problem(UNKNOWN_SETTING, f"there is no setting {name}{advice[name]}", *place_of(name)) for name in names
    )
