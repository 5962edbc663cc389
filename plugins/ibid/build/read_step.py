"""READ: the author's files other than pages and bibliography: settings, people, numbers, and those of features."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ibid.compat.tested_versions import NEWEST, installed, untested
from ibid.feature import Steps
from ibid.features.registry import features_of
from ibid.model.people import People
from ibid.problems import codes
from ibid.read import pelican_settings
from ibid.read.numbers_file import read_numbers
from ibid.read.pelican_context import is_our_theme
from ibid.read.people_file import read_people
from ibid.read.settings import DEFAULTS, Settings, read_settings
from pelican_bibtex.diagnostics.codes import BAD_SETTING, UNKNOWN_SETTING
from pelican_bibtex.diagnostics.problem import Problem, Severity, shown
from pelican_bibtex.diagnostics.setting_places import assignments, place_of
from pelican_bibtex.diagnostics.stop import Stop, read_or_stop, text_of
from pelican_bibtex.settings import KNOWN
from pelican_bibtex.settings import read_settings as read_publications


class Authored(Struct, frozen=True):
    """The author's own files, read."""

    settings: Settings
    people: People
    numbers: Mapping[str, int]
    """The number that numbers.toml gives each key."""
    features: tuple[Steps, ...]
    """The steps of the features that the site uses."""
    files: tuple[Path, ...]
    """Files that must not be copied into the site, wherever they are."""
    problems: tuple[Problem, ...]


def read_authored(given: Mapping[str, Any], content: Path) -> Authored:
    """Return the author's own files. `given` are Pelican's settings, `content` its folder of sources.

    Raises SystemExit after reporting what is wrong in them: nothing is written yet, so the last site stays as it was.
    """
    settings, problems = _settings(given, content)
    features = tuple(feature(settings) for feature in features_of(given))
    watched = [settings.people, settings.numbers, *(file for one in features for file in one.sources(given))]
    people, numbers, about = read_or_stop(lambda: _people_and_numbers(settings), watched)
    for feature in features:
        read_or_stop(partial(feature.read, given, people), watched)
    found = (*untested_versions(installed()), *problems, *about, *taken_problems(features))
    return Authored(settings, people, numbers, features, (*watched, settings.links), found)


def taken_problems(features: Iterable[Steps]) -> Iterator[Problem]:
    """Yield the problems that features have found since this was last called."""
    for feature in features:
        yield from feature.problems
        feature.problems = []


def wrong_settings(given: Mapping[str, Any]) -> list[Problem]:
    """Return the problems of settings that end the build: Pelican's, the theme's, the bibliography's and ours."""
    try:
        _, mistyped = read_publications(given)
        bibliography = [] if "PUBLICATIONS_SRC" in given else list(_misnamed_source(mistyped))
    except Stop as stop:
        bibliography = list(stop.problems)
    content, ours = Path(given["PATH"]), is_our_theme(given)
    others = pelican_settings.wrong_settings(given, assignments(), content, is_our_theme=ours)
    wrong = [Problem(BAD_SETTING, fault, *place_of(name)) for name, fault in others]
    return [*bibliography, *wrong, *(each for each in _settings(given, content)[1] if each.code == BAD_SETTING)]


def _misnamed_source(mistyped: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problem of a misspelt PUBLICATIONS_SRC: without publications every citation would be reported."""
    meant = (problem for problem in mistyped if problem.message.endswith("did you mean PUBLICATIONS_SRC?"))
    yield from (replace(problem, code=BAD_SETTING) for problem in meant)


def _settings(given: Mapping[str, Any], content: Path) -> tuple[Settings, list[Problem]]:
    """Return Ibid's settings and the problems in them, with those of misspelt names and corrected values."""
    judges = {name: judge for feature in features_of(given) for name, judge in feature.judges.items()}
    settings, problems = read_settings(given, content.parent, judges)
    assigned = assignments()
    corrected = pelican_settings.corrected(given, assigned)
    names = pelican_settings.misspelt(assigned, (*DEFAULTS, *KNOWN), lambda name: _is_used(name, given))
    return settings, [
        *problems,
        *(Problem(codes.CORRECTED_SETTING, fault, *place_of(name)) for name, fault in corrected),
        *(Problem(UNKNOWN_SETTING, fault, *place_of(name)) for name, fault in names),
    ]


def _is_used(name: str, given: Mapping[str, Any]) -> bool:
    """Return whether a template of the site's own has a name: it is a setting for that."""
    folders = [Path(folder) for folder in (*(given.get("THEME_TEMPLATES_OVERRIDES") or ()), given["THEME"])]
    files = (file for folder in folders for file in folder.rglob("*.html"))
    return any(name in file.read_text("utf-8", "replace") for file in files)


def _people_and_numbers(settings: Settings) -> tuple[People, Mapping[str, int], tuple[Problem, ...]]:
    people, about_people = read_people(text_of(settings.people), shown(settings.people))
    numbers, about_numbers = read_numbers(text_of(settings.numbers), shown(settings.numbers))
    errors = [p for p in (*about_people, *about_numbers) if p.code.severity is Severity.ERROR]
    if errors:
        raise Stop(errors)
    return people, numbers, tuple(about_people)


def untested_versions(versions: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each library that is newer than what Ibid is tested with."""
    for name in untested(versions):
        older = f"`pip install {name.lower()}=={NEWEST[name]}` installs the newest that is"
        yield Problem(codes.UNTESTED_VERSION, f"this Ibid is not tested with {name} {versions[name]}; {older}.")
