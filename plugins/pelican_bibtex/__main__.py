"""`python -m pelican_bibtex FILE...`: read files and report the problems in them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pelican_bibtex.bibliography import Options, read_bibliography
from pelican_bibtex.diagnostics.problem import Severity, github, json_lines, lines, summary

FORMATS: Final = {"text": lines, "json": json_lines, "github": github}
"""The values of `--format`, each with the function that turns problems into lines."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print all problems of the files and return the exit code: 1 if one of them is an error, else 0."""
    parser = argparse.ArgumentParser("python -m pelican_bibtex", description="Check BibTeX and BibLaTeX files.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument("--encoding", default="utf-8", help="default: utf-8")
    chosen = parser.parse_args(arguments)
    bibliography = read_bibliography(chosen.files, Options(chosen.encoding))
    problems = bibliography.problems
    sys.stdout.writelines(f"{line}\n" for line in FORMATS[chosen.format](problems))
    number = len(bibliography.publications)
    counts = f"{number} publication{'s' * (number != 1)}; {summary(problems) or 'no problems'}"
    sys.stderr.write(f"{counts}\n")
    return int(any(problem.code.severity is Severity.ERROR for problem in problems))


if __name__ == "__main__":
    sys.exit(main())
