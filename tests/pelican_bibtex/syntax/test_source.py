"""Bytes of a file to text: what is no UTF-8 is refused where it goes wrong, never shown as other letters."""

from __future__ import annotations

import codecs

import pytest

from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.syntax.source import Source, decode

READ = [
    # bytes, encoding, text
    (b"a\nb", "utf-8", "a\nb"),
    (codecs.BOM_UTF8 + b"a\r\nb\rc\n", "utf-8", "a\nb\nc\n"),
    ("Müller".encode(), "UTF-8", "Müller"),
    ("Müller".encode("latin-1"), "latin-1", "Müller"),
    ("Müller\r\n".encode("utf-16"), "utf-16", "Müller\n"),
    ("张三".encode("gb18030"), "gb18030", "张三"),
    (b"", "utf-8", ""),
]

REFUSED = [
    # bytes, encoding, the report
    (
        b"@article{k,\r\n  author = {M\xfcller}",
        "utf-8",
        (
            "p.bib:2:14: wrong-encoding: byte 0xFC at offset 26 is not UTF-8; save the file as UTF-8, or set its"
            ' encoding, as in `PUBLICATIONS_ENCODING = "latin-1"`.'
        ),
    ),
    (
        b"a\xed\xa0\x80b",
        "utf-8",
        (
            "p.bib:1:2: wrong-encoding: byte 0xED at offset 1 is not UTF-8; save the file as UTF-8, or set its"
            ' encoding, as in `PUBLICATIONS_ENCODING = "latin-1"`.'
        ),
    ),
    (
        "@article{k".encode("utf-16"),
        "utf-8",
        'p.bib: wrong-encoding: the file looks like UTF-16; save it as UTF-8, or set `PUBLICATIONS_ENCODING = "utf-16"`.',
    ),
    (
        "@article{k".encode("utf-16-be"),
        "utf-8",
        'p.bib: wrong-encoding: the file looks like UTF-16; save it as UTF-8, or set `PUBLICATIONS_ENCODING = "utf-16"`.',
    ),
    (
        "ü".encode(),
        "ascii",
        (
            "p.bib:1:1: wrong-encoding: byte 0xC3 at offset 0 is not UTF-8; save the file as UTF-8, or set its"
            ' encoding, as in `PUBLICATIONS_ENCODING = "latin-1"`.'
        ),
    ),
    (
        b"a\n\xff",
        "gb18030",
        (
            "p.bib:2:1: wrong-encoding: byte 0xFF at offset 2 is not gb18030; PUBLICATIONS_ENCODING is not the encoding of the file."
        ),
    ),
    (
        b"a\\ud800",
        "unicode_escape",
        "p.bib:1:2: wrong-encoding: U+D800 is only half a character; is 'unicode_escape' the encoding of the file?",
    ),
    (
        b"a",
        "utf8000",
        "p.bib: unknown-encoding: PUBLICATIONS_ENCODING is 'utf8000', which Python does not know; write 'utf-8' for UTF-8.",
    ),
    (
        b"a",
        "rot13",
        "p.bib: unknown-encoding: PUBLICATIONS_ENCODING is 'rot13', which Python does not know; write 'utf-8' for UTF-8.",
    ),
]


@pytest.mark.parametrize(("data", "encoding", "text"), READ)
def test_text_has_no_mark_and_lf_line_ends(data: bytes, encoding: str, text: str):
    source = decode(data, "p.bib", encoding)
    assert isinstance(source, Source)
    assert source.text == text


@pytest.mark.parametrize(("data", "encoding", "report"), REFUSED)
def test_what_does_not_decode_is_reported_at_its_first_wrong_byte(data: bytes, encoding: str, report: str):
    problem = decode(data, "p.bib", encoding)
    assert isinstance(problem, Problem)
    assert str(problem) == report


def test_an_offset_is_found_by_line_and_column():
    source = Source("p.bib", "ab\n\nü€c")
    assert [source.locate(offset) for offset in range(8)] == [
        (1, 1),
        (1, 2),
        (1, 3),
        (2, 1),
        (3, 1),
        (3, 2),
        (3, 3),
        (3, 4),
    ]
