"""The table of all problem codes, docs/problems.md: `python -m ibid.problems.table` prints it."""

from __future__ import annotations

from collections.abc import Iterable

from ibid.problems.codes import CODES as OURS
from pelican_bibtex.diagnostics.codes import CODES as READING
from pelican_bibtex.diagnostics.problem import Code

_INTRODUCTION = """\
# Problems

What a build or `invoke check` can report, as `file:line:column: code: message`. Errors fail a strict build (`invoke
build`, `check`, `publish`); warnings and hints say so at the end of their line. Codes are stable.
"""


def problem_table() -> str:
    """The page, in Markdown."""
    return f"{_INTRODUCTION}\n## Pages, topics, settings\n\n{_table(OURS)}\n## The bibliography\n\n{_table(READING)}"


def _table(codes: Iterable[Code]) -> str:
    rows = [f"| `{code.name}` | {code.severity} | {_cell(code.meaning)} | {_cell(code.mend)} |\n" for code in codes]
    return "| Code | | What is the matter | What to do |\n|---|---|---|---|\n" + "".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print(problem_table(), end="")  # noqa: T201  this is what the command is for
