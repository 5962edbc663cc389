"""The people of `people.yml`: the owners of the site and their co-authors, with all their names.

Also hints on names: no owner among the authors of a publication, and two spellings that may be one person's.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import combinations
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from ibid.model.person import FormerNames, Person, key, keys, mapped, parse
from ibid.problems.codes import OWNER_MISSING, SIMILAR_NAMES
from pelican_bibtex.diagnostics.problem import Code, Problem
from pelican_bibtex.publication import Name, Publication
from pelican_bibtex.tex import Text


class People(Struct, frozen=True, dict=True):
    """All people of a site."""

    persons: tuple[Person, ...] = ()
    """In the order of the file."""

    @cached_property
    def _by_name(self) -> dict[str, Person]:
        found: dict[str, Person] = {}
        for person in self.persons:
            for form in (person.name, person.native, *person.forms, *person.former):
                for each in keys(form) if form else ():
                    found.setdefault(each, person)
        return found

    @cached_property
    def _former(self) -> FormerNames:
        return FormerNames(self.persons)

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
            remarks=tuple(self._redacted(remark) for remark in publication.remarks),
            short_venue=self.redact(publication.short_venue),
            details=self.redact(publication.details),
            keywords=tuple(self.redact(word) for word in publication.keywords),
            bibtex=self.redact(publication.bibtex),
            fields=fields,
        )

    def problems_in(self, publications: Sequence[Publication]) -> list[Problem]:
        """Return hints on publications without an owner among the authors, and on similar names."""
        return [*_without_owner(publications, self.owners, self.find), *_lookalikes(publications, self.find)]

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


Find = Callable[[Name], Person | None]

_LONG_ENOUGH: Final = 5
"""The letters a given name needs to be compared: similar short names, as Wei Li and Wei Lu, are often two people."""
_COMMON: Final = 50
"""The most people with the same given or family name who are compared: more mean nothing. The work stays linear."""
_FAMILY: Final = 2
"""The letters by which short family names may differ: Li and Lee."""
_GIVEN: Final = 1


def _without_owner(publications: Iterable[Publication], owners: Sequence[Person], find: Find) -> Iterator[Problem]:
    """Yield a hint per publication with authors but no owner among them; it names a likely spelling of an owner."""
    known = frozenset(owner.name for owner in owners)
    if not known:
        return
    for publication in publications:
        names = (*publication.authors, *publication.editors)
        if names and not any((person := find(name)) and person.name in known for name in names):
            if publication.others and not any(_perhaps(name, owners) for name in names):
                continue  # the owner may be among the `others`
            yield _problem(OWNER_MISSING, publication, _not_found(publication, names, owners))


def _not_found(publication: Publication, names: Iterable[Name], owners: Sequence[Person]) -> str:
    likely = next(((name, owner) for name in names if (owner := _perhaps(name, owners))), None)
    if likely:
        name, owner = likely
        return (
            f"`{publication.key}`: if `{name.display}` is {owner.name}, add this form to their `forms` in people.yml."
        )
    whose = " or ".join(owner.name for owner in owners)
    return (
        f"`{publication.key}`: {whose} is not among its authors; check its names, and whether it belongs to this site."
    )


def _perhaps(name: Name, owners: Iterable[Person]) -> Person | None:
    """Return the owner with the same family name and the same initial, or None."""
    for owner in owners:
        own = parse(owner.name)
        if _letters(own.family) == _letters(name.family) and own.given[:1].casefold() == name.given[:1].casefold():
            return owner
    return None


def _lookalikes(publications: Iterable[Publication], find: Find) -> Iterator[Problem]:
    """Yield a hint per pair of names that differ in a letter or two, an accent or a hyphen, at the rarer name."""
    seen: dict[str, tuple[Name, list[Publication]]] = {}
    for publication in publications:
        for name in (*publication.authors, *publication.editors):
            if _is_full(name):
                seen.setdefault(name.display, (name, []))[1].append(publication)
    for one, other in sorted(_pairs([name for name, _ in seen.values()])):
        if _same_person(seen[one][0], seen[other][0], find):
            continue
        rare, usual = sorted((one, other), key=lambda each: (find(seen[each][0]) is not None, len(seen[each][1]), each))
        message = f"`{rare}` is similar to `{usual}`; for one person write one form, else add both to people.yml."
        yield _problem(SIMILAR_NAMES, seen[rare][1][0], message)


def _same_person(one: Name, other: Name, find: Find) -> bool:
    """Return whether both names are in people.yml, where the author has decided whose they are."""
    return find(one) is not None and find(other) is not None


def _is_full(name: Name) -> bool:
    """Return whether the name has a given name that is long enough and more than initials."""
    return not name.corporate and len(_letters(name.given)) >= _LONG_ENOUGH and "." not in name.given.split()[0]


def _pairs(names: Sequence[Name]) -> set[tuple[str, str]]:
    """Return the pairs of similar names. Only names that share the given or the family name are compared."""
    blocks: dict[tuple[str, str], list[Name]] = defaultdict(list)
    for name in names:
        family, given = _letters(name.family), _letters(name.given)
        blocks["given", given + family[:1]].append(name)
        blocks["family", family + given[:2]].append(name)
    rare = (block for block in blocks.values() if len(block) <= _COMMON)
    alike = (pair for block in rare for pair in combinations(block, 2) if _alike(*pair))
    return {(min(one, other), max(one, other)) for one, other in ((a.display, b.display) for a, b in alike)}


def _alike(one: Name, other: Name) -> bool:
    family = _letters(one.family), _letters(other.family)
    given = _letters(one.given), _letters(other.given)
    if given[0] == given[1]:
        return _within(*family, _FAMILY if max(map(len, family)) < _LONG_ENOUGH else 1)
    return family[0] == family[1] and abs(len(given[0]) - len(given[1])) <= _GIVEN and _within(*given, _GIVEN)


def _within(one: str, other: str, most: int) -> bool:
    """Return whether the Levenshtein distance of two texts is at most `most`."""
    if abs(len(one) - len(other)) > most:
        return False
    row = list(range(len(other) + 1))
    for place, char in enumerate(one, 1):
        above, row = row, [place]
        for column, theirs in enumerate(other, 1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (char != theirs)))
    return row[-1] <= most


def _letters(text: str) -> str:
    """Return the letters and digits of a text, in lower case and without accents."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return "".join(filter(str.isalnum, plain)).casefold()


def _problem(code: Code, publication: Publication, message: str) -> Problem:
    place = publication.location
    return Problem(code, message, place.path, place.line, place.column, publication.key)
