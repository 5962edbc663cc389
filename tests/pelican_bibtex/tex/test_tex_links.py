"""Which addresses may become links, and how they are written."""

import pytest

from pelican_bibtex.tex.urls import address, safe_url

SAFE = {
    "https://e.org": "https://e.org",
    " HTTPS://e.org/a ": "https://e.org/a",
    "http://e.org:8080/a?b=c&d=e#f": "http://e.org:8080/a?b=c&d=e#f",
    "https://[::1]/x": "https://[::1]/x",
    "https://bücher.example/é/王": "https://bücher.example/é/王",
    "https://e.org/a%20b%2": "https://e.org/a%20b%252",
    'https://e.org/" onclick="alert(1)': "https://e.org/%22%20onclick=%22alert(1)",
    "https://e.org/'><script>": "https://e.org/%27%3E%3Cscript%3E",
    "https://e.org/a b\\c[d]{e}|f^g`h": "https://e.org/a%20b%5Cc%5Bd%5D%7Be%7D%7Cf%5Eg%60h",
    "https://e.org/\u202egpj.exe\u2066\x00": "https://e.org/%E2%80%AEgpj.exe%E2%81%A6%00",
    "https://e.org/#a#b": "https://e.org/#a%23b",
    "mailto:a@b.org?subject=x y": "mailto:a@b.org?subject=x%20y",
    "/papers/x.pdf": "/papers/x.pdf",
    "/": "/",
}

UNSAFE = [
    "", " ", "x.pdf", "../x", "./x", "#a", "?a", "//e.org/x", "/\\e.org", "\\\\e.org", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)", "data:text/html,<b>", "vbscript:x",
    "file:///etc/passwd", "ftp://e.org", "http:/e.org", "http:e.org", "http:\\\\e.org", "https://", "https:///x",
    "https://e.org\"onclick=x", "https://e org/", "https://e.org\\@evil.org", "mailto:", "http\u2028s://e.org",
    "https://e.org\u202e/x", "view-source:https://e.org",
]  # fmt: skip


@pytest.mark.parametrize(("url", "expected"), SAFE.items())
def test_safe(url: str, expected: str) -> None:
    assert safe_url(url) == expected
    assert safe_url(expected) == expected


@pytest.mark.parametrize("url", UNSAFE)
def test_unsafe(url: str) -> None:
    assert safe_url(url) is None


@pytest.mark.parametrize(
    ("source", "expected"),
    {
        r"https://e.org/a\_b\%20c\#d\&e": "https://e.org/a_b%20c#d&e",
        r"http://e.org/\~{}knuth": "http://e.org/~knuth",
        r"http://e.org/{\textasciitilde}knuth": "http://e.org/~knuth",
        r"http://e.org/\textasciitilde knuth": "http://e.org/~knuth",
        r"http://e.org/{\_}x{\textunderscore}y": "http://e.org/_x_y",
        "http://e.org/a_b~c": "http://e.org/a_b~c",
    }.items(),
)
def test_address_of_a_field(source: str, expected: str) -> None:
    assert address(source) == expected
