"""What reading a bibliography costs: `invoke bench`, or `python -m workshop.reading [PUBLICATIONS]`.

Ours is the whole of READ: tokens, text, names, dates, links, BibTeX, order and numbers. Beside it stand pybtex's parser
alone, and pelican-bib's plugin, which parses with it and formats each entry. Every reading is one process; programs
and tables are loaded before the clock starts. The time is the processor's, the best of a few runs.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

from workshop.specimen import bibliography

ROOT = Path(__file__).resolve().parents[2]
RUNS = 3
TIMES_AS_MANY = 20
"""How many times as many publications the second row of ours has: what it costs grows in proportion."""


def ibid(file: Path) -> int:
    """Read, convert and number; give how many publications there are."""
    sys.path.insert(0, str(ROOT / "plugins"))
    from ibid.link.numbers import Numbered, assign  # noqa: PLC0415  each process loads its own reader only
    from pelican_bibtex.bibliography import read_bibliography  # noqa: PLC0415  likewise

    publications = read_bibliography([file]).publications
    return len(assign([Numbered(each.key, each.date.order, each.aliases) for each in publications], {}).by_key)


def pybtex(file: Path) -> int:
    """Parse."""
    from pybtex.database.input.bibtex import Parser  # noqa: PLC0415  likewise

    return len(Parser().parse_file(str(file)).entries)


def pelican_bib(file: Path) -> int:
    """Parse and format, as the plugin does for each generator of a build."""
    from pelican_bib.bib import add_publications  # type: ignore[import-untyped]  # noqa: PLC0415  likewise

    generator = SimpleNamespace(settings={"PUBLICATIONS_SRC": str(file)}, context={})
    add_publications(generator)
    return len(generator.context["publications"])


READERS: dict[str, Callable[[Path], int]] = {"ibid": ibid, "pybtex": pybtex, "pelican-bib": pelican_bib}


def cost(reader: str, file: Path) -> tuple[float, float, int]:
    """Seconds of processor time, megabytes at most, and publications read: the best of a few processes."""
    command = [sys.executable, "-m", "workshop.reading", "--with", reader, str(file)]
    said = [subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout for _ in range(RUNS)]
    seconds, megabytes, count = min(tuple(map(float, line.split())) for line in said)
    return seconds, megabytes, int(count)


def rows(work: Path, publications: int) -> Iterator[str]:
    """The lines of the table, each as soon as it is known."""
    yield f"{'reading':<36}{'CPU':>9}{'memory':>11}{'each':>11}"
    wanted = [("ibid", publications), ("pybtex", publications), ("pelican-bib", publications)]
    for reader, size in [*wanted, ("ibid", publications * TIMES_AS_MANY)]:
        file = work / f"{size}.bib"
        file.write_text(bibliography(size), encoding="utf-8")
        seconds, megabytes, count = cost(reader, file)
        name = f"{reader}, {count:,} publications"
        yield f"{name:<36}{seconds:>7.2f} s{megabytes:>8.0f} MB{seconds / count * 1e6:>8.0f} µs"


def measure(reader: str, file: Path, few: Path) -> str:
    """Read with everything loaded; seconds, megabytes and publications."""
    READERS[reader](few)
    start = time.process_time()
    count = READERS[reader](file)
    return f"{time.process_time() - start} {_megabytes()} {count}"


def main() -> None:
    """Print the table, or in a process of its own one measurement."""
    parser = argparse.ArgumentParser(description="Time the reading of a bibliography.")
    parser.add_argument("publications", nargs="?", default="1000")
    parser.add_argument("--with", dest="reader", choices=READERS)
    given = parser.parse_args()
    with TemporaryDirectory(prefix="ibid-bench-") as work:
        if given.reader:
            few = Path(work) / "few.bib"
            few.write_text(bibliography(3), encoding="utf-8")
            print(measure(given.reader, Path(given.publications), few))
            return
        for row in rows(Path(work), int(given.publications)):
            print(row, flush=True)


def _megabytes() -> float:
    """The most memory that this process held at a time; 0 where the system does not say."""
    try:
        import resource  # noqa: PLC0415  Windows has none
    except ImportError:
        return 0.0
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / 1024 if sys.platform != "darwin" else kilobytes / 1024**2


if __name__ == "__main__":
    main()
