"""Questions to the author."""

from __future__ import annotations

import sys


def ask(question: str) -> str | None:
    """Return what is typed after a question; None where nobody can type, or ends the input instead."""
    if not (sys.stdin and sys.stdin.isatty()):
        return None
    try:
        return input(question).strip()
    except EOFError:
        print()  # noqa: T201  the next words start on a line of their own
        return None
