"""What a reader's first page weighs: HTML and stylesheet, compressed, with 60 publications."""

from __future__ import annotations

import gzip
from random import Random

import pytest
from bookshelf import OWNER, THEME, Author, Link, catalogue, draw, macro, page, post, record

from ibid.link.chips import chip
from ibid.model.records import Topic

LIMIT = 14 * 1024
SYLLABLES = [
    "al",
    "an",
    "ar",
    "ba",
    "be",
    "ca",
    "con",
    "de",
    "di",
    "en",
    "er",
    "es",
    "for",
    "gra",
    "in",
    "ing",
    "ity",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "me",
    "mi",
    "na",
    "ne",
    "no",
    "op",
    "or",
    "per",
    "ra",
    "re",
    "ri",
    "ro",
    "sa",
    "se",
    "si",
    "sta",
    "ta",
    "te",
    "ti",
    "tion",
    "to",
    "tra",
    "ti",
    "ur",
    "va",
    "ve",
]


def weight(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


def shelf() -> list:
    """Sixty publications, with the weight of real ones: titles of eleven words, five authors, two links."""
    random = Random(1)  # noqa: S311  nothing secret in it

    def word() -> str:
        return "".join(random.choices(SYLLABLES, k=random.randint(2, 4)))

    def name() -> str:
        return f"{word().title()} {word().title()}"

    names = [name() for _ in range(120)]
    venues = [(f"{word()[:5].upper()} {year}", " ".join(word() for _ in range(6))) for year in range(2014, 2025)]
    made = []
    for number in range(60, 0, -1):
        short, full = random.choice(venues)
        authors = [
            OWNER,
            *(
                Author(one, homepage=f"https://{one.split()[0]}.example/" if one < "F" else "")
                for one in random.sample(names, 4)
            ),
        ]
        links = (
            Link("pdf", "PDF", f"/papers/{word()}.pdf"),
            Link("arxiv", "arXiv", f"https://arxiv.org/abs/{random.randint(10**8, 10**9)}"),
        )
        title = " ".join(word() for _ in range(11)).capitalize()
        made.append(
            record(
                number,
                key=f"{word()}{number}{word()}",
                title=title,
                authors=authors,
                short_venue=short,
                venue=full,
                links=links,
            )
        )
    return made


SHELF = shelf()
TOPICS = tuple(Topic(f"Topic {n}", f"topic-{n}", f"research/#topic-{n}", all=tuple(SHELF[n::4])) for n in range(4))
SITE = catalogue(*SHELF, topics=TOPICS)


def home() -> str:
    return str(
        draw(
            "home",
            page=page("Home", "<p>I study trees.</p>"),
            articles=[post(f"Post {n}") for n in range(6)],
            ibid=SITE,
        )
    )


def research() -> str:
    bullets = [
        f"<li id='t{n}'><strong>Topic {n}</strong>: why {''.join(chip(one, '') for one in SHELF[n::12])}</li>"
        for n in range(12)
    ]
    content = f"<h2>Interests</h2><ul>{''.join(bullets)}</ul>{macro('publications', 'publication', SHELF, '')}"
    return str(draw("research", page=page("Research", content), ibid=SITE))


@pytest.mark.parametrize("draw_page", [home, research])
def test_a_first_page_fits_in_one_round_trip(draw_page):
    stylesheet = (THEME / "static/css/ibid.css").read_text(encoding="utf-8")
    assert weight(draw_page()) + weight(stylesheet) <= LIMIT


def test_the_one_script_is_no_larger_than_the_stylesheet():
    assert weight((THEME / "static/js/search.js").read_text(encoding="utf-8")) <= 3 * 1024
