"""The codes of all problems that reading a bibliography can report. Names are stable; docs/problems.md lists them."""

from __future__ import annotations

from pelican_bibtex.diagnostics.problem import Code, Severity

# Files, syntax, strings, inheritance.

NOT_BIBTEX = Code(
    "not-bibtex",
    Severity.ERROR,
    "The file has text, but no BibTeX entry.",
    "Check that PUBLICATIONS_SRC gives the right file, and that the file was saved completely.",
)
EMPTY_FILE = Code(
    "empty-file",
    Severity.WARNING,
    "The bibliography has no entry.",
    "Add an entry, or remove the file from PUBLICATIONS_SRC.",
)
WRONG_ENCODING = Code(
    "wrong-encoding",
    Severity.ERROR,
    "The file is not UTF-8, or not in the encoding set in PUBLICATIONS_ENCODING; nothing in it is read.",
    'Save the file as UTF-8, or set PUBLICATIONS_ENCODING to the file\'s encoding, such as `"latin-1"`.',
)
UNKNOWN_ENCODING = Code(
    "unknown-encoding",
    Severity.ERROR,
    "PUBLICATIONS_ENCODING is an encoding that Python does not have.",
    "Correct the encoding, or remove the setting if the file is UTF-8.",
)
UNCLOSED_ENTRY = Code(
    "unclosed-entry",
    Severity.ERROR,
    "The entry has no closing brace; it is read up to the start of the next entry.",
    "Add the closing brace at the end of the entry.",
)
UNCLOSED_BRACE = Code(
    "unclosed-brace",
    Severity.ERROR,
    "A value has more opening than closing braces; it is read up to the start of the next field.",
    "Add the closing brace, or remove the surplus opening brace.",
)
BROKEN_QUOTES = Code(
    "broken-quotes",
    Severity.ERROR,
    "A value in quotes is not closed, or has a quote inside that is not in braces.",
    "Write the value in braces instead of quotes.",
)
MISSING_COMMA = Code(
    "missing-comma",
    Severity.WARNING,
    "There is no comma after a key or field; it is read as if there were one; BibTeX drops all that follows.",
    "Add the comma.",
)
MISSING_EQUALS = Code(
    "missing-equals",
    Severity.ERROR,
    "There is no equals sign between a field's name and its value.",
    "Add the equals sign.",
)
MISSING_VALUE = Code(
    "missing-value",
    Severity.WARNING,
    "A field has no value after its equals sign; the field is left out.",
    "Write the value in braces, or remove the field.",
)
BARE_VALUE = Code(
    "bare-value",
    Severity.WARNING,
    "A value has neither braces nor quotes, and is neither a number nor the name of an @string; it is read as written.",
    "Put the value in braces.",
)
SURPLUS_BRACE = Code(
    "surplus-brace",
    Severity.ERROR,
    "A surplus closing brace ends the entry early; BibTeX would drop the fields after it.",
    "Remove the surplus brace.",
)
STRAY_BRACE = Code(
    "stray-brace",
    Severity.WARNING,
    "There is a surplus closing brace after the entry; nothing is lost.",
    "Remove the surplus brace.",
)
STRAY_TEXT = Code(
    "stray-text",
    Severity.ERROR,
    "Text in an entry belongs to no field; it is left out.",
    "Make it part of a field's value, or remove it.",
)
MISSING_KEY = Code(
    "missing-key",
    Severity.ERROR,
    "The entry has no key; it is shown, but cannot be cited, and its address and number may change in any build.",
    "Write a key and a comma after the opening brace, as in `@article{wang2024,`.",
)
BLANK_IN_KEY = Code(
    "blank-in-key",
    Severity.WARNING,
    "The key contains a space; BibTeX ends a key at a space and drops the entry.",
    "Write the key without spaces, here and in all citations.",
)
MISSING_OPENING = Code(
    "missing-opening",
    Severity.ERROR,
    "There is no opening brace after the entry's type; the entry is read as if there were one.",
    "Add the opening brace.",
)
MISSING_AT = Code(
    "missing-at",
    Severity.WARNING,
    "Text between entries looks like an entry without its `@`; BibTeX ignores it.",
    "Add the `@`; to exclude the entry on purpose, write `@comment{...}` around it.",
)
UNREAD_ENTRY = Code(
    "unread-entry",
    Severity.ERROR,
    "A line starts with `@` and looks like an entry, but does not start with `@type{key,`; it is not read.",
    "Start the entry with `@type{key,`.",
)
COMMENT_IN_ENTRY = Code(
    "comment-in-entry",
    Severity.WARNING,
    "There is a `%` comment inside an entry, where BibTeX has no comments; it is also removed from exported BibTeX.",
    "Move the comment out of the entry.",
)
UNCLOSED_COMMENT = Code(
    "unclosed-comment",
    Severity.WARNING,
    "An `@comment{` is never closed; only its first line is treated as a comment.",
    "Add the closing brace.",
)
DUPLICATE_FIELD = Code(
    "duplicate-field",
    Severity.WARNING,
    "An entry has the same field twice; the first one counts, as in BibTeX.",
    "Remove one of the two.",
)
SWALLOWED_FIELD = Code(
    "swallowed-field",
    Severity.WARNING,
    "A value contains a line that looks like another field; the value's closing brace comes too late.",
    "Close the value before that line, and remove the brace that is then surplus.",
)
INVISIBLE_CHARACTERS = Code(
    "invisible-characters",
    Severity.WARNING,
    "A value contains invisible control characters, such as those that reverse text; they are removed.",
    "Delete them; they often come with text copied from a PDF.",
)
FOREIGN_MARKUP = Code(
    "foreign-markup",
    Severity.HINT,
    "A value has markup of HTML, JATS or MathML, as services export it; it is read as TeX, or its tags are taken off.",
    r"Write `\textit{...}` for `<i>`, `\textsubscript{...}` for `<sub>`, and so on.",
)
UNDEFINED_STRING = Code(
    "undefined-string",
    Severity.ERROR,
    "A value uses an @string that is not defined in any file; its name is shown instead.",
    "Define it with `@string{name = {text}}`, correct the name, or put the value in braces.",
)
REDEFINED_STRING = Code(
    "redefined-string",
    Severity.WARNING,
    "An @string is defined again with another text, which applies to all entries after it.",
    "Give the two strings different names.",
)
STRING_TOO_LONG = Code(
    "string-too-long",
    Severity.ERROR,
    "Strings joined by `#` make a text of more than 100,000 characters; the rest is cut off.",
    "Look for an @string that contains itself many times.",
)
DUPLICATE_KEY = Code(
    "duplicate-key",
    Severity.ERROR,
    "Two different entries have the same key; the second one is shown under a key that no other has.",
    "Change the key of one of them, or remove one.",
)
DUPLICATE_ALIAS = Code(
    "duplicate-alias",
    Severity.ERROR,
    "A key in the `ids` of an entry is also a key of another entry; citations of it link to the other entry.",
    "Remove it from the `ids` of one of the entries.",
)
REPEATED_ENTRY = Code(
    "repeated-entry",
    Severity.WARNING,
    "The same work occurs twice under one key; it is shown once.",
    "Remove one of the two.",
)
CASE_TWINS = Code(
    "case-twins",
    Severity.WARNING,
    "Two keys differ only in upper and lower case; BibTeX treats them as the same key.",
    "Change one of the keys.",
)
LOOKALIKE_KEY = Code(
    "lookalike-key",
    Severity.WARNING,
    "A key contains letters of another script that look like Latin ones, or looks like another key.",
    "Type the key again in Latin letters.",
)
NON_ASCII_KEY = Code(
    "non-ascii-key",
    Severity.HINT,
    "A key contains non-ASCII characters; it works here, but BibTeX and some other programs change or reject it.",
    "Use only letters without accents, digits and `-_:.` in keys.",
)
NUMERIC_KEY = Code(
    "numeric-key",
    Severity.WARNING,
    "The key is a number, so `[3]` is ambiguous; it means the publication with number 3.",
    "Use a key with a letter in it, or cite this publication as `[@3]`.",
)
MISSING_PARENT = Code(
    "missing-parent",
    Severity.WARNING,
    "The key in a crossref or xdata field is not in any file; nothing is inherited.",
    "Correct the key, or add that entry.",
)
INHERITANCE_CYCLE = Code(
    "inheritance-cycle",
    Severity.ERROR,
    "Entries inherit from each other in a circle, or through more than twenty others; nothing is inherited there.",
    "Remove one crossref or xdata field of the circle.",
)
UNPUBLISHED_SET = Code(
    "unpublished-set",
    Severity.HINT,
    "An @set groups other entries and is not a publication itself; its members are shown separately.",
    "Nothing to do; cite the members of the set.",
)

# TeX in fields.

UNKNOWN_COMMAND = Code(
    "unknown-command",
    Severity.WARNING,
    "A TeX command is unknown, or has no meaning on a web page; its argument is shown as text.",
    "Write the text without the command, or use a common TeX command.",
)

FORBIDDEN_COMMAND = Code(
    "forbidden-command",
    Severity.WARNING,
    "A TeX command reads, writes or defines something; such commands are never run.",
    "Replace the command with the text that it should produce.",
)

UNBALANCED_TEX = Code(
    "unbalanced-tex",
    Severity.WARNING,
    "A brace or dollar sign in a value has no partner.",
    r"Add its partner, or write `\{`, `\}` or `\$` for the character itself.",
)

UNREADABLE_MATH = Code(
    "unreadable-math",
    Severity.WARNING,
    "A formula cannot be converted to MathML; it is shown as plain text.",
    "Check its braces and commands, or write it in words.",
)

UNSAFE_LINK = Code(
    "unsafe-link",
    Severity.WARNING,
    "An address is neither http, https or mailto nor a path from the site's root; its text is shown without a link.",
    "Write the whole address with `https://`, or a path that starts with one slash.",
)

HTML_ENTITY = Code(
    "html-entity",
    Severity.HINT,
    "A character is written as HTML, which BibTeX does not know; the character itself is shown.",
    r"Write the character itself, as in `\&` for `&amp;` or `é` for `&eacute;`.",
)

ESCAPED_TWICE = Code(
    "escaped-twice",
    Severity.HINT,
    "A program exported TeX escaped twice, so TeX would print the commands as text; it is read as was meant.",
    r"Write the command itself, as in `\alpha` for `{\textbackslash}alpha`.",
)

LONG_VALUE = Code(
    "long-value",
    Severity.WARNING,
    "A value has more than 50,000 characters.",
    "Shorten it, or look for a missing closing brace or quote.",
)

# Names.

BAD_NAME = Code(
    "bad-name",
    Severity.ERROR,
    "A name has more than two commas, so BibTeX cannot split it into its parts; it is shown as written.",
    "Write `Family, Given` or `Family, Jr., Given`, and `and` between two names.",
)

EMPTY_NAME = Code(
    "empty-name",
    Severity.WARNING,
    "A list of names starts or ends with `and`, or has two in a row; the missing name is left out.",
    "Remove the surplus `and`, or write the missing name.",
)

GLUED_AND = Code(
    "glued-and",
    Severity.WARNING,
    "There is no space between `and` and the next name; it is read as if there were one.",
    "Write a space on both sides of `and`.",
)

NAME_SEPARATOR = Code(
    "name-separator",
    Severity.HINT,
    "Names are separated by a comma, semicolon or ampersand, but BibTeX separates names only by `and`.",
    "Write `and` between two names.",
)

ET_AL = Code(
    "et-al",
    Severity.WARNING,
    "A list of names has `et al.`, or `others` before its end; it is read as `and others`.",
    "End the list with `and others`.",
)

BRACED_NAMES = Code(
    "braced-names",
    Severity.WARNING,
    "A whole list of names is in braces, which makes it the name of one organisation.",
    "Remove the inner pair of braces.",
)

NAME_ORDER = Code(
    "name-order",
    Severity.HINT,
    "Initials come after the family name without a comma, as in `Hale E`; they are read as initials.",
    "Write `Hale, E`.",
)

NAME_SUFFIX = Code(
    "name-suffix",
    Severity.WARNING,
    "`Jr.` or the like is not where BibTeX expects it, or there is another word instead.",
    "Write `Family, Jr., Given`.",
)

NAME_PART = Code(
    "name-part",
    Severity.WARNING,
    "A name written as `family=..., given=...` has no family name, or a part that does not exist.",
    "Use the parts `family`, `given`, `prefix`, `suffix` and `useprefix`.",
)

NAME_CAPITALS = Code(
    "name-capitals",
    Severity.HINT,
    "A name is in capitals; it is shown as written.",
    "Write the name as in running text.",
)

NAME_FORMAT = Code(
    "name-format",
    Severity.WARNING,
    "A name is set in bold, underlined or the like; the name is shown without that.",
    "Remove the command: the site highlights the names of its owners, who are set in people.yml.",
)

NAME_MARK = Code(
    "name-mark",
    Severity.HINT,
    "A sign is attached to a name, as in `Wang*`; it is removed, and read as a mark if its meaning is known.",
    "Write the annotation shown in the message.",
)

BAD_ANNOTATION = Code(
    "bad-annotation",
    Severity.WARNING,
    "An annotation such as `author+an` cannot be read, or refers to an author who is not in the list.",
    "Write `author+an = {1=equal; 3=lead,corresponding}`, counting the names from 1.",
)

# Dates, types, status, links.

BAD_DATE = Code(
    "bad-date",
    Severity.WARNING,
    "A date does not exist, or is not in a form of BibTeX or BibLaTeX; the unreadable part is left out.",
    "Write `date = {2024-05-03}`, or `year = {2024}` and `month = may`; `year` also takes words such as `forthcoming`.",
)

UNKNOWN_TYPE = Code(
    "unknown-type",
    Severity.WARNING,
    "The type of an entry is unknown to BibTeX and BibLaTeX; the entry is read as @misc.",
    "Use a type of BibTeX or BibLaTeX; the message suggests the most similar one.",
)

MISSING_FIELD = Code(
    "missing-field",
    Severity.WARNING,
    "An entry has no title, no author or editor, or no date; an entry without a title is shown by its key.",
    "Add the field.",
)

LONG_TITLE = Code(
    "long-title",
    Severity.WARNING,
    "A title has more than 10,000 characters.",
    "Look for a missing closing brace or quote.",
)

BAD_IDENTIFIER = Code(
    "bad-identifier",
    Severity.WARNING,
    "A DOI or arXiv identifier is not valid; no link is made from it, unless it is an address itself.",
    "Write a DOI as `10.1000/182`, an arXiv identifier as `2410.11474`.",
)

ODD_ADDRESS = Code(
    "odd-address",
    Severity.WARNING,
    "An address has no `https://`, or is inside HTML or other text; it is read as was probably meant.",
    "Write the whole address, or for a file of the site a path such as `/papers/me.pdf`.",
)

SAME_ARXIV = Code(
    "same-arxiv",
    Severity.WARNING,
    "Two entries with different titles or authors have the same arXiv identifier; both are shown.",
    "Correct the identifier of one of them.",
)
UNUSED_ADDRESS = Code(
    "unused-address",
    Severity.HINT,
    "An unknown field contains an address; no link is made from it.",
    "Use one of the fields for links, such as `code`, or name the field in `IBID_LINK_FIELDS`.",
)

EXPORTED_NOTE = Code(
    "exported-note",
    Severity.HINT,
    "A note has what a database wrote there on the day of an export, such as `Cited by: 12`; that is not shown.",
    "Remove it from the note.",
)

PREPRINT_TWIN = Code(
    "preprint-twin",
    Severity.HINT,
    "Two entries are a preprint and its published version; they are shown as one, and both keys cite it.",
    "Nothing to do; to keep only one entry, move the arXiv identifier to the published one as `eprint`.",
)

# Files as a whole, and settings.

NO_FILE = Code(
    "no-file",
    Severity.ERROR,
    "A file in PUBLICATIONS_SRC does not exist.",
    "Correct PUBLICATIONS_SRC or the file's name; the message suggests similar names.",
)

UNREADABLE_FILE = Code(
    "unreadable-file",
    Severity.ERROR,
    "A file cannot be read: it is a folder, a pipe or a circular link, or you have no permission.",
    "Use a regular file that you have permission to read.",
)

BAD_SETTING = Code(
    "bad-setting",
    Severity.ERROR,
    "A setting has a value that is not allowed.",
    "Write the value shown in the message; docs/settings.md lists all settings.",
)

MISSING_PLUGIN = Code(
    "missing-plugin",
    Severity.ERROR,
    "PLUGINS contains a plugin that does not exist, or lacks one that the site needs; nothing is written.",
    "Correct PLUGINS as shown in the message; see docs/settings.md.",
)

BROKEN_PLUGIN = Code(
    "broken-plugin",
    Severity.ERROR,
    "A plugin in PLUGINS fails when it is loaded; nothing is written.",
    "Install the module that the message says is missing, fix the plugin, or remove it from PLUGINS.",
)

UNKNOWN_SETTING = Code(
    "unknown-setting",
    Severity.WARNING,
    "There is no setting with this name.",
    "Correct the name; the message suggests the most similar one.",
)

CODES: tuple[Code, ...] = tuple(value for value in list(vars().values()) if isinstance(value, Code))
"""All codes, in the order above."""
