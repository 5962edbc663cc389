"""A folder on this machine or on a host, by rsync."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from invoke.exceptions import Exit

from ibid.tasks.publishing.target import counted, said_by

OPTIONS = (
    "--recursive",
    "--links",
    "--perms",
    "--chmod=D755,F644",
    "--checksum",
    "--delay-updates",
    "--delete-delay",
    "--filter=protect /.well-known/***",
)
"""All files are sent first and put in place at the end, so that a broken transfer changes nothing; only files whose
bytes differ are sent; what the site no longer has is deleted, but not a server's own certificates' folder."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that holds the built site, as rsync names it: `/var/www/me` or `me@host:public_html`."""

    root: Path
    """The project's folder, from which a relative destination starts."""
    destination: str = ""

    def prepare(self) -> None:
        """See that the folder answers, and is empty, new or a site: rsync deletes what else it finds there."""
        if not self.destination.strip(" /~") or self.destination.endswith(":"):
            raise Exit(
                "Say in publishconf.py where to: PUBLISH_RSYNC_TO = 'me@host:public_html', or --to=FOLDER. "
                "It must be a folder that holds nothing but the site."
            )
        said_by(["rsync", "--version"], self.root)
        names = self._names()
        if names and "index.html" not in names:
            raise Exit(
                f"{self.destination} holds files but no index.html ({', '.join(names[:3])} ...), so it does not look "
                "like a site. Publishing would delete them: give an empty folder, or one with a site in it."
            )

    def preview(self, site: Path) -> str:
        """Which files would be sent and deleted."""
        changes = self._rsync(site, "--dry-run", "--itemize-changes")
        return f"{changes}\nWould publish {counted(site)} to {self.destination}. Nothing was changed.".lstrip()

    def replace(self, site: Path) -> str:
        """Send what differs, delete what is gone."""
        changes = self._rsync(site, "--itemize-changes").splitlines()
        sent = sum(line.startswith(("<f", ">f", "cL")) for line in changes)
        gone = sum(line.startswith("*deleting") for line in changes)
        return f"Published {counted(site)} to {self.destination}: {sent} sent, {gone} deleted."

    def _names(self) -> list[str]:
        """What is in the destination; nothing when it is not there yet."""
        try:
            listed = said_by(["rsync", "--list-only", f"{self.destination.rstrip('/')}/"], self.root)
        except Exit as failure:
            if "No such file or directory" in str(failure):
                return []
            raise
        return [name for line in listed.splitlines() if (name := line.split(maxsplit=4)[-1]) not in (".", "")]

    def _rsync(self, site: Path, *options: str) -> str:
        destination = f"{self.destination.rstrip('/')}/"
        return said_by(["rsync", *OPTIONS, *options, f"{site}/", destination], self.root)
