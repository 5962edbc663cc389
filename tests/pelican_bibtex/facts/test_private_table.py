"""Which fields are private, and that docs/bibliography.md says for each program which."""

from __future__ import annotations

import re

import pytest

from pelican_bibtex.entries.verbatim import PROGRAMS, private_fields

PUBLIC = {
    # what looks like a program's own and is part of the work's record, or the author's to show
    **dict.fromkeys(
        [
            "title",
            "doi",
            "abstract",
            "keywords",
            "note",
            "url",
            "urldate",
            "eprint",
            "langid",
            "comments",
            "remark",
            "description",
        ],
        "x",
    ),
    **dict.fromkeys(
        ["author+an", "author+an:nation", "biburl", "bibsource", "citation-key", "ids", "library", "received"], "x"
    ),
    "uri": r"\url{https://example.org/a}",
    "howpublished": "file: a report on files",
    "series": "Papers: a series",
    "publisher": r"\url{http://example.org}, papers3://publication/uuid/1",
}
PRIVATE = {
    **dict.fromkeys(
        [
            "file",
            "comment-jane",
            "comment-1-王",
            "review",
            "username",
            "rating",
            "read",
            "mendeley-groups",
            "bdsk-color",
        ],
        "x",
    ),
    **dict.fromkeys(
        ["date_added", "local_url", "award_name", "award-name", "__markedentry", "papers2_url", "citeulike-linkout-0"],
        "x",
    ),
    **dict.fromkeys(["file+an", "owner+an:default", "fi\u200ble", "groups"], "https://example.org"),
    "uri": r"{\url{papers3://publication/uuid/1}}",
    "url": "file:///Users/jane/x.pdf",
    "eprint": "internal-pdf://1234/x.pdf",
    "howpublished": r"\url{FILE://localhost/x.pdf}",
    "isbn": "papers://1",
    "doi": "zotero://select/items/1",
}


def test_what_is_private_and_what_is_not() -> None:
    assert private_fields(PUBLIC) == set()
    assert private_fields(PRIVATE) == PRIVATE.keys()


@pytest.mark.parametrize(
    ("also", "private"),
    [([], set()), (["Grant"], {"grant"}), (["my-*"], {"my-1", "my_2"}), (["my_2"], {"my_2"}), (["gr?nt"], {"grant"})],
)
def test_an_author_may_add_some(also: list[str], private: set[str]) -> None:
    assert private_fields(dict.fromkeys(["grant", "my-1", "my_2", "amy-1"], "x"), also) == private


def test_the_page_has_every_private_field_with_the_program_that_writes_it(root) -> None:
    section = (root / "docs/bibliography.md").read_text("utf-8").partition("## Private fields")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|`]+) \| (`[^|]+`) \|$", section, re.MULTILINE)
    assert {program: fields.replace("`", "") for program, fields in rows} == PROGRAMS
