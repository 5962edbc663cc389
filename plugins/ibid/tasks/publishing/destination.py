"""The folder that rsync publishes to, on this machine or on a host, accessed by rsync and a POSIX shell."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import IO, Final, cast

from invoke.exceptions import Exit
from msgspec import Struct

from ibid.tasks.publishing.target import run
from pelican_bibtex.diagnostics.text_lines import lines_of
from pelican_bibtex.lazy_pattern import lazy_pattern

_HOST: Final = lazy_pattern(r"(?P<host>(?:[^@/:\s]+@)?(?:\[[0-9A-Fa-f:.]+\]|[^/:\[\]\s]+)):(?P<path>(?!:).*)")
_NOT_THERE: Final = lazy_pattern(r"""change_dir ".*" failed: No such file or directory""")
_ESCAPED: Final = lazy_pattern(r"\\#([0-7]{3})")
NEEDED: Final = (3, 1, 0)
"""The oldest version of rsync with the options used here."""


class Destination(Struct, frozen=True):
    """A folder in rsync's notation: `/var/www/me`, `me@host:public_html`, `rsync://host/module`."""

    root: Path
    """The project's folder, from which relative paths on this machine start."""
    host: str
    """The host in ssh's notation, `me@host`; empty on this machine and for an rsync daemon."""
    path: str
    """The folder on that host, without a slash at the end; for a daemon, the whole address."""
    is_daemon: bool = False

    def __str__(self) -> str:
        return f"{self.host}:{self.path}" if self.host else self.path

    @property
    def is_local(self) -> bool:
        """Whether it is a folder of this machine."""
        return not self.host and not self.is_daemon

    def at(self, path: str) -> str:
        """Return a path on the same host in rsync's notation."""
        return f"{self.host}:{path}" if self.host else path

    def names(self, path: str) -> list[str]:
        """Return the paths of all files below a folder, including links; none if there is no such folder."""
        with TemporaryDirectory(prefix="ibid-empty-") as empty:
            listing = ["--recursive", "--links", "--dry-run", "--8-bit-output", "--out-format=%n", f"{self.at(path)}/"]
            try:
                listed = self.rsync(*listing, empty)
            except _FolderMissingError:
                return []
        lines = lines_of(listed.decode("utf-8", "surrogateescape"))
        return [_ESCAPED.sub(_unescaped, line) for line in lines if line and not line.endswith("/")]

    def read(self, path: str, names: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of some files below a folder, without those that do not exist and links."""
        with TemporaryDirectory(prefix="ibid-read-") as folder:
            wanted = list(names)
            # With its folder before it, a name that starts with `#` or `;` is no comment.
            options = ["--from0", "--files-from=-", "--ignore-missing-args", "--links"]
            with suppress(_FolderMissingError):
                self.rsync(*options, f"{self.at(path)}/", folder, given=list_of(f"./{name}" for name in wanted))
            files = {name: Path(folder, name) for name in wanted}
            return {name: file.read_bytes() for name, file in files.items() if file.is_file() and not file.is_symlink()}

    def rsync(self, *arguments: str, given: bytes = b"", advice: str = "") -> bytes:
        """Run rsync and return its output; raise Exit when it fails."""
        try:
            # In older versions the host's shell splits a path at blanks, unless the arguments are protected.
            return run(["rsync", "--protect-args", *arguments], self.root, given=given, advice=advice, LC_ALL="C")
        except Exit as error:
            if _NOT_THERE.search(str(error)):
                raise _FolderMissingError(str(error)) from None
            raise

    def shell(self, script: str, *arguments: str) -> str:
        """Run a script in a POSIX shell on the host and return its output; raise Exit when it fails."""
        return run(self._shell(arguments), self.root, given=script.encode()).decode("utf-8", "replace")

    @contextmanager
    def session(self, script: str, *arguments: str) -> Iterator[Session]:
        """Run a script and yield its shell, which runs more commands over the same connection until this process ends.

        Raises Exit with the script's error output unless it prints `held` at its end.
        """
        pipe = subprocess.PIPE
        with subprocess.Popen(self._shell(arguments), cwd=self.root, stdin=pipe, stdout=pipe, stderr=pipe) as process:
            given, told, said = (
                cast("IO[bytes]", stream) for stream in (process.stdin, process.stdout, process.stderr)
            )
            try:
                with suppress(BrokenPipeError):
                    given.write(script.encode())
                    given.flush()
                if told.readline() != b"held\n":
                    raise Exit(said.read().decode("utf-8", "replace").strip() or f"{self} cannot be reached.")
                yield Session(str(self), given, told)
            finally:
                with suppress(BrokenPipeError):
                    given.close()

    def _shell(self, arguments: Sequence[str]) -> list[str]:
        words = ["sh", "-s", "--", *arguments]
        if not self.host:
            return words
        # The variable that rsync reads too, so that one setting serves both; a host's own shell may not be a POSIX one.
        remote = shlex.split(os.environ.get("RSYNC_RSH") or "ssh")
        return [*remote, self.host.replace("[", "").replace("]", ""), shlex.join(words)]


class Session(Struct, frozen=True):
    """A shell on a host that reads its commands from this process."""

    place: str
    given: IO[bytes]
    told: IO[bytes]

    def run(self, command: str) -> str:
        """Run a command and return its output; raise Exit with the output when it fails."""
        end = f"end-{token_hex(8)}"
        words = f"({command}) 2>&1 </dev/null\necho {end} $?\n"
        with suppress(BrokenPipeError):
            self.given.write(words.encode("utf-8", "surrogateescape"))
            self.given.flush()
        lines: list[bytes] = []
        for line in self.told:
            before, mark, code = line.partition(end.encode())
            if mark:
                said = b"".join([*lines, before]).decode("utf-8", "replace")
                if code.strip() != b"0":
                    raise Exit(f"{self.place}: {said.strip() or 'a command failed without a message.'}")
                return said
            lines.append(line)
        raise Exit(f"The connection to {self.place} broke.")


class _FolderMissingError(Exit):
    """Raised if the folder does not exist."""


def destination_of(text: str, root: Path) -> Destination:
    """Return the folder that a setting or an option names.

    Raises Exit for one that cannot be the folder of a site, and for one that a program would read as an option.
    """
    text = text.strip()
    if not text.strip(" /~.") or text.endswith(":"):
        raise Exit(
            "Set the folder in publishconf.py, PUBLISH_RSYNC_TO = 'me@host:public_html', or --to=FOLDER. "
            "It must be a folder that contains only the site."
        )
    if text.startswith("-") or any(not character.isprintable() for character in text):
        raise Exit(f"{text!r} cannot be a folder to publish to: it starts with `-` or has a control character.")
    if text.startswith("rsync://") or re.match(r"[^/]+::", text):
        return Destination(root, "", text.rstrip("/"), is_daemon=True)
    if found := _HOST.fullmatch(text):
        path = found["path"].removeprefix("~/").rstrip("/")
        if not path.strip("/~.") or path.startswith("-") or path.endswith("/.."):
            raise Exit(
                f"{text!r} is not a folder for a site: use one below the home directory, as in me@host:public_html"
            )
        return Destination(root, found["host"], path)
    return Destination(root, "", str(root / Path(text).expanduser()))


def check_rsync(root: Path) -> None:
    """Raise Exit if rsync is missing or too old."""
    said = run(["rsync", "--version"], root).decode("utf-8", "replace")
    found = re.search(r"rsync\s+version\s+v?(\d+)\.(\d+)\.(\d+)", said)
    if not found or tuple(map(int, found.groups())) < NEEDED:
        first = said.splitlines()[0] if said else "one without a version"
        raise Exit(f"rsync {'.'.join(map(str, NEEDED))} or newer is needed to publish; this machine has {first}.")


def _unescaped(found: re.Match[str]) -> str:
    return bytes([int(found[1], 8)]).decode("latin-1")


def list_of(names: Iterable[str]) -> bytes:
    """Return paths in the format that rsync reads with --from0."""
    return b"".join(name.encode("utf-8", "surrogateescape") + b"\0" for name in names)
