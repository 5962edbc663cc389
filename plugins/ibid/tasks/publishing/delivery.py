"""One run of `invoke publish`: check the target, build strictly, check the result, print the changes, replace."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from invoke.exceptions import Exit
from msgspec import Struct
from msgspec.structs import replace

from ibid.tasks.building import add_index, built_aside
from ibid.tasks.built_folder import faults
from ibid.tasks.numbers_and_keys import ask
from ibid.tasks.project import Project
from ibid.tasks.publishing.changes import Changes, changes_of
from ibid.tasks.publishing.destination import destination_of
from ibid.tasks.publishing.git import Branch
from ibid.tasks.publishing.rsync import Releases, RsyncFolder
from ibid.tasks.publishing.target import Target, counted
from ibid.write.site_place import named, site_sources
from ibid.write.site_record import SiteRecord, files_in, record_in, record_of, write_record

STRICT = {"STRICT": True}
EXAMPLE = "example.org"
"""The host of the demo's SITEURL, where nobody has a site."""


class Consent(Struct, frozen=True):
    """What the author has agreed to in advance."""

    yes: bool = False
    """All changes that readers will notice."""
    first: bool = False
    """The place contains an old site, which is removed."""
    renumbered: bool = False
    """Published numbers may mean other publications."""


def target_named(name: str, project: Project, to: str = "", remote: str = "", branch: str = "") -> Target:
    """Return the target `git` or `rsync` with the settings of publishconf.py, which flags override."""
    settings = project.settings
    if name == "git":
        return Branch(
            project.root,
            remote or settings.get("PUBLISH_GIT_REMOTE", "origin"),
            branch or settings.get("PUBLISH_GIT_BRANCH", "gh-pages"),
            settings.get("PUBLISH_GIT_DOMAIN", ""),
        )
    if name == "rsync":
        kind = Releases if settings.get("PUBLISH_RSYNC_ATOMIC", True) else RsyncFolder
        destination = destination_of(to or str(settings.get("PUBLISH_RSYNC_TO", "")), project.root)
        return kind(destination, tuple(site_sources(settings, project.root)))
    raise Exit(f"There is no target {name!r}: use git (a branch of a remote) or rsync (a folder or host).")


def deliver(
    project: Project, target: Target, arguments: Sequence[str], consent: Consent, *, dry_run: bool = False
) -> str:
    """Build with publishconf.py into a new folder and publish it; return what was done.

    Raises Exit, and changes nothing at the target, if the site has errors, is not complete, or may not be published so.
    """
    _refuse_address(str(project.settings.get("SITEURL") or ""))
    target.prepare()
    with built_aside(project, STRICT, arguments) as site:
        if found := faults(site, project):
            raise Exit("\n".join([*found, "Nothing was published."]))
        add_index(project, site)
        return put_in_place(site, project, target, consent, dry_run=dry_run)


def put_in_place(site: Path, project: Project, target: Target, consent: Consent, *, dry_run: bool = False) -> str:
    """Replace the published site by a built one, if the author agrees; return what was done."""
    target.add_files(site)
    record = _record(site, project)
    with target.held() as held:
        changes = _changes(held, record, list(files_in(site)), project, consent)
        for line in changes.lines():
            print(line)  # noqa: T201  what the author is asked about
        if dry_run:
            return f"Would publish {counted(site)} to {target.place}. Nothing was changed."
        _ask(changes, target, consent)
        return held.put(site, changes)


def roll_back(target: Target, consent: Consent) -> str:
    """Put back the previous publication, if the author agrees; return what was done."""
    target.prepare()
    with target.held() as held:
        question = f"Restore the previous publication at {target.place}?"
        if not consent.yes and sys.stdin.isatty() and not _agrees(question):
            raise Exit("Nothing was changed.")
        return held.roll_back()


def _record(site: Path, project: Project) -> SiteRecord:
    """Write the record of a built site and return it: all its files, and the numbers that the build has recorded."""
    built = record_in(site) or SiteRecord()
    record = replace(record_of(site, built.numbers), frozen=project.numbers.is_file())
    write_record(site, record)
    return record


def _changes(target: Target, record: SiteRecord, site: Collection[str], project: Project, consent: Consent) -> Changes:
    """Return the changes of the publication; raise Exit if they are not allowed."""
    published = target.published()
    changes = changes_of(published, site, record, target.read)
    if published.record is None and changes.removed and not consent.first:
        raise Exit(
            f"{target.place} contains files that no publication of this site wrote: {named(changes.removed)}. "
            "If they are an old site that this one replaces, publish with --first, which removes them; "
            "--first --dry-run lists them."
        )
    if changes.before.frozen and not (record.frozen or consent.renumbered):
        raise Exit(
            f"{project.shown(project.numbers)} is missing, but existed when the site was last published. "
            "Restore it, as in `git checkout HEAD -- FILE`: without it published numbers would mean other works."
        )
    if changes.reused and not consent.renumbered:
        listed = [f"  [{number}] was {old}, and would be {new}" for number, (old, new) in changes.reused.items()]
        raise Exit(
            "\n".join(
                [
                    "Published numbers would mean other publications:",
                    *listed,
                    f"Correct {project.shown(project.numbers)}, or publish with --renumbered to accept this.",
                ]
            )
        )
    return changes


def _ask(changes: Changes, target: Target, consent: Consent) -> None:
    """Ask in a terminal; elsewhere raise Exit only if readers or others would lose something."""
    if consent.yes:
        return
    if sys.stdin.isatty():
        if not _agrees(f"Publish this to {target.place}?"):
            raise Exit("Nothing was published.")
    elif changes.needs_consent:
        raise Exit("Something above would be lost, so nothing was published. Publish with --yes to accept this.")


def _agrees(question: str) -> bool:
    return (ask(f"{question} [y/N] ") or "").casefold() in {"y", "yes"}


def _refuse_address(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise Exit(f"publishconf.py: SITEURL is {address!r}: write the site's address, as in 'https://me.github.io'")
    if parts.hostname == EXAMPLE:
        raise Exit(f"publishconf.py: SITEURL is still the demo's, {address}: write your site's address")
