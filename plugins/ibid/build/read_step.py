"""READ: the author's files other than pages and bibliography: settings, people, numbers, and those of features."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ibid.compat.tested_versions import NEWEST, installed, untested
from ibid.feature import Steps
from ibid.features.registry import features_of
from ibid.model.people import People
from ibid.problems.codes import UNTESTED_VERSION
from ibid.read.numbers_file import read_numbers
from ibid.read.people_file import read_people
from ibid.read.settings import Settings, read_settings
from pelican_bibtex.diagnostics.codes import BAD_SETTING
from pelican_bibtex.diagnostics.problem import Problem, Severity, shown
from pelican_bibtex.diagnostics.stop import Stop, read_or_stop, text_of


@dataclass(frozen=True, slots=True)
class Authored:
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
    used = features_of(given)
    judges = {name: judge for feature in used for name, judge in feature.judges.items()}
    settings, problems = read_settings(given, content.parent, judges)
    features = tuple(feature(settings) for feature in used)
    watched = [settings.people, settings.numbers, *(file for one in features for file in one.sources(given))]
    people, numbers, about = read_or_stop(lambda: _people_and_numbers(settings, problems), watched)
    for feature in features:
        read_or_stop(partial(feature.read, given, people), watched)
    found = (*untested_versions(installed()), *problems, *about, *taken_problems(features))
    return Authored(settings, people, numbers, features, (*watched, settings.links), found)


def taken_problems(features: Iterable[Steps]) -> Iterator[Problem]:
    """Yield the problems that features have found since this was last called."""
    for feature in features:
        yield from feature.problems
        feature.problems = []


def _people_and_numbers(
    settings: Settings, problems: Iterable[Problem]
) -> tuple[People, Mapping[str, int], tuple[Problem, ...]]:
    bad = [problem for problem in problems if problem.code == BAD_SETTING]
    people, about_people = read_people(text_of(settings.people), shown(settings.people))
    numbers, about_numbers = read_numbers(text_of(settings.numbers), shown(settings.numbers))
    errors = [p for p in (*bad, *about_people, *about_numbers) if p.code.severity is Severity.ERROR]
    if errors:
        raise Stop(errors)
    return people, numbers, tuple(about_people)


def untested_versions(versions: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each library that is newer than what Ibid is tested with."""
    for name in untested(versions):
        older = f"`pip install {name.lower()}=={NEWEST[name]}` installs the newest that is"
        yield Problem(UNTESTED_VERSION, f"this Ibid is not tested with {name} {versions[name]}; {older}.")
