"""The people of `people.yml`: whose site it is, who the co-authors are, and by which names they go."""

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
        """Whose site it is."""
        return tuple(person for person in self.persons if person.owner)

    @property
    def listed(self) -> tuple[Person, ...]:
        """Everyone else who is to be shown in a list."""
        return tuple(person for person in self.persons if person.listed and not person.owner)

    def find(self, name: Name) -> Person | None:
        """Who that is, by one of their names exactly as it is given; initials are a name only if they are listed."""
        return self._by_name.get(key(name))

    def redact(self, text: str) -> str:
        """The text, BibTeX or plain, with the names to show in place of former ones."""
        return self._former.redact(text)

    def redacted(self, publication: Publication) -> Publication:
        """A publication without former names: in its authors, its texts, its fields and its BibTeX."""
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
        """Hints: publications of nobody's whose site it is, and names that are perhaps one person's."""
        return [*without_owner(publications, self.owners, self.find), *lookalikes(publications, self.find)]

    def _current(self, names: Iterable[Name]) -> tuple[Name, ...]:
        """The names to show in place of former ones, with their marks."""
        return tuple(
            replace(parse(self.redact(name.display)), marks=name.marks)
            if self._former.stands_in(name.display)
            else name
            for name in names
        )

    def _redacted(self, text: Text) -> Text:
        """Put a text right where its nodes stand; a name across two nodes costs the text its markup."""
        if not self._former.stands_in(text.plain):
            return text
        changed = mapped(text, self.redact)
        return Text((self.redact(changed.plain),)) if self._former.stands_in(changed.plain) else changed
