"""The codes of all problems that reading a bibliography can report. Names are stable; docs/problems.md lists them."""

from __future__ import annotations

from pelican_bibtex.diagnostics.problem import Code, Severity

# Files, syntax, strings, inheritance.

NOT_BIBTEX = Code(
    "not-bibtex",
    Severity.ERROR,
    "The file has text, but no BibTeX entry.",
    "Check that PUBLICATIONS_SRC names the right file and that it was saved whole.",
)
EMPTY_FILE = Code(
    "empty-file",
    Severity.WARNING,
    "The bibliography has no entry, and nothing that was to be one.",
    "Add an entry, or take the file out of PUBLICATIONS_SRC.",
)
WRONG_ENCODING = Code(
    "wrong-encoding",
    Severity.ERROR,
    "The bytes are no text in UTF-8, or in the encoding that PUBLICATIONS_ENCODING names; nothing of the file is read.",
    "Save the file as UTF-8, or set PUBLICATIONS_ENCODING to the encoding it has.",
)
UNKNOWN_ENCODING = Code(
    "unknown-encoding",
    Severity.ERROR,
    "PUBLICATIONS_ENCODING names an encoding that Python does not have.",
    "Correct the name, or leave the setting out when the file is UTF-8.",
)
UNCLOSED_ENTRY = Code(
    "unclosed-entry",
    Severity.ERROR,
    "The entry has no closing brace; it is taken to end where the next one starts, and what could be read is shown.",
    "Add the closing brace at the end of the entry.",
)
UNCLOSED_BRACE = Code(
    "unclosed-brace",
    Severity.ERROR,
    "A field's value has more opening than closing braces; it is taken to end where the next field starts.",
    "Add the closing brace, or remove the one that opens for nothing.",
)
BROKEN_QUOTES = Code(
    "broken-quotes",
    Severity.ERROR,
    "A value in quotes is not closed, or has a quote inside that is not in braces.",
    "Write the value in braces in place of the quotes.",
)
MISSING_COMMA = Code(
    "missing-comma",
    Severity.ERROR,
    "No comma stands between a field, or the key, and the field after it; BibTeX would drop all that follows.",
    "Add the comma.",
)
MISSING_EQUALS = Code(
    "missing-equals",
    Severity.ERROR,
    "No equals sign stands between a field's name and its value.",
    "Add the equals sign.",
)
MISSING_VALUE = Code(
    "missing-value",
    Severity.ERROR,
    "A field has an equals sign and no value; the field is left out.",
    "Write the value in braces, or remove the field.",
)
BARE_VALUE = Code(
    "bare-value",
    Severity.ERROR,
    "A value that is neither a number nor the name of an @string stands in neither braces nor quotes.",
    "Put the value in braces.",
)
SURPLUS_BRACE = Code(
    "surplus-brace",
    Severity.ERROR,
    "A closing brace too many ends the entry early; BibTeX would drop the fields after it.",
    "Remove the surplus brace.",
)
STRAY_BRACE = Code(
    "stray-brace",
    Severity.WARNING,
    "A closing brace too many follows the entry; nothing is lost by it.",
    "Remove the surplus brace.",
)
STRAY_TEXT = Code(
    "stray-text",
    Severity.ERROR,
    "Text inside an entry that belongs to no field; it is left out.",
    "Make it part of a field's value, or remove it.",
)
MISSING_KEY = Code(
    "missing-key",
    Severity.ERROR,
    "The entry has no key; it is shown, but cannot be cited, and its address and number will change.",
    "Write a key and a comma after the opening brace.",
)
BLANK_IN_KEY = Code(
    "blank-in-key",
    Severity.WARNING,
    "The key has a blank inside; BibTeX takes a key to end at a blank and drops the entry.",
    "Write the key without blanks, here and where it is cited.",
)
MISSING_OPENING = Code(
    "missing-opening",
    Severity.ERROR,
    "The entry has no opening brace after its type; it is read as if it had one.",
    "Add the opening brace.",
)
MISSING_AT = Code(
    "missing-at",
    Severity.WARNING,
    "Text between the entries that looks like an entry without its `@`; BibTeX passes over it.",
    "Add the `@`; if the entry is to be left out, put it in `@comment{...}`.",
)
UNREAD_ENTRY = Code(
    "unread-entry",
    Severity.ERROR,
    "A line that starts with `@` looks like an entry, but does not start as `@type{key,`; it is not read.",
    "Write the start of the entry as `@type{key,`.",
)
COMMENT_IN_ENTRY = Code(
    "comment-in-entry",
    Severity.WARNING,
    "A `%` comment inside an entry, which BibTeX does not know; the line is left out, in the BibTeX shown as well.",
    "Move the comment out of the entry.",
)
UNCLOSED_COMMENT = Code(
    "unclosed-comment",
    Severity.WARNING,
    "An `@comment{` that is never closed; only its first line is taken as the comment.",
    "Add the closing brace.",
)
DUPLICATE_FIELD = Code(
    "duplicate-field",
    Severity.WARNING,
    "A field stands twice in an entry; the first one counts, as in BibTeX.",
    "Remove one of the two.",
)
SWALLOWED_FIELD = Code(
    "swallowed-field",
    Severity.WARNING,
    "A value holds a line that looks like a field of its own: its braces close too late.",
    "Close the value before that line, and remove the brace that is then too many.",
)
INVISIBLE_CHARACTERS = Code(
    "invisible-characters",
    Severity.WARNING,
    "A value holds control characters, such as those that reverse the direction of text; they are removed.",
    "Delete them; they often come with text copied from a PDF.",
)
UNDEFINED_STRING = Code(
    "undefined-string",
    Severity.ERROR,
    "A value names an @string that no file defines; the name is shown in its place.",
    "Define it with `@string{name = {text}}`, correct the name, or put the value in braces.",
)
REDEFINED_STRING = Code(
    "redefined-string",
    Severity.WARNING,
    "An @string is defined again with another text, which counts from there on.",
    "Give the two different names.",
)
STRING_TOO_LONG = Code(
    "string-too-long",
    Severity.ERROR,
    "Strings joined by `#` come to more than 100,000 characters; the rest is cut off.",
    "Look for an @string that is made of itself again and again.",
)
DUPLICATE_KEY = Code(
    "duplicate-key",
    Severity.ERROR,
    "Two entries have one key; the first one is shown, the other is not.",
    "Give one of them another key, or remove it.",
)
DUPLICATE_ALIAS = Code(
    "duplicate-alias",
    Severity.ERROR,
    "A key in an entry's ids is the key of another entry, or in its ids too; citations by it lead to that one.",
    "Leave it in the ids of the one entry that had this key.",
)
REPEATED_ENTRY = Code(
    "repeated-entry",
    Severity.WARNING,
    "The same entry stands twice; it is shown once.",
    "Remove one of the two.",
)
CASE_TWINS = Code(
    "case-twins",
    Severity.WARNING,
    "Two keys differ in capitals only; BibTeX takes them for one.",
    "Give one of them another key.",
)
LOOKALIKE_KEY = Code(
    "lookalike-key",
    Severity.WARNING,
    "A key has letters of another script that look like Latin ones, or looks like another key.",
    "Type the key again in Latin letters.",
)
NON_ASCII_KEY = Code(
    "non-ascii-key",
    Severity.HINT,
    "A key has characters that are not ASCII; it works here, but BibTeX and some programs change or refuse it.",
    "Write the key in plain letters, digits and `-_:.`.",
)
NUMERIC_KEY = Code(
    "numeric-key",
    Severity.WARNING,
    "The key is a number, so that `[3]` could mean it or the publication with that number; `[3]` means the number.",
    "Give it a key with a letter, or cite it as `[@3]`.",
)
MISSING_PARENT = Code(
    "missing-parent",
    Severity.WARNING,
    "A crossref or xdata field names an entry that is in no file; nothing is inherited.",
    "Correct the key, or add that entry.",
)
INHERITANCE_CYCLE = Code(
    "inheritance-cycle",
    Severity.ERROR,
    "Entries inherit from each other in a circle, or through more than twenty others; nothing is inherited there.",
    "Remove the crossref or xdata field that closes the circle.",
)
UNPUBLISHED_SET = Code(
    "unpublished-set",
    Severity.HINT,
    "An @set groups other entries and is no publication itself; its members are shown on their own.",
    "Nothing; cite its members.",
)

# TeX in fields.

UNKNOWN_COMMAND = Code(
    "unknown-command",
    Severity.WARNING,
    "A TeX command that has no meaning on a web page; its argument is shown as it stands.",
    "Write the text without the command, or with one that is known.",
)

FORBIDDEN_COMMAND = Code(
    "forbidden-command",
    Severity.WARNING,
    "A TeX command that reads, writes or defines something; it is never carried out.",
    "Take the command out and write what it stands for.",
)

UNBALANCED_TEX = Code(
    "unbalanced-tex",
    Severity.WARNING,
    "A brace or a dollar sign within a value has no partner.",
    r"Write the missing partner, or \{, \} or \$ for the sign itself.",
)

UNREADABLE_MATH = Code(
    "unreadable-math",
    Severity.WARNING,
    "A formula that cannot be turned into MathML; it is shown as plain text.",
    "Check its braces and commands, or write it in plain words.",
)

UNSAFE_LINK = Code(
    "unsafe-link",
    Severity.WARNING,
    "An address that is not http, https, mailto or a path from the site's root; its text is shown without a link.",
    "Write the whole address with https://, or a path that starts with one slash.",
)

HTML_ENTITY = Code(
    "html-entity",
    Severity.HINT,
    "A character written as on a web page, which BibTeX does not know; the character itself is shown.",
    r"Write the character itself: \& for &amp;, an e with its accent for &eacute;.",
)

ESCAPED_TWICE = Code(
    "escaped-twice",
    Severity.HINT,
    "TeX that an export has escaped once more, so that TeX would print its own commands; it is read as meant.",
    r"Write the command itself: \alpha for {\textbackslash}alpha.",
)

LONG_VALUE = Code(
    "long-value",
    Severity.WARNING,
    "A value of more than 50,000 characters, longer than any text a reader would read in a list.",
    "Shorten it, or look for a missing brace or quote that lets it run on.",
)

# Names.

BAD_NAME = Code(
    "bad-name",
    Severity.ERROR,
    "A name with more than two commas: BibTeX cannot tell its parts; it is shown as it stands.",
    "Write `Family, Given` or `Family, Jr., Given`, and `and` between two names.",
)

EMPTY_NAME = Code(
    "empty-name",
    Severity.WARNING,
    "Two `and`s with nothing between them, or one at an end of the list; it is left out.",
    "Take the `and` out, or write the missing name.",
)

GLUED_AND = Code(
    "glued-and",
    Severity.WARNING,
    "An `and` without a space before the next name; it is read as if the space were there.",
    "Write a space on both sides of `and`.",
)

NAME_SEPARATOR = Code(
    "name-separator",
    Severity.WARNING,
    "Names that a comma, a semicolon or an ampersand separates; BibTeX knows `and` only.",
    "Write `and` between two names.",
)

ET_AL = Code(
    "et-al",
    Severity.WARNING,
    "`et al.` in a list of names, or `others` that is not its end; it is read as `and others`.",
    "End the list with `and others`.",
)

BRACED_NAMES = Code(
    "braced-names",
    Severity.WARNING,
    "Braces around a whole list of names, which make one organisation of them.",
    "Take the inner pair of braces away.",
)

NAME_SUFFIX = Code(
    "name-suffix",
    Severity.WARNING,
    "`Jr.` or the like where BibTeX does not look for it, or something else in its place.",
    "Write `Family, Jr., Given`.",
)

NAME_PART = Code(
    "name-part",
    Severity.WARNING,
    "A part of a name in BibLaTeX's `family=..., given=...` that does not exist, or a name without a family.",
    "Write family, given, prefix, suffix or useprefix.",
)

NAME_CAPITALS = Code(
    "name-capitals",
    Severity.HINT,
    "A name in capitals; it is shown as it stands.",
    "Write the name as in running text.",
)

NAME_FORMAT = Code(
    "name-format",
    Severity.WARNING,
    "A name in bold or underlined; its letters are read, the rest is left out.",
    "Take the command out: the site sets its owner's name apart by itself, as people.yml says.",
)

NAME_MARK = Code(
    "name-mark",
    Severity.WARNING,
    "A sign glued to a name: `Wang*`. It is taken off the name, and read as a mark if it is * or a dagger.",
    "Write the annotation that the message shows.",
)

BAD_ANNOTATION = Code(
    "bad-annotation",
    Severity.WARNING,
    "An annotation such as `author+an` that cannot be read or names an author who is not there.",
    "Write `author+an = {1=equal; 3=lead,corresponding}`, counting the names from 1.",
)

# Dates, types, status, links.

BAD_DATE = Code(
    "bad-date",
    Severity.WARNING,
    "A date that is none, or not written as BibTeX and BibLaTeX know it; what cannot be read is left out.",
    "Write `date = {2024-05-03}`, or `year = {2024}` and `month = may`; words such as `forthcoming` stand in year.",
)

UNKNOWN_TYPE = Code(
    "unknown-type",
    Severity.WARNING,
    "A type of entry that neither BibTeX nor BibLaTeX knows; it is read as @misc.",
    "Write one they know; the message names the nearest.",
)

MISSING_FIELD = Code(
    "missing-field",
    Severity.WARNING,
    "An entry without a title, an author or editor, or a date.",
    "Write the field; until then the entry is shown without it, under its key where the title is missing.",
)

LONG_TITLE = Code(
    "long-title",
    Severity.WARNING,
    "A title of more than 10,000 characters.",
    "Look for a missing brace or quote that lets the title run on.",
)

BAD_IDENTIFIER = Code(
    "bad-identifier",
    Severity.WARNING,
    "A DOI or arXiv identifier that cannot be one; there is no link for it.",
    "Write the DOI as 10.1000/182, the arXiv identifier as 2410.11474.",
)

ODD_ADDRESS = Code(
    "odd-address",
    Severity.WARNING,
    "An address without https://, or one within HTML or other text; it is read as it is meant.",
    "Write the whole address; a file of the site is written as a path such as /papers/me.pdf.",
)

PREPRINT_TWIN = Code(
    "preprint-twin",
    Severity.HINT,
    "Two entries for one work, a preprint and its publication; they are shown as one, and either key cites it.",
    "Nothing need be done; to have one entry only, move the arXiv identifier to the publication as eprint.",
)

# Files as a whole, and settings.

NO_FILE = Code(
    "no-file",
    Severity.ERROR,
    "A file that PUBLICATIONS_SRC names is not there.",
    "Correct PUBLICATIONS_SRC or the file's name; the message names what is near.",
)

UNREADABLE_FILE = Code(
    "unreadable-file",
    Severity.ERROR,
    "A file that cannot be read: a folder, a pipe, a loop of links, or one whose permissions forbid it.",
    "Name a regular file that you may read.",
)

BAD_SETTING = Code(
    "bad-setting",
    Severity.ERROR,
    "A setting has a value that it cannot have.",
    "Write what the message says in pelicanconf.py; docs/settings.md has them all.",
)

MISSING_PLUGIN = Code(
    "missing-plugin",
    Severity.ERROR,
    "PLUGINS names a plugin that does not exist, or lacks one that the site needs; nothing is written.",
    "Correct PLUGINS as the message says; docs/settings.md shows what it has to name.",
)

BROKEN_PLUGIN = Code(
    "broken-plugin",
    Severity.ERROR,
    "A plugin that PLUGINS names raises an error when it is loaded; nothing is written.",
    "Install what the message says is missing, mend the plugin, or take it out of PLUGINS.",
)

UNKNOWN_SETTING = Code(
    "unknown-setting",
    Severity.WARNING,
    "A setting with a name that nobody reads.",
    "Correct its name; the message has the nearest.",
)

CODES: tuple[Code, ...] = tuple(value for value in list(vars().values()) if isinstance(value, Code))
"""All codes, in the order above."""
