"""What is private in a bibliography is in no byte of the site: marker words in every private field, looked for everywhere."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Mapping

import pytest
from tiny_site import Built, Site

from ibid.features.search.index import write_index
from pelican_bibtex.entries.verbatim import PROGRAMS

MARK = "qzsecret"
SHOWN = {"abbr", "award", "award-name", "pdf", "code", "data", "slides", "poster", "video", "website", "html", "supp"}
SHOWN |= {"blog", "preview"}
"""Private fields that are left out of the BibTeX and shown elsewhere: as a link, a badge, an image."""

NAMES = sorted({name for names in PROGRAMS.values() for name in names.split()} - SHOWN - {"award_name"})
FIELDS = [name.replace("*", "1") for name in NAMES] + [
    *("comment-jane-doe", "comment-王", "Comment-Jane.Doe", "COMMENT-JANE", "mendeley-groups", "bdsk-file-1"),
    *(
        "Bdsk-Url-1",
        "date_added",
        "LOCAL_URL",
        "__markedentry",
        "file+an",
        "owner+an:default",
        "Owner+AN",
        "fi\u200ble",
    ),
]


def word(place: str) -> str:
    """A marker that says where it stood."""
    return MARK + re.sub(r"[^a-z0-9]", "", place.lower())


def field(name: str, value: str) -> str:
    return f"  {name} = {value},\n"


def entry(key: str, *fields: str, kind: str = "article") -> str:
    head = f"@{kind}{{{key},\n  title = {{Title of {key}}},\n  author = {{Doe, Jane}},\n  journal = {{Journal}},\n"
    return f"{head}  year = 2020,\n{''.join(fields)}}}\n\n"


PUBLIC = [
    "keywords",
    "abstract",
    "note",
    "url",
    "uri",
    "author+an:note",
    "biburl",
    "bibsource",
    "citation-key",
    "langid",
]
"""What looks personal or like a program's, and is part of the work's record."""


def public() -> str:
    """An entry with all that is public, and with what is shown and left out of the BibTeX."""
    values = {name: word(name).replace(MARK, "qzpublic") for name in (*PUBLIC, *SHOWN)}
    links = dict.fromkeys(("url", "uri", "biburl", *SHOWN - {"abbr", "award", "award-name"}), "https://example.org/")
    return entry("public", *(field(name, f"{{{links.get(name, '')}{value}}}") for name, value in values.items()))


def each(form: str) -> list[str]:
    return [field(name, form % word(name)) for name in FIELDS]


PARENT = "".join(field(name, f"{{{word('parent' + name)}}}") for name in FIELDS)
BIBLIOGRAPHY = "".join(
    (
        f"% {word('first line')}\nText between entries: {word('text')}, file = {{{word('loose field')}}},\n\n",
        f"@comment{{jabref-meta: fileDirectory-{word('jabref')}:/home/{word('folder')};}}\n",
        f"@Comment{{jabref-meta: grouping:\n0 AllEntriesGroup:;\n1 StaticGroup:{word('group')}\\;0\\;1\\;\\;\\;\\;;\n}}\n",
        f"@comment{{@article{{hidden, title = {{{word('in comment')}}}}}}}\n",
        f"@comment({word('in parentheses')})\n@comment {word('bare')}\n",
        f"%@article{{old, title={{{word('commented out')}}}}}\n",
        f'@preamble{{"\\newcommand{{\\x}}{{{word("preamble")}}}"}}\n',
        f'@string{{mine = "{word("string")}"}}\n@string{{both = mine # " {word("joined")}"}}\n\n',
        entry("braces", *each("{%s}")),
        entry("quotes", *each('"%s"')),
        entry("numbers", field("file", "mine"), field("comment", 'both # " and " # {x}'), field("review", "12 # mine")),
        entry("undefined", field("owner", word("undefined"))),
        entry("upper", *(each_upper.upper().replace(MARK.upper(), MARK) for each_upper in each("{%s}"))),
        entry("lines", *each("{\n    first line,\n    keywords = {x},\n    %s\n  }")),
        entry(
            "twice",
            field("file", "{a}"),
            field("File", f"{{{word('second')}}}"),
            field("TITLE", f"{{{word('title')}}}"),
        ),
        entry("one", "  " + " ".join(f"{name}={{{word(name)}}}," for name in FIELDS) + "\n"),
        (
            "@article(round, title={Title of round}, author={Doe, Jane}, year=2020, journal={J},\n"
            f"{''.join(each('{%s}'))})\n\n"
        ),
        entry("uris", field("uri", f"{{\\url{{papers3://publication/uuid/{word('papers')}}}}}")),
        entry(
            "local", field("url", f"{{file:///Users/{word('disk')}/x.pdf}}"), field("url+an", f"{{{word('urlan')}}}")
        ),
        entry("endnote", field("url", f"{{internal-pdf://{word('endnote')}/x.pdf}}")),
        f"@xdata{{container,\n{PARENT}  publisher = {{Press}}\n}}\n\n",
        entry("heir", field("xdata", "{container}")),
        f"@proceedings{{volume,\n  title = {{Proceedings}},\n  year = 2020,\n{PARENT}}}\n\n",
        entry("paper", field("crossref", "{volume}"), kind="inproceedings").replace("  journal = {Journal},\n", ""),
        entry(
            "quoting",
            field(
                "annote", f"{{see\n@book{{inner, title = {{{word('inner')}}}}},\n  title = {{{word('quoted')}}},\n  }}"
            ),
        ),
        # what BibTeX cannot read, each with a private field beside the fault
        entry("misquoting", "  % why\n", field("comment", f"{{see\n  keywords = {{{word('misquoted')}}},\n  }}")),
        entry(
            "misquoted",
            "  % why\n",
            field("review", f"{{see\n@book{{inner,\n  title = {{{word('innerbook')}}}\n}}\n  }}"),
        ),
        entry("comma", "  note = {N}\n", *each("{%s}")),
        entry("equals", "  owner {{{}}},\n".format(word("equals")), field("file", f"{{{word('after')}}}")),
        entry("percent", f"  % {word('comment line')}\n", f"  volume = 3, % {word('comment behind')}\n"),
        entry("stray", f"  {word('stray')} words,\n", field("file", f"{{{word('afterstray')}}}")),
        entry(
            "bare",
            f"  owner = {word('bareone')} and {word('baretwo')},\n",
            "  file = /home/{}/x.pdf,\n".format(word("slash")),
        ),
        entry("openquote", f'  owner = "{word("openquote")},\n', field("volume", "3")),
        entry("openprivate", f"  file = {{{word('openprivate')},\n", field("volume", "3")),
        f"@article{{openpublic,\n  title = {{Title of openpublic,\n{''.join(each('{%s}'))}  year = 2020\n}}\n\n",
        f"@article{{openline, title = {{Title of openline, file = {{{word('openline')}}}, author = {{Doe, Jane}}, year=2020}}\n\n",
        f"@article{{surplus,\n  title = {{Title of surplus}}}},\n{''.join(each('{%s}'))}  year = 2020\n}}\n\n",
        f"@article{{unclosed,\n  title = {{Title of unclosed}},\n  author = {{Doe, Jane}},\n  year = 2020,\n{''.join(each('{%s}'))}\n",
        public(),
        f"\nThe end. {word('last line')}\n",
    )
)
PAGE = "Title: A\nTopics: true\n\n- **Letters** [@*]\n\n    - **All** [@braces; @quotes; @heir; @paper]\n\n{publications}\n"
POST = "Title: P\nDate: 2024-05-03\nSummary: On [@braces].\n\nA post on [@quotes; @openpublic].\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory, root) -> Built:
    """One site with all of it: exports, feeds, search, copies of everything under `content` that Pelican copies."""
    site = Site(tmp_path_factory.mktemp("private"), root)
    beside = {f"content/publications.bib{ending}": BIBLIOGRAPHY for ending in (".bak", ".sav", "~")}
    built = site.build(
        {
            "content/publications.bib": BIBLIOGRAPHY,
            "content/pages/a.md": PAGE,
            "content/news/2024-05-03-p.md": POST,
            "content/data.txt": "a file that is copied",
            **beside,
        },
        SITEURL="https://me.example.net",
        STATIC_PATHS=["."],
        FEED_ALL_ATOM="feeds/news.atom.xml",
        FEED_ALL_RSS="feeds/news.rss.xml",
        OUTPUT_SOURCES=True,
        IBID_SEARCH=True,
    )
    assert built.code == 0
    write_index(built.folder / "output", "en")
    return built


def texts(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Every file's name and bytes, and what is packed in it."""
    for name, data in files.items():
        yield name, name.encode() + b"\n" + data
        if data.startswith(b"\x1f\x8b"):
            yield name, gzip.decompress(data)
        for part in re.findall(rb"x\x9c.*", data, re.DOTALL):
            try:
                yield name, zlib.decompressobj().decompress(part)
            except zlib.error:
                continue


def test_no_marker_is_in_any_byte(built: Built) -> None:
    found = {
        (match.decode(), name)
        for name, data in texts(built.files())
        for match in re.findall(rb"(?i)qz\W{0,3}secret\w*", data)
    }
    assert sorted(found) == []


def test_it_was_looked_for_where_all_else_is(built: Built) -> None:
    """The same way of looking finds what is public, in every kind of file."""
    found = {name.rpartition(".")[2] for name, data in texts(built.files()) if b"qzpublicabstract" in data}
    assert found >= {"html", "bib", "json", "ris", "xml", "pf_fragment"}
    keys = set(re.findall(rb"^@\w+[{(]([^,]+),", built.files()["publications.bib"], re.MULTILINE))
    assert keys == {key.encode() for key in re.findall(r"Title of (\w+)", BIBLIOGRAPHY)} | {b"volume"}
    assert [name for name in built.files() if name.endswith((".bak", ".sav", "~"))] == []
    assert "data.txt" in built.files()


def test_what_is_shown_is_not_in_the_bibtex_and_what_is_public_is(built: Built) -> None:
    page, bibtex = built.text("publications/public/index.html"), built.text("publications/public.bib")
    names = re.findall(r"^  (\S+) =", bibtex, re.MULTILINE)
    assert names == ["title", "author", "journal", "year", *PUBLIC]
    assert [name for name in ("pdf", "code", "award") if f"qzpublic{name}" not in page] == []
    assert [name for name in PUBLIC if word(name).replace(MARK, "qzpublic") not in bibtex] == []
