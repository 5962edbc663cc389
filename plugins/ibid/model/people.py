"""The people of `people.yml`: the owners of the site and their co-authors, with all their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ibid.model.person import FormerNames, Person, key, keys, mapped, parse
from ibid.model.similar_names import lookalikes, without_owner
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.publication import Name, Publication
from pelican_bibtex.tex import Text


@dataclass(frozen=True, slots=True)
class People:
    """All people of a site."""

    persons: tuple[Person, ...] = ()
    """In the order of the file."""
    _by_name: dict[str, Person] = field(init=False, repr=False, compare=False, default_factory=dict)
    _former: FormerNames = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for person in self.persons:
            for form in (person.name, person.native, *person.forms, *person.former):
                for each in keys(form) if form else ():
                    self._by_name.setdefault(each, person)
        object.__setattr__(self, "_former", FormerNames(self.persons))

    @property
    def owners(self) -> tuple[Person, ...]:
        """The owners of the site."""
        return tuple(person for person in self.persons if person.owner)

    @property
    def listed(self) -> tuple[Person, ...]:
        """The people other than owners who are shown in a list of people."""
        return tuple(person for person in self.persons if person.listed and not person.owner)

    def find(self, name: Name) -> Person | None:
        """Return the person with exactly this name, or None; a name with initials must be listed in people.yml."""
        return self._by_name.get(key(name))

    def redact(self, text: str) -> str:
        """Return a BibTeX or plain text with former names replaced by current ones."""
        return self._former.redact(text)

    def redacted(self, publication: Publication) -> Publication:
        """Return a publication without former names in its authors, texts, fields and BibTeX."""
        if not self._former:
            return publication
        fields = {name: self.redact(value) for name, value in publication.fields.items()}
        return replace(
            publication,
            authors=self._current(publication.authors),
            editors=self._current(publication.editors),
            title=self._redacted(publication.title),
            venue=self._redacted(publication.venue),
            award=self._redacted(publication.award),
            abstract=self._redacted(publication.abstract),
            note=self._redacted(publication.note),
            short_venue=self.redact(publication.short_venue),
            details=self.redact(publication.details),
            keywords=tuple(self.redact(word) for word in publication.keywords),
            bibtex=self.redact(publication.bibtex),
            fields=fields,
        )

    def problems_in(self, publications: Sequence[Publication]) -> list[Problem]:
        """Return hints on publications without an owner among the authors, and on similar names."""
        return [*without_owner(publications, self.owners, self.find), *lookalikes(publications, self.find)]

    def _current(self, names: Iterable[Name]) -> tuple[Name, ...]:
        """Return the names with former ones replaced by current ones, marks kept."""
        return tuple(
            replace(parse(self.redact(name.display)), marks=name.marks)
            if self._former.stands_in(name.display)
            else name
            for name in names
        )

    def _redacted(self, text: Text) -> Text:
        """Return a text without former names; it loses its markup if a name spans two nodes."""
        if not self._former.stands_in(text.plain):
            return text
        changed = mapped(text, self.redact)
        return Text((self.redact(changed.plain),)) if self._former.stands_in(changed.plain) else changed
