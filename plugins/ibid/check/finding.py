"""A fault in a written file, before its source is known."""

from __future__ import annotations

from dataclasses import dataclass

from pelican_bibtex.diagnostics.problem import Code


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in one file of the output."""

    code: Code
    file: str
    """The file in which it was found, below the output folder."""
    message: str
    """What is wrong. The same fault on several pages has the same message."""
    address: str = ""
    """The address that is wrong, as the page has it; the source may write it in another form."""
    start: str = ""
    """The address that it is relative to, if it is relative."""
    name: str = ""
    """The id that is wrong."""
    pattern: str = ""
    """A regular expression for the line of the source, for faults other than wrong addresses."""
