"""The output folder in Pelican's settings: whether a build may write there, and what it removes beforehand."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from posixpath import splitext
from typing import Any

from ibid.problems import codes
from ibid.write.recording import Recording, Survey
from ibid.write.site_place import fault_of_contents, fault_of_place, named, site_sources
from ibid.write.site_record import MARKER, SiteRecord, record_in
from pelican_bibtex.diagnostics.problem import Problem, shown
from pelican_bibtex.diagnostics.stop import Stop, read_or_stop

_ELSEWHERE = "choose another folder with -o or OUTPUT_PATH"


def opened(settings: Mapping[str, Any], content: Path, output: Path) -> Recording:
    """Return the output folder as earlier builds left it; end the build if no site may be written to it."""

    def look() -> Recording:
        if fault := _fault(settings, content, output):
            raise Stop([Problem(codes.UNSAFE_OUTPUT, fault, shown(output))])
        return Recording(output, is_kept=not settings["IBID_ASIDE"], retained=settings["OUTPUT_RETENTION"])

    return read_or_stop(look, [output / MARKER])


def begin(recording: Recording, settings: Mapping[str, Any]) -> None:
    """Remove what earlier builds wrote, if the author wants that, and record that a build is writing now."""

    def try_to() -> None:
        try:
            recording.begin()
        except OSError as error:
            raise Stop([_unwritten(recording, error)]) from None

    read_or_stop(try_to, [recording.folder / MARKER])
    if is_emptied(settings):
        recording.empty(others=False)


def finish(recording: Recording, survey: Survey, about: SiteRecord, *, whole: bool) -> list[Problem]:
    """Record the files that the build wrote, and return what prevents that. `whole` is a build without an error."""
    try:
        recording.finish(survey, about, is_whole=whole)
    except OSError as error:
        return [_unwritten(recording, error)]
    return []


def is_emptied(settings: Mapping[str, Any]) -> bool:
    """Return whether the author wants all files of earlier builds removed, by setting or by Pelican's option `-d`."""
    return bool(settings["DELETE_OUTPUT_DIRECTORY"])


def left_there(survey: Survey, recording: Recording) -> Problem | None:
    """Return the problem of files that stay in a folder which the author wants to be emptied, or None."""
    if not (left := [path for path in survey.strangers if path.partition("/")[0] not in recording.retained]):
        return None
    message = f"no build wrote {named(left)}, so it is kept; add it to OUTPUT_RETENTION, or delete it."
    return Problem(codes.LEFT_IN_OUTPUT, message, shown(recording.folder))


def without_a_word(context: Mapping[str, Any]) -> Iterator[str]:
    """Yield the files that Pelican copies to the output without a signal: the theme's, and sources of pages."""
    for name in context["THEME_STATIC_PATHS"]:
        source = Path(context["THEME"], name)
        files = [source.name] if source.is_file() else _below(source)
        yield from (f"{context['THEME_STATIC_DIR']}/{file}" for file in files)
    if context["OUTPUT_SOURCES"]:
        pages = (page for one in (*context["articles"], *context["pages"]) for page in (one, *one.translations))
        yield from (f"{splitext(page.save_as)[0]}{context['OUTPUT_SOURCES_EXTENSION']}" for page in pages)


def _fault(settings: Mapping[str, Any], content: Path, output: Path) -> str:
    project = content if _is_project(content) else content.parent
    if fault := fault_of_place(output, site_sources(settings, content.parent), project):
        return f"the output path {fault}; {_ELSEWHERE}."
    if not (fault := fault_of_contents(output)):
        return ""
    if not output.is_dir() or record_in(output):
        return f"the output path {fault}; {_ELSEWHERE}."
    marker = shlex.quote(shown(output / MARKER))
    return (
        f"the output path {fault}; {_ELSEWHERE}. If it is an old site, delete it; to let the build replace its files, "
        f"run `touch {marker}`."
    )


def _unwritten(recording: Recording, error: OSError) -> Problem:
    fault = f"the output path is not writable: {error.strerror}; correct that, or {_ELSEWHERE}."
    return Problem(codes.UNSAFE_OUTPUT, fault, shown(recording.folder))


def _is_project(content: Path) -> bool:
    """Return whether the settings, and so probably the output, are in the folder of the sources: PATH = "."."""
    return (content / "pelicanconf.py").is_file() or content.resolve() == Path.cwd()


def _below(folder: Path) -> Iterator[str]:
    """Yield the files below a folder of the theme, as Pelican finds them."""
    for parent, _, names in os.walk(folder, followlinks=True):
        yield from (Path(parent, name).relative_to(folder).as_posix() for name in names)
