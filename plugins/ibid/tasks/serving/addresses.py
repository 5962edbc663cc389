"""Whom a request is for, and which file it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

HOST: Final = "127.0.0.1"
"""Where the preview listens: only this machine reaches it."""
NAMES: Final = (HOST, "localhost", "[::1]")
"""The names that it answers to."""
_WEB: Final = 80
"""The port that browsers leave out."""


def is_own(hosts: Sequence[str], target: str, port: int) -> bool:
    """Whether a request is for the preview, by its one Host header and, where its target is a whole URL, by that too.

    A page of any site that is open in a browser here can have its own name lead to 127.0.0.1 ("DNS rebinding"). The
    browser then lets that site's scripts read what the preview answers, drafts and all; but it names the site as host.
    """
    own = {f"{name}:{port}" for name in NAMES} | (set(NAMES) if port == _WEB else set())
    try:
        named = urlsplit(target).netloc
    except ValueError:  # brackets around what is no IPv6 address
        return False
    return len(hosts) == 1 and all(host.strip(" \t").lower() in own for host in (*hosts, named or hosts[0]))


def find(root: Path, address: str) -> Path | None:
    """Return the file of an address: itself, its index or, as web servers do, its `.html`. None outside of the site.

    Only regular files are found, so that nobody waits for a named pipe.
    """
    parts = [part for part in unquote(address).split("/") if part not in ("", ".")]
    if ".." in parts or any("\\" in part or "\0" in part for part in parts):
        return None
    path = root.joinpath(*parts)
    candidates = (path / "index.html", path, path.with_name(f"{path.name}.html"))
    return next((file for file in candidates if file.is_relative_to(root) and _is_file(file)), None)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long for the disk, a folder that may not be looked into
        return False
