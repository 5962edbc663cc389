"""Real files: nothing of TeX reaches a reader, and pandoc, the oracle, agrees or is wrong for a reason we can name.

The files belong to their authors and are not part of the project: without them these tests are skipped.
"""

import json
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

from pelican_bibtex.entries.pipeline import read_entries
from pelican_bibtex.syntax.source import Source, decode
from pelican_bibtex.tex import parse

SHOWN = (
    "title", "subtitle", "booktitle", "journal", "journaltitle", "publisher", "author", "editor", "note", "series", "school", "institution",
    "address", "location", "organization", "howpublished", "venue", "eventtitle", "maintitle",
    "keywords", "award", "volume", "number", "pages", "edition", "abstract", "annote",
)  # fmt: skip


@pytest.fixture(scope="module")
def values(root: Path) -> list[str]:
    """Every different value of a field that a page shows."""
    folder = root.parent / "shared" / "corpus"
    files = sorted(folder.glob("*.bib"))
    if not files:
        pytest.skip("the corpus is not here")
    sources = [_source(file) for file in files]
    entries = [entry for source in sources for entry in read_entries([source])[0]]
    return list(dict.fromkeys(entry.fields[name] for entry in entries for name in SHOWN if entry.fields.get(name)))


def _source(file: Path) -> Source:
    for encoding in ("utf-8", "latin-1"):
        source = decode(file.read_bytes(), file.name, encoding)
        if isinstance(source, Source):
            return source
    pytest.fail(f"{file.name} cannot be read")


def test_nothing_of_tex_reaches_a_reader(values: list[str]) -> None:
    left = [value for value in values if re.search(r"[\\{}]|&[a-z]+;|\$(?!\d)", parse(value)[0].plain)]
    assert left == []


def test_few_commands_are_unknown(values: list[str]) -> None:
    messages = {complaint.message for value in values for complaint in parse(value)[1]}
    unknown = {message for message in messages if "is unknown" in message}
    assert unknown == set()


# What pandoc's reader of bibliographies does otherwise, each with the reason why ours is right. The first that
# applies to a value makes its comparison void, so what is compared is what nothing here explains.
REASONS = {
    r"\$|\\\(|\{\\textbackslash\}": "pandoc shows a formula as its TeX source; ours is readable: O(n²), λ",
    r"\\cite": "pandoc drops a citation without its key and leaves 'see .'; ours names the key",
    r"\\(?:add\w+|cprime|XeLaTeX|LaTeXe|theta|textcopyright)\b": "pandoc drops a command it does not know",
    r"(?<!\\)#\d": "pandoc takes #32 for the argument of a macro and loses the whole value",
    r"(?<!\\)%": "pandoc takes a percent sign for a comment and loses the rest; BibTeX knows no comments in a value",
    r"`[^`']*'|‘| `e ": "pandoc makes single quotation marks double, and a lone backtick one of them",
    "\u00ad": "pandoc keeps invisible soft hyphens in plain text",
}


def test_pandoc_agrees(values: list[str]) -> None:
    if shutil.which("pandoc") is None:
        pytest.skip("pandoc is not installed")
    compared = [value for value in values if not any(re.search(pattern, value) for pattern in REASONS)]
    assert len(compared) > 0.95 * len(values)
    theirs = _as_pandoc_reads(compared)
    ours = [parse(value)[0].plain for value in compared]
    assert [pair for pair in zip(map(_alike, ours), map(_alike, theirs), strict=True) if pair[0] != pair[1]] == []


@pytest.mark.parametrize("pattern", REASONS)
def test_every_reason_is_needed(values: list[str], pattern: str) -> None:
    if shutil.which("pandoc") is None:
        pytest.skip("pandoc is not installed")
    excused = [value for value in values if re.search(pattern, value)]
    theirs = _as_pandoc_reads(excused)
    assert any(_alike(parse(value)[0].plain) != _alike(read) for value, read in zip(excused, theirs, strict=True))


def _as_pandoc_reads(values: list[str]) -> list[str]:
    """The values as pandoc reads them, in a field whose case it leaves alone."""
    lines = (" ".join(value.split()) for value in values)
    file = "".join(f"@article{{k{number}, journaltitle = {{{line}}}}}\n" for number, line in enumerate(lines))
    command = ["pandoc", "-f", "biblatex", "-t", "csljson"]
    run = subprocess.run(command, input=file.encode(), capture_output=True, check=True)
    read = {entry["id"]: entry.get("container-title", "") for entry in json.loads(run.stdout)}
    return [read[f"k{number}"] for number in range(len(values))]


def _alike(text: str) -> str:
    """Without CSL's markup, with one kind of quote, hyphen and blank, and accents on a dotted i: pandoc keeps ı́."""
    text = re.sub(r"</?(?:i|b|sc|sup|sub|span)\b[^>]*>", "", text)
    text = text.translate(str.maketrans("’‘“”‐", "''\"\"-"))
    text = re.sub("ı(?=[\u0300-\u036f])", "i", unicodedata.normalize("NFD", text))
    return " ".join(unicodedata.normalize("NFKC", text).split())
