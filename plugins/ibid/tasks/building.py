"""Builds with Pelican in a separate process, and the problems that they report.

In one process a second build would find the state that the first one left. Problems are read from the lines of the
report, which are there even if a build ends before its first page.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from invoke.exceptions import Exit
from msgspec import Struct
from msgspec.structs import replace

from ibid.features.search.index import NoIndexError, write_index
from ibid.problems.codes import BROKEN_BUILD
from ibid.problems.codes import CODES as LINKING
from ibid.tasks.built_folder import faults
from ibid.tasks.project import Project
from pelican_bibtex.diagnostics.codes import CODES as READING
from pelican_bibtex.diagnostics.problem import Code, Problem, Severity, github, json_lines
from pelican_bibtex.diagnostics.text_lines import lines_of
from pelican_bibtex.lazy_pattern import lazy_pattern

EXTRA = ("-e", "--extra-settings")
"""Pelican's option for single settings; a second one would silently replace the first."""
_PELICAN = Path(__file__).with_name("pelican_command.py")
_FILES_OF_PIPES = Path("/dev/fd")
_ERRORS = "The site has errors, which are listed above."
ASIDE: Mapping[str, object] = {"IBID_ASIDE": True}
"""The setting for a temporary output folder, which needs no record of its files."""


def command(
    project: Project,
    output: Path,
    extra: Mapping[str, object] | None = None,
    arguments: Sequence[str] = (),
) -> list[str]:
    """Return the command line that builds a project into a folder.

    `extra` are settings that override the file's; `arguments` are the author's own for Pelican, and have priority.
    """
    rest, theirs = split_extra(arguments)
    settings = [f"{name}={json.dumps(value)}" for name, value in (extra or {}).items()]
    pelican = [sys.executable, "-P", str(_PELICAN), str(project.content), "-s", project.file, "-o", str(output)]
    return [*pelican, *rest, *([EXTRA[0], *settings, *theirs] if settings or theirs else [])]


def output_of(project: Project, arguments: Iterable[str]) -> Path:
    """Return the folder that a build writes to, from the author's arguments for Pelican, else from the settings."""
    parser = ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("-o", "--output")
    given, _ = parser.parse_known_args(list(arguments))
    return project.root / Path(given.output).expanduser() if given.output else project.output


def split_extra(arguments: Iterable[str]) -> tuple[list[str], list[str]]:
    """Split Pelican's arguments into the ordinary ones and the `NAME=JSON` of extra settings."""
    rest: list[str] = []
    extra: list[str] = []
    target = rest
    for argument in arguments:
        if argument in EXTRA:
            target = extra
            continue
        if argument.startswith("-"):
            target = rest
        target.append(argument)
    return rest, extra


def run(
    project: Project,
    output: Path,
    extra: Mapping[str, object] | None = None,
    arguments: Sequence[str] = (),
) -> bool:
    """Build a project into a folder and show Pelican's output; return whether there was no error."""
    finished = subprocess.run(
        command(project, output, extra, arguments), cwd=project.root, env=environment(), check=False
    )
    return finished.returncode == 0


def asked(project: Project, setting: str, arguments: Sequence[str] = ()) -> Any:
    """Return what a build answers instead of writing a site; `setting` is the one that names the file for it.

    Raises Exit when it has no answer.
    """
    with _aside(arguments) as (output, words):
        passed, answer = (_piped if _FILES_OF_PIPES.is_dir() else _filed)(project, output, setting, words)
    if not passed:
        raise Exit(_ERRORS)
    if not answer:
        raise Exit("The plugin ibid did not run: check that it is in PLUGINS, and see Pelican's messages above.")
    return json.loads(answer)


def _piped(project: Project, output: Path, setting: str, arguments: Sequence[str]) -> tuple[bool, bytes]:
    """Get the answer through a pipe, which works even if the disk is full or files are limited in size."""
    reading, writing = os.pipe()
    words = command(project, output, {setting: str(_FILES_OF_PIPES / str(writing))}, arguments)
    with open(reading, "rb") as answer:  # noqa: PTH123  it is no path
        try:
            pelican = subprocess.Popen(words, cwd=project.root, env=environment(), pass_fds=[writing])
        finally:
            os.close(writing)
        with pelican:
            said = answer.read()
    return pelican.returncode == 0, said


def _filed(project: Project, output: Path, setting: str, arguments: Sequence[str]) -> tuple[bool, bytes]:
    """Get the answer through a file, as on Windows, where pipes have no path."""
    answer = output.with_name("answer.json")
    passed = run(project, output, {setting: str(answer)}, arguments)
    return passed, answer.read_bytes() if answer.is_file() else b""


class BuildReport(Struct, frozen=True):
    """The result of a build whose output is collected, not shown."""

    passed: bool
    lines: tuple[str, ...]
    """The lines of standard error, which contain the problems."""
    log: str
    """The text of standard output, which contains Pelican's messages."""
    faults: tuple[str, ...]
    """Why the written files are no complete site, as sentences."""


def report(project: Project, extra: Mapping[str, object], arguments: Sequence[str] = ()) -> BuildReport:
    """Build a project into a temporary folder, and return its result and output."""
    with _aside(arguments) as (output, words):
        done = subprocess.run(
            command(project, output, extra, words),
            cwd=project.root,
            env=environment(),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        found = faults(output, project) if done.returncode == 0 else []
    return BuildReport(done.returncode == 0 and not found, tuple(lines_of(done.stderr)), done.stdout, tuple(found))


def environment() -> dict[str, str]:
    """Return this process's environment with the plugins' folder added, so that a clone need not be installed."""
    plugins = str(Path(__file__).resolve().parents[2])
    paths = [plugins, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}


@contextmanager
def built_aside(
    project: Project, extra: Mapping[str, object] | None = None, arguments: Sequence[str] = ()
) -> Iterator[Path]:
    """Yield a temporary folder with a fresh build; raises Exit after Pelican's report when it fails."""
    with _aside(arguments) as (output, words):
        if not run(project, output, extra, words):
            raise Exit(_ERRORS)
        yield output


@contextmanager
def _aside(arguments: Sequence[str]) -> Iterator[tuple[Path, list[str]]]:
    """Yield a temporary folder for a build, and Pelican's arguments, with a temporary cache as well."""
    with TemporaryDirectory(prefix="ibid-", ignore_cleanup_errors=True) as folder:
        yield Path(folder, "site"), ["--cache-path", str(Path(folder, "cache")), *arguments]


FORMATS = {"json": json_lines, "github": github}
"""The formats for programs, besides the text for people: one list in JSON, or GitHub's workflow commands."""
LINE = lazy_pattern(
    r"(?:(?P<path>[^\n]*?)(?::(?P<line>\d+))?(?::(?P<column>\d+))?: )?(?P<code>[a-z]+(?:-[a-z]+)*): "
    r"(?P<message>.*?)(?: \[(?P<severity>warning|hint)\](?P<others> \(and .*\))?)?"
)
"""A line of the report: a printed problem, then its severity unless it is an error, and the number of similar ones."""

ALIKE = lazy_pattern(r"\(and (\d+) more like it(?:, lines [\d, .]+)?\)$")
"""The end of a line that represents many similar problems."""


def findings(lines: Iterable[str]) -> list[Problem]:
    """Return the problems in the lines of a report, in order, with the severity that the site's settings give them."""
    codes = {code.name: code for code in (*READING, *LINKING)}
    matches = (LINE.fullmatch(line.rstrip("\n")) for line in lines)
    return [_problem(match, codes[match["code"]]) for match in matches if match and match["code"] in codes]


def count(problem: Problem) -> int:
    """Return how many problems a finding represents: the report has one line for many similar warnings or hints."""
    alike = ALIKE.search(problem.message)
    return 1 + int(alike[1]) if alike else 1


def findings_of(report: BuildReport) -> list[Problem]:
    """Return all problems of a build; a failed build has at least one error, even if it reported none."""
    found = findings(report.lines)
    found += [Problem(BROKEN_BUILD, f"{fault} See Pelican's messages on standard error.") for fault in report.faults]
    if not report.passed and not any(problem.code.severity is Severity.ERROR for problem in found):
        message = "Pelican failed without reporting a problem; see the last lines of its messages on standard error."
        found.append(Problem(BROKEN_BUILD, message))
    return found


def said_besides(report: BuildReport, found: Iterable[Problem]) -> str:
    """Return the whole output of a broken build, since its problems alone do not explain it; else an empty string."""
    is_broken = any(problem.code.name == BROKEN_BUILD.name for problem in found)
    return "\n".join([report.log.rstrip("\n"), *report.lines]) if is_broken else ""


def _problem(match: re.Match[str], code: Code) -> Problem:
    weighed = replace(code, severity=Severity(match["severity"] or Severity.ERROR))
    message = match["message"] + (match["others"] or "")
    return Problem(weighed, message, match["path"] or "", int(match["line"] or 0), int(match["column"] or 0))


def add_index(project: Project, site: Path) -> None:
    """Write the search index of a built site if its settings turn search on; a failure is reported, not raised."""
    if not project.settings.get("IBID_SEARCH"):
        return
    last = project.path("CACHE_PATH", "cache") / "ibid-search" / f"{Path(project.file).stem}.zip"
    try:
        result = write_index(site, str(project.settings.get("DEFAULT_LANG") or "en"), last)
        sys.stdout.write(f"{result}\n")
        sys.stdout.flush()
    except NoIndexError as error:
        sys.stderr.write(f"The site has no search index, and its search page says so: {error}\n")
