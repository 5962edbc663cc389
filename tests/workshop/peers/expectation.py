"""One value that a test suite of another program expects of an entry, and what Ibid makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal

from msgspec import Struct

from pelican_bibtex import tex
from workshop.peers.csl_comparison import FIELDS, Reading, comparable, plain, read
from workshop.peers.disagreements import Disagreement, Rule, explanation
from workshop.peers.suite_rules import SUITE_RULES

Verdict = Literal["agrees", "differs", "wrong"]


class Expectation(Struct, frozen=True):
    """The value of one variable of one entry, as a suite has it."""

    suite: str
    """The name of the other program."""
    bibtex: str
    """The input."""
    key: str
    """Of the entry in it that is meant; empty for the only one."""
    variable: str
    """A variable of CSL, `names` for the parts of each author's name, `count` for their number, or `field NAME`."""
    expected: str
    """In the form of `csl_comparison.comparable`."""
    item: Mapping[str, Any] = {}
    """The whole item of CSL-JSON that the suite expects, if it does."""


class Judged(Struct, frozen=True):
    """An expectation with what became of it."""

    verdict: Verdict
    disagreement: Disagreement | None
    rule: Rule | None


@lru_cache(maxsize=64)
def _read(bibtex: str) -> dict[str, Reading]:
    return read(bibtex)


def judge(one: Expectation) -> Judged | None:
    """Return whether Ibid agrees, and the rule if it differs for a reason; None if there is no such entry."""
    readings = _read(one.bibtex)
    reading = readings.get(one.key) if one.key else next(iter(readings.values()), None)
    if reading is None:
        return None
    found = ours(reading, one.variable)
    if found == one.expected:
        return Judged("agrees", None, None)
    disagreement = Disagreement(one.suite, one.variable, reading, found, one.expected, one.item)
    rule = next((each for each in SUITE_RULES if each.is_for(disagreement)), None) or explanation(disagreement)
    return Judged("differs" if rule and rule.right != "other" else "wrong", disagreement, rule)


def ours(reading: Reading, variable: str) -> str:
    """Return what Ibid makes of a variable."""
    if variable == "names":
        return "; ".join(_parts(name) for name in _people(reading))
    if variable == "count":
        return str(len(_people(reading)))
    if variable.startswith("field "):
        return plain(reading.entry.fields.get(variable.removeprefix("field "), ""))
    return comparable(reading.item, variable)


def _people(reading: Reading) -> list[Mapping[str, Any]]:
    """Return the authors without the `others` that CSL-JSON has at the end of a list."""
    return [name for name in reading.item.get("author", ()) if name != {"literal": "others"}]


def _parts(name: Mapping[str, Any]) -> str:
    family = name.get("family") or name.get("literal", "")
    return name_parts(name.get("given", ""), name.get("non-dropping-particle", ""), family, name.get("suffix", ""))


def name_parts(given: str, prefix: str, family: str, suffix: str) -> str:
    """Return the parts of a name, which may be TeX, for comparison: `given|prefix|family|suffix`."""
    return "|".join(plain(tex.plain(part)) for part in (given, prefix, family, suffix))


def of_item(suite: str, bibtex: str, key: str, item: Mapping[str, Any]) -> Iterator[Expectation]:
    """Yield an expectation for each variable that an item of CSL-JSON has."""
    for variable in FIELDS:
        if value := comparable(item, variable):
            yield Expectation(suite, bibtex, key, variable, value, item)


def of_author(suite: str, names: str, expected: Iterable[str]) -> Expectation:
    """Return an expectation of the parts of each name in a list, as `name_parts` gives them."""
    return Expectation(suite, f"@misc{{k, author = {{{names}}}}}", "k", "names", "; ".join(expected))
