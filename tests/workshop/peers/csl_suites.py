"""The suites that expect CSL-JSON: pandoc's commands, citation-js, biblatex-csl-converter."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from workshop.peers.expectation import Expectation, of_item


def pandoc(folder: Path) -> Iterator[Expectation]:
    """Yield what `test/command/*bib*.md` expects: a block with a command, its input, `^D`, and its output."""
    for path in sorted(folder.glob("test/command/*bib*.md")):
        for block in path.read_text("utf-8").split("```")[1::2]:
            command, _, rest = block.strip().partition("\n")
            bibtex, found, output = rest.partition("\n^D\n")
            if found and command.startswith(("% pandoc -f biblatex -t markdown", "% pandoc -f bibtex -t markdown")):
                for item in _items(output):
                    yield from of_item("pandoc", bibtex, str(item["id"]), item)


def _items(markdown: str) -> list[Mapping[str, Any]]:
    command = ["pandoc", "-f", "markdown", "-t", "csljson"]
    done = subprocess.run(command, input=markdown, capture_output=True, encoding="utf-8", check=True)
    found: list[Mapping[str, Any]] = json.loads(done.stdout)
    return found


def citation_js(folder: Path) -> Iterator[Expectation]:
    """Yield what `input.json` expects of its files and of texts, and `mapping/` of each field."""
    tests = folder / "packages" / "plugin-bibtex" / "test"
    if not tests.exists():
        return
    for name, (text, items, *_) in json.loads((tests / "input.json").read_text("utf-8"))["@biblatex/text"].items():
        file = tests / "input" / f"{name.removeprefix('with ')}.bib"
        file = file if file.exists() else tests / "input" / f"{name.removeprefix('with ').removeprefix('an ')}.bib"
        bibtex = text if isinstance(text, str) else file.read_text("utf-8") if file.exists() else ""
        for item in items if bibtex else ():
            yield from of_item("citation-js", bibtex, item["id"], item)
    bibtex = (tests / "mapping" / "biblatex-input.bib").read_text("utf-8")
    for item in json.loads((tests / "mapping" / "biblatex-csl.json").read_text("utf-8")):
        yield from of_item("citation-js", bibtex, item["id"], item)


def biblatex_csl_converter(folder: Path) -> Iterator[Expectation]:
    """Yield what `fixtures/export/*.csl` expects of `fixtures/import/bib/*.bib`, whose keys are in a file beside it."""
    fixtures = folder / "test" / "fixtures"
    for path in sorted(fixtures.glob("import/bib/*.bib")):
        keys, csl = path.with_suffix(".json"), fixtures / "export" / f"{path.stem}.csl"
        if keys.exists() and csl.exists():
            named = json.loads(keys.read_text("utf-8"))["entries"]
            for number, item in json.loads(csl.read_text("utf-8")).items():
                if number in named:
                    bibtex = path.read_text("utf-8")
                    yield from of_item("biblatex-csl-converter", bibtex, named[number]["entry_key"], item)
