"""What builds are timed with: content that is the same every time, and that nothing is wrong with."""

import os
import re
from pathlib import Path

import pytest

from pelican_bibtex.bibliography import read_bibliography
from workshop import bench, specimen, zygote
from workshop.bench import COSTS, TOPICS, Timing
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


def test_a_build_is_timed_and_one_that_fails_ends_all(tmp_path: Path) -> None:
    folder = bench.large(tmp_path, 3, 1)
    timing = bench.build(folder, bench.simple(folder))
    assert timing.seconds > timing.cpu > 0
    assert timing.megabytes > 10
    with pytest.raises(SystemExit, match="The build of the large site failed"):
        bench.build(folder, ("--settings", "nowhere.py"))


def forked(folder: Path, arguments: tuple[str, ...]) -> Timing:
    """Build as `bench.build` does, in a process that need not import everything anew."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    words = ["pelican", "content", "-s", "pelicanconf.py", "-o", str(folder / "output"), "-q", *arguments]
    done = zygote.run(words, folder, environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return Timing(3, 2, 1)


def test_the_table_has_a_row_a_site(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Each site is built with both themes; with few topics, since nobody reads these times."""
    monkeypatch.setattr(bench, "build", forked)
    monkeypatch.setattr(specimen, "DEEP", (2, 2, 2))
    monkeypatch.setattr("sys.argv", ["bench", "30", "5", "--once"])
    bench.main()
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == ["site", "Ibid", "CPU", "simple", "CPU", "memory"]
    assert [re.split(r"\s{2,}", row)[0] for row in rows] == [
        "demo",
        "30 publications, 5 posts",
        "30 publications, no topics",
        *TOPICS,
        "the same, 310 pages of a sentence",
        *COSTS,
    ]
