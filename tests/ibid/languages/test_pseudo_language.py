"""Nothing that the theme says is missed by translation: in a made-up language each of its words stands in brackets."""

from __future__ import annotations

import re

import pytest
from bs4 import Comment, Doctype
from tiny_site import Site

from ibid.tasks.translation import catalogue_text, messages_in

BIB = """\
@article{alpha2020, title={On Alpha}, author={Doe, Jane and Roe, Richard}, journal={Journal of Letters}, year={2020},
  author+an={1=equal; 2=corresponding}, code={https://x.example/c}, slides={/s.pdf}, abstract={In short.}, award={Prize}}
@inproceedings{beta2021, title={On Beta}, author={Doe, Jane and others}, booktitle={Meeting}, year={2021}, pubstate={submitted}}
@book{gamma2022, title={On Gamma}, editor={Roe, Richard}, publisher={House}, year={in press}, url={mailto:a@b.example}}
@misc{delta, title={On Delta}, author={A, A and B, B and C, C and D, D and E, E and F, F and G, G and H, H and I, I and J, J
  and K, K and L, L and M, M}, video={https://x.example/v}}
"""
FILES = {
    "content/publications.bib": BIB,
    "content/people.yml": "Jane Doe:\n  owner: true\n  email: j@x.example\n  portrait: images/j.jpg\n  role: Reader\nAnn Roe: {}\n",
    "content/pages/home.md": "Title: Jane\nTemplate: home\nsave_as: index.html\nurl:\n\nHello.\n",
    "content/pages/research.md": (
        "Title: Study\nTopics: true\nModified: 2024-01-01\nMoved: old -> letters\n\n"
        "- **Letters**: @alpha2020 and @beta2021. [@*]\n\n    - **Greek**: [@alpha2020; @beta2021; @gamma2022; @delta]\n\n{topics}\n\n"
        "{publications group=type}\n\n{publications group=topic}\n\n{publications group=year}\n\n{legend}\n\n{people}\n"
    ),
    "content/news/2024-10-03-prize.md": "Title: Prize\nTags: gold\nModified: 2024-11-03\n\nFor [@beta2021].\n",
    "content/news/2023-01-02-start.md": "Title: Start\nTags: gold\n\nThere.\n",
}
SETTINGS = {
    "DEFAULT_LANG": "qx",
    "SITEURL": "https://e.example",
    "DEFAULT_DATE_FORMAT": "%d.%m.%Y",
    "DEFAULT_PAGINATION": 1,
    "DIRECT_TEMPLATES": ["index", "404", "tags", "categories", "authors", "archives"],
    "YEAR_ARCHIVE_SAVE_AS": "news/{date:%Y}/index.html",
    "FEED_ALL_ATOM": "feeds/news.xml",
    "MENUITEMS": (),
}
AUTHORS_OWN = """
    Jane Doe Roe Richard Ann Reader Hello Study Letters Greek Prize gold Start There For In short Journal of Meeting House
    On Alpha Beta Gamma Delta and A B C D E F G H I J K L M news November October January Paper
""".split()  # noqa: SIM905  words that stand in the files above
NAMES = {"BibTeX", "CSL", "JSON", "RIS", "PDF", "ORCID", "bib", "alpha", "beta", "gamma", "delta", "x", "example"}
SEEN = ("aria-label", "alt", "title", "content")
MACHINES = re.compile(
    r"twitter|og:(?:type|url|image|site_name)|viewport|theme-color|color-scheme|robots|citation_|article:|generator|referrer|refresh"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory, root):
    site = Site(tmp_path_factory.mktemp("pseudo"), root)
    folders = [root / "theme" / "templates", root / "plugins" / "ibid"]
    text = catalogue_text(messages_in(folders), "qx", header=True)
    text = re.sub(r'(msgid(?:_plural)? )"(.+)"(\n(?:msgid_plural .*\n)?msgstr(?:\[\d\])? )""', r'\1"\2"\3"⟦\2⟧"', text)
    text = re.sub(r'(msgid_plural "(.+)"\nmsgstr\[0\] ".*"\nmsgstr\[1\] )""', r'\1"⟦\2⟧"', text)
    return site.build(FILES | {"languages/qx.po": text}, **SETTINGS)


def said(soup):
    """What a reader sees, as one, since a message may hold links; then what one hears, piece by piece."""
    silent = {"script", "style", "pre", "code"}
    shown = [node for node in soup.find_all(string=True) if node.parent.name not in silent]
    yield " ".join(str(node) for node in shown if not isinstance(node, Comment | Doctype))
    for tag in soup.find_all(True):
        if tag.name == "meta" and MACHINES.search(
            tag.get("name", "") + tag.get("property", "") + tag.get("http-equiv", "")
        ):
            continue
        if "Z3988" not in tag.get("class", []):
            yield from (str(tag[name]) for name in SEEN if tag.get(name))


def unbracketed(text: str) -> set[str]:
    """The words outside of brackets, innermost first."""
    while "⟦" in text and (shorter := re.sub("⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = shorter
    return set(re.findall(r"[A-Za-z]{2,}", text))


def test_every_word_of_the_theme_can_be_translated(built):
    assert not [line for line in built.problems if "catalogue" in line]
    pages = [path for path in built.files() if path.endswith(".html")]
    assert len(pages) > 15
    missed = {
        f"{path}: {word}"
        for path in pages
        for piece in said(built.page(path))
        for word in unbracketed(piece) - {*AUTHORS_OWN, *NAMES}
    }
    assert "\n".join(sorted(missed)) == ""


def test_feeds_speak_the_site_s_language(built):
    text = built.text("feeds/publications.atom.xml")
    assert "⟦Jane Doe: publications⟧" in text
    assert "⟦Under review⟧" in text
