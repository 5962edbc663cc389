"""The one way in which a task writes an author's file: as a whole or not at all, and only as it was when it was read.

The new text is written beside the real file, behind all links, and renamed onto it; a rename is atomic. A file with
several names (hard links) loses this one to the new text, and the others keep the former text: to write in place would
keep the names together, but a full disk or a kill would leave half a file, and in backups that are made of hard links
the former text would be gone.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import time
from codecs import BOM_UTF8
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Final

_ASIDE: Final = re.compile(r"\.(?P<start>.*)\.ibid-[0-9a-f]{16}", re.DOTALL)
_START: Final = 50
"""So many characters of a file's name are in that of the file beside it: names have 255 bytes."""
_DEAD: Final = 600
"""Seconds after which nobody is still writing such a file."""
_NO_SYNC: Final = frozenset([errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF])
"""How file systems say that they cannot put a file or folder to disk at once."""
_NO_LINKS: Final = frozenset([errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK])
"""How file systems say that a file has one name only."""

CHANGED: Final = "was changed while the task ran, and is left as it is now. Run the task again."
"""What is said of a file that is no longer as it was read."""


class AuthorFileError(Exception):
    """Why an author's file is not read or written, and what is true of it now."""

    def __init__(self, name: str, said: str) -> None:
        """`said` goes on from the file's name, in one or more sentences."""
        super().__init__(f"{name} {said}")
        self.said = said


@dataclass(frozen=True, slots=True)
class AuthorFile:
    """A file as it was when it was read."""

    path: Path
    """Where the author has it, perhaps by a link."""
    name: str
    """The path as messages show it: `content/numbers.toml`."""
    real: Path
    """The file behind all links."""
    data: bytes | None
    """Its bytes; None where there is no file yet."""

    @property
    def text(self) -> str:
        """The text, without a byte order mark and with its own line ends. Raises AuthorFileError if it is not UTF-8."""
        try:
            return (self.data or b"").decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise AuthorFileError(self.name, f"is not UTF-8 in line {line}. Save it as UTF-8.") from None

    @property
    def newline(self) -> str:
        """What ends its first line."""
        first = (self.data or b"").partition(b"\n")
        return "\r\n" if first[1] and first[0].endswith(b"\r") else "\n"


def read_author_file(path: Path, name: str) -> AuthorFile:
    """Return a file that is there, or one to be written. Raises AuthorFileError for what a task must not write."""
    try:
        real = Path(os.path.realpath(path, strict=True))
        if not stat.S_ISREG(real.stat().st_mode):
            raise AuthorFileError(name, "is not a regular file, and is left as it is.")
        return AuthorFile(path, name, real, real.read_bytes())
    except FileNotFoundError:
        if dangling := next((each for each in (path, *path.parents) if each.is_symlink() and not each.exists()), None):
            end = os.path.realpath(dangling)
            reason = f"{dangling} is a link to {end}, which is not there. Put it there, or remove the link."
            raise AuthorFileError(name, f"cannot be written: {reason}") from None
        return AuthorFile(path, name, Path(os.path.realpath(path)), None)
    except OSError as error:
        loop = "it is a link that leads back to itself. Remove it."
        reason = loop if error.errno == errno.ELOOP else f"{error.strerror}. Nothing was written."
        raise AuthorFileError(name, f"cannot be read: {reason}") from None


def write_author_file(file: AuthorFile, text: str) -> None:
    """Put a text in the place of a file that was read, or where there is none yet.

    Byte order mark, mode, owner and group stay, the latter as far as the system allows. Raises AuthorFileError, and
    changes nothing, when the file cannot be written or is no longer as it was read.
    """
    data = _encoded(file, text)
    if data == file.data:
        return
    start = file.real.name[:_START]
    aside = file.real.with_name(f".{start}.ibid-{token_hex(8)}")
    try:
        _refuse_changed(file)
        _write_aside(file, aside, data)
        _refuse_changed(file)
        _put_in_place(file, aside)
    except FileExistsError:
        _remove(aside)
        raise AuthorFileError(file.name, CHANGED) from None
    except OSError as error:
        _remove(aside)
        raise AuthorFileError(file.name, _failure(file, aside, error)) from None
    except BaseException:
        _remove(aside)
        raise
    _confirm(file)
    _remove_leftovers(file.real.parent, start)


def _encoded(file: AuthorFile, text: str) -> bytes:
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        odd = ascii(error.object[error.start : error.end])
        raise AuthorFileError(file.name, f"cannot hold {odd}, which is no UTF-8. Nothing was written.") from None
    return BOM_UTF8 + data if (file.data or b"").startswith(BOM_UTF8) else data


def _refuse_changed(file: AuthorFile) -> None:
    if read_author_file(file.path, file.name) != file:
        raise AuthorFileError(file.name, CHANGED)


def _write_aside(file: AuthorFile, aside: Path, data: bytes) -> None:
    mode = 0o666
    if file.data is None:
        file.real.parent.mkdir(parents=True, exist_ok=True)
    else:
        os.close(os.open(file.real, os.O_RDWR))  # a rename would go over a file that is read-only
        mode = 0o600  # nobody else reads it before it has the mode of the file
    with open(aside, "xb", opener=partial(os.open, mode=mode)) as new:
        if file.data is not None:
            _take_after(aside, file.real)
        new.write(data)
        new.flush()
        _sync(new.fileno())


def _take_after(aside: Path, real: Path) -> None:
    """Give a file the owner, group, attributes and mode of another, as far as the system allows."""
    state = real.stat()
    if hasattr(os, "chown"):
        for owner in (-1, state.st_uid):
            with suppress(OSError):
                os.chown(aside, owner, state.st_gid)
    with suppress(OSError):
        shutil.copystat(real, aside)
    aside.chmod(stat.S_IMODE(state.st_mode))


def _put_in_place(file: AuthorFile, aside: Path) -> None:
    """Give the file beside the name of the real one. Raises FileExistsError where a new name is taken meanwhile."""
    if file.data is not None:
        aside.replace(file.real)
    elif os.name == "nt":
        aside.rename(file.real)  # which goes over no file
    else:
        try:
            os.link(aside, file.real)
            aside.unlink()
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            _claim(file.real, aside)


def _claim(real: Path, aside: Path) -> None:
    """Do the same where a file has one name only: an empty file keeps the name free for the moment of the rename."""
    try:
        os.close(os.open(real, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        aside.replace(real)
    except FileExistsError:
        raise
    except BaseException:
        if real.is_file() and not real.stat().st_size:
            _remove(real)
        raise


def _failure(file: AuthorFile, aside: Path, error: OSError) -> str:
    reason = error.strerror or str(error)
    if error.filename == str(aside):
        reason = f"no file can be made in its folder, {file.real.parent}: {reason}"
    state = "Nothing was written." if file.data is None else "It is as it was."
    return f"cannot be written: {reason}. {state}"


def _confirm(file: AuthorFile) -> None:
    """See that the new name is on the disk, where the system can tell."""
    if os.name == "nt":
        return
    with suppress(PermissionError):  # a folder may be written and not read
        folder = os.open(file.real.parent, os.O_RDONLY)
        try:
            _sync(folder)
        except OSError as error:
            reason = f"the disk does not confirm it: {error.strerror}"
            raise AuthorFileError(file.name, f"is written, but {reason}. Look whether it is whole.") from None
        finally:
            os.close(folder)


def _sync(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


def _remove(aside: Path) -> None:
    with suppress(OSError):
        aside.unlink()


def _remove_leftovers(folder: Path, start: str) -> None:
    """Take away what killed tasks have left beside a file."""
    with suppress(OSError):
        for path in folder.iterdir():
            named = _ASIDE.fullmatch(path.name)
            if named and named["start"] == start and time.time() - path.lstat().st_mtime > _DEAD:
                path.unlink()
