"""What reading is timed with: each reader reads all, and the table says so."""

import os
import re
import subprocess
import sys
from pathlib import Path


def test_each_reader_has_a_row_and_reads_everything(root: Path) -> None:
    command = [sys.executable, "-m", "workshop.reading", "10"]
    done = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(root / "tests"), str(root / "plugins")])},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    head, *rows = done.stdout.splitlines()
    assert head.split() == ["reading", "CPU", "memory", "each"]
    assert [re.split(r"\s{2,}", row)[0] for row in rows] == [
        "ibid, 10 publications",
        "pybtex, 10 publications",
        "pelican-bib, 10 publications",
        "ibid, 200 publications",
    ]
