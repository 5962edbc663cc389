"""Every kind of problem that reading a bibliography can report. Names are stable; docs/problems.md is their table."""

from __future__ import annotations

from pelican_bibtex.problem import Code, Severity

# Files, syntax, strings, inheritance.

NOT_BIBTEX = Code(
    "not-bibtex",
    Severity.ERROR,
    "The file has text, but no BibTeX entry.",
    "Check that PUBLICATIONS_SRC names the right file and that it was saved whole.",
)

# TeX in fields.

UNKNOWN_COMMAND = Code(
    "unknown-command",
    Severity.WARNING,
    "A TeX command that has no meaning on a web page; its argument is shown as it stands.",
    "Write the text without the command, or with one that is known.",
)

# Names.

# Dates, types, status, links.

CODES: tuple[Code, ...] = tuple(value for value in list(vars().values()) if isinstance(value, Code))
"""All of them, in the order above."""
