"""Compare Ibid with what the test suites of other programs expect: `python -m workshop.peers FOLDER`.

FOLDER holds a clone of each, under the name of its repository; those that are not there are left out.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from workshop.peers import csl_suites, name_suites, value_suites
from workshop.peers.expectation import Expectation, Judged, judge

SUITES: Final[dict[str, tuple[Callable[[Path], Iterator[Expectation]], ...]]] = {
    "pandoc": (csl_suites.pandoc,),
    "biblatex-csl-converter": (csl_suites.biblatex_csl_converter,),
    "citation-js": (csl_suites.citation_js,),
    "biber": (name_suites.biber, value_suites.biber),
    "pybtex": (name_suites.pybtex, value_suites.pybtex),
    "python-bibtexparser": (name_suites.bibtexparser,),
    "bibtex-ruby": (name_suites.bibtex_ruby,),
    "jabref": (name_suites.jabref, value_suites.jabref),
}
"""The name of each repository -> what reads its tests."""


def main() -> int:
    """Print the counts of each suite, the reasons, and each value that we read wrong; return 1 if there is one."""
    parser = argparse.ArgumentParser("python -m workshop.peers", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--suite", choices=SUITES, help="this one only")
    chosen = parser.parse_args()
    wrong = 0
    for name, readers in SUITES.items():
        if (folder := chosen.folder / name).is_dir() and chosen.suite in {None, name}:
            expected = [each for reader in readers for each in reader(folder)]
            wrong += _report(name, [judged for each in expected if (judged := judge(each))], len(expected))
    return int(bool(wrong))


def _report(name: str, judged: list[Judged], expected: int) -> int:
    counts = Counter(each.verdict for each in judged)
    print(
        f"{name}: {expected} values expected, {counts['agrees']} agree, {counts['differs']} differ with a reason, "
        f"{counts['wrong']} wrong, {expected - len(judged)} of entries that are none"
    )
    reasons = Counter(
        f"{each.rule.why} ({each.rule.right})" for each in judged if each.verdict == "differs" and each.rule
    )
    for why, count in reasons.most_common():
        print(f"  {count:6}  {why}")
    for each in judged:
        if each.verdict == "wrong":
            known = f" [known: {each.rule.why}]" if each.rule else ""
            print(f"  wrong: {each.disagreement}{known}")
    return counts["wrong"]


if __name__ == "__main__":
    sys.exit(main())
