"""Links: every address once, safe, under the label that a reader looks for."""

from __future__ import annotations

import pytest

from pelican_bibtex.facts.identifiers import arxiv_id, complaints, doi, pmcid, pmid
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
    # written by programs that escape for TeX, for HTML or for an address
    (r"10.1175/X{\textless}2712:Y{\textgreater}2", "10.1175/X<2712:Y>2"),
    (r"10.1175/X{$<$}2712:Y{$>$}2", "10.1175/X<2712:Y>2"),
    (r"10.1175/X$\less$2712:Y$\greater$2", "10.1175/X<2712:Y>2"),
    ("10.1175/X&lt;2712:Y&gt;2", "10.1175/X<2712:Y>2"),
    ("10.1175/X&amp;lt;2712:Y&amp;gt;2", "10.1175/X<2712:Y>2"),
    ("https://doi.org/10.1000/a%3C1:b%3E2", "10.1000/a<1:b>2"),
    ("https://doi.org/10.1128%2Fjb.1", "10.1128/jb.1"),
    ("10.1000/%E9", "10.1000/%E9"),
    ("\\url{https://doi.org/10.1000/182}", "10.1000/182"),
    ("10/abc9", "10/abc9"),
    ("https://doi.org/10/abc9", "10/abc9"),
    ("10/a", ""),
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
    ({"url": "https://example.org/x http://arxiv.org/abs/2410.11474"}, "2410.11474"),
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
    (
        {"url": "https://example.org/1, https://example.net/2"},
        [("example.org", "https://example.org/1"), ("example.net", "https://example.net/2")],
    ),
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
    ({"doi": "10.1000/a<b>#1?x"}, [("DOI", "https://doi.org/10.1000/a%3Cb%3E%231%3Fx")]),
    *(
        ({"url": f"http://h.example/{tilde}a"}, [("h.example", "http://h.example/~a")])
        for tilde in (
            r"$\sim$",
            r"{\char`\~}",
            r"\char`\~",
            r"\char126 ",
            r"\string~",
            r"$\tilde{}$",
            r"\~{}",
            "{~}",
            r"\~",
        )
    ),
    ({"pdf": "http://e.org/x.pdf?a=1&amp;b=2"}, [("PDF", "http://e.org/x.pdf?a=1&b=2")]),
    ({"url": "http://e.org/x?a=1&amp;amp;b=2"}, [("e.org", "http://e.org/x?a=1&b=2")]),
    ({"url": r"http://e.org/a\\_b\-c\/d"}, [("e.org", "http://e.org/a_bcd")]),
    ({"url": r"\url{http://e.org/{\textasciitilde}a}"}, [("e.org", "http://e.org/~a")]),
    ({"howpublished": r"Available online \XEurl{https://x.example/a-b}"}, [("x.example", "https://x.example/a-b")]),
    # the DOI or the arXiv identifier once, however it is written and wherever
    ({"doi": "10.1128/jb.1", "url": "https://doi.org/10.1128%2Fjb.1"}, [("DOI", "https://doi.org/10.1128/jb.1")]),
    ({"doi": "10.1128/jb.1", "html": "http://dx.doi.org/10.1128/jb.1"}, [("DOI", "https://doi.org/10.1128/jb.1")]),
    (
        {"eprint": "12345", "eprinttype": "pubmed"},
        [("PubMed", "https://pubmed.ncbi.nlm.nih.gov/12345")],
    ),
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


ODD = [
    # fields, addresses of the links, code, what the message says
    (
        {"url": "http://a.example/x.pdf, PDF http://b.example"},
        ["http://a.example/x.pdf", "http://b.example"],
        "odd-address",
        "`url = {http://a.example/x.pdf}`",
    ),
    ({"url": "http://a.example/x.pdf, PDF"}, ["http://a.example/x.pdf"], "odd-address", "{http://a.example/x.pdf}"),
    ({"pdf": "http://a.example/1 http://a.example/2"}, ["http://a.example/1"], "odd-address", "{http://a.example/1}"),
    ({"url": r"Available at \url{http://a.example/1}"}, ["http://a.example/1"], "odd-address", "http://a.example/1"),
    ({"url": "http://a.example/`x"}, ["http://a.example/%60x"], "odd-address", "url"),
    ({"url": "http://[1]/x"}, [], "unsafe-link", "http://[1]/x"),
    ({"url": "http://[]@e.example/"}, [], "unsafe-link", "http://[]@e.example/"),
    ({"url": "http://e.example:99999/"}, [], "unsafe-link", "http://e.example:99999/"),
    ({"url": r"http://e.example/\foo{a}b"}, [], "unsafe-link", "`\\foo` in `url`"),
    ({"pdf": r"papers\mine.pdf"}, [], "unsafe-link", "papers"),
]


@pytest.mark.parametrize(("fields", "urls", "code", "words"), ODD, ids=lambda value: str(value)[:60])
def test_what_is_odd_in_an_address_is_read_or_reported(fields, urls, code, words):
    found, (complaint,) = links(fields)
    assert [link.url for link in found] == urls
    assert (complaint.code.name, complaint.field) == (code, next(iter(fields)))
    assert words in complaint.message


def test_an_address_in_place_of_a_doi_stays_a_link():
    fields = {"doi": "http://site.example/x.pdf"}
    assert [(link.kind, link.url) for link in links(fields)[0]] == [("pdf", "http://site.example/x.pdf")]
    (complaint,) = complaints(fields)
    assert "write the address as `url`" in complaint.message


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"pmid": "12345"}, ("12345", "")),
        ({"eprint": "12345", "eprinttype": "PubMed"}, ("12345", "")),
        ({"pmid": "PMID: 12345", "pmcid": "PMC678"}, ("12345", "PMC678")),
        ({"eprint": "678", "eprinttype": "pmc"}, ("", "PMC678")),
        ({"eprint": "12345"}, ("", "")),
    ],
)
def test_an_identifier_of_pubmed_is_found(fields, expected):
    assert (pmid(fields), pmcid(fields)) == expected
