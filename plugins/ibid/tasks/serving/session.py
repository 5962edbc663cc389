"""One run of `invoke serve`: build, show, wait for a change, build again."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from invoke.exceptions import Exit

from ibid.tasks.project import Project, read_project
from ibid.tasks.serving.addresses import HOST
from ibid.tasks.serving.preview import Preview
from ibid.tasks.serving.server import server_for
from ibid.tasks.serving.watching import Watch

NAMED = 3
"""How many of the files that changed are named."""


def serve(root: Path, port: int, arguments: Sequence[str] = ()) -> None:
    """Serve a project's site on the loopback address and follow its changes until Ctrl-C."""
    project = read_project(root)
    with TemporaryDirectory(prefix="ibid-serve-", ignore_cleanup_errors=True) as folder:
        preview = Preview(Path(folder), arguments)
        server = server_for(preview, port)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://{HOST}:{server.server_address[1]}/"
        _say(f"The site is at {address} and follows every change. Ctrl-C stops it.")
        try:
            _follow(project, preview, address)
        except KeyboardInterrupt:
            _say("\nStopped.")
        finally:
            server.shutdown()
            server.server_close()


def _follow(project: Project, preview: Preview, address: str) -> None:
    watch = Watch(project)
    _build(project, preview, address)
    while True:
        changed = watch.next()
        _say(f"Changed: {_names(project, changed)}")
        if str(project.root.resolve() / project.file) in changed:
            try:
                project = read_project(project.root, project.file)
            except Exit as fault:
                _say(str(fault))
                preview.fail(str(fault))
                continue
            watch.close()
            watch = Watch(project)
        _build(project, preview, address)


def _build(project: Project, preview: Preview, address: str) -> None:
    if preview.build(project):
        return
    if preview.state.root:
        _say(f"The last good site is still up at {address}. Mend what is listed above and save.")
    else:
        _say("There is no site to show yet. Mend what is listed above and save.")


def _names(project: Project, changed: set[str]) -> str:
    names = sorted(project.shown(Path(path)) for path in changed)
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _say(text: str) -> None:
    """Tell the author at once, even where output goes into a file."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
