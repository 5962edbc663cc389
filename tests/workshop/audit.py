"""Lighthouse on each kind of page: `invoke audit`, or `python -m workshop.audit [KIND ...]`.

100 for accessibility, best practices and search engines is demanded; the performance score moves with the machine's
noise and is reported. Reports stay in `audit/`: one JSON file a page, and the table.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from workshop.browser import FLAGS, chromium
from workshop.sites import GALLERY, ROOT, served

REPORTS = ROOT / "audit"
LIGHTHOUSE = ROOT / "node_modules" / ".bin" / "lighthouse"
DEMANDED = ("accessibility", "best-practices", "seo")
PERFECT = 100
KILO = 1024
AT_ONCE = 4
"""Pages judged side by side: Lighthouse waits for most of its time."""
PATIENCE = 180
"""Seconds for one page."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What Lighthouse says of one page."""

    kind: str
    scores: Mapping[str, int]
    """Of 100, by category."""
    kilobytes: float
    """All that was sent, compressed."""
    faults: tuple[str, ...]
    """What cost a demanded category its 100."""

    @property
    def passed(self) -> bool:
        """Whether all that is demanded is perfect."""
        return all(self.scores[name] == PERFECT for name in DEMANDED)


def audit(kind: str, address: str) -> Audit:
    """Judge one page, and keep the report. Raises SystemExit with Lighthouse's words when it cannot."""
    report = REPORTS / f"{kind}.json"
    # A page that is nowhere, and one that only searches, ask not to be indexed.
    skipped = ["--skip-audits=is-crawlable"] if kind in ("404", "search") else []
    done = subprocess.run(
        [
            *(str(LIGHTHOUSE), address, "--quiet", "--no-enable-error-reporting", "--disable-full-page-screenshot"),
            *("--output=json", f"--output-path={report}", f"--chrome-flags={' '.join(FLAGS)}", *skipped),
        ],
        env={**os.environ, "CHROME_PATH": chromium()},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    if done.returncode:
        raise SystemExit(f"Lighthouse could not judge {address}:\n{done.stderr}")
    return read(kind, json.loads(report.read_text(encoding="utf-8")))


def read(kind: str, report: dict[str, Any]) -> Audit:
    """What counts of Lighthouse's JSON."""
    audits, categories = report["audits"], report["categories"]
    scores = {name: round((found["score"] or 0) * PERFECT) for name, found in categories.items()}
    weighed = [each["id"] for name in DEMANDED for each in categories[name]["auditRefs"] if each["weight"]]
    faults = tuple(f"{name}: {audits[name]['title']}" for name in weighed if audits[name]["score"] not in (1, None))
    return Audit(kind, scores, audits["total-byte-weight"]["numericValue"] / KILO, faults)


def table(audits: Iterable[Audit]) -> str:
    """The scores in columns."""
    rows = [f"{'page':15} perf  a11y  best   seo     KB"]
    for one in audits:
        scores = "  ".join(f"{one.scores[name]:4}" for name in ("performance", *DEMANDED))
        rows += [f"{one.kind:15} {scores}  {one.kilobytes:5.1f}", *(f"    {fault}" for fault in one.faults)]
    return "\n".join(rows)


def main(kinds: list[str]) -> int:
    """Judge these kinds of the gallery's pages, or all; the exit code."""
    unknown = [kind for kind in kinds if kind not in GALLERY]
    if unknown:
        raise SystemExit(f"No such kind of page: {', '.join(unknown)}. There are {', '.join(GALLERY)}.")
    if not LIGHTHOUSE.is_file():
        raise SystemExit("Lighthouse is not installed: run `npm ci`.")
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir()
    with TemporaryDirectory() as folder, served(Path(folder)) as sites, ThreadPoolExecutor(AT_ONCE) as pool:
        base = sites["gallery"].address
        audits = list(pool.map(lambda kind: audit(kind, base + GALLERY[kind]), kinds or GALLERY))
    shown = table(audits)
    (REPORTS / "scores.txt").write_text(f"{shown}\n", encoding="utf-8")
    print(shown)
    return 0 if all(one.passed for one in audits) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
