"""One run of `invoke publish`: ask the target, build strictly, look at the result, replace."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from invoke.exceptions import Exit

from ibid.tasks.building import built_aside
from ibid.tasks.project import Project
from ibid.tasks.publishing.git import Branch
from ibid.tasks.publishing.rsync import Folder
from ibid.tasks.publishing.target import Target
from ibid.tasks.searching.index import add_index
from ibid.tasks.soundness import faults

STRICT = {"STRICT": True}
EXAMPLE = "example.org"
"""The host of the demo's SITEURL, at which nobody's site is."""


def target_named(name: str, project: Project, to: str = "", remote: str = "", branch: str = "") -> Target:
    """The target `git` or `rsync` with the settings of publishconf.py, or the flags that stand above them."""
    settings = project.settings
    if name == "git":
        return Branch(
            project.root,
            remote or settings.get("PUBLISH_GIT_REMOTE", "origin"),
            branch or settings.get("PUBLISH_GIT_BRANCH", "gh-pages"),
            settings.get("PUBLISH_GIT_DOMAIN", ""),
        )
    if name == "rsync":
        return Folder(project.root, to or settings.get("PUBLISH_RSYNC_TO", ""))
    raise Exit(f"There is no target {name!r}: publish to git (a branch of a remote) or to rsync (a folder or host).")


def deliver(project: Project, target: Target, arguments: Sequence[str] = (), *, dry_run: bool = False) -> str:
    """Build with publishconf.py into a fresh folder and put it in place; returns what was done.

    Raises Exit, and changes nothing at the target, when the site has errors or is not whole.
    """
    _refuse_address(str(project.settings.get("SITEURL") or ""))
    target.prepare()
    with built_aside(project, STRICT, arguments) as site:
        if found := faults(site, project):
            raise Exit("\n".join([*found, "Nothing was published."]))
        add_index(project, site)
        return target.preview(site) if dry_run else target.replace(site)


def _refuse_address(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise Exit(f"publishconf.py: SITEURL is {address!r}: write the site's address, as in 'https://me.github.io'")
    if parts.hostname == EXAMPLE:
        raise Exit(f"publishconf.py: SITEURL is still the demo's, {address}: write your site's address")
