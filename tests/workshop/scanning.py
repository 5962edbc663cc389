"""What the search for citations costs in lines that never close a bracket: `invoke bench`.

Each row is an opening with what takes longest behind it, at one length and at twice that: what grows in proportion
doubles.
Such lines come from tables of numbers, pasted logs, or somebody who tries; the tests hold what is shown of them.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from typing import Final

from ibid.mark.html_citations import add_placeholders
from ibid.mark.line_tokens import add_tokens
from ibid.mark.markdown_citations import words

OPENINGS: Final = ("@a [", "@a [x; @", "[@a, ", "")
PIECES: Final = ("x ", "x; ", "; @", "@", "k", "\\", "@a [", "@a [x; @", "[@", "[@ @a ", "_a", "*a ", "#a", "8, ")
LENGTH: Final = 40_000
"""Of a line, in characters."""


def never_closed(opening: str, piece: str, length: int) -> str:
    """A line in which nothing that opens is closed."""
    return opening + piece * (length // len(piece))


def scan(line: str) -> None:
    """All that looks for citations in a line."""
    add_tokens([line], 1, frozenset(), topics=True)
    add_placeholders(line, line, topics=True)
    words(line, str)


def seconds(line: str) -> float:
    """Of the processor, for one scan."""
    start = time.process_time()
    scan(line)
    return time.process_time() - start


def rows(length: int) -> Iterator[str]:
    """The lines of the table."""
    yield f"{'scanning one line, the slowest of its kind':<46}{length:>12,}{2 * length:>12,}"
    for opening in OPENINGS:
        slowest = max(PIECES, key=lambda piece: seconds(never_closed(opening, piece, length)))
        shown = repr(f"{opening}{slowest * 3}...")
        times = (seconds(never_closed(opening, slowest, size)) for size in (length, 2 * length))
        yield f"{shown:<46}" + "".join(f"{one * 1000:>9.1f} ms" for one in times)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Time the search for citations in lines that never end.")
    parser.add_argument("length", nargs="?", default=LENGTH, type=int)
    for row in rows(parser.parse_args().length):
        print(row, flush=True)


if __name__ == "__main__":
    main()
