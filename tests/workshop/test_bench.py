"""What builds are timed with: content that is the same every time, and that nothing is wrong with."""

import os
import re
import subprocess
import sys
from pathlib import Path

from pelican_bibtex.bibliography import read_bibliography
from workshop.bench import COSTS, TOPICS
from workshop.specimen import bibliography, posts, write


def test_the_made_up_bibliography_is_without_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "made-up.bib"
    file.write_text(bibliography(60), encoding="utf-8")
    read = read_bibliography([file])
    assert len(read.publications) == 60
    assert read.problems == ()
    assert 700 < len(file.read_bytes()) / 60 < 1300, "about 1 KB an entry"


def test_it_is_the_same_every_time() -> None:
    assert bibliography(20) == bibliography(20)
    assert list(posts(20, 10)) == list(posts(20, 10))


def test_posts_have_names_of_their_own(tmp_path: Path) -> None:
    write(tmp_path / "content", publications=3, count=300)
    assert len(list((tmp_path / "content" / "news").iterdir())) == 300


def test_the_table_has_a_row_a_site(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "workshop.bench", "30", "5", "--once"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(root / "tests"), str(root / "plugins")])},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    head, *rows = done.stdout.splitlines()
    assert head.split() == ["site", "Ibid", "CPU", "simple", "CPU", "memory"]
    assert [re.split(r"\s{2,}", row)[0] for row in rows] == [
        "demo",
        "30 publications, 5 posts",
        "30 publications, no topics",
        *TOPICS,
        "the same, 310 pages of a sentence",
        *COSTS,
    ]
