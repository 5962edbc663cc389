"""Names of entry types: those of BibLaTeX (its manual, section 2.1), of BibTeX and of authors."""

from __future__ import annotations

from typing import Final

from pelican_bibtex.diagnostics.codes import UNKNOWN_TYPE
from pelican_bibtex.diagnostics.problem import Complaint
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest

TYPES: Final = frozenset(
    """
    article artwork audio bibnote book bookinbook booklet collection commentary dataset image inbook incollection
    inproceedings inreference jurisdiction legal legislation letter manual misc movie music mvbook mvcollection
    mvproceedings mvreference online patent performance periodical proceedings reference report review software
    standard suppbook suppcollection suppperiodical thesis unpublished video
    """.split()  # noqa: SIM905  a list of 42 literals is harder to read
)
"""The values of `Publication.type`."""

ALIASES: Final = {
    "conference": "inproceedings",
    "electronic": "online",
    "www": "online",
    "webpage": "online",
    "preprint": "online",
    "newspaper": "article",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "bachelorsthesis": "thesis",
    "techreport": "report",
    "whitepaper": "report",
    "presentation": "misc",
    "talk": "misc",
    "other": "misc",
}
"""Other names of types; they are accepted without a complaint."""

NAMES: Final = "|".join(sorted({*TYPES, *ALIASES, "xdata"}, key=lambda name: (-len(name), name)))
"""A pattern of every name, the longest first: `bookinbook` before `book`."""

JOURNALS: Final = frozenset({"article", "review", "suppperiodical", "periodical"})
"""Types whose `number` is an issue."""
NUMBERED: Final = frozenset({"report", "patent"})
"""Types whose `number` is their own."""
OF_A_KIND: Final = frozenset({"thesis", *NUMBERED})
"""Types whose field `type` names their kind, such as a PhD thesis."""

KINDS: Final = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master's thesis",
    "mathesis": "Master's thesis",
    "bachelorsthesis": "Bachelor's thesis",
    "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis",
    "techreport": "Technical report",
    "techrep": "Technical report",
    "resreport": "Research report",
    "patent": "Patent",
    "patentde": "German patent",
    "patenteu": "European patent",
    "patentfr": "French patent",
    "patentuk": "British patent",
    "patentus": "US patent",
    "patreq": "Patent request",
    "patreqde": "German patent request",
    "patreqeu": "European patent request",
    "patreqfr": "French patent request",
    "patrequk": "British patent request",
    "patrequs": "US patent request",
    "theses": "PhD thesis",
}
"""Labels for readers, by BibTeX's names of types, BibLaTeX's values of `type` (its manual, section 4.9.2) and HAL's."""


def resolve(name: str) -> tuple[str, Complaint | None]:
    """Return the BibLaTeX type for the word after the `@`; an unknown word gives `misc` and a complaint."""
    name = name.lower()
    if name in TYPES:
        return name, None
    if name in ALIASES:
        return ALIASES[name], None
    near = nearest(name, [*TYPES, *ALIASES])
    advice = did_you_mean(near, "write a type of BibTeX or BibLaTeX, such as `@misc`.", "`@{}`")
    return "misc", Complaint(UNKNOWN_TYPE, f"`@{name}` is not a type of entry; it is read as `@misc`; {advice}")
