"""Removal of what builds have put into the output folder."""

from __future__ import annotations

from pathlib import Path
from posixpath import basename

from invoke.exceptions import Exit

from ibid.problems.codes import UNSAFE_OUTPUT
from ibid.tasks.project import Project
from ibid.write.site_place import JUNK, fault_of_contents, fault_of_place, named, site_sources
from ibid.write.site_record import (
    MARKER,
    SiteRecord,
    files_in,
    record_in,
    remove_empty_folders,
    remove_recorded,
    write_record,
)
from pelican_bibtex.diagnostics.problem import Problem


def clean(project: Project) -> str:
    """Remove the built site, and return a message about files that no build wrote, which stay; empty without any.

    Raises Exit, and removes nothing, if the folder is no place for a site or contains no site of ours.
    """
    output = project.output
    refuse_place(project, output)
    if output.exists() and (fault := fault_of_contents(output)):
        advice = "nothing was removed; delete the folder yourself if it is an old site."
        raise _refusal(project, output, f"the output path {fault}; {advice}")
    left = remove_recorded(output, record_in(output) or SiteRecord(), files_in(output))
    _close(output)
    names = [path for path in left if basename(path) not in JUNK]
    return f"Kept in {project.shown(output)}, since no build wrote it: {named(names)}" if names else ""


def refuse_place(project: Project, output: Path) -> None:
    """Raise Exit if no site may be written to a folder."""
    if fault := fault_of_place(output, site_sources(project.settings, project.root), project.root):
        raise _refusal(project, output, f"the output path {fault}; choose another folder with -o or OUTPUT_PATH.")


def _close(output: Path) -> None:
    """Remove the folder; if files are left in it, keep the marker, so that the next build may write there."""
    remove_empty_folders(output)
    try:
        (output / MARKER).unlink(missing_ok=True)
        output.rmdir()
    except OSError:
        if output.is_dir():
            write_record(output, SiteRecord())


def _refusal(project: Project, output: Path, message: str) -> Exit:
    return Exit(str(Problem(UNSAFE_OUTPUT, message, project.shown(output))))
