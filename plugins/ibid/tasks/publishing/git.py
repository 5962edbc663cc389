"""Publishing to a branch of a git remote, as served by GitHub Pages, GitLab and Codeberg."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from invoke.exceptions import Exit
from msgspec import Struct

from ibid.tasks.publishing.changes import Changes, Published
from ibid.tasks.publishing.target import counted, run, text_of
from ibid.write.site_record import MARKER, files_in, read_record
from pelican_bibtex.lazy_pattern import lazy_pattern

_BUILT = "refs/ibid/published"
"""The ref on which the commit of a publication is made; only the push moves the branch."""
_BRANCH = lazy_pattern(r"(?!HEAD$)\w(?:[\w+-]|[./](?=[\w+-]))*")
"""Names accepted for branches, a subset of those that git-check-ref-format(1) allows."""
_DEEP = 100
"""The number of the branch's commits that a rollback fetches if the project's clone is shallow, as in CI."""
_PUSH = "Nothing was published: the branch is unchanged."


class _File(NamedTuple):
    """One file of a commit."""

    mode: str
    blob: str


class Branch(Struct, frozen=True):
    """A branch that contains the built site; every publication is one commit on it."""

    root: Path
    """The project's folder, in a git repository."""
    remote: str = "origin"
    branch: str = "gh-pages"
    domain: str = ""
    """The site's own domain, written to CNAME; empty to use the host's."""
    message: str = "Publish the site"

    @property
    def place(self) -> str:
        """The branch, the remote and its address."""
        return f"branch {self.branch} of {self.remote} ({self._git('remote', 'get-url', self.remote)})"

    def prepare(self) -> None:
        """Fetch the branch; check that the remote answers, and that a site would replace no branch with sources."""
        if not any((folder / ".git").exists() for folder in (self.root, *self.root.parents)):
            raise Exit(
                f"{self.root} is not in a git repository: run `git init`, then `git remote add {self.remote} ...`"
            )
        self._check_names()
        self._git("var", "GIT_COMMITTER_IDENT")
        if self._git("branch", "--show-current") == self.branch:
            raise Exit(f"{self.branch} is the branch that you work on; publish to a separate branch.")
        tracking = f"+{self._head}:{self._tracked}"
        if self._git("ls-remote", "--heads", self.remote, self._head):
            self._git("fetch", "--quiet", "--no-tags", *self._depth(1), self.remote, tracking)
        else:
            self._git("update-ref", "-d", self._tracked)
        if "pelicanconf.py" in self._files():
            raise Exit(
                f"{self.branch} contains the sources of a site (pelicanconf.py), which publishing would replace."
            )

    def add_files(self, site: Path) -> None:
        """Add the files that git hosts look for: `.nojekyll`, and `CNAME` for the site's own domain."""
        (site / ".nojekyll").touch()
        if self.domain:
            (site / "CNAME").write_text(f"{self.domain}\n", encoding="utf-8")

    @contextmanager
    def held(self) -> Iterator[Branch]:
        """Take no lock: git refuses a push if the branch has moved in the meantime."""
        yield self

    def published(self) -> Published:
        """Return the contents of the remote's branch, as last fetched."""
        files = self._files()
        record = read_record(self._text(files[MARKER])) if MARKER in files else None
        return Published(frozenset(files) - {MARKER}, record)

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Return the bytes of files on the branch."""
        files = self._files()
        return {path: self._blob(files[path]) for path in paths if not _is_link(files[path])}

    def put(self, site: Path, changes: Changes) -> str:
        """Commit the folder and the kept files on top of the branch, and push that one commit."""
        before = self._files()
        commit = self._commit(self.message, {path: before[path] for path in changes.kept}, site)
        return self._push(commit, f"Published {counted(site)}")

    def roll_back(self) -> str:
        """Commit the previous publication again, with the files that others have put on the branch since."""
        if depth := self._depth(_DEEP):
            self._git("fetch", "--quiet", "--no-tags", *depth, self.remote, f"+{self._head}:{self._tracked}")
        former = self._former()
        now, then = self._files(), self._files(former)
        others = {path: now[path] for path in self.published().others}
        recorded = read_record(self._text(then[MARKER]))
        theirs = {path: file for path, file in then.items() if path == MARKER or recorded.names(path)}
        commit = self._commit(f"Restore the site of {former[:7]}", {**others, **theirs})
        return self._push(commit, f"Restored the publication of {self._git('show', '-s', '--format=%ci', former)}")

    @property
    def _head(self) -> str:
        return f"refs/heads/{self.branch}"

    @property
    def _tracked(self) -> str:
        return f"refs/remotes/{self.remote}/{self.branch}"

    def _check_names(self) -> None:
        """Raise Exit for a name that git would not read as that of a remote or a branch."""
        remotes = self._git("remote").split()
        if self.remote not in remotes:
            known = ", ".join(remotes) or "none"
            raise Exit(f"There is no git remote {self.remote!r} (there are: {known}). Add it with `git remote add`.")
        if not _BRANCH.fullmatch(self.branch) or self.branch.startswith("refs/") or self.branch.endswith(".lock"):
            raise Exit(f"{self.branch!r} cannot be the branch of a site: write the name of a branch, such as gh-pages.")

    def _depth(self, commits: int) -> list[str]:
        """Return the option that fetches at most some commits, if the project's clone is shallow too."""
        return [f"--depth={commits}"] if self._git("rev-parse", "--is-shallow-repository") == "true" else []

    def _files(self, commit: str = "") -> dict[str, _File]:
        """Return the files of a commit by their paths, or those of the fetched branch."""
        if not commit and not self._git("for-each-ref", self._tracked):
            return {}
        listed = run(["git", "ls-tree", "-r", "-z", "--full-tree", commit or self._tracked], self.root)
        entries = (entry.partition("\t") for entry in listed.decode("utf-8", "surrogateescape").split("\0") if entry)
        return {path: _File(head.split()[0], head.split()[2]) for head, _, path in entries}

    def _former(self) -> str:
        """Return the commit of the publication before the current one."""
        newest = ["log", "--format=%H", "--max-count=2", "--diff-filter=AM", self._tracked, "--", MARKER]
        _, _, former = (self._git(*newest) if self._files() else "").partition("\n")
        if not former:
            raise Exit(f"{self.place} has no publication before the current one.")
        return former

    def _commit(self, message: str, kept: Mapping[str, _File], site: Path | None = None) -> str:
        """Commit some files that git has and all files of a folder; return its id, or its parent's if it is equal."""
        parent = self._git("for-each-ref", "--format=%(objectname)", self._tracked)
        stream = b"".join(self._stream(message, parent, kept, site))
        run(["git", "fast-import", "--quiet", "--force", "--date-format=now"], self.root, given=stream)
        commit = self._git("rev-parse", _BUILT)
        self._git("update-ref", "-d", _BUILT)
        return parent if parent and self._tree(parent) == self._tree(commit) else commit

    def _stream(self, message: str, parent: str, kept: Mapping[str, _File], site: Path | None) -> Iterator[bytes]:
        """Yield a commit in the format of git fast-import (git-fast-import(1), "Input Format")."""
        who = self._git("var", "GIT_COMMITTER_IDENT").rsplit(" ", 2)[0]
        yield f"commit {_BUILT}\ncommitter {who} now\n".encode()
        yield _data(message.encode())
        yield (f"from {parent}\n" if parent else "").encode() + b"deleteall\n"
        for path, file in kept.items():
            yield f"M {file.mode} {file.blob} {_quoted(path)}\n".encode("utf-8", "surrogateescape")
        if site:
            for path in [*files_in(site), MARKER]:
                yield f"M 100644 inline {_quoted(path)}\n".encode("utf-8", "surrogateescape")
                yield _data((site / path).read_bytes())
        yield b"done\n"

    def _push(self, commit: str, done: str) -> str:
        """Push a commit to the branch, unless it has this commit already; return what was done."""
        short = commit[:7]
        if commit == self._git("for-each-ref", "--format=%(objectname)", self._tracked):
            return f"Nothing has changed since commit {short}: nothing was published to {self.place}."
        self._git("push", "--quiet", self.remote, f"{commit}:{self._head}", advice=_PUSH)
        return f"{done} to {self.place}, commit {short}."

    def _tree(self, commit: str) -> str:
        return self._git("rev-parse", f"{commit}^{{tree}}")

    def _text(self, file: _File) -> str:
        return self._blob(file).decode("utf-8", "replace")

    def _blob(self, file: _File) -> bytes:
        return run(["git", "cat-file", "blob", file.blob], self.root)

    def _git(self, *arguments: str, advice: str = "") -> str:
        return text_of(["git", *arguments], self.root, advice=advice)


def _is_link(file: _File) -> bool:
    return file.mode == "120000"


def _data(content: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(content), content)


def _quoted(path: str) -> str:
    """Return a path quoted for git."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
