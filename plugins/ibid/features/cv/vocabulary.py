"""The names in cv.yml of sections and of fields of entries.

They are those of RenderCV and JSON Resume, if these have one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ibid.languages.words import message
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest
from pelican_bibtex.lazy_pattern import lazy_pattern

CV_TITLE: Final = message("Curriculum vitae")
"""The title of the page if its author gives none."""

PERSON, TITLE, ROLE, SUMMARY, CONTACT, UPDATED, PUBLICATIONS = (
    "person", "title", "role", "summary", "contact", "updated", "publications",
)  # fmt: skip
HEAD: Final = (PERSON, TITLE, ROLE, SUMMARY, CONTACT, UPDATED)
"""The parts that are no sections: they are shown before these, `updated` after."""
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
"""The known sections and their headings, which the theme has in every language; others are authors' own headings."""

HEADLINES: Final = ("title", "name", "position", "course", "degree", "label", "language", "role")
"""The first of these fields that an entry has is its headline."""
FACTS: Final = (
    "role", "position", "course", "degree", "area", "department", "institution", "organization", "company", "event",
    "awarder", "funder", "location", "amount", "number", "thesis", "supervisor", "grade", "fluency", "details", "name",
    "label", "language", "title",
)  # fmt: skip
"""The other fields follow in this order."""
LABELLED: Final[Mapping[str, str]] = {
    "thesis": message("Thesis: %(what)s"),
    "supervisor": message("Supervisor: %(what)s"),
    "grade": message("Grade: %(what)s"),
    "number": message("Number: %(what)s"),
}
"""The fields that need a label, each in its own line."""
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
"""Other programs' names of our fields, in lower case."""
_OWN_HEADING: Final = lazy_pattern(r"[^a-z]")
"""A character that makes a word more than a misspelt section: a capital, a blank, another script."""
_JOINED: Final = lazy_pattern(r"[a-z]+(?:_[a-z]+)+")
"""A heading in RenderCV's form: `research_interests`."""
_LONGEST: Final = 60
"""The maximum number of characters that a message quotes from an author."""


def heading(name: str) -> str:
    """Return a section's heading: ours in English, or the author's own; empty for a name that is neither."""
    if name in SECTIONS:
        return SECTIONS[name]
    if not _OWN_HEADING.search(name):
        return ""
    return name.replace("_", " ").capitalize() if _JOINED.fullmatch(name) else name


def unknown_field(name: str) -> str:
    """Return the message for an unknown field."""
    meant = _MEANT.get(name.casefold())
    return _unknown("field", name, FIELDS, meant, otherwise="put a text with a colon in quotes.")


def unknown_section(name: str) -> str:
    """Return the message for an unknown section."""
    return _unknown("section", name, (*HEAD, *SECTIONS), otherwise="start a heading of your own with a capital letter.")


def _unknown(kind: str, name: str, known: Iterable[str], meant: str | None = None, *, otherwise: str) -> str:
    near = meant or nearest(name[:_LONGEST], known)
    offer = f"{did_you_mean(near, form='`{}`')} Otherwise" if near else f"the {kind}s are {', '.join(known)};"
    return f"there is no {kind} {quoted(name)}; {offer} {otherwise}"


def quoted(written: str) -> str:
    """Return an author's text as a quotation in a message."""
    return f"`{written if len(written) <= _LONGEST else written[:_LONGEST] + '…'}`"
