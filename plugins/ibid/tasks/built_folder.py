"""A built folder: whether it is a complete site, and the removal of what builds have put into the output folder."""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import basename

from invoke.exceptions import Exit

from ibid.model.addresses import PUBLICATION, file_of
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
from pelican_bibtex.lazy_pattern import lazy_pattern

ENTRY = lazy_pattern(rb"^[ \t]*@(?!comment|string|preamble)[a-z]+[ \t\r\n]*[{(]", re.IGNORECASE | re.MULTILINE)
NUMBER = lazy_pattern(rb"^[ \t]*\d+[ \t]*=", re.MULTILINE)
SHOWN = 3
"""The maximum number of examples named for one fault."""


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


def faults(site: Path, project: Project) -> list[str]:
    """Return what is wrong with a project's built folder, as sentences; an empty list when it is complete."""
    pages = sorted(site.rglob("*.html"))
    if not pages:
        return ["The build wrote no page."]
    found = []
    if not (site / "index.html").is_file():
        found.append("There is no index.html, so the site would have no home page.")
    if cut := [page for page in pages if not is_whole(page)]:
        names = ", ".join(page.relative_to(site).as_posix() for page in cut[:SHOWN])
        found.append(f"{len(cut)} of {len(pages)} pages are empty or cut off: {names}")
    if project.uses("ibid") and not any(site.glob(file_of(PUBLICATION.at(slug="*")))):
        found += _missing(project)
    return found


def _missing(project: Project) -> list[str]:
    """Return, as sentences, why a site without publications should have some; an empty list if it should not."""
    if entries := sum(entries_of(file) for file in project.bibliographies):
        return [f"The bibliography has {entries} entries, but the site has no publication."]
    if numbered := len(NUMBER.findall(project.numbers.read_bytes())) if project.numbers.is_file() else 0:
        file = project.shown(project.numbers)
        return [
            f"{file} has {numbered} numbers, but the bibliography has no publication: is it the right, complete file?"
        ]
    return []


def is_whole(page: Path) -> bool:
    """Return whether a file is complete: markup ends with `>`; a text that search engines ask for is not empty."""
    text = page.read_bytes().strip()
    return text.endswith(b">") if text.startswith((b"<", b"\xef\xbb\xbf<")) else bool(text)


def entries_of(bibliography: Path) -> int:
    """Return roughly how many entries a .bib file has; 0 if there is no such file."""
    return len(ENTRY.findall(bibliography.read_bytes())) if bibliography.is_file() else 0
