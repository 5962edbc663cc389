"""Hints on names: an owner who is not among the authors, and two spellings that are perhaps one person's."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final

from ibid.model.person import Person, parse
from ibid.problems.codes import OWNER_MISSING, SIMILAR_NAMES
from pelican_bibtex.diagnostics.problem import Code, Problem
from pelican_bibtex.publication import Name, Publication

Find = Callable[[Name], Person | None]

_LONG_ENOUGH: Final = 5
"""Letters from which on a given name is rare enough for a likeness to mean something: Wei Li and Wei Lu are two."""
_COMMON: Final = 50
"""So many people with one given or family name, and a likeness among them means nothing; the work stays linear."""
_FAMILY: Final = 2
"""Letters by which family names may differ: Li and Lee."""
_GIVEN: Final = 1


def without_owner(publications: Iterable[Publication], owners: Sequence[Person], find: Find) -> Iterator[Problem]:
    """Publications with names among which no owner is found; the name that is perhaps theirs is said."""
    known = frozenset(owner.name for owner in owners)
    if not known:
        return
    for publication in publications:
        names = (*publication.authors, *publication.editors)
        if names and not any((person := find(name)) and person.name in known for name in names):
            if publication.others and not any(_perhaps(name, owners) for name in names):
                continue  # one of the others, then
            yield _problem(OWNER_MISSING, publication, _not_found(publication, names, owners))


def _not_found(publication: Publication, names: Iterable[Name], owners: Sequence[Person]) -> str:
    likely = next(((name, owner) for name in names if (owner := _perhaps(name, owners))), None)
    if likely:
        name, owner = likely
        return f"`{publication.key}`: is `{name.display}` {owner.name}? then add it to their `forms` in people.yml"
    whose = " or ".join(owner.name for owner in owners)
    return f"`{publication.key}`: {whose} is not among its authors; is it of this site, and are all names right?"


def _perhaps(name: Name, owners: Iterable[Person]) -> Person | None:
    """The owner whose family name it has, with the same initial."""
    for owner in owners:
        own = parse(owner.name)
        if _letters(own.family) == _letters(name.family) and own.given[:1].casefold() == name.given[:1].casefold():
            return owner
    return None


def lookalikes(publications: Iterable[Publication], find: Find) -> Iterator[Problem]:
    """Pairs of names that differ in a letter or two, an accent or a hyphen, each said once, at the rarer one."""
    seen: dict[str, tuple[Name, list[Publication]]] = {}
    for publication in publications:
        for name in (*publication.authors, *publication.editors):
            if _is_full(name):
                seen.setdefault(name.display, (name, []))[1].append(publication)
    for one, other in sorted(_pairs([name for name, _ in seen.values()])):
        if _same_person(seen[one][0], seen[other][0], find):
            continue
        rare, usual = sorted((one, other), key=lambda each: (find(seen[each][0]) is not None, len(seen[each][1]), each))
        message = f"`{rare}` beside `{usual}`: are they one person? then write one, or list both in people.yml"
        yield _problem(SIMILAR_NAMES, seen[rare][1][0], message)


def _same_person(one: Name, other: Name, find: Find) -> bool:
    """Both are in people.yml: whoever they are, somebody has thought about it."""
    return find(one) is not None and find(other) is not None


def _is_full(name: Name) -> bool:
    """Whether it has a given name that is more than initials."""
    return not name.corporate and len(_letters(name.given)) >= _LONG_ENOUGH and "." not in name.given.split()[0]


def _pairs(names: Sequence[Name]) -> set[tuple[str, str]]:
    """Names alike. Each is compared with those of its own given or family name only."""
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
    """Whether so many letters changed, added or taken away make one of the other (Levenshtein)."""
    if abs(len(one) - len(other)) > most:
        return False
    row = list(range(len(other) + 1))
    for place, char in enumerate(one, 1):
        above, row = row, [place]
        for column, theirs in enumerate(other, 1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (char != theirs)))
    return row[-1] <= most


def _letters(text: str) -> str:
    """Letters only, without accents or capitals."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return "".join(filter(str.isalnum, plain)).casefold()


def _problem(code: Code, publication: Publication, message: str) -> Problem:
    place = publication.location
    return Problem(code, message, place.path, place.line, place.column, publication.key)
