"""Links: every address once, safe, under the label that a reader looks for."""

from __future__ import annotations

import pytest

from pelican_bibtex.facts.identifiers import arxiv_id, complaints, doi
from pelican_bibtex.facts.links import links

DOIS = [
    ("10.1000/182", "10.1000/182"),
    ("https://doi.org/10.1000/182", "10.1000/182"),
    ("http://dx.doi.org/10.1000/182", "10.1000/182"),
    ("doi:10.1000/182", "10.1000/182"),
    ("DOI: 10.1000/182.", "10.1000/182"),
    ("{10.1007/978-3\\_15}", "10.1007/978-3_15"),
    ("10.1002/(SICI)1097<1::AID>3.0.CO;2-U", "10.1002/(SICI)1097<1::AID>3.0.CO;2-U"),
    ("http://doi.acm.org/10.1000/182", "10.1000/182"),
    ("https://dl.acm.org/doi/pdf/10.1000/182", "10.1000/182"),
    ("https://example.org/182", ""),
    ("10.1000/182; 10.1000/183", "10.1000/182"),
    ("182", ""),
    ("", ""),
]

ARXIV_IDS = [
    ({"eprint": "2410.11474", "archiveprefix": "arXiv"}, "2410.11474"),
    ({"eprint": "2410.11474v2", "eprinttype": "arxiv"}, "2410.11474"),
    ({"eprint": "arXiv:2410.11474"}, "2410.11474"),
    ({"eprint": "hep-th/9901001", "archiveprefix": "arXiv"}, "hep-th/9901001"),
    ({"eprint": "math.AG/0309136"}, "math.AG/0309136"),
    ({"eprint": "1234.5678", "eprinttype": "hal"}, ""),
    ({"eprint": "https://example.org/2410.11474.pdf"}, ""),
    ({"arxiv": "2410.11474"}, "2410.11474"),
    ({"arxiv": "https://arxiv.org/abs/2410.11474v1"}, "2410.11474"),
    ({"arxivid": "2410.11474"}, "2410.11474"),
    ({"journal": "arXiv preprint arXiv:2410.11474"}, "2410.11474"),
    ({"journal": "CoRR", "volume": "abs/2410.11474"}, "2410.11474"),
    ({"note": "arXiv:2410.11474 [cs.LG]"}, "2410.11474"),
    ({"doi": "10.48550/arXiv.2410.11474"}, "2410.11474"),
    ({"url": "http://arxiv.org/pdf/2410.11474v3.pdf"}, "2410.11474"),
    ({"volume": "2410.11474"}, ""),
    ({}, ""),
]


@pytest.mark.parametrize(("value", "expected"), DOIS)
def test_a_doi_is_found_bare_or_as_an_address(value, expected):
    assert doi({"doi": value}) == expected


def test_a_doi_is_found_in_url_too():
    assert doi({"url": "https://doi.org/10.1000/182"}) == "10.1000/182"
    assert doi({"url": "https://example.org/doi/10.1000/182"}) == ""


@pytest.mark.parametrize(("fields", "expected"), ARXIV_IDS, ids=str)
def test_an_arxiv_identifier_is_found_wherever_authors_write_it(fields, expected):
    assert arxiv_id(fields) == expected


@pytest.mark.parametrize(
    "fields", [{"doi": "182"}, {"doi": "https://example.org/x"}, {"eprint": "x", "archiveprefix": "arXiv"}], ids=str
)
def test_an_identifier_that_is_none_is_reported_at_its_field(fields):
    (complaint,) = complaints(fields)
    assert complaint.code.name == "bad-identifier"
    assert complaint.field in fields


LINKS = [
    # fields, label and address of each link
    ({}, []),
    ({"pdf": "https://example.org/a.pdf"}, [("PDF", "https://example.org/a.pdf")]),
    ({"pdf": "/papers/a.pdf"}, [("PDF", "/papers/a.pdf")]),
    ({"pdf": "papers/my paper.pdf"}, [("PDF", "/papers/my%20paper.pdf")]),
    ({"url": "\\url{https://example.org/a\\_b~c}"}, [("example.org", "https://example.org/a_b~c")]),
    ({"url": "https://www.example.org/x"}, [("example.org", "https://www.example.org/x")]),
    ({"url": "https://example.org/a.pdf"}, [("PDF", "https://example.org/a.pdf")]),
    (
        {"url": "https://example.org/a.pdf", "pdf": "b.pdf"},
        [("PDF", "/b.pdf"), ("example.org", "https://example.org/a.pdf")],
    ),
    ({"url": "https://example.org/1, https://example.org/2"}, [("example.org", "https://example.org/1")]),
    ({"url": "mailto:a@example.org"}, [("E-mail", "mailto:a@example.org")]),
    ({"doi": "10.1000/182"}, [("DOI", "https://doi.org/10.1000/182")]),
    ({"doi": "10.1000/182", "url": "http://dx.doi.org/10.1000/182"}, [("DOI", "https://doi.org/10.1000/182")]),
    ({"doi": "10.1002/(A)1<1::B>3.0;2-U"}, [("DOI", "https://doi.org/10.1002/(A)1%3C1::B%3E3.0;2-U")]),
    (
        {"eprint": "2410.11474", "archiveprefix": "arXiv", "url": "https://arxiv.org/abs/2410.11474"},
        [("arXiv", "https://arxiv.org/abs/2410.11474")],
    ),
    (
        {"code": "https://example.org/c", "slides": "s.pdf", "arxiv": "2410.11474", "pdf": "p.pdf", "video": "v.mp4"},
        [
            ("PDF", "/p.pdf"),
            ("arXiv", "https://arxiv.org/abs/2410.11474"),
            ("Code", "https://example.org/c"),
            ("Slides", "/s.pdf"),
            ("Video", "/v.mp4"),
        ],
    ),
    ({"html": "https://example.org/x", "url": "https://example.org/x"}, [("HTML", "https://example.org/x")]),
    ({"howpublished": "Online: \\url{https://example.org/x}."}, [("example.org", "https://example.org/x")]),
    ({"eprint": "https://example.org/x"}, [("example.org", "https://example.org/x")]),
    ({"eprint": "hal-00001", "eprinttype": "hal"}, [("HAL", "https://hal.science/hal-00001")]),
    (
        {"url": 'https://example.org/" onclick="alert(1)'},
        [("example.org", "https://example.org/%22%20onclick=%22alert(1)")],
    ),
    ({"pdf": ""}, []),
]


@pytest.mark.parametrize(("fields", "expected"), LINKS, ids=lambda value: str(value)[:60])
def test_links_stand_once_in_the_order_readers_use_them(fields, expected):
    found, complaints = links(fields)
    assert [(link.label, link.url) for link in found] == expected
    assert complaints == ()


REFUSED = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x",
    "file:///etc/passwd", "//evil.example", "C:\\papers\\x.pdf", "\\\\host\\x", "../../../etc/passwd", "papers/../../x.pdf", "%2e%2E/x.pdf", "ftp://example.org/x",
]  # fmt: skip


@pytest.mark.parametrize("address", REFUSED)
@pytest.mark.parametrize("field", ["url", "pdf", "code", "website"])
def test_an_address_that_is_not_safe_is_no_link_and_reported(field, address):
    found, (complaint,) = links({field: address})
    assert found == ()
    assert (complaint.code.name, complaint.field) == ("unsafe-link", field)
    assert address.strip()[:20] in complaint.message


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ('<a href="https://example.org/x">x</a>', "https://example.org/x"),
        ('doi:<a href="https://doi.org/10.1000/182">10.1000/182</a>', "https://doi.org/10.1000/182"),
        ("ftp://example.org/a; http://example.org/b", "http://example.org/b"),
    ],
)
def test_an_address_within_other_text_is_understood_and_reported(url, meant):
    (link,), (complaint,) = links({"url": url})
    assert link.url == meant
    assert complaint.code.name == "odd-address"
    assert f"`url = {{{meant}}}`" in complaint.message


def test_a_bare_host_is_understood_and_reported():
    (link,), (complaint,) = links({"code": "github.com/ann/code"})
    assert link.url == "https://github.com/ann/code"
    assert (complaint.code.name, complaint.field) == ("odd-address", "code")
