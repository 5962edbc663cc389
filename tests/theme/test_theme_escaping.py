"""Whatever stands in a bibliography, a people file or the settings is text on the page."""

from __future__ import annotations

import pytest
from bookshelf import Author, Link, Mark, catalogue, draw, page, post, record, words
from msgspec.structs import replace

from ibid.model.person import Person
from ibid.model.records import Backlink
from pelican_bibtex.tex import Text

NASTY = """<script>alert(1)</script> "><img src=x onerror=alert(2)> ' & &amp; {{ 7*7 }} {% raw %}"""


def sink(**fields):
    """A record with something nasty wherever there is text."""
    marks = (Mark("bad", NASTY, NASTY),)
    given = {
        "authors": [Author(NASTY, owner=True, marks=marks), Author(NASTY, homepage='https://x/"onclick="x')],
        "short_venue": NASTY,
        "details": NASTY,
        "bibtex": NASTY,
        "links": (Link("pdf", NASTY, '/a"onclick="x'),),
        "language": '"><b>',
        "topics": [Backlink(NASTY, 'research/#"onclick="x', NASTY), Backlink(NASTY, "b", NASTY)],
        "mentions": [Backlink(NASTY, "news/")],
    }
    made = record(1, **given | fields)
    nasty = dict.fromkeys(("title", "venue", "award", "abstract", "note"), Text((NASTY,)))
    return replace(made, publication=replace(made.publication, **nasty))


def pages():
    """Every kind of page with something nasty in all that it shows."""
    bad = sink()
    owner = Person(
        NASTY, native=NASTY, role=NASTY, affiliations=(NASTY,), portrait='a"onerror="x', links=((NASTY, "https://x/"),)
    )
    site = catalogue(bad, owners=(owner,), marks=bad.authors[0].marks)
    conf = {
        "SITENAME": NASTY,
        "SITESUBTITLE": NASTY,
        "AUTHOR": "Ada",
        "MENUITEMS": ((NASTY, "/research/"), (NASTY, '/"onclick="x')),
        "LINKS": ((NASTY, "https://x.org/?a=1&b='\"<"),),
        "SOCIAL": (("Bad", "javascript:alert(1)"),),
        "STYLESHEET_URL": '/x.css"onload="x',
    }
    common = {"ibid": site, **conf}
    yield "home", draw("home", page=page(NASTY), articles=[post(NASTY)], **common)
    yield "page", draw("page", page=page(NASTY, description=NASTY, lang='"><b>'), **common)
    yield "article", draw("article", article=post(NASTY, summary=""), **common)
    yield "publications", draw("publications", records=(bad,), **common)
    yield "publication", draw("publication", record=bad, **common)
    yield "404", draw("404", **common)
    yield "period_archives", draw("period_archives", dates=[post(NASTY, summary="")], period=(2024,), **common)


PAGES = dict(pages())


@pytest.mark.parametrize("kind", PAGES)
def test_nothing_runs_and_nothing_breaks_out_of_its_attribute(kind):
    drawn = PAGES[kind]
    assert not drawn.find_all("style")
    assert {script["type"] for script in drawn.find_all("script")} <= {"application/ld+json"}
    assert not drawn.find_all(style=True)
    assert not [img for img in drawn.find_all("img") if "portrait" not in str(img.get("alt", "")).lower()]
    assert not [tag for tag in drawn.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert not [a for a in drawn.find_all("a") if str(a["href"]).lower().startswith(("javascript:", "data:"))]


@pytest.mark.parametrize("kind", ["publications", "publication", "home"])
def test_what_is_nasty_is_shown_as_it_was_written(kind):
    drawn = PAGES[kind]
    shown = words(drawn.find(class_="authors"))
    assert shown.startswith(" ".join(NASTY.split()))


@pytest.mark.parametrize("kind", PAGES)
def test_nothing_is_escaped_twice(kind):
    html = str(PAGES[kind])
    assert "&amp;lt;" not in html
    assert "&amp;amp;amp;" not in html
    assert "&amp;#34;" not in html


@pytest.mark.parametrize("kind", PAGES)
def test_the_site_s_name_is_shown_as_it_was_written(kind):
    assert words(PAGES[kind].find(class_="name")) == " ".join(NASTY.split())
