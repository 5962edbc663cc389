"""Sites of bibliographies that nobody would write: whatever stands in any field, the site is whole and harmless."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import page_health
import pytest
from bs4 import BeautifulSoup
from drawn_site import Press, catalogue_of, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_site import Site

from ibid.link.chips import chip
from ibid.model.catalogue import Catalogue

FIELDS = [
    "title",
    "subtitle",
    "author",
    "editor",
    "journal",
    "booktitle",
    "maintitle",
    "publisher",
    "school",
    "year",
    "date",
    "month",
    "day",
    "volume",
    "number",
    "pages",
    "note",
    "abstract",
    "keywords",
    "award",
    "abbr",
    "url",
    "doi",
    "eprint",
    "archiveprefix",
    "eprinttype",
    "eprintclass",
    "pdf",
    "code",
    "slides",
    "video",
    "website",
    "html",
    "langid",
    "language",
    "pubstate",
    "howpublished",
    "author+an",
    "crossref",
    "xdata",
    "isbn",
    "series",
    "edition",
    "location",
    "type",
    "selected",
]
TYPES = ("article", "inproceedings", "book", "misc", "phdthesis", "online", "xdata", "set", "nonsense")
PIECES = [
    "<script>alert(1)</script>", "</script>", "<img src=x onerror=alert(1)>", "<!--", "-->", "]]>", "<![CDATA[",
    '" onclick="alert(1)', "' onload='x", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "https://e.org/",
    "https://e.org/\" x='y", "//evil.example", "../../x", "/a/../../b", "mailto:a@b.org", "&lt;b&gt;", "&amp;", "&#60;", "&", "<", ">",
    "\\href{javascript:alert(1)}{x}", "\\url{https://e.org/}", "\\href{https://e.org/?a=1&b=2}{in \\url{https://f.org}}",
    "\\input{/etc/passwd}", "\\def\\a{\\a\\a}\\a", "$x^2$", "$", "$$\\frac{", "\\(", "\\text{<b>}", "$\\href{javascript:x}{y}$",
    "$<script>$", "\\emph{", "}", "{", "\\", "\\'", "\\'{\\i}", "%", "#", "~", "^", "_", "--", "``", "''", "{{ 7*7 }}", "{% raw %}",
    " and ", "others", ", ", "Doe, Jane", "王明泽", "محمد", "\u202e", "\u2066", "\ufeff", "\x00", "\x07", "\ud800", "\U0001f680", "e\u0301",
    "2024", "2024-05", "2024/2025", "forthcoming", "[@k0]", "[1]", "[[1]]", "{publications}", "1=equal", "10.1000/182", "2405.20763",
]  # fmt: skip
WORDS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=5).map("".join)
KEYS = st.lists(
    st.sampled_from(["k0", "a", "A", "..", "/", ":", "<b>", "'", "&", "%41", "é", "王", ".", "index", "con", "-", "#x"]),
    min_size=1, max_size=4,
).map("".join)  # fmt: skip
ENTRIES = st.lists(
    st.tuples(st.sampled_from(TYPES), KEYS, st.dictionaries(st.sampled_from(FIELDS), WORDS, max_size=8)),
    min_size=1, max_size=4,
)  # fmt: skip


@pytest.fixture(scope="module")
def press(root: Path) -> Press:
    return Press(root)


def balanced(value: str) -> str:
    """The value with each brace that has no partner taken out, so that the entry around it stays whole."""
    depth, kept = 0, []
    for char in value:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            depth = 0
        else:
            kept.append(char)
    return "".join(kept) + "}" * depth


def entry(kind: str, key: str, fields: dict[str, str], *, whole: bool = True) -> str:
    lines = "".join(f",\n  {name} = {{{balanced(value) if whole else value}}}" for name, value in fields.items())
    return f"@{kind}{{{key}{lines}\n}}\n"


def assert_sound(catalogue: Catalogue, files: dict[str, bytes]) -> None:
    """No file acts or is broken, none lies elsewhere, and every publication has its page, its place and its way."""
    assert [fault for name, data in files.items() for fault in page_health.faults(name, data)] == []
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*(?:\.[a-z]+)+", name) for name in files)
    assert len({name.lower() for name in files}) == len(files), "some file systems hold one of two such files"
    assert dead_links(catalogue, files) == []
    listed = BeautifulSoup(files["publications/index.html"], "html.parser").select("ol.publications > li")
    assert {str(item["id"]): int(str(item["value"])) for item in listed} == {
        record.slug: record.number for record in catalogue.publications
    }
    assert sorted(record.number for record in catalogue.publications) == [*range(1, len(listed) + 1)]
    assert all(f"{record.url}index.html" in files for record in catalogue.publications)


def dead_links(catalogue: Catalogue, files: dict[str, bytes]) -> list[str]:
    """Links that lead to nothing, but for the theme's own files and what the author links to."""
    theme = {"index.html": b"", "theme/icon.svg": b"", "theme/css/ibid.css": b""}
    authors_own = {link.url for record in catalogue.publications for link in record.publication.links}
    return [
        dead for dead in page_health.dead_links(theme | files) if dead.split(": https://here", 1)[1] not in authors_own
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ENTRIES)
def test_nasty_fields_give_a_sound_site(press: Press, entries):
    bibliography = read("\n".join(entry(*each) for each in entries))
    catalogue = catalogue_of(bibliography)
    assert len(catalogue.publications) == len(bibliography.publications)
    assert_sound(catalogue, press.draw(catalogue))
    for record in catalogue.publications:
        citing = BeautifulSoup(f"<p>{chip(record, '')}</p>", "html.parser")
        assert page_health.acting(str(citing)) == page_health.broken(str(citing)) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ENTRIES, st.randoms(use_true_random=False))
def test_broken_entries_give_a_sound_site_too(press: Press, entries, random: Random):
    text = "\n".join(entry(*each, whole=False) for each in entries)
    cut = random.randrange(len(text))
    catalogue = catalogue_of(read(text[:cut] + text[cut + random.randrange(3) :]))
    assert_sound(catalogue, press.draw(catalogue))


@settings(max_examples=20, deadline=None)
@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_order_of_the_files_changes_nothing_that_is_written(press: Press, entries, random: Random):
    """With keys and dates of their own: works of one date stand in the order of the files."""
    texts = [
        entry(kind, f"{key}-{place}", {**fields, "date": str(1900 + place)})
        for place, (kind, key, fields) in enumerate(entries)
    ]
    files = press.draw(catalogue_of(read("\n".join(texts))))
    random.shuffle(texts)
    middle = len(texts) // 2
    assert press.draw(catalogue_of(read("\n".join(texts[:middle]), "\n".join(texts[middle:])))) == files


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_nasty_site_is_built_by_pelican(site: Site, seed: int):
    random = Random(seed)  # noqa: S311  no secret
    texts = [
        entry(random.choice(TYPES), f"k{n}", {name: "".join(random.choices(PIECES, k=4)) for name in random.sample(FIELDS, 9)})
        for n in range(40)
    ]  # fmt: skip
    bib = "\n".join(texts).encode("utf-8", "replace")
    cited = "; ".join(f"@k{n}" for n in range(40))
    pages = {
        "content/pages/home.md": "Title: Home\nTemplate: home\nsave_as: index.html\nurl:\n\nHello.\n",
        "content/pages/research.md": f"Title: Research\nTopics: true\n\n- **T**: [{cited}]\n\n{{publications}}\n",
    }
    built = site.build({"content/publications.bib": bib, **pages})
    assert built.code == 0
    files = built.files()
    assert [fault for name, data in files.items() for fault in page_health.faults(name, data)] == []
    assert {path.name for path in built.folder.iterdir()} == {"cache", "content", "output", "pelicanconf.py"}
    listing = built.page("publications/index.html").select("ol.publications > li")
    assert [str(item["id"]) for item in listing if f"publications/{item['id']}/index.html" not in files] == []
