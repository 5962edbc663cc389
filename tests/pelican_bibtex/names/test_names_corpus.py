"""The names of real sites, beside what pandoc reads. Where we disagree, we say why.

The corpus belongs to its authors and is not part of this project: without it these tests are skipped.
"""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from pelican_bibtex.bibliography import read_bibliography
from pelican_bibtex.diagnostics import codes
from pelican_bibtex.publication import Publication

CORPUS = sorted((Path(__file__).resolve().parents[4] / "shared" / "corpus").glob("*.bib"))
FILES = [pytest.param(path, id=path.stem) for path in CORPUS] or [pytest.param(None, id="no corpus")]

UNDERSTOOD = {
    codes.NAME_MARK, codes.NAME_ORDER, codes.NAME_SEPARATOR, codes.BRACED_NAMES, codes.NAME_SUFFIX, codes.ET_AL, codes.NAME_FORMAT,
    codes.EMPTY_NAME, codes.DUPLICATE_KEY,
}  # fmt: skip
"""Where a fault is reported, we read what the author meant, pandoc what stands there."""

OURS_IS_BETTER = {
    "OrchardLE19": "III after a name is a suffix in BibTeX's own form, shown behind a comma as every suffix",
}


def from_pandoc(path: Path) -> list[dict[str, Any]]:
    for form in ("biblatex", "bibtex"):
        command = ["pandoc", "-f", form, "-t", "csljson", str(path)]
        result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        if result.returncode == 0:
            return list(json.loads(result.stdout))
    return []  # it gives up at the first fault


def theirs(item: dict[str, Any]) -> list[str]:
    return [same(name.get("literal") or in_order(name)) for name in item.get("author", [])]


def in_order(name: dict[str, str]) -> str:
    parts = (name.get(part, "") for part in ("given", "dropping-particle", "non-dropping-particle", "family"))
    suffix = f", {name['suffix']}" if "suffix" in name else ""
    return " ".join(filter(None, parts)) + suffix


def ours(publication: Publication) -> list[str]:
    return [same(name.display) for name in publication.authors] + ["others"] * publication.others


def same(name: str) -> str:
    """Without what is style: blanks between initials, curly apostrophes; and the i that pandoc leaves without its dot."""
    name = unicodedata.normalize("NFC", name.replace("ı\u0301", "í")).replace("’", "'")
    return " ".join(re.sub(r"(?<=\b\w)\.(?=\w)", ". ", name).split())


@pytest.mark.parametrize("path", FILES)
def test_names_are_those_of_pandoc_or_better_for_a_reason(path, require_tool):
    if path is None:
        pytest.skip("no corpus beside the project")
    require_tool("pandoc")
    bibliography = read_bibliography([path])
    reported = {problem.key for problem in bibliography.problems if problem.code in UNDERSTOOD}
    publications = {publication.key: publication for publication in bibliography.publications}
    for item in from_pandoc(path):
        key = item["id"]
        if key in publications and key not in reported and key not in OURS_IS_BETTER:
            assert ours(publications[key]) == theirs(item), key
