"""Where a site can be published to; each kind has a module of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from invoke.exceptions import Exit


class Target(Protocol):
    """A place that takes a whole site."""

    def prepare(self) -> None:
        """Find out, before a long build, whether it can be published to; raises Exit when not."""

    def preview(self, site: Path) -> str:
        """What publishing this folder would do; changes nothing."""

    def replace(self, site: Path) -> str:
        """Put this folder in the place of what is there, and say what was done."""


def said_by(command: Sequence[str], cwd: Path) -> str:
    """What a command prints; raises Exit with its own words when it fails or is not there."""
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", errors="replace", check=False)
    except FileNotFoundError:
        raise Exit(f"{command[0]} is needed to publish here, and is not installed.") from None
    if done.returncode:
        raise Exit(f"`{' '.join(command[:3])} ...` failed: {(done.stderr or done.stdout).strip()}")
    return done.stdout.strip()


def counted(site: Path) -> str:
    """`63 files, 1.2 MB`."""
    sizes = [file.stat().st_size for file in site.rglob("*") if file.is_file()]
    return f"{len(sizes)} files, {sum(sizes) / 1e6:.1f} MB"
