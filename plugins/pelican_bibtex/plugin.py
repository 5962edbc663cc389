"""The generator for Pelican: it reads the settings and puts `publications` into the context."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from os.path import realpath
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

from pelican_bibtex import tex
from pelican_bibtex.bibliography import Bibliography, read_bibliography
from pelican_bibtex.diagnostics.codes import (
    EMPTY_FILE,
    NO_FILE,
    NOT_BIBTEX,
    UNKNOWN_ENCODING,
    UNREADABLE_FILE,
    WRONG_ENCODING,
)
from pelican_bibtex.diagnostics.problem import Problem, Severity, print_report, shown, summary
from pelican_bibtex.diagnostics.setting_places import place_of
from pelican_bibtex.diagnostics.stop import Stop, read_or_stop, stop_build
from pelican_bibtex.pelican_compat import never_copy, under_autoreload
from pelican_bibtex.publication import Publication
from pelican_bibtex.settings import PublicationSettings, read_settings


def split(publications: Sequence[Publication], field: str, untagged: str = "") -> dict[str, list[Publication]]:
    """Return publications by the comma-separated values of `field`, the others by the title `untagged` if it is set."""
    lists: dict[str, list[Publication]] = {}
    others = []
    for publication in publications:
        tags = [tag.strip() for tag in tex.plain(publication.fields.get(field, "")).split(",")] if field else []
        named = list(dict.fromkeys(filter(None, tags)))
        for tag in named:
            lists.setdefault(tag, []).append(publication)
        if not named:
            others.append(publication)
    if untagged and others:
        lists.setdefault(untagged, []).extend(others)
    return lists


STOPS = frozenset({NO_FILE, UNREADABLE_FILE, WRONG_ENCODING, UNKNOWN_ENCODING, NOT_BIBTEX})
"""Faults that leave the bibliography empty: they stop the build, which would overwrite the site with an empty one."""

_SAVED: Final = 0.5
"""Seconds to wait for an editor that empties a file before it writes it again."""

_log = logging.getLogger(__name__)


class BibliographyGenerator:
    """The generator that puts the bibliography into Pelican's context.

    Its constructor reads the files. Pelican calls it in every build, under --autoreload too, and before it empties the
    output folder.
    """

    def __init__(self, context: dict[str, Any], settings: dict[str, Any], path: str, **_: Any) -> None:
        self.context = context
        self.settings = settings
        self.path = path
        chosen, problems = checked(settings)
        bibliography = read(chosen.paths, chosen)
        context["publications"] = list(bibliography.publications)
        context["publications_lists"] = split(bibliography.publications, chosen.split_by, chosen.untagged)
        context["publications_problems"] = [*problems, *bibliography.problems]
        hide_sources(context, chosen.paths, Path(path))
        if chosen.report:
            report(context["publications_problems"])


def checked(settings: dict[str, Any]) -> tuple[PublicationSettings, tuple[Problem, ...]]:
    """Return the settings and the problems in them, or end the build if a setting cannot be used."""
    try:
        return read_settings(settings)
    except Stop as stop:
        stop_build(stop.problems)


def read(paths: Sequence[Path], chosen: PublicationSettings) -> Bibliography:
    """Return the bibliography, or end the build on one of `STOPS`; without paths it is empty and has no problems."""

    def read_once() -> Bibliography:
        bibliography = read_bibliography(paths, chosen.options)
        if under_autoreload() and any(problem.code is EMPTY_FILE for problem in bibliography.problems):
            time.sleep(_SAVED)
            bibliography = read_bibliography(paths, chosen.options)
        stops = [problem for problem in bibliography.problems if problem.code in STOPS]
        if stops:
            raise Stop([_at_the_setting(problem) for problem in bibliography.problems])
        return bibliography

    return read_or_stop(read_once, paths) if paths else Bibliography()


def _at_the_setting(problem: Problem) -> Problem:
    """Return the problem of a missing file at the setting that names it, with the file of this name in the project."""
    if problem.code is not NO_FILE:
        return problem
    place, file = place_of("PUBLICATIONS_SRC"), Path(problem.path)
    project = Path(place[0]).parent
    elsewhere = next(
        (shown(each) for each in (project / file.name, *project.glob(f"*/{file.name}")) if each.is_file()), ""
    )
    reason = f"there is no such file; did you mean {elsewhere}?" if elsewhere else problem.message
    return replace(problem, message=f"PUBLICATIONS_SRC names {problem.path}; {reason}", path=place[0], line=place[1])


def hide_sources(context: dict[str, Any], paths: Sequence[Path], content: Path) -> None:
    """Mark files under `content` as sources, so that Pelican never copies them with their private fields to the output.

    So are the copies that programs leave beside them: JabRef's `x.bib.bak` and `x.bib.sav`, an editor's `x.bib~`.
    """
    copies = [copy for path in paths for copy in _copies(path)]
    for source in (*paths, *copies):
        for name, folder in ((source, content), (Path(realpath(source)), Path(realpath(content)))):
            if name.is_relative_to(folder):
                never_copy(context, [name.relative_to(folder).as_posix()])


def _copies(path: Path) -> Iterator[Path]:
    starts = (f"{path.name}.", f"{path.name}~", f"#{path.name}#", f".#{path.name}")
    if path.parent.is_dir():
        yield from (file for file in path.parent.iterdir() if file.name.startswith(starts))


def report(problems: Sequence[Problem]) -> None:
    """Print the problems and log their number, so that --fatal can end the build."""
    if not problems:
        return
    print_report(problems)
    severities = {problem.code.severity for problem in problems}
    # Not `_log.log`: --fatal does not notice that in Pelican 4.11.
    say = _log.error if Severity.ERROR in severities else _log.warning
    (say if severities != {Severity.HINT} else _log.info)("Bibliography: %s", summary(problems))


def get_generators(_: object) -> type[BibliographyGenerator]:
    """Return the generator's class for Pelican's signal `get_generators`."""
    return BibliographyGenerator
