"""A small made-up shelf of publications, and Pelican's own environment to draw it in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from jinja2 import Environment
from msgspec.structs import replace
from pelican.contents import Article, Page
from pelican.generators import Generator
from pelican.settings import DEFAULT_CONFIG, configure_settings
from pelican.utils import SafeDatetime

from ibid.build.template_escaping import escaping
from ibid.compat.pelican_compat import links_from
from ibid.languages.page_languages import Languages
from ibid.languages.template_translation import GLOBALS
from ibid.languages.words import Words
from ibid.link.chips import chip
from ibid.model.catalogue import Catalogue
from ibid.model.person import Person
from ibid.model.records import Author, Mark, Record, Topic
from ibid.write import metadata
from ibid.write.shared_fragments import kept
from pelican_bibtex.publication import Date, Link, Location, Publication
from pelican_bibtex.tex import EMPTY, Text, parse

THEME = Path(__file__).parents[2] / "theme"
TEMPLATES = THEME / "templates"
EQUAL = Mark("equal", "*", "indicates equal contribution.")
LEAD = Mark("lead", "†", "led the work.")
OWNER = Author("Ada Owner", owner=True)
ADA = Person("Ada Owner", owner=True, role="PhD student", affiliations=("Example University",))


def text(tex: str) -> Text:
    """What READ makes of a field."""
    return parse(tex)[0] if tex else EMPTY


def publication(**fields: Any) -> Publication:
    """A NeurIPS paper, but for the fields that are given; those with markup are given as TeX."""
    paper: dict[str, Any] = {
        "key": "owner2024widths",
        "type": "inproceedings",
        "status": "published",
        "title": "Widths of Trees",
        "date": Date(2024, 12),
        "location": Location("publications.bib", 1, 1),
        "bibtex": "@inproceedings{owner2024widths,\n  title = {Widths of Trees},\n}",
        "venue": "Conference on Neural Information Processing Systems",
        "short_venue": "NeurIPS 2024",
    }
    paper |= fields
    marked_up = {name: text(paper[name]) for name in ("title", "venue", "award", "abstract", "note") if name in paper}
    return Publication(**paper | marked_up)


def record(number: int = 1, **given: Any) -> Record:
    """A publication under its number, with its addresses; `given` are its fields, or the record's own."""
    own = {name: tuple(given.pop(name)) for name in ("topics", "mentions", "authors") if name in given}
    made = replace(publication(**given), number=number)
    slug = made.key
    addresses = {"url": f"publications/{slug}/", "anchor": f"publications/#{slug}"}
    own = {"authors": (OWNER,), "bibtex_url": f"publications/{slug}.bib"} | own
    return Record(publication=made, number=number, slug=slug, **addresses, **own)


def catalogue(*records: Record, **given: Any) -> Catalogue:
    """A site of Ada's with these records, newest first, and one topic that cites them all."""
    topic = Topic("Tree Theory", "tree-theory", "research/#tree-theory", all=tuple(reversed(records)))
    return Catalogue(**{"publications": records, "topics": (topic,), "owners": (ADA,), "marks": (EQUAL, LEAD)} | given)


def settings(**given: Any) -> dict[str, Any]:
    """Pelican's settings, as if a pelicanconf.py held what is given."""
    ours = {"PATH": str(THEME), "THEME": str(THEME), "PLUGINS": [], "TIMEZONE": "UTC", "SITEURL": "https://ada.example"}
    made = configure_settings(DEFAULT_CONFIG | ours | {"FEED_DOMAIN": "https://ada.example"} | given)
    return made | {"JINJA_ENVIRONMENT": escaping(made)}


def environment(made: dict[str, Any]) -> Environment:
    """The very environment Pelican draws with: the theme's templates, and `simple` behind them."""
    env = Generator({}, made, made["PATH"], made["THEME"], made["OUTPUT_PATH"]).env
    env.globals |= {**GLOBALS, "chip": chip, "kept": kept, "links_from": links_from, "metadata": metadata}
    return env


def macro(name: str, file: str, *arguments: Any, conf: dict[str, Any] | None = None, **named: Any) -> BeautifulSoup:
    """What a macro draws when the plugin calls it from Python, under the settings `conf`."""
    made = settings(**(conf or {}))
    module = environment(made).get_template(f"macros/{file}.html").make_module(made)
    return BeautifulSoup(str(getattr(module, name)(*arguments, **named)), "html.parser")


def draw(template: str, conf: dict[str, Any] | None = None, **variables: Any) -> BeautifulSoup:
    """A whole page, as Pelican draws `template` under the settings `conf`."""
    made = settings(SITENAME="Ada Owner", **(conf or {}))
    written = variables.get("page") or variables.get("article") or variables.get("document")
    file, own = "x/index.html", made["DEFAULT_LANG"]
    tongue = written.lang if written and written.lang else own
    languages = Languages(own, {file: tongue}, Words([tongue]))
    empty = {"articles": [], "pages": [], "categories": []}
    context = {**made, **empty, "output_file": file, "languages": languages, **variables}
    return BeautifulSoup(environment(made).get_template(f"{template}.html").render(context), "html.parser")


def page(title: str = "Research", content: str = "<p>Text.</p>", **metadata: Any) -> Page:
    """One of Pelican's pages."""
    return Page(content, metadata | {"title": title}, settings(), f"{title}.md", {"localsiteurl": ""})


def post(title: str = "A prize", day: str = "2024-09-26", content: str = "<p>Text.</p>", **metadata: Any) -> Article:
    """One of Pelican's posts."""
    date = SafeDatetime.fromisoformat(day)
    made = settings(**metadata.pop("conf", {}))
    return Article(content, metadata | {"title": title, "date": date}, made, f"{title}.md", {"localsiteurl": ""})


def words(element: Tag | None) -> str:
    """The text a reader sees, spaces as one."""
    assert element is not None
    return " ".join(element.get_text().split())


def links(element: Tag) -> dict[str, str]:
    """Where each link's text leads."""
    return {words(a): str(a["href"]) for a in element.find_all("a")}


__all__ = [
    "ADA", "EQUAL", "LEAD", "OWNER", "TEMPLATES", "THEME", "Author", "Date", "Link",
    "catalogue", "draw", "links", "macro", "page", "post", "record", "settings", "text", "words",
]  # fmt: skip
