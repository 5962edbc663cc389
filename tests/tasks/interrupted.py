"""Publish two sites in turns and kill each publication at another moment; print what readers found as JSON."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from publishing import Publisher, held_in

MOMENTS = 100
BEYOND = 1.3
"""The last moment, as a share of the time that a publication takes: some of them end before they are killed."""
SITES = [{f"page-{n}/index.html": f"<p>{which} {n}</p>" for n in range(60)} for which in ("one", "two")]
LAST = {"index.html": "<p>last</p>"}


def main(folder: Path) -> None:
    publisher = Publisher(folder, "rsync", PUBLISH_RSYNC_TO=str(folder / "public html"))
    public = folder / "public html"
    with contextlib.redirect_stdout(sys.stderr):
        publisher.publish(SITES[0])
        start = time.monotonic()
        publisher.publish(SITES[1], yes=True)
        whole = time.monotonic() - start
        old, new, neither = 0, 0, []
        present = 1
        for moment in range(MOMENTS):
            share = BEYOND * moment / MOMENTS
            interrupt(publisher, SITES[1 - present], whole * share)
            found = held_in(public)
            if found == SITES[present]:
                old += 1
                whole *= 1.15 if share > 1 else 1  # the machine has less time for it than when it was measured
            elif found == SITES[1 - present]:
                new += 1
                present = 1 - present
            else:
                neither.append((moment, sorted(found)))
        publisher.publish(LAST, yes=True)
    beside = sorted(path.name for path in folder.glob(".public html.ibid*"))
    repaired = held_in(public) == LAST and len(beside) == 2  # the present publication and the former one
    json.dump({"old": old, "new": new, "neither": neither, "repaired": repaired, "beside": beside}, sys.stdout)


def interrupt(publisher: Publisher, site: dict[str, str], seconds: float) -> None:
    """Publish in a process group of its own, and kill all of it after some seconds."""
    child = os.fork()
    if not child:
        os.setsid()
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        publisher.publish(site, yes=True)
        os._exit(0)
    time.sleep(seconds)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
