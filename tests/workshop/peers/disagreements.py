"""Why Ibid's reading of an entry differs from that of pandoc or citation-js, by rule, and who is right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal
from urllib.parse import unquote

from msgspec import Struct

from pelican_bibtex.facts.identifiers import arxiv_id
from workshop.peers.csl_comparison import FIELDS, Reading, comparable, plain


class Disagreement(Struct, frozen=True):
    """One variable of one entry that two programs read differently."""

    tool: str
    """The name of the other program."""
    variable: str
    """One of `csl_comparison.FIELDS`."""
    reading: Reading
    """Ours."""
    ours: str
    """In the form of `csl_comparison.comparable`."""
    theirs: str
    item: Mapping[str, Any]
    """The whole item of the other program."""

    def field(self, *names: str) -> str:
        """Return the first of these fields that the entry has, as its author wrote it."""
        return next((value for name in names if (value := self.reading.entry.fields.get(name))), "")

    def is_reported(self, *codes: str) -> bool:
        """Return whether Ibid reports one of these faults in the entry."""
        return any(problem.code.name in codes for problem in self.reading.problems)

    def __str__(self) -> str:
        """Return the entry, the variable and both values in one line."""
        entry = self.reading.entry
        place = f"{entry.location.path}:{entry.location.line}: {entry.key} ({entry.type})"
        written = self.field(*_WRITTEN_IN.get(self.variable, (self.variable.lower(),)))
        return (
            f"{place}: {self.variable}: `{written[:150]}`: Ibid {self.ours[:150]!r}, {self.tool} {self.theirs[:150]!r}"
        )


_WRITTEN_IN: Final = {
    "names": ("author",), "count": ("author",), "issued": ("date", "year"), "container-title": ("journaltitle", "journal",
    "booktitle"), "issue": ("number", "issue"), "page": ("pages",),
}  # fmt: skip
"""Variables of CSL -> the fields that hold them."""


class Rule(Struct, frozen=True):
    """A class of disagreements."""

    why: str
    right: Literal["Ibid", "both", "neither", "other"]
    """Who is right: `both` if CSL leaves the choice; `other` is a known fault of Ibid, which is to be mended."""
    variables: tuple[str, ...]
    applies: Callable[[Disagreement], object]
    tools: tuple[str, ...] = ()
    """The programs concerned; none for all."""

    def is_for(self, one: Disagreement) -> bool:
        """Return whether it explains a disagreement."""
        return one.variable in self.variables and (not self.tools or one.tool in self.tools) and bool(self.applies(one))


def disagreements(tool: str, reading: Reading, item: Mapping[str, Any]) -> Iterator[Disagreement]:
    """Yield what two programs read differently in an entry."""
    for variable in FIELDS:
        ours, theirs = comparable(reading.item, variable), comparable(item, variable)
        if ours != theirs:
            yield Disagreement(tool, variable, reading, ours, theirs, item)


def explanation(one: Disagreement) -> Rule | None:
    """Return the first rule that explains a disagreement, or None."""
    return next((rule for rule in RULES if rule.is_for(one)), None)


PANDOC: Final = ("pandoc",)
CITATION_JS: Final = ("citation-js",)

_NAME_FAULTS: Final = (
    *("name-mark", "name-order", "name-separator", "braced-names", "name-suffix", "et-al", "name-format", "empty-name"),
    *("bad-name", "glued-and"),
)
_DOI_FORM: Final = re.compile(r"(?i)(?:https?://\S*?/|doi:?\s*)(?=10\.)")
_ESCAPE: Final = re.compile(r"\\(?=[_&%#~{}$])")
_YEAR: Final = re.compile(r"\d{4}")
_NO_VOLUME: Final = re.compile(r"\?+|abs/\S+")
_ONE_PAGE: Final = re.compile(r"(\w+)-\1")
_UNKNOWN_PAGES: Final = re.compile(r"[?\s-]+")
_NEW_TYPES: Final = frozenset({"periodical", "software", "standard", "performance", "document"})
"""Types that CSL has since 1.0.2."""
_FINER_TYPES: Final = {
    ("pamphlet", "book"), ("book", "report"), ("entry-encyclopedia", "entry"), ("song", "musical_score"),
    ("legal_case", "legislation"), ("graphic", "document"), ("pamphlet", ""),
}  # fmt: skip
"""Types of CSL, ours and theirs, that both fit a type of BibLaTeX."""


def _is_preprint(one: Disagreement) -> bool:
    return bool(one.reading.item["type"] == "article")


def _are_written(years: Sequence[str], text: str) -> bool:
    return bool(years) and all(year in text for year in years)


def _letters(text: str) -> str:
    return re.sub(r"[\s^_{}()-]", "", text)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub("", text)


def _same_doi(one: Disagreement) -> bool:
    return _DOI_FORM.sub("", _unescaped(one.theirs)).strip() == one.ours


def _is_doi_again(one: Disagreement) -> bool:
    return not one.ours and str(one.reading.item.get("DOI", "?")).lower() in _unescaped(one.theirs).lower()


def _is_arxiv(one: Disagreement) -> bool:
    identifier = arxiv_id(one.reading.entry.fields)
    return bool(identifier) and identifier in one.ours + one.theirs


RULES: Final = (
    Rule("what is only on a preprint server is no part of a journal; in CSL the server is its publisher", "Ibid",
         ("type", "container-title", "volume", "issue", "page"), _is_preprint),
    Rule("the type is left out: pandoc does not know it", "Ibid", ("type",), lambda one: not one.theirs, PANDOC),
    Rule("CSL has this type since 1.0.2", "Ibid", ("type",), lambda one: one.ours in _NEW_TYPES),
    Rule("both types of CSL fit the entry's type", "both", ("type",), lambda one: (one.ours, one.theirs) in _FINER_TYPES),
    Rule("an article of a newspaper or magazine, as `entrysubtype` says", "Ibid", ("type",),
         lambda one: one.field("entrysubtype"), CITATION_JS),
    Rule("@newspaper is an article of a newspaper, not of a journal", "other", ("type",),
         lambda one: one.reading.entry.type == "newspaper"),
    Rule("a talk is a talk, as its note says, not a manuscript", "Ibid", ("type",),
         lambda one: (one.ours, one.theirs) == ("speech", "manuscript")),
    Rule("a part of a book is a chapter", "Ibid", ("type",),
         lambda one: one.ours == "chapter" and one.reading.entry.type in {"bookinbook", "suppbook", "suppcollection"}),

    Rule("a volume of question marks is unknown, and one that ends in a dash has only its start", "Ibid", ("volume",),
         lambda one: one.theirs.rstrip("?-") == one.ours),
    Rule("an arXiv number is no volume", "Ibid", ("volume",), lambda one: not one.ours and one.theirs.startswith("abs/")),
    Rule("a journal with its subtitle or series, and a book that is part of one", "Ibid", ("container-title",),
         lambda one: one.ours and (not one.theirs or one.ours.startswith(f"{one.theirs}. "))),
    Rule("an address has no blank, no TeX and no braces, and a DOI is one address", "Ibid", ("URL",),
         lambda one: one.ours and (set(one.theirs) & set(" {}~") or "doi.org/" in one.theirs)),
    Rule("a file elsewhere is the address of a work without another one", "both", ("URL",),
         lambda one: one.ours and not one.theirs),

    Rule("an entry without a title is told apart by its key", "both", ("title",),
         lambda one: one.ours.startswith("untitled (") and not one.theirs),
    Rule("the other leaves TeX in the text", "Ibid", ("title", "container-title", "author", "editor"),
         lambda one: "\\" in one.theirs and "\\" not in one.ours),
    Rule("a command that pandoc does not know is dropped, or the rest of the text", "Ibid", ("title", "container-title"),
         lambda one: "\\" in one.field("title") + one.field("booktitle") and len(one.theirs) < len(one.ours)
         and one.theirs[:3] == one.ours[:3], PANDOC),
    Rule("a command that citation-js does not know", "Ibid", ("title",), lambda one: "undefined" in one.theirs, CITATION_JS),
    Rule("the other leaves a formula in tags", "Ibid", ("title",), lambda one: "<tex>" in one.theirs),
    Rule("a formula as text, in another form", "both", ("title",), lambda one: _letters(one.ours) == _letters(one.theirs)),
    Rule("proceedings may have their title in another field", "Ibid", ("title",),
         lambda one: not one.theirs and one.reading.entry.type in {"proceedings", "mvproceedings", "periodical"}),

    Rule("reported: what is meant is clear, and we read it", "Ibid", ("author", "editor"),
         lambda one: one.is_reported(*_NAME_FAULTS)),
    Rule("`AND` separates names, as in BibTeX", "Ibid", ("author", "editor"),
         lambda one: " AND " in one.field(one.variable), PANDOC),
    Rule("a suffix is no part of the family name", "Ibid", ("author", "editor"),
         lambda one: one.ours.replace(", ", " ") == one.theirs.replace(", ", " ")),

    Rule("the season of CSL, where the other has a 21st month or none", "Ibid", ("issued",), lambda one: "season" in one.ours),
    Rule("the month, the day or the end of a range is lost", "Ibid", ("issued",),
         lambda one: bool(one.theirs) and one.ours.startswith((f"{one.theirs}-", f"{one.theirs}/"))),
    Rule("a word in a name that hyphens hold together is no prefix", "Ibid", ("author", "editor"),
         lambda one: "-" in one.ours and _letters(one.ours) == _letters(one.theirs), CITATION_JS),
    Rule("a command that pandoc does not know is dropped", "Ibid", ("author",), lambda one: "\\cprime" in one.field("author"),
         PANDOC),
    Rule("a range, where the other has its end alone, or words", "Ibid", ("issued",),
         lambda one: "/" in one.ours and _letters(one.ours).endswith(_letters(one.theirs).replace("/", "")[-2:]), CITATION_JS),
    Rule("words around a year, or between two, hide it from the other", "Ibid", ("issued",),
         lambda one: not one.theirs[:4].isdecimal() and _are_written(_YEAR.findall(one.ours), one.field("date", "year"))),
    Rule("a decade is the range of its years", "Ibid", ("issued",),
         lambda one: re.fullmatch(r"(?i)\d{3}x", one.field("date", "year")) and one.ours[:3] == one.field("date", "year")[:3]),
    Rule("a year with words is shown as typed, ours as the year that it starts with", "both", ("issued",),
         lambda one: one.theirs.startswith(one.ours) and one.is_reported("bad-date"), CITATION_JS),

    Rule("what an author is certain to mean: a date with signs that are not in the standard", "Ibid", ("issued",),
         lambda one: one.theirs.strip("/").replace("/", "-") == one.ours, CITATION_JS),
    Rule("the container of what only citation-js or pandoc takes for none", "Ibid", ("container-title",),
         lambda one: not one.theirs and one.reading.entry.type in {"article", "newspaper"}),
    Rule("the container is lost with the type", "Ibid", ("container-title",),
         lambda one: not one.theirs and (not one.item.get("type") or one.reading.entry.type in {"suppbook", "suppcollection"})),
    Rule("the title of a periodical is its own, not that of its container", "both", ("container-title",),
         lambda one: one.reading.entry.type == "periodical"),
    Rule("a paper is in its journal, or in the proceedings if it has both and is a conference paper", "Ibid",
         ("container-title",), lambda one: one.field("booktitle") and one.field("journal", "journaltitle") and one.ours),
    Rule("the addition to a title of a journal is lost", "Ibid", ("container-title",),
         lambda one: one.field("journaltitleaddon") and one.ours.startswith(one.theirs)),
    Rule("a book or a standard may say which book it is in", "Ibid", ("container-title",),
         lambda one: not one.theirs and one.field("booktitle") and one.ours),
    Rule("a preprint server is no journal", "Ibid", ("container-title",), lambda one: not one.ours and "arxiv" in one.theirs),

    Rule("question marks and identifiers of preprints are no volume, and a dash behind one is none", "Ibid", ("volume",),
         lambda one: one.ours == one.theirs.rstrip("-") or (not one.ours and _NO_VOLUME.fullmatch(one.theirs))),

    Rule("a number without a series is an issue, with a series its number", "both", ("issue",),
         lambda one: one.field("number") and not (one.ours and one.theirs)),
    Rule("BibTeX files have the number of an issue in `issue` too", "Ibid", ("issue",),
         lambda one: not one.theirs and plain(one.field("issue")) == one.ours, PANDOC),
    Rule("an article number is the page of an electronic journal", "Ibid", ("page",),
         lambda one: not one.theirs and one.ours in plain(one.field("eid", "article-number", "articleno"))),
    Rule("an unknown or missing last page is none", "Ibid", ("page",),
         lambda one: re.fullmatch(re.escape(one.ours) + r"-\?*", one.theirs)),
    Rule("a range of one page is a page", "Ibid", ("page",), lambda one: _ONE_PAGE.fullmatch(one.theirs)),
    Rule("question marks are no pages", "Ibid", ("page",), lambda one: not one.ours and _UNKNOWN_PAGES.fullmatch(one.theirs)),

    Rule("CSL has a DOI without the address of a resolver, without TeX", "Ibid", ("DOI",), _same_doi),
    Rule("the first DOI of several", "Ibid", ("DOI",), lambda one: one.theirs.count("10.") > 1 and one.ours in one.theirs),
    Rule("what is no DOI is reported, and none", "Ibid", ("DOI",),
         lambda one: not one.ours and one.is_reported("bad-identifier")),
    Rule("the DOI in `url` is one too", "Ibid", ("DOI",), lambda one: not one.theirs and one.ours in one.field("url").lower()),
    Rule("an address has no TeX", "Ibid", ("URL",), lambda one: _unescaped(re.sub(r"\\url\{(.*)\}", r"\1", one.theirs)) == one.ours),
    Rule("the first address of several", "Ibid", ("URL",), lambda one: one.ours and one.theirs.count("//") > 1 and one.ours in one.theirs),
    Rule("reported: an incomplete address is completed, and a wrong one is no link", "Ibid", ("URL",),
         lambda one: one.is_reported("odd-address", "unsafe-link") and (not one.ours or one.ours.split("//")[1] in one.theirs)),
    Rule("no host has such a name", "neither", ("URL",),
         lambda one: not one.ours and "~" in one.theirs.removeprefix("http://").split("/")[0]),
    Rule("the DOI is given already, not as an address too", "both", ("URL",), _is_doi_again),
    Rule("an identifier of arXiv is the address of a preprint, not of what is published elsewhere", "both", ("URL",), _is_arxiv),
    Rule("an address has no braces, and no blanks", "Ibid", ("URL",),
         lambda one: unquote(one.ours) == one.theirs.replace("{", "").replace("}", "")),
    Rule("a DOI has one address", "both", ("URL",),
         lambda one: one.ours.startswith("https://doi.org/") and one.ours.partition(".org/")[2] in one.theirs),
    Rule("reported: an address in place of a DOI is one", "Ibid", ("URL",),
         lambda one: not one.theirs and one.is_reported("bad-identifier")),
)  # fmt: skip
"""Every class, the first that applies counts."""
