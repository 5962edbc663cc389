"""The table of entry types: what lists, each format of files and each form of metadata call a publication of a type.

`python -m ibid.model.entry_types` prints the page docs/entry-types.md, which has the same table for authors.
"""
# ruff: noqa: E501  a row of the table is one line

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from msgspec import Struct

from ibid.languages.words import message
from pelican_bibtex import tex
from pelican_bibtex.facts.venues import SERVERS, is_talk, only_states
from pelican_bibtex.publication import Publication
from pelican_bibtex.syntax.type_names import ALIASES, NUMBERED, OF_A_KIND, TYPES

PREPRINT: Final = "preprint"
"""The name of the type of publications that are on a preprint server or under review, whatever the entry's type."""
TALK: Final = "talk"
"""The name of the type of a `@misc` or `@unpublished` whose `howpublished` or `note` says that it is a talk."""
MAGAZINE: Final = "magazine"
NEWSPAPER: Final = "newspaper"
"""The names of the types of an article whose `entrysubtype` says so (BibLaTeX's manual, section 2.3.5)."""

_ARTICLES: Final = message("Journal articles")
_PAPERS: Final = message("Conference papers")
_CHAPTERS: Final = message("Chapters")
_BOOKS: Final = message("Books")
_EDITED: Final = message("Edited books")
_PROCEEDINGS: Final = message("Edited proceedings")
_THESES: Final = message("Theses")
_REPORTS: Final = message("Reports")
_PATENTS: Final = message("Patents")
_DATA: Final = message("Data")
_SOFTWARE: Final = message("Software")
_TALKS: Final = message("Talks")
_PREPRINTS: Final = message("Preprints")
_OTHER: Final = message("Other")
HEADINGS: Final = (
    *(_ARTICLES, _PAPERS, _CHAPTERS, _BOOKS, _EDITED, _PROCEEDINGS, _THESES, _REPORTS, _PATENTS, _DATA, _SOFTWARE),
    *(_TALKS, _PREPRINTS, _OTHER),
)
"""The headings of a list by type, in their order."""


class EntryType(Struct, frozen=True):
    """One row: what each format calls a publication of this type, and the rules that depend on the type."""

    name: str
    """The type in BibLaTeX, or a preprint, magazine or newspaper article."""
    heading: str
    """Its heading in a list by type; one of `HEADINGS`."""
    venue: Literal["journal", "conference", "book", "school", "institution", ""]
    """What it is part of, or who publishes it; empty for a work of its own."""
    preprint: Literal["hosted", "unaccepted", ""]
    """When it counts as a preprint: if its only venue is a preprint server, also if it is not accepted yet, or never."""
    csl: str
    """The type in CSL 1.0.2."""
    ris: str
    """The type of reference in RIS."""
    coins: str
    """The metadata format of COinS, and the genre in it or, in Dublin Core (`dc`), Zotero's type of item."""
    schema_org: str
    """CreativeWork of schema.org or one of its subtypes."""

    @property
    def is_part(self) -> bool:
        """Whether it is part of a larger work and has page numbers in it."""
        return self.venue in {"journal", "conference", "book"}

    @property
    def is_housed(self) -> bool:
        """Whether a school or another institution publishes it."""
        return self.venue in {"school", "institution"}

    @property
    def is_numbered(self) -> bool:
        """Whether its `number` is its own, not its volume's or its issue's."""
        return self.name in NUMBERED

    @property
    def is_of_a_kind(self) -> bool:
        """Whether its field `type` names its kind, such as `PhD thesis`."""
        return self.name in OF_A_KIND


# fmt: off
ENTRY_TYPES: Final = (
    #         name              heading       venue          preprint      csl                       ris       coins                        schema.org
    EntryType("article",        _ARTICLES,    "journal",     "unaccepted", "article-journal",        "JOUR",   "journal/article",           "ScholarlyArticle"),
    EntryType("artwork",        _OTHER,       "",            "",           "graphic",                "ART",    "dc/artwork",                "VisualArtwork"),
    EntryType("audio",          _OTHER,       "",            "",           "song",                   "SOUND",  "dc/audioRecording",         "AudioObject"),
    EntryType("bibnote",        _OTHER,       "",            "",           "document",               "GEN",    "dc/document",               "CreativeWork"),
    EntryType("book",           _BOOKS,       "",            "",           "book",                   "BOOK",   "book/book",                 "Book"),
    EntryType("bookinbook",     _OTHER,       "book",        "",           "chapter",                "CHAP",   "book/bookitem",             "Chapter"),
    EntryType("booklet",        _OTHER,       "",            "",           "pamphlet",               "PAMP",   "book/book",                 "Book"),
    EntryType("collection",     _EDITED,      "",            "",           "book",                   "EDBOOK", "book/book",                 "Book"),
    EntryType("commentary",     _OTHER,       "",            "",           "book",                   "BOOK",   "book/book",                 "Book"),
    EntryType("dataset",        _DATA,        "",            "",           "dataset",                "DATA",   "dc/dataset",                "Dataset"),
    EntryType("image",          _OTHER,       "",            "",           "graphic",                "ART",    "dc/artwork",                "ImageObject"),
    EntryType("inbook",         _CHAPTERS,    "book",        "",           "chapter",                "CHAP",   "book/bookitem",             "Chapter"),
    EntryType("incollection",   _CHAPTERS,    "book",        "",           "chapter",                "CHAP",   "book/bookitem",             "Chapter"),
    EntryType("inproceedings",  _PAPERS,      "conference",  "hosted",     "paper-conference",       "CPAPER", "book/proceeding",           "ScholarlyArticle"),
    EntryType("inreference",    _OTHER,       "book",        "",           "entry-encyclopedia",     "ENCYC",  "book/bookitem",             "Chapter"),
    EntryType("jurisdiction",   _OTHER,       "",            "",           "legal_case",             "CASE",   "dc/case",                   "CreativeWork"),
    EntryType("legal",          _OTHER,       "",            "",           "treaty",                 "LEGAL",  "dc/statute",                "Legislation"),
    EntryType("legislation",    _OTHER,       "",            "",           "legislation",            "STAT",   "dc/statute",                "Legislation"),
    EntryType("letter",         _OTHER,       "",            "",           "personal_communication", "PCOMM",  "dc/letter",                 "Message"),
    EntryType("manual",         _OTHER,       "",            "",           "book",                   "BOOK",   "book/book",                 "Book"),
    EntryType("misc",           _OTHER,       "",            "unaccepted", "document",               "GEN",    "dc/document",               "CreativeWork"),
    EntryType("movie",          _OTHER,       "",            "",           "motion_picture",         "MPCT",   "dc/film",                   "Movie"),
    EntryType("music",          _OTHER,       "",            "",           "song",                   "SOUND",  "dc/audioRecording",         "MusicRecording"),
    EntryType("mvbook",         _OTHER,       "",            "",           "book",                   "BOOK",   "book/book",                 "Book"),
    EntryType("mvcollection",   _OTHER,       "",            "",           "book",                   "EDBOOK", "book/book",                 "Book"),
    EntryType("mvproceedings",  _OTHER,       "",            "",           "book",                   "CONF",   "book/book",                 "Book"),
    EntryType("mvreference",    _OTHER,       "",            "",           "book",                   "EDBOOK", "book/book",                 "Book"),
    EntryType("online",         _OTHER,       "",            "unaccepted", "webpage",                "ELEC",   "dc/webpage",                "CreativeWork"),
    EntryType("patent",         _PATENTS,     "",            "",           "patent",                 "PAT",    "patent/patent",             "CreativeWork"),
    EntryType("performance",    _OTHER,       "",            "",           "performance",            "GEN",    "dc/presentation",           "CreativeWork"),
    EntryType("periodical",     _OTHER,       "journal",     "",           "periodical",             "JFULL",  "journal/journal",           "Periodical"),
    EntryType("proceedings",    _PROCEEDINGS, "",            "",           "book",                   "CONF",   "book/book",                 "Book"),
    EntryType("reference",      _OTHER,       "",            "",           "book",                   "EDBOOK", "book/book",                 "Book"),
    EntryType("report",         _REPORTS,     "institution", "hosted",     "report",                 "RPRT",   "book/report",               "Report"),
    EntryType("review",         _OTHER,       "journal",     "",           "review",                 "JOUR",   "journal/article",           "ScholarlyArticle"),
    EntryType("software",       _SOFTWARE,    "",            "",           "software",               "COMP",   "dc/computerProgram",        "SoftwareSourceCode"),
    EntryType("standard",       _OTHER,       "",            "",           "standard",               "STAND",  "dc/standard",               "CreativeWork"),
    EntryType("suppbook",       _OTHER,       "book",        "",           "chapter",                "CHAP",   "book/bookitem",             "Chapter"),
    EntryType("suppcollection", _OTHER,       "book",        "",           "chapter",                "CHAP",   "book/bookitem",             "Chapter"),
    EntryType("suppperiodical", _OTHER,       "journal",     "",           "article-journal",        "JOUR",   "journal/article",           "ScholarlyArticle"),
    EntryType("thesis",         _THESES,      "school",      "",           "thesis",                 "THES",   "dissertation/dissertation", "Thesis"),
    EntryType("unpublished",    _OTHER,       "",            "hosted",     "manuscript",             "UNPB",   "dc/manuscript",             "ScholarlyArticle"),
    EntryType("video",          _OTHER,       "",            "",           "motion_picture",         "VIDEO",  "dc/videoRecording",         "VideoObject"),
    EntryType(MAGAZINE,         _ARTICLES,    "journal",     "",           "article-magazine",       "MGZN",   "dc/magazineArticle",        "Article"),
    EntryType(NEWSPAPER,        _ARTICLES,    "journal",     "",           "article-newspaper",      "NEWS",   "dc/newspaperArticle",       "NewsArticle"),
    EntryType(TALK,             _TALKS,       "",            "",           "speech",                 "SLIDE",  "dc/presentation",           "PresentationDigitalDocument"),
    EntryType(PREPRINT,         _PREPRINTS,   "",            "",           "article",                "UNPB",   "dc/preprint",               "ScholarlyArticle"),
)
# fmt: on
"""Every type of BibLaTeX, then those that depend on more than the type of the entry."""

_BY_NAME: Final[Mapping[str, EntryType]] = {row.name: row for row in ENTRY_TYPES}
_SERVER_OF: Final = {f"{server} preprint": server for server in SERVERS.values()}
"""The server by the venue that READ sets for a preprint."""


def entry_type(publication: Publication) -> EntryType:
    """Return the row of a publication: a preprint's, a magazine's or a newspaper's if it is one, else its type's."""
    own = _BY_NAME[publication.type]
    if is_talk(publication.type, publication.fields):
        return _BY_NAME[TALK]
    is_unaccepted = own.preprint == "unaccepted" and _is_unaccepted(publication) and not _has_journal(publication)
    if is_unaccepted or (own.preprint and server_of(publication)):
        return _BY_NAME[PREPRINT]
    subtype = publication.fields.get("entrysubtype", "").lower()
    return _BY_NAME[subtype] if own.name == "article" and subtype in {MAGAZINE, NEWSPAPER} else own


def heading(publication: Publication) -> str:
    """Return the heading of a publication in a list by type; what is not accepted yet is a preprint there."""
    if _is_unaccepted(publication):
        return _BY_NAME[PREPRINT].heading
    return _BY_NAME[TALK if is_talk(publication.type, publication.fields) else publication.type].heading


def server_of(publication: Publication) -> str:
    """Return the preprint server that is a publication's only venue, or an empty string."""
    return _SERVER_OF.get(publication.venue.plain, "")


def _has_journal(publication: Publication) -> bool:
    """Return whether the entry names a journal, and not only that it was submitted to one."""
    names = (tex.plain(publication.fields.get(field, "")) for field in ("journaltitle", "journal"))
    return any(name and not only_states(name) for name in names)


def _is_unaccepted(publication: Publication) -> bool:
    return publication.status in {"preprint", "submitted"}


_PAGE: Final = """\
# Entry types

What an entry's type, the word after its `@`, means to lists and to other programs: the heading in a list with
`group=type`, the types in the exported files (CSL-JSON, RIS) and in the metadata of pages (COinS, JSON-LD). A name in
parentheses is another name of the type before it.

An entry whose only venue is a preprint server, or that is not accepted yet, is a preprint if its row says so; in lists,
everything that is not accepted yet is one. An `@article` with `entrysubtype = {magazine}` or `{newspaper}` has a row of
its own.

"""
_PREPRINT_IF: Final = {"": "", "hosted": "on a server", "unaccepted": "on a server, or not accepted yet"}
FORMATS_SHOWN: Final = {"csl": "CSL", "ris": "RIS", "coins": "COinS", "schema_org": "schema.org"}
"""The columns of formats, with their headings on the page."""


def entry_type_page() -> str:
    """Return docs/entry-types.md."""
    head = ("Entry", "Heading", "A preprint if", *FORMATS_SHOWN.values())
    return "".join([_PAGE, _line(head), f"|{'---|' * len(head)}\n", *(_line(_cells(row)) for row in ENTRY_TYPES)])


def _cells(row: EntryType) -> tuple[str, ...]:
    others = ", ".join(f"`@{alias}`" for alias, name in ALIASES.items() if name == row.name)
    name = f"`@{row.name}`{f' ({others})' if others else ''}" if row.name in TYPES else f"a {row.name}"
    return name, row.heading, _PREPRINT_IF[row.preprint], *(f"`{getattr(row, column)}`" for column in FORMATS_SHOWN)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    print(entry_type_page(), end="")  # noqa: T201  this is what the command is for
