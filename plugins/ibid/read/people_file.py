"""`people.yml`, a mapping from each person's name to the person's fields. docs/people.md has every field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from msgspec import Struct, field

from ibid.model.addresses import WEB
from ibid.model.people import People
from ibid.model.person import Person, keys
from ibid.problems.codes import BAD_PEOPLE
from ibid.read.yaml_tree import Tree, YamlError, read_tree
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.tex.urls import safe_url

_ORCID: Final = lazy_pattern(r"(?:(?:https?://)?orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])/?")


def parse_orcid(text: str) -> str | None:
    """Return the ORCID iD, given as it is or as an address; None if it is invalid or its check digit is wrong."""
    match = _ORCID.fullmatch(text.strip())
    if not match:
        return None
    orcid = match[1].upper()
    return orcid if check_digit(orcid[:-1]) == orcid[-1] else None


def check_digit(digits: str) -> str:
    """Return the check digit, ISO 7064 mod 11-2, of digits (https://support.orcid.org, structure of the identifier)."""
    total = 0
    for digit in digits.replace("-", ""):
        total = (total + int(digit)) * 2
    result = (12 - total % 11) % 11
    return "X" if result == 10 else str(result)  # noqa: PLR2004  the digit after 9


_ADVICE: Final = "write a name and its fields on the lines below, as in `Ann Author:` and `  homepage: https://...`."


def parse_people(text: str, path: str) -> tuple[tuple[Person, ...], tuple[Problem, ...]]:
    """Return the people in the file's text who can be read, in order, and a located problem for each fault."""
    reading = _PeopleReading(path)
    try:
        tree = read_tree(text)
        for name, value in _pairs(tree, f"this is not a list of people; {_ADVICE}") if tree else ():
            reading.person(name, value)
    except YamlError as fault:
        reading.report(fault)
    return tuple(reading.people), tuple(reading.problems)


class _PeopleReading(Struct):
    """The state of reading one file."""

    path: str
    people: list[Person] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    claimed: dict[str, Person] = field(default_factory=dict)
    """The person by each form of their name."""

    def report(self, fault: YamlError) -> None:
        self.problems.append(Problem(BAD_PEOPLE, fault.message, self.path, fault.line))

    def person(self, heading: Tree, value: Tree) -> None:
        """Read one person; a fault in one field does not affect the others."""
        name = heading.name()
        if name is None:
            self.report(YamlError(heading.line, f"this should be a name, not {heading.kind}; {_ADVICE}"))
            return
        known: dict[str, Any] = {"name": name, "line": heading.line}
        try:
            for label, content in () if value.is_empty else _pairs(value, f"`{name}` has no fields; {_ADVICE}"):
                self._field(name, label, content, known)
        except YamlError as fault:
            self.report(fault)
        self._claim(Person(**known))

    def _field(self, name: str, label: Tree, content: Tree, known: dict[str, Any]) -> None:
        try:
            field_name = label.name() or ""
            read = FIELDS.get(field_name)
            if read is None:
                raise YamlError(label.line, _unknown(field_name))
            target = "affiliations" if field_name == "affiliation" else field_name
            if target in known:
                raise YamlError(label.line, f"`{name}` has two fields `{field_name}`; keep one.")
            known[target] = read(field_name, content)
        except YamlError as fault:
            self.report(fault)

    def _claim(self, person: Person) -> None:
        """Add a person under all their names; a name that another person has is a fault."""
        if earlier := next((each for each in self.people if each.name == person.name), None):
            fault = f"`{person.name}` is already in line {earlier.line}; merge the two."
            self.report(YamlError(person.line, fault))
            return
        for form in (person.name, person.native, *person.forms, *person.former):
            for key in keys(form) if form else ():
                other = self.claimed.setdefault(key, person)
                if other.name != person.name:
                    self.report(
                        YamlError(
                            person.line, f"`{form}` is a name of both {other.name} and {person.name}; keep only one."
                        )
                    )
                    break
        self.people.append(person)


def _pairs(tree: Tree, otherwise: str) -> Iterator[tuple[Tree, Tree]]:
    pairs = tree.pairs()
    if pairs is None:
        raise YamlError(tree.line, otherwise)
    return pairs


def _unknown(name: str) -> str:
    advice = did_you_mean(nearest(name, FIELDS), f"the fields are {', '.join(FIELDS)}.", "`{}`")
    return f"there is no field `{name}`; {advice}"


def _text(name: str, value: Tree) -> str:
    text = value.text()
    if text is None:
        hint = ", in quotes if necessary" if value.kind in {"a number", "true or false"} else ""
        raise YamlError(value.line, f"`{name}` is {value.kind}; write one text{hint}, or remove the line.")
    return text


def _texts(name: str, value: Tree) -> tuple[str, ...]:
    """Return a list of texts; a single text need not be in brackets."""
    items = value.items()
    return (_text(name, value),) if items is None else tuple(_text(name, item) for item in items)


def _truth(name: str, value: Tree) -> bool:
    truth = value.truth()
    if truth is None:
        raise YamlError(value.line, f"`{name}` is {value.kind}; write true or false.")
    return truth


def _address(name: str, value: Tree) -> str:
    text = _text(name, value)
    url = safe_url(text) if text.lower().startswith(WEB) else None
    if url is None:
        raise YamlError(value.line, f"`{name}: {text}` is not a web address; write the whole address with `https://`.")
    return url


def _orcid(name: str, value: Tree) -> str:
    text = _text(name, value)
    orcid = parse_orcid(text)
    if orcid is None:
        raise YamlError(
            value.line, f"`{name}: {text}` is not an ORCID iD: its check digit is wrong; copy it from orcid.org."
        )
    return orcid


def _email(name: str, value: Tree) -> str:
    text = _text(name, value)
    if not safe_url(f"mailto:{text}") or text.count("@") != 1 or any(char in text for char in " <>\"'?&"):
        raise YamlError(value.line, f"`{name}: {text}` is not an e-mail address; write it as `ann@example.org`.")
    return text


def _path(name: str, value: Tree) -> str:
    """Return the path of a file of the site with a leading slash, which may be missing in the value."""
    text = _text(name, value).lstrip("/")
    if ".." in text.split("/") or ":" in text or safe_url(f"/{text}") is None:
        raise YamlError(value.line, f"`{name}: {text}` is not a file of the site; write it as `images/me.jpg`.")
    return f"/{text}"


def _links(name: str, value: Tree) -> tuple[tuple[str, str], ...]:
    links = []
    for label, address in _pairs(
        value, f"`{name}` is {value.kind}; write lines such as `GitHub: https://github.com/ann`."
    ):
        links.append((_text(name, label), _address(label.text() or name, address)))
    return tuple(links)


FIELDS: Final[dict[str, Callable[[str, Tree], object]]] = {
    "native": _text,
    "forms": _texts,
    "former": _texts,
    "owner": _truth,
    "listed": _truth,
    "homepage": _address,
    "orcid": _orcid,
    "affiliation": _texts,
    "affiliations": _texts,
    "role": _text,
    "email": _email,
    "portrait": _path,
    "links": _links,
}
"""The function that reads each field, by the field's name."""


def read_people(text: str, path: str) -> tuple[People, tuple[Problem, ...]]:
    """Return the people of people.yml who can be read, and a problem with its line per fault; a text may be empty."""
    persons, problems = parse_people(text, path)
    return People(persons), problems
