"""What reading is timed with: each reader reads all, each kind of line is scanned, and the tables say so."""

import os
import re
import subprocess
import sys
from pathlib import Path

from workshop.scanning import OPENINGS


def table(root: Path, *words: str) -> tuple[str, list[str]]:
    """The head and the rows that a program prints."""
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(root / "tests"), str(root / "plugins")])},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    head, *rows = done.stdout.splitlines()
    return head, rows


def test_each_reader_has_a_row_and_reads_everything(root: Path) -> None:
    head, rows = table(root, "workshop.reading", "10")
    assert head.split() == ["reading", "CPU", "memory", "each"]
    assert [re.split(r"\s{2,}", row)[0] for row in rows] == [
        "ibid, 10 publications",
        "pybtex, 10 publications",
        "pelican-bib, 10 publications",
        "ibid, 200 publications",
    ]


def test_each_opening_has_a_row_with_the_time_of_a_line_and_of_one_twice_as_long(root: Path) -> None:
    head, rows = table(root, "workshop.scanning", "200")
    assert head.split()[-2:] == ["200", "400"]
    assert len(rows) == len(OPENINGS)
    assert all(re.search(r"\d ms +\d+\.\d ms$", row) for row in rows)
