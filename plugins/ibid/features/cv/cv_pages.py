"""The citations of a CV: marked, resolved and checked with those of all pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from gettext import NullTranslations

from markupsafe import Markup

from ibid.features.cv.cv import Cv
from ibid.features.cv.inline import Text
from ibid.features.cv.vocabulary import quoted
from ibid.languages.message import message
from ibid.link.linking import Linked, rewrite
from ibid.link.parts import Document, Part, read_part
from ibid.link.resolution import nearest
from ibid.model.addresses import ROOT
from ibid.model.people import People
from ibid.model.person import Person
from ibid.model.placed_lists import empty_filters
from ibid.model.records import Record
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem


@dataclass(frozen=True, slots=True)
class CvPage:
    """A CV and where it stands."""

    cv: Cv
    lang: str
    url: str
    """`cv/`, or `cv-zh/` for a translation."""
    translates: str = ""
    """The file that it translates; empty for an original."""
    person: Person | None = None
    """Whose it is, where people.yml says so."""
    others: tuple[CvPage, ...] = field(default=(), compare=False)
    """The same CV in the other languages."""

    @property
    def translations(self) -> list[CvPage]:
        """The others, as templates know them from Pelican's pages."""
        return list(self.others)

    @property
    def file(self) -> str:
        """Its file, below the output folder."""
        return f"{self.url}index.html"

    @property
    def addresses(self) -> Iterator[tuple[str, str, str]]:
        """Where its person is to be found: a label, which may be a message, the address, and how it is written out."""
        if self.person is None:
            return
        mail = f"mailto:{self.person.email}" if self.person.email else ""
        ours = [(message("Email"), mail), (message("Homepage"), self.person.homepage), ("ORCID", self.person.orcid_url)]
        for label, url in (*ours, *self.person.links):
            if url:
                yield label, url, url.removeprefix("mailto:").removeprefix("https://")

    def parts(self, title: str) -> Iterator[Part]:
        """Its texts that cite; `title` is what it is called where its author does not say."""
        document = Document(
            path=self.cv.path,
            title=self.cv.title or title,
            url=self.url,
            listed=True,
            has_topics=False,
            lang=self.lang,
            translates=self.translates,
            is_cv=True,
        )
        found = (read_part(document, "cv", text.html) for text in self.cv.texts)
        return (part for part in found if part)


def beside(pages: Iterable[CvPage]) -> tuple[CvPage, ...]:
    """The same pages, each with the others as its translations."""
    each = tuple(pages)
    return tuple(replace(page, others=tuple(other for other in each if other != page)) for page in each)


def owned(page: CvPage, people: People) -> tuple[CvPage, tuple[Problem, ...]]:
    """The page with the person whose CV it is, and what is wrong with that."""
    cv = page.cv
    named = {person.name: person for person in people.persons}
    if cv.person in named:
        return replace(page, person=named[cv.person]), ()
    if cv.person:
        near = nearest(cv.person[:100], named)
        advice = f"did you mean `{near}`?" if near else "write a name that is there."
        return page, (_problem(page, f"{quoted(cv.person)} is not in people.yml; {advice}"),)
    if len(people.owners) > 1:
        advice = f"say whose CV this is: `person: {people.owners[0].name}`"
        return page, (_problem(page, f"the site has {len(people.owners)} owners; {advice}"),)
    return replace(page, person=next(iter(people.owners), None)), ()


def _problem(page: CvPage, fault: str) -> Problem:
    return Problem(codes.BAD_CV, fault, page.cv.path, page.cv.person_line)


def empty_lists(page: CvPage, records: tuple[Record, ...]) -> Iterator[Problem]:
    """The filters that no publication meets."""
    for selection in page.cv.selections:
        for fault in empty_filters(selection.placed, records):
            yield Problem(codes.BAD_LIST, fault, page.cv.path, selection.line, selection.column)


class Wording:
    """The texts of a CV with their citations as links."""

    def __init__(self, page: CvPage, linked: Linked, words: NullTranslations) -> None:
        """`words` are those of the page's language."""
        records = {record.key: record for record in linked.catalogue.publications}
        self._linked: Mapping[str, str] = {
            part.part.html: rewrite(part, records, linked.addresses, lambda _: "", words)
            for part in linked.parts
            if part.part.document.path == page.cv.path
        }

    def __call__(self, text: Text, root: str) -> Markup:
        """A text as HTML; `root` is what stands before the paths of the site."""
        html = self._linked.get(text.html, text.html)
        return Markup(html.replace(ROOT, Markup.escape(root)))  # noqa: S704  all but our own elements is escaped

    def address(self, url: str, root: str) -> str:
        """The address of an entry."""
        return url.replace(ROOT, root)
