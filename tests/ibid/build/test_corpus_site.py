"""Bibliographies of real sites, drawn as sites: every entry is there, and a reader sees nothing of BibTeX or TeX.

The corpus belongs to its authors and is not part of this project: without it these tests are skipped.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import page_health
import pytest
from bs4 import BeautifulSoup
from drawn_site import Press, catalogue_of
from tiny_site import Site

from pelican_bibtex.bibliography import Bibliography, Options, read_bibliography
from pelican_bibtex.diagnostics import codes

CORPUS = sorted((Path(__file__).resolve().parents[4] / "shared" / "corpus").glob("*.bib"))
FILES = [pytest.param(path, id=path.stem) for path in CORPUS] or [pytest.param(None, id="no corpus")]
LARGEST = [path for path in CORPUS if path.stem.startswith(("BibBase", "HPDCS", "carlostome"))]
"""The three largest with entries."""

HEAD = re.compile(rb"^[ \t]*@[ \t]*([A-Za-z]+)\s*[{(]", re.MULTILINE)
NO_ENTRIES = {b"comment", b"preamble", b"string", b"xdata", b"set", b"control", b"ieeetranbstctl"}
WITHIN_COMMENTS = {"inukshuk__bibtex-ruby__test_fixtures_decoret": 1}
"""Entries that the expression finds, but that their author has put in @comment."""
WHOLE_FILE = {codes.EMPTY_FILE, codes.NOT_BIBTEX, codes.WRONG_ENCODING}
WENT_ELSEWHERE = {codes.REPEATED_ENTRY, codes.PREPRINT_TWIN}
LEFT_OVER = re.compile(r"[\\{}]|&(?:amp|lt|gt|quot|#\d+|[a-z]+);|\bNone\b|~|\$(?!\d)")


@pytest.fixture(scope="module")
def press(root: Path) -> Press:
    return Press(root)


@cache
def read(path: Path | None) -> Bibliography:
    """Return what is read of a file; once, since it is frozen."""
    if path is None:
        pytest.skip("no corpus beside the project")
    bibliography = read_bibliography([path])
    if [problem.code for problem in bibliography.problems] == [codes.WRONG_ENCODING]:
        return read_bibliography([path], Options("gb18030"))
    return bibliography


@pytest.mark.parametrize("path", FILES)
def test_every_entry_is_shown_or_said_to_be_another(path: Path | None):
    bibliography = read(path)
    assert path is not None
    heads = [word.lower() for word in HEAD.findall(path.read_bytes().replace(b"\r", b"\n"))]
    entries = sum(word not in NO_ENTRIES for word in heads) - WITHIN_COMMENTS.get(path.stem, 0)
    elsewhere = Counter(problem.code for problem in bibliography.problems if problem.code in WENT_ELSEWHERE)
    assert len(bibliography.publications) + elsewhere.total() == entries
    assert len({publication.key for publication in bibliography.publications}) == len(bibliography.publications)


@pytest.mark.parametrize("path", FILES)
def test_every_problem_has_its_place(path: Path | None):
    for problem in read(path).problems:
        assert problem.code in WHOLE_FILE or (problem.line and problem.column), str(problem)


@pytest.mark.parametrize("path", FILES)
def test_a_reader_sees_every_publication_and_nothing_of_its_source(press: Press, path: Path | None):
    bibliography = read(path)
    page = press.draw(catalogue_of(bibliography), "publications/index.html")["publications/index.html"]
    assert page_health.faults("publications/index.html", page) == []
    items = BeautifulSoup(page, "html.parser").select("ol.publications > li")
    assert len(items) == len(bibliography.publications)
    for item in items:
        for formula in item.find_all("math"):
            formula.replace_with("x")  # its signs are its own business
        parts = item.find_all(class_=["title", "authors", "venue"])
        assert next(part for part in parts if "title" in part["class"]).get_text().strip()
        for part in parts:
            assert not LEFT_OVER.search(part.get_text()), str(part)


@pytest.mark.parametrize("path", LARGEST, ids=lambda path: path.stem)
def test_the_largest_are_built_by_pelican(site: Site, path: Path):
    built = site.build({"content/publications.bib": path.read_bytes()})
    assert built.code == 0
    files = built.files()
    assert [fault for name, data in files.items() for fault in page_health.faults(name, data)] == []
    items = built.page("publications/index.html").select("ol.publications > li")
    assert len(items) == len(read(path).publications)
    assert all(f"publications/{item['id']}/index.html" in files for item in items)
