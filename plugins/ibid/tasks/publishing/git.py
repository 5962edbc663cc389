"""A branch of a git remote, as GitHub Pages, GitLab and Codeberg serve it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from invoke.exceptions import Exit

from ibid.tasks.publishing.target import counted, said_by


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch that holds the built site and nothing else; every publication is one commit on it."""

    root: Path
    """The project's folder, in a git repository."""
    remote: str = "origin"
    branch: str = "gh-pages"
    domain: str = ""
    """The site's own domain, written to CNAME; empty for the host's."""
    message: str = "Publish the site"

    def prepare(self) -> None:
        """See that the remote answers, and that no branch with sources would be replaced by a site."""
        if not any((folder / ".git").exists() for folder in (self.root, *self.root.parents)):
            raise Exit(f"{self.root} is not in a git repository: git init, then git remote add {self.remote} ...")
        remotes = self._git("remote").split()
        if self.remote not in remotes:
            known = ", ".join(remotes) or "none"
            raise Exit(f"There is no git remote {self.remote} (there are: {known}). Add it: git remote add ...")
        self._git("var", "GIT_COMMITTER_IDENT")
        if self._git("branch", "--show-current") == self.branch:
            raise Exit(f"{self.branch} is the branch you work on; a site is published to a branch of its own.")
        if self._git("ls-remote", "--heads", self.remote, f"refs/heads/{self.branch}"):
            # What others published since is built upon, so that the push is no surprise to git.
            tracking = f"+refs/heads/{self.branch}:refs/remotes/{self.remote}/{self.branch}"
            self._git("fetch", "--quiet", "--depth=1" if self._shallow() else "--no-tags", self.remote, tracking)
            self._refuse_sources(f"{self.remote}/{self.branch}")
        elif self._git("branch", "--list", self.branch):
            self._refuse_sources(self.branch)

    def preview(self, site: Path) -> str:
        """What would be pushed where."""
        return f"Would publish {counted(site)} to {self._place()}. Nothing was changed."

    def replace(self, site: Path) -> str:
        """Commit the folder as the whole content of the branch, and push that one commit."""
        options = ["-n", "-p", "-r", self.remote, "-b", self.branch, "-m", self.message]
        domain = ["-c", self.domain] if self.domain else []
        said_by([sys.executable, "-m", "ghp_import", *options, *domain, str(site)], self.root)
        commit = self._git("rev-parse", "--short", self.branch)
        return f"Published {counted(site)} to {self._place()}, commit {commit}."

    def _refuse_sources(self, branch: str) -> None:
        names = self._git("ls-tree", "--name-only", branch).splitlines()
        if "pelicanconf.py" in names:
            raise Exit(f"{branch} holds a site's sources (pelicanconf.py), which publishing would replace.")

    def _shallow(self) -> bool:
        return self._git("rev-parse", "--is-shallow-repository") == "true"

    def _place(self) -> str:
        return f"branch {self.branch} of {self.remote} ({self._git('remote', 'get-url', self.remote)})"

    def _git(self, *arguments: str) -> str:
        return said_by(["git", *arguments], self.root)
