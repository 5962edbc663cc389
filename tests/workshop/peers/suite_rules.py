"""Why Ibid differs from what the test suites of other programs expect, by rule, besides `disagreements.RULES`."""

from __future__ import annotations

import re
from typing import Final

from workshop.peers.disagreements import Disagreement, Rule

_NAMES: Final = ("names", "count", "author", "editor")
_EAST_ASIAN: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DATE_WITH_YEAR_LAST: Final = re.compile(r"\d{1,2}[-/]\d{4}|\d{1,2}-\d{1,2}-\d{4}|\d{4}/\d\d")
_IN_RANGE: Final = re.compile(r"\d{2}[\dux]{2}(?:-[\dux]{2})*", re.IGNORECASE)
_TEX_IN_NAME: Final = re.compile(r"\\(?:aftergroup|ignorespaces|mbox)")


def _author(one: Disagreement) -> str:
    return one.field("author")


def _is_organisation(one: Disagreement) -> bool:
    """Return whether we take the whole name for that of an organisation."""
    return one.ours.startswith("||") and one.ours.count("|") == 3


def _same_words(one: Disagreement) -> bool:
    """Return whether only the parts that the words are in differ."""
    return sorted(re.split(r"[ |]+", one.ours)) == sorted(re.split(r"[ |]+", one.theirs))


def _main_title(one: Disagreement) -> bool:
    return bool(one.field("maintitle")) and one.ours not in {one.theirs, ""}


# fmt: off
SUITE_RULES: Final = (
    # names
    Rule("an organisation without braces is known by its words", "Ibid", _NAMES, _is_organisation),
    Rule("a name in the script of China, Japan or Korea is family name first, in Katakana as its author has it", "both", _NAMES,
         lambda one: _EAST_ASIAN.search(_author(one))),
    Rule("capitals alone that come last are initials (reported)", "both", _NAMES, lambda one: one.is_reported("name-order")),
    Rule("the case of a word in braces, or of a command, is that of its letters", "Ibid", _NAMES,
         lambda one: re.search(r"\{\w\}\w|\\[A-Za-z]+\{", _author(one)) and _same_words(one)),
    Rule("capitals before a comma belong to the family name", "Ibid", _NAMES,
         lambda one: "," in _author(one) and re.match(r"[^\s,]+ \w", _author(one)) and _same_words(one)),
    Rule("a name in lower case has no prefix: there would be no family name", "Ibid", _NAMES,
         lambda one: _author(one).islower()),
    Rule("nothing but blanks is no name", "Ibid", ("count",), lambda one: "~" in _author(one)),
    Rule("`\\,` is a thin blank", "Ibid", _NAMES, lambda one: "\\," in _author(one)),
    Rule("the accent on the letter, without a blank", "Ibid", _NAMES, lambda one: "\\~" in _author(one)),
    Rule("a row of another table", "both", ("count",), lambda one: _author(one) in {"first", "last", "von", "jr"}),
    Rule("`\\noopsort` sorts, and is not shown", "Ibid", _NAMES, lambda one: "\\noopsort" in _author(one)
         and "aftergroup" not in one.ours),
    Rule("`and` within an environment of LaTeX is between names", "both", _NAMES, lambda one: "\\begin" in _author(one)),
    Rule("names without anything between them are not told apart", "neither", _NAMES,
         lambda one: one.tool == "jabref" and " and " not in _author(one) and one.theirs.count(";")),
    Rule("TeX whose backslashes are lost is not guessed", "neither", _NAMES,
         lambda one: re.search(r"\{[\^'\"`]", _author(one))),
    Rule("a name in capitals is a name, not one to be checked", "both", _NAMES, lambda one: "[" in one.theirs),
    Rule("the parts of a name in braces are parts", "Ibid", _NAMES,
         lambda one: re.search(r"\{\"?(?:given|family)=", _author(one)) and "=" not in one.ours),
    Rule("TeX's own commands are shown by their names", "other", _NAMES,
         lambda one: _TEX_IN_NAME.search(_author(one))),
    Rule("data by `xdata=`", "other", (*_NAMES, "title", "container-title"),
         lambda one: "xdata=" in _author(one) + one.field("title", "journaltitle")),
    Rule("options of a list of names", "other", _NAMES,
         lambda one: re.match(r"\w+=\w+ and ", _author(one))),
    # dates
    Rule("CSL has no year 0, and BibLaTeX's -0876 is 877 BC", "other", ("issued",),
         lambda one: one.field("date").startswith("-") and one.tool == "pandoc"),
    Rule("a given name with a sign of equality in it", "neither", _NAMES, lambda one: "A=B" in _author(one)),
    Rule("a year of more than four digits is not read", "neither", ("issued",), lambda one: one.field("date").startswith("y")),
    Rule("a year before the era, and a range that is open or a decade, in other signs", "both", ("issued",),
         lambda one: one.ours.lstrip("-") == one.theirs or one.theirs == f"{one.ours}/0"),
    Rule("a century or decade, `19uu` and `199X`, is no year", "other", ("issued",),
         lambda one: _IN_RANGE.fullmatch(one.field("date", "year")) and not one.field("date", "year")[:4].isdecimal()),
    Rule("an unspecified month or day, where the other has the first", "both", ("issued",),
         lambda one: one.theirs.startswith(f"{one.ours}-1") and re.search("(?i)-[xu]{2}$", one.field("date"))),
    Rule("a date with its year last, or a month after a slash", "other", ("issued",),
         lambda one: _DATE_WITH_YEAR_LAST.fullmatch(one.field("date", "year"))),
    Rule("an era in words, as in `30 BC`", "neither", ("issued",), lambda one: re.search("AD|BC", one.field("date"))),
    Rule("a range with blanks", "other", ("issued",), lambda one: " / " in one.field("date")),
    Rule("a year of two digits, or of five, is not read", "neither", ("issued",),
         lambda one: re.match(r"-\d{5}|\d/\d\d$", one.field("date"))),
    Rule("two years, one in brackets", "other", ("issued",), lambda one: "[" in one.field("date", "year")),
    # titles and containers
    Rule("a volume with a title of its own has it, and the title of the whole is not in CSL", "both",
         ("title", "container-title"), _main_title),
    Rule("the title of an issue, where we have that of the periodical", "both", ("title",), lambda one: one.field("issuetitle")),
    Rule("the subtitle of a book is lost", "other", ("container-title",),
         lambda one: one.field("booksubtitle") and one.theirs.startswith(one.ours)),
    Rule("a part of a volume", "other", ("volume",), lambda one: one.field("part")),
    Rule("number and issue are two fields of which one counts", "both", ("issue",), lambda one: one.field("issue") and one.field("number")),
    Rule("the short name stays in the title of proceedings", "both", ("container-title",), lambda one: one.ours.startswith(one.theirs)),
    Rule("an undefined @string is its name (reported)", "both", ("title", "container-title"),
         lambda one: one.is_reported("undefined-string")),
    Rule("an entry in a quoted value", "other", ("field title",), lambda one: "@" in one.theirs),
    Rule("a name that BibTeX does not accept for a field", "neither", ("field @name",), lambda one: not one.ours),
    Rule("TeX as text: parentheses, signs and unknown commands", "both", ("title", "container-title"),
         lambda one: re.sub(r"[\W_]", "", one.ours) == re.sub(r"[\W_]", "", one.theirs)),
    Rule("two backslashes before a name, or a formula, are read otherwise", "both", ("title",),
         lambda one: "\\\\" in one.field("title") or "$" in one.field("title")),
    Rule("a command that no list knows is shown by its name, `\\ElsevierGlyph` among them", "other", ("title",),
         lambda one: "\\" in one.field("title")),
    # what is no fault of either
    Rule("a preprint, or an article without a journal, is an `article` of that program", "both", ("type",),
         lambda one: one.theirs == "article"),
    Rule("types of the program's own", "both", ("type",), lambda one: one.tool == "biblatex-csl-converter"),
    Rule("a DOI in signs that no DOI has", "neither", ("DOI",), lambda one: re.search(r"[\\{`|~\[]", one.field("doi"))),
    Rule("a DOI is decoded from its address", "Ibid", ("DOI",), lambda one: "%3C" in one.field("doi")),
    Rule("pages as they are printed, not as BibTeX writes them", "both", ("page",),
         lambda one: one.ours.strip("-{}") == one.theirs.removeprefix("pages ").strip("-{}")),
    Rule("an address that cannot be decoded is none", "Ibid", ("URL",), lambda one: one.tool == "citation-js" and "%" in one.field("url")),
    Rule("a second entry under the same key", "both", ("title", "container-title", "page", "author"),
         lambda one: one.is_reported("duplicate-key") or one.reading.entry.source.text.count(f"{{{one.reading.entry.key},") > 1),
)
# fmt: on
"""Every class, the first that applies counts."""
