"""What is wrong in a written file, before its source is known."""

from __future__ import annotations

from dataclasses import dataclass

from pelican_bibtex.diagnostics.problem import Code


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in one file of the output."""

    code: Code
    file: str
    """Where it was found, below the output folder."""
    message: str
    """What is wrong. The same fault on several pages has the same message."""
    address: str = ""
    """The address that is wrong, as the page has it: it stands in the source in one form or another."""
    start: str = ""
    """Where that address starts from if it is relative."""
    name: str = ""
    """The id that is wrong."""
    pattern: str = ""
    """An expression for the line of the source, where it is no address that is wrong."""
