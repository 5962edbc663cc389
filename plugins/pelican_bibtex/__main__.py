"""`python -m pelican_bibtex FILE...`: show the entries of files as they are read, and report the problems in them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pelican_bibtex.bibliography import Options, read_files, read_sources
from pelican_bibtex.diagnostics.problem import Severity, github, json_lines, lines, summary
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest
from pelican_bibtex.entry_description import Descriptions

FORMATS: Final = {"text": lines, "json": json_lines, "github": github}
"""The values of `--format`, each with the function that turns problems into lines."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the entries and all problems of the files; return 1 if a problem is an error or a key unknown, else 0."""
    chosen = _parser().parse_args(arguments)
    sources, unreadable = read_files(chosen.files, chosen.encoding)
    bibliography = read_sources(sources, Options(chosen.encoding), unreadable)
    problems = bibliography.problems
    found = int(any(problem.code.severity is Severity.ERROR for problem in problems))
    if chosen.format:
        _print(FORMATS[chosen.format](problems))
    else:
        descriptions = Descriptions(sources, bibliography)
        if chosen.show:
            return _show(descriptions, chosen.show)
        _print([*descriptions.overview(), *lines(problems)])
    number = len(bibliography.publications)
    counts = f"{number} publication{'s' * (number != 1)}; {summary(problems) or 'no problems'}"
    sys.stderr.write(f"{counts}\n")
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m pelican_bibtex", description="Show the entries of BibTeX and BibLaTeX files as read, and check them."
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--show", action="append", metavar="KEY", help="everything about one entry; may be repeated")
    what.add_argument("--format", choices=FORMATS, help="only the problems: one a line, as JSON, or for GitHub")
    parser.add_argument("--encoding", default="utf-8", help="default: utf-8")
    return parser


def _show(descriptions: Descriptions, keys: Sequence[str]) -> int:
    unknown = 0
    for number, key in enumerate(keys):
        described = descriptions.of(key)
        if described:
            _print([*[""] * (number > 0), *described])
        else:
            unknown = 1
            near = did_you_mean(nearest(key, descriptions.names, 0.7), "write a key of the file.", "`{}`")
            sys.stderr.write(f"no entry has the key `{key}`; {near}\n")
    return unknown


def _print(found: Sequence[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in found)


if __name__ == "__main__":
    sys.exit(main())
