"""How long builds take: `invoke bench`, or `python -m workshop.bench [PUBLICATIONS POSTS]`.

Each build is cold, a process of its own into an empty folder; beside it stands Pelican alone, with its `simple` theme
and no plugin, on the same content. The best of a few runs is shown: what a machine can do, not how busy it was. `CPU`
is what Python itself took of it; the rest is the system's, most of it making files, and on some disks the larger part.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from shutil import copy, copytree
from tempfile import TemporaryDirectory

from workshop.specimen import deep_research, write

ROOT = Path(__file__).resolve().parents[2]
OURS = ("-t", str(ROOT / "theme"))
PAGES = ("home", "research")
"""Kinds of pages that the demo's content asks for and `simple` does not have; they are drawn as its plain pages."""
PLUGIN_PATHS = f'PLUGIN_PATHS=["{(ROOT / "plugins").as_posix()}"]'

NO_TOPICS = "Title: Research\n\nNothing.\n"
TOPICS = {
    "the same, 310 topics, 3,000 citations": (1, "published"),
    "the same, topics without pages": (1, "hidden"),
    "twice as many, without pages": (2, "hidden"),
}
"""Research pages, as `deep_research` makes them."""
COSTS = (
    "what the topics cost, pages and all",
    "what citing and linking them cost",
    "for twice as many",
    "what 310 pages cost",
)
"""What each site has more than the one without topics."""
Site = tuple[str, Path]
"""What it is called in the table, and its folder."""


@dataclass(frozen=True, slots=True)
class Timing:
    """One cold build."""

    seconds: float
    """By the clock on the wall."""
    cpu: float
    """Of the processor, without what the system did for it; 0 where it does not say."""
    megabytes: float
    """The most memory it held at a time; 0 where the system does not say."""

    def __sub__(self, other: Timing) -> Timing:
        """What one build took beyond another."""
        return Timing(self.seconds - other.seconds, self.cpu - other.cpu, self.megabytes - other.megabytes)


def build(folder: Path, arguments: tuple[str, ...]) -> Timing:
    """Build the site in a folder once."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
    with TemporaryDirectory() as output, (folder / "build.log").open("w+", encoding="utf-8") as log:
        words = [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", output, "-q", *arguments]
        start = time.perf_counter()
        process = subprocess.Popen(words, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
        status, cpu, memory = _wait(process)
        seconds = time.perf_counter() - start
        if status:
            log.seek(0)
            raise SystemExit(f"{log.read()}\nThe build of the {folder.name} site failed.")
    return Timing(seconds, cpu, memory)


def best(timings: Iterable[Timing]) -> Timing:
    """The best of some builds in each respect: what disturbs them differs."""
    return Timing(*(min(of_all) for of_all in zip(*map(astuple, timings), strict=True)))


def compare(sites: Sequence[Site], runs: int) -> list[tuple[Timing, Timing]]:
    """Build sites in turns, each with Ibid and with `simple`: a machine that is busy for a while is so for all."""
    found: list[list[tuple[Timing, Timing]]] = [[] for _ in sites]
    for _ in range(runs):
        for timings, (_, folder) in zip(found, sites, strict=True):
            timings.append((build(folder, (*OURS, "-e", PLUGIN_PATHS)), build(folder, simple(folder))))
    return [(best(ours for ours, _ in timings), best(plain for _, plain in timings)) for timings in found]


def demo(work: Path) -> Path:
    """A copy of the demo site, beside which nothing is written."""
    folder = work / "demo"
    copytree(ROOT / "content", folder / "content")
    return configured(folder)


def large(work: Path, publications: int, posts: int) -> Path:
    """A made-up site of a given size, with the demo's settings."""
    folder = work / "large"
    write(folder / "content", publications, posts)
    return configured(folder)


def without_posts(work: Path, name: str, publications: int, research: str = NO_TOPICS) -> Path:
    """A site whose research page is as given, and that has no posts: what topics cost is the difference of two."""
    folder = work / name
    write(folder / "content", publications, 0)
    (folder / "content" / "pages" / "research.md").write_text(research, encoding="utf-8")
    return configured(folder)


def with_pages(work: Path, publications: int, count: int) -> Path:
    """As many pages of a sentence as there are topics: what Pelican itself takes to write a page.

    They are hidden, or each would stand in the menu of all.
    """
    folder = without_posts(work, "pages", publications)
    for number in range(count):
        page = folder / "content" / "pages" / f"page-{number}.md"
        page.write_text(f"Title: Page {number}\nStatus: hidden\n\nA sentence.\n", encoding="utf-8")
    return folder


def configured(folder: Path) -> Path:
    """Give a folder the demo's settings, and what `simple` lacks to build it."""
    copy(ROOT / "pelicanconf.py", folder)
    (folder / "templates").mkdir()
    for page in PAGES:
        (folder / "templates" / f"{page}.html").write_text('{% extends "!simple/page.html" %}', encoding="utf-8")
    return folder


def simple(folder: Path) -> tuple[str, ...]:
    """Pelican's arguments to build a site with the `simple` theme and without plugins."""
    templates = f'THEME_TEMPLATES_OVERRIDES=["{(folder / "templates").as_posix()}"]'
    return ("-t", "simple", "-e", "PLUGINS=[]", 'DIRECT_TEMPLATES=["index", "tags"]', templates)


def rows(work: Path, publications: int, posts: int, *, once: bool) -> Iterator[str]:
    """The lines of the table, each as soon as it is known; sites that are compared come together."""
    yield f"{'site':<40}{'Ibid':>9}{'CPU':>9}{'simple':>9}{'CPU':>9}{'memory':>10}"
    alone = ("demo", demo(work)), (f"{publications:,} publications, {posts:,} posts", large(work, publications, posts))
    for site in alone:
        yield row(site[0], *compare([site], 1 if once else 3)[0])
    with_them = {name: deep_research(publications, *shape) for name, shape in TOPICS.items()}
    sites = (
        (f"{publications:,} publications, no topics", without_posts(work, "no topics", publications)),
        *((name, without_posts(work, name, publications, page)) for name, page in with_them.items()),
        ("the same, 310 pages of a sentence", with_pages(work, publications, 310)),
    )
    bare, *others = timings = compare(sites, 1 if once else 3)
    yield from (row(name, *both) for (name, _), both in zip(sites, timings, strict=True))
    for what, (ours, plain) in zip(COSTS, others, strict=True):
        yield row(what, ours - bare[0], plain - bare[1])


def row(name: str, ours: Timing, plain: Timing) -> str:
    """One line: both times, how much of each is Python's own, and our memory."""
    times = "".join(f"{seconds:>7.2f} s" for seconds in (ours.seconds, ours.cpu, plain.seconds, plain.cpu))
    return f"{name:<40}{times}{ours.megabytes:>7.0f} MB"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="invoke bench --", description="Time cold builds.")
    parser.add_argument("publications", type=int, nargs="?", default=1000)
    parser.add_argument("posts", type=int, nargs="?", default=200)
    parser.add_argument("--once", action="store_true", help="build each site once, not the best of several times")
    size = parser.parse_args()
    with TemporaryDirectory(prefix="ibid-bench-") as work:
        for row in rows(Path(work), size.publications, size.posts, once=size.once):
            print(row, flush=True)


def _wait(process: subprocess.Popen[bytes]) -> tuple[int, float, float]:
    """Exit code, seconds of the processor and peak memory in megabytes."""
    if not hasattr(os, "wait4"):
        return process.wait(), 0.0, 0.0
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    kilobytes = usage.ru_maxrss if sys.platform != "darwin" else usage.ru_maxrss / 1024
    return process.returncode, usage.ru_utime, kilobytes / 1024


if __name__ == "__main__":
    main()
