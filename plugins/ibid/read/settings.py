"""Ibid's settings in pelicanconf.py, read once into a typed record. docs/settings.md lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from ibid.mark.github_markdown import PARTS
from ibid.problems.table import fault_of
from pelican_bibtex.diagnostics.codes import BAD_SETTING, UNKNOWN_SETTING
from pelican_bibtex.diagnostics.problem import Problem, shown
from pelican_bibtex.diagnostics.setting_places import place_of
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest

DEFAULTS: Mapping[str, Any] = {
    "IBID_PEOPLE": "content/people.yml",
    "IBID_NUMBERS": "content/numbers.toml",
    "IBID_CV": "content/cv.yml",
    "IBID_LANGUAGES": "languages",
    "IBID_MARKS": {},
    "IBID_LINK_FIELDS": {},
    "IBID_SEVERITY": {},
    "IBID_TOKENS": {},
    "IBID_ICON": "",
    "IBID_IMAGES": True,
    "IBID_MATH": True,
    "IBID_MARKDOWN": {},
    "IBID_SEARCH": False,
    "IBID_LINKS": "content/links.toml",
    "IBID_EXTERNAL": "",
    "IBID_FREEZE": "",
    "IBID_KEYS": "",
    "IBID_CACHE": True,
    "IBID_ASIDE": False,
    "STRICT": False,
}
"""Every setting of Ibid with its default."""
COMMANDS: Mapping[str, tuple[str, ...]] = {"IBID_EXTERNAL": ("", "due", "all")}
"""Settings that the task `check` sets for its run, and their possible values."""
ANSWERS = ("IBID_FREEZE", "IBID_KEYS")
"""Settings of the tasks `number` and `keys`: the file to which the build writes its answer."""
_SWITCHES = ("IBID_IMAGES", "IBID_MATH", "IBID_SEARCH", "IBID_CACHE", "IBID_ASIDE", "STRICT")
_SIGN_AND_MEANING = 2
_ICON = "content/images/icon.png"
_NAMED = ("IBID_PEOPLE", "IBID_LANGUAGES")
"""Settings of files that may be missing; other steps report the rest."""
_ALMOST = 0.75
"""How similar the name of a file is to that of a missing one if it is the one that is meant."""


class Settings(Struct, frozen=True):
    """The author's settings."""

    people: Path
    """The path of people.yml."""
    numbers: Path
    """The path of numbers.toml."""
    cv: Path
    """The path of cv.yml; translations are in the same folder: cv.zh.yml."""
    languages: Path
    """The folder of the author's own translation catalogues; it need not exist."""
    marks: Mapping[str, tuple[str, str]]
    """The site's own marks: sign and meaning by name."""
    severities: Mapping[str, str]
    """The author's severities of problems, by code."""
    tokens: Mapping[str, Any]
    """The author's colours and type for the theme, checked."""
    icon: Path | None
    """The image for the site's icons; None for the theme's own icons."""
    images: bool
    """Whether pages get the sizes of their images, and smaller copies of images."""
    links: Path
    """The path of links.toml, the dates when external links last worked."""
    external: str
    """`due` or `all` in `invoke check --external`: request the addresses of external links; else empty."""
    freeze: Path | None
    """The file to which the build writes its answer to `invoke number` before it stops; None in every other build."""
    keys: Path | None
    """The same for `invoke keys`."""
    strict: bool
    """Whether a build with an error fails after the report."""


Judge = Callable[[Any], str]
"""A function that returns the fault of a setting's value, or an empty string."""


def read_settings(
    given: Mapping[str, Any], base: Path, judges: Mapping[str, Judge] = MappingProxyType({})
) -> tuple[Settings, tuple[Problem, ...]]:
    """Return the settings of a site, and a problem for each bad value; relative paths start at the folder `base`.

    `judges` check the settings of features, by the names of the settings.
    """
    judges = {
        "IBID_MARKS": _bad_marks,
        "IBID_LINK_FIELDS": _bad_link_fields,
        "IBID_MARKDOWN": _bad_parts,
        "IBID_SEVERITY": fault_of,
        **judges,
    }
    problems: list[Problem] = []
    values = dict(DEFAULTS)
    for name, default in DEFAULTS.items():
        value = given.get(name, default)
        is_default = value == default and type(value) is type(default)
        fault = "" if is_default else judges[name](value) if name in judges else _fault(name, value)
        if fault:
            problems.append(Problem(BAD_SETTING, fault, *place_of(name)))
        else:
            values[name] = value
    problems += [*_lost(values, base), *_typos(given)]
    settings = Settings(
        people=base / home(values["IBID_PEOPLE"]),
        numbers=base / home(values["IBID_NUMBERS"]),
        cv=base / home(values["IBID_CV"]),
        languages=base / home(values["IBID_LANGUAGES"]),
        marks={name: (sign, meaning) for name, (sign, meaning) in values["IBID_MARKS"].items()},
        severities=dict(values["IBID_SEVERITY"]),
        tokens=values["IBID_TOKENS"],
        icon=base / home(values["IBID_ICON"]) if values["IBID_ICON"] else None,
        images=values["IBID_IMAGES"],
        links=base / home(values["IBID_LINKS"]),
        external=values["IBID_EXTERNAL"],
        freeze=Path(values["IBID_FREEZE"]) if values["IBID_FREEZE"] else None,
        keys=Path(values["IBID_KEYS"]) if values["IBID_KEYS"] else None,
        strict=values["STRICT"],
    )
    return settings, tuple(problems)


def home(path: str | Path) -> Path:
    """Return a path in which `~` at the start is the user's home folder."""
    try:
        return Path(path).expanduser()
    except RuntimeError:  # there is no such user
        return Path(path)


def _lost(values: Mapping[str, Any], base: Path) -> Iterator[Problem]:
    """Yield a problem for each missing file while one of a similar name is there; without that it may be missing."""
    for name in _NAMED:
        path = base / home(values[name])
        if values[name] != DEFAULTS[name] and not path.exists():
            beside = {each.stem: each for each in path.parent.iterdir()} if path.parent.is_dir() else {}
            if near := beside.get(nearest(path.stem, beside, _ALMOST)):
                message = f'{name} is "{values[name]}", but {shown(path)} does not exist; {did_you_mean(shown(near))}'
                yield Problem(BAD_SETTING, message, *place_of(name))


def _fault(name: str, value: Any) -> str:
    if name in _SWITCHES:
        return "" if isinstance(value, bool) else f"{name} is {value!r}; write `{name} = True` or `{name} = False`."
    if name in COMMANDS or name in ANSWERS:
        is_answer = name in ANSWERS and isinstance(value, str) and (not value or Path(value).is_absolute())
        fits = is_answer or value in COMMANDS.get(name, ())
        return "" if fits else f"{name} is {value!r}; only tasks set it; remove it."
    if name == "IBID_ICON" and value in ("", None):
        return ""
    if not isinstance(value, str | Path) or not str(value).strip() or "\0" in str(value):
        return f'{name} is {value!r}; write a path, as in {name} = "{DEFAULTS[name] or _ICON}".'
    return ""


def _bad_marks(value: Any) -> str:
    example = 'IBID_MARKS = {"student": ("°", "indicates a student under supervision.")}'
    if not isinstance(value, Mapping):
        return f"IBID_MARKS is {value!r}; write `{example}`."
    for name, mark in value.items():
        fits = isinstance(mark, tuple | list) and len(mark) == _SIGN_AND_MEANING
        if not (isinstance(name, str) and fits and all(isinstance(part, str) for part in mark)):
            return f"IBID_MARKS contains {name!r}: {mark!r}; write `{example}`."
    return ""


def _bad_link_fields(value: Any) -> str:
    example = 'IBID_LINK_FIELDS = {"openreview": "OpenReview"}'
    if not isinstance(value, Mapping):
        return f"IBID_LINK_FIELDS is {value!r}; write `{example}`."
    wrong = next((pair for pair in value.items() if not all(isinstance(part, str) and part for part in pair)), None)
    return f"IBID_LINK_FIELDS contains {wrong[0]!r}: {wrong[1]!r}; write `{example}`." if wrong else ""


def _bad_parts(value: Any) -> str:
    example = 'IBID_MARKDOWN = {"emoji": False}'
    if not isinstance(value, Mapping) or not all(isinstance(read, bool) for read in value.values()):
        return f"IBID_MARKDOWN is {value!r}; write {example}, with True or False for each part."
    odd = next((str(part) for part in value if part not in PARTS), "")
    advice = did_you_mean(nearest(odd, PARTS), f"there are {', '.join(PARTS)}.")
    return f"IBID_MARKDOWN has {odd!r}, which is not a part of GitHub's Markdown; {advice}" if odd else ""


def _typos(given: Mapping[str, Any]) -> Iterator[Problem]:
    for name in given:
        if name.startswith("IBID_") and name not in DEFAULTS:
            advice = did_you_mean(nearest(name, DEFAULTS), f"the settings are {', '.join(DEFAULTS)}.")
            yield Problem(UNKNOWN_SETTING, f"there is no setting {name}; {advice}", *place_of(name))
