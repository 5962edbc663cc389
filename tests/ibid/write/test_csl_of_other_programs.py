"""Our CSL-JSON beside that of pandoc and citation-js, of made-up entries and of real files.

Each class of disagreement is in `workshop/peers/disagreements.py`, with who is right and why. The real files belong to
their authors and are not part of this project: without them, or without a program, what needs them is skipped.
citation-js is not among the judges that `npm ci` brings; `npm install --no-save @citation-js/core
@citation-js/plugin-bibtex` does.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pelican_bibtex.entries.verbatim import standalone
from pelican_bibtex.syntax.source import Source, decode
from workshop.peers.csl_comparison import Reading, read
from workshop.peers.disagreements import RULES, Disagreement, disagreements, explanation
from workshop.peers.made_up_entries import entries

ROOT = Path(__file__).resolve().parents[3]
CORPUS = sorted((ROOT.parent / "shared" / "corpus").glob("*.bib"))
CITATION_JS = """
import { readFileSync } from 'fs'
import { Cite } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
console.log = () => {}
const items = []
for (const text of readFileSync(0, 'utf8').split(/\\n(?=@)/)) {
  try { items.push(...new Cite(text, { generateGraph: false }).format('data', { format: 'object' })) } catch {}
}
process.stdout.write(JSON.stringify(items))
"""
UNREADABLE = {
    "pandoc": {
        "Einstein:1906:ORM": "it loses its place among the quotation marks",
        "易仕和，2013": "it takes no full-width comma in a key",
    },
    "citation-js": {
        "Einstein:1906:ORM": "it loses its place among the quotation marks",
        "Einstein:1917:MSG": "it stops at a command that it does not know",
        "萨利斯2000": "it stops at a command that it does not know",
    },
}
"""Entries that the other program cannot read, and why."""

Program = Callable[[str], Mapping[str, Mapping[str, Any]]]


@cache
def made_up() -> dict[str, Reading]:
    return read("\n".join(entries(2000, seed=20)))


@cache
def real() -> dict[str, Reading]:
    """Every entry of every file, under a key that no other has."""
    if not CORPUS:
        pytest.skip("no corpus beside the project")
    found = [each for path in CORPUS for each in read(_text(path), path.name).values()]
    return {f"k{number}": each for number, each in enumerate(found)}


def _text(path: Path) -> str:
    source = decode(path.read_bytes(), path.name)
    source = source if isinstance(source, Source) else decode(path.read_bytes(), path.name, "gb18030")
    assert isinstance(source, Source)
    return source.text


@pytest.fixture
def program(tool: str, require_tool: Callable[..., str], tmp_path: Path) -> Program:
    if tool == "pandoc":
        command = [require_tool("pandoc"), "-f", "biblatex", "-t", "csljson"]
    elif (ROOT / "node_modules" / "@citation-js" / "plugin-bibtex").exists():
        (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
        (tmp_path / "cite.mjs").write_text(CITATION_JS)
        command = [require_tool("node"), str(tmp_path / "cite.mjs")]
    else:
        pytest.skip("citation-js is not installed")

    def run(text: str) -> dict[str, Mapping[str, Any]]:
        done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=True)
        return {item["id"]: item for item in json.loads(done.stdout)}

    return run


def compared(tool: str, program: Program, readings: Mapping[str, Reading]) -> list[Disagreement]:
    """All disagreements; the other program reads each entry alone, as we export it."""
    readable = {key: one for key, one in readings.items() if one.entry.key not in UNREADABLE[tool]}
    file = "\n".join(
        re.sub(r"^(@[^{(]+[{(]\s*)[^,]*", rf"\g<1>{key}", standalone(one.entry), count=1)
        for key, one in readable.items()
    )
    items = program(file)
    assert [one.entry.key for key, one in readable.items() if key not in items] == []
    return [each for key, one in readable.items() for each in disagreements(tool, one, items[key])]


@pytest.mark.parametrize("tool", ["pandoc", "citation-js"])
@pytest.mark.parametrize("some", [made_up, real])
def test_we_agree_or_a_rule_says_who_is_right(tool: str, program: Program, some: Callable[[], dict[str, Reading]]):
    found = compared(tool, program, some())
    assert [str(each) for each in found if not explanation(each)] == []


def test_rules_are_told_apart():
    assert len({rule.why for rule in RULES}) == len(RULES)
