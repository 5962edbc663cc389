"""The words of cv.yml: sections, and fields of entries.

The names are those of RenderCV and JSON Resume, as far as these have one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from ibid.languages.words import message
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest

CV_TITLE: Final = message("Curriculum vitae")
"""What the page is called where its author does not say."""

PERSON, TITLE, ROLE, SUMMARY, CONTACT, UPDATED, PUBLICATIONS = (
    "person", "title", "role", "summary", "contact", "updated", "publications",
)  # fmt: skip
HEAD: Final = (PERSON, TITLE, ROLE, SUMMARY, CONTACT, UPDATED)
"""What is no section: it stands before them, `updated` after."""
SECTIONS: Final[Mapping[str, str]] = {
    "education": message("Education"),
    "positions": message("Positions"),
    "employment": message("Employment"),
    "experience": message("Experience"),
    "appointments": message("Appointments"),
    "interests": message("Research interests"),
    "publications": message("Publications"),
    "preprints": message("Preprints"),
    "grants": message("Grants"),
    "funding": message("Funding"),
    "awards": message("Awards"),
    "honours": message("Honours"),
    "honors": message("Honors"),
    "talks": message("Talks"),
    "teaching": message("Teaching"),
    "supervision": message("Supervision"),
    "students": message("Students"),
    "service": message("Service"),
    "reviewing": message("Reviewing"),
    "committees": message("Committees"),
    "memberships": message("Memberships"),
    "outreach": message("Outreach"),
    "skills": message("Skills"),
    "languages": message("Languages"),
    "references": message("References"),
}
"""Sections and their headings, which the theme has in every language; all others are headings of the author's own."""

HEADLINES: Final = ("title", "name", "position", "course", "degree", "label", "language", "role")
"""The first of these that an entry has is its strong one."""
FACTS: Final = (
    "role", "position", "course", "degree", "area", "department", "institution", "organization", "company", "event",
    "awarder", "funder", "location", "amount", "number", "thesis", "supervisor", "grade", "fluency", "details", "name",
    "label", "language", "title",
)  # fmt: skip
"""The others follow in this order."""
LABELLED: Final[Mapping[str, str]] = {
    "thesis": message("Thesis: %(what)s"),
    "supervisor": message("Supervisor: %(what)s"),
    "grade": message("Grade: %(what)s"),
    "number": message("Number: %(what)s"),
}
"""Those that need saying what they are, in a line of their own."""
DATE, START, END, URL, HIGHLIGHTS = "date", "start_date", "end_date", "url", "highlights"
FIELDS: Final = (*dict.fromkeys((*HEADLINES, *FACTS)), DATE, START, END, URL, SUMMARY, HIGHLIGHTS)

_MEANT: Final = {
    "advisor": "supervisor", "adviser": "supervisor", "agency": "funder", "conference": "event", "contents": HIGHLIGHTS,
    "content": SUMMARY, "dates": DATE, "description": SUMMARY, "dissertation": "thesis", "employer": "company",
    "enddate": END, "end": END, "issuer": "awarder", "link": URL, "organiser": "organization", "period": DATE,
    "place": "location", "school": "institution", "sponsor": "funder", "start": START, "startdate": START,
    "studytype": "degree", "university": "institution", "venue": "event", "website": URL, "when": DATE, "year": DATE,
    "years": DATE,
}  # fmt: skip
"""What others call our fields, as their files spell them in lower case."""
_OWN_HEADING: Final = re.compile(r"[^a-z]")
"""What makes a word more than a misspelt section: a capital, a blank, another script."""
_JOINED: Final = re.compile(r"[a-z]+(?:_[a-z]+)+")
"""A heading as RenderCV has it: `research_interests`."""
_LONGEST: Final = 60
"""Characters of what an author wrote that a message repeats."""


def heading(name: str) -> str:
    """A section's name as a heading: ours in English, or the author's own; nothing for a name that is neither."""
    if name in SECTIONS:
        return SECTIONS[name]
    if not _OWN_HEADING.search(name):
        return ""
    return name.replace("_", " ").capitalize() if _JOINED.fullmatch(name) else name


def unknown_field(name: str) -> str:
    """What to say of a field that is not known."""
    meant = _MEANT.get(name.casefold())
    return _unknown("field", name, FIELDS, meant, otherwise="a text with a colon in it stands in quotes")


def unknown_section(name: str) -> str:
    """What to say of a section that is not known."""
    return _unknown("section", name, (*HEAD, *SECTIONS), otherwise="a heading of your own starts with a capital")


def _unknown(kind: str, name: str, known: Iterable[str], meant: str | None = None, *, otherwise: str) -> str:
    near = meant or nearest(name[:_LONGEST], known)
    offer = f"{did_you_mean(near, form='`{}`')} If not," if near else f"there are {', '.join(known)};"
    return f"no {kind} is called {quoted(name)}; {offer} {otherwise}"


def quoted(written: str) -> str:
    """What an author wrote, in a message."""
    return f"`{written if len(written) <= _LONGEST else written[:_LONGEST] + '…'}`"
