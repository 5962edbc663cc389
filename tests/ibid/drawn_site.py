"""All that Ibid writes for a bibliography, drawn in this process: the real reader, plan and theme, without Pelican's run."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from pelican.generators import Generator
from pelican.settings import DEFAULT_CONFIG, configure_settings

from ibid.build.template_escaping import escaping
from ibid.languages.template_translation import GLOBALS
from ibid.link.backlinks import LinkInput
from ibid.link.chips import chip
from ibid.link.linking import link
from ibid.link.numbers import Numbered, assign
from ibid.model.catalogue import Catalogue, site_marks
from ibid.model.people import People
from ibid.model.planned import PlannedFile, site_of
from ibid.read.people_file import read_people
from ibid.write.pages import plan, redirect_pages
from ibid.write.shared_fragments import kept
from pelican_bibtex.bibliography import Bibliography, Options, read_sources
from pelican_bibtex.syntax.source import Source, decode

NOBODY = read_people("", "people.yml")[0]


class Press:
    """Draws site after site with one environment, as Pelican makes it for the theme."""

    def __init__(self, root: Path) -> None:
        given = {"PATH": str(root), "THEME": str(root / "theme"), "PLUGINS": [], "TIMEZONE": "UTC"}
        given |= {"SITENAME": "Jane Doe", "SITEURL": "https://here", "FEED_ALL_ATOM": None}
        self.settings = configure_settings(DEFAULT_CONFIG | given)
        self.settings["JINJA_ENVIRONMENT"] = escaping(self.settings)
        self.env = Generator({}, self.settings, str(root), str(root / "theme"), "output").env
        self.env.globals |= {**GLOBALS, "chip": chip, "kept": kept}

    def draw(self, catalogue: Catalogue, only: str = "") -> dict[str, bytes]:
        """Every file by its path, or the one that is named; one path given twice is an error."""
        common = {**self.settings, "ibid": catalogue, "articles": [], "pages": [], "categories": []}
        files: dict[str, bytes] = {}
        for planned in chain(plan(catalogue, site_of(self.settings)), redirect_pages(catalogue.redirects)):
            if only not in {"", planned.path}:
                continue
            assert planned.path not in files, f"{planned.path} is written twice"
            if isinstance(planned, PlannedFile):
                files[planned.path] = planned.data
                continue
            own = {"output_file": planned.path, "page_url": planned.url, **planned.variables}
            files[planned.path] = self.env.get_template(f"{planned.template}.html").render(common | own).encode()
        return files


def read(*texts: str) -> Bibliography:
    """Several files, `0.bib`, `1.bib` and so on; half a surrogate pair cannot stand in a file."""
    sources = [decode(text.encode("utf-8", "replace"), f"{number}.bib") for number, text in enumerate(texts)]
    return read_sources([each for each in sources if isinstance(each, Source)], Options())


def catalogue_of(bibliography: Bibliography, people: People = NOBODY) -> Catalogue:
    """The publications under numbers and addresses; no page of the author cites them."""
    given: Sequence[Numbered] = [Numbered(p.key, p.date.order, p.aliases) for p in bibliography.publications]
    return link(LinkInput(bibliography.publications, assign(given, {}), people, site_marks({}), ())).catalogue
