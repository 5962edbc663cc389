"""Checks that a built folder is a complete site, which must pass before it may replace the published one."""

from __future__ import annotations

import re
from pathlib import Path

from ibid.model.addresses import PUBLICATION, file_of
from ibid.tasks.project import Project

ENTRY = re.compile(rb"^[ \t]*@(?!comment|string|preamble)[a-z]+[ \t\r\n]*[{(]", re.IGNORECASE | re.MULTILINE)
NUMBER = re.compile(rb"^[ \t]*\d+[ \t]*=", re.MULTILINE)
SHOWN = 3
"""The maximum number of examples named for one fault."""


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
