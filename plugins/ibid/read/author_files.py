"""The one way for a task to write an author's file: completely or not at all, and only if unchanged since it was read.

The new text is written to a temporary file next to the real file, all links resolved, and renamed onto it; a rename
is atomic. If a file has several names (hard links), only this one gets the new text, and the others keep the old text:
writing in place would keep the names together, but a full disk or a kill would leave half a file, and backups made of
hard links would lose the old text.
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
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Final

from msgspec import Struct

from pelican_bibtex.diagnostics.text_lines import LineTable
from pelican_bibtex.lazy_pattern import lazy_pattern

_ASIDE: Final = lazy_pattern(r"\.(?P<start>.*)\.ibid-[0-9a-f]{16}", re.DOTALL)
_START: Final = 50
"""The characters of a file's name that its temporary file's name has: names are limited to 255 bytes."""
_DEAD: Final = 600
"""The age in seconds from which a temporary file is a leftover that no task is still writing."""
_NO_SYNC: Final = frozenset([errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF])
"""Errors of file systems that cannot sync a file or folder to disk."""
_NO_LINKS: Final = frozenset([errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK])
"""Errors of file systems without hard links."""

CHANGED: Final = "changed while the task ran, so it was not written. Run the task again."
"""The message on a file that has changed since it was read."""


class AuthorFileError(Exception):
    """The reason why an author's file is not read or written, with its state now."""

    def __init__(self, name: str, said: str) -> None:
        """`said` continues the sentence that starts with the file's name, and may add further sentences."""
        super().__init__(f"{name} {said}")
        self.said = said


class AuthorFile(Struct, frozen=True):
    """An author's file at the time when it was read."""

    path: Path
    """The author's path, which may be a link."""
    name: str
    """The path in messages: `content/numbers.toml`."""
    real: Path
    """The path with all links resolved."""
    data: bytes | None
    """Its bytes; None if there is no file yet."""

    @property
    def text(self) -> str:
        """The text without a byte order mark, with its line breaks. Raises AuthorFileError if it is not UTF-8."""
        try:
            return (self.data or b"").decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = LineTable.of(error.object).line(error.start)
            raise AuthorFileError(self.name, f"is not UTF-8 in line {line}. Save it as UTF-8.") from None

    @property
    def newline(self) -> str:
        """The line break after its first line."""
        first = (self.data or b"").partition(b"\n")
        return "\r\n" if first[1] and first[0].endswith(b"\r") else "\n"


def read_author_file(path: Path, name: str) -> AuthorFile:
    """Return an existing file, or one to be created. Raises AuthorFileError for what a task must not write."""
    try:
        real = Path(os.path.realpath(path, strict=True))
        if not stat.S_ISREG(real.stat().st_mode):
            raise AuthorFileError(name, "is not a regular file, so it was not written.")
        return AuthorFile(path, name, real, real.read_bytes())
    except FileNotFoundError:
        if dangling := next((each for each in (path, *path.parents) if each.is_symlink() and not each.exists()), None):
            end = os.path.realpath(dangling)
            reason = f"{dangling} is a link to {end}, which does not exist. Create it, or remove the link."
            raise AuthorFileError(name, f"cannot be written: {reason}") from None
        return AuthorFile(path, name, Path(os.path.realpath(path)), None)
    except OSError as error:
        loop = "it is a link to itself. Remove it."
        reason = loop if error.errno == errno.ELOOP else f"{error.strerror}. Nothing was written."
        raise AuthorFileError(name, f"cannot be read: {reason}") from None


def write_author_file(file: AuthorFile, text: str) -> None:
    """Replace a file that was read by a text, or create it.

    The byte order mark and the mode stay, and the owner and group as far as the system allows. Raises AuthorFileError
    and changes nothing if the file cannot be written or has changed since it was read.
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
        raise AuthorFileError(file.name, f"cannot contain {odd}, which is not UTF-8. Nothing was written.") from None
    return BOM_UTF8 + data if (file.data or b"").startswith(BOM_UTF8) else data


def _refuse_changed(file: AuthorFile) -> None:
    if read_author_file(file.path, file.name) != file:
        raise AuthorFileError(file.name, CHANGED)


def _write_aside(file: AuthorFile, aside: Path, data: bytes) -> None:
    mode = 0o666
    if file.data is None:
        file.real.parent.mkdir(parents=True, exist_ok=True)
    else:
        os.close(os.open(file.real, os.O_RDWR))  # fails for a read-only file, which a rename would replace
        mode = 0o600  # no other user can read it before it gets the mode of the file
    with open(aside, "xb", opener=partial(os.open, mode=mode)) as new:
        if file.data is not None:
            _take_after(aside, file.real)
        new.write(data)
        new.flush()
        _sync(new.fileno())


def _take_after(aside: Path, real: Path) -> None:
    """Copy the owner, group, attributes and mode of the real file, as far as the system allows."""
    state = real.stat()
    if hasattr(os, "chown"):
        for owner in (-1, state.st_uid):
            with suppress(OSError):
                os.chown(aside, owner, state.st_gid)
    with suppress(OSError):
        shutil.copystat(real, aside)
    aside.chmod(stat.S_IMODE(state.st_mode))


def _put_in_place(file: AuthorFile, aside: Path) -> None:
    """Rename the temporary file to the real one. Raises FileExistsError if a new file's name is taken meanwhile."""
    if file.data is not None:
        aside.replace(file.real)
    elif os.name == "nt":
        aside.rename(file.real)  # never replaces a file
    else:
        try:
            os.link(aside, file.real)
            aside.unlink()
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            _claim(file.real, aside)


def _claim(real: Path, aside: Path) -> None:
    """Do the same without hard links: an empty file reserves the name until the rename."""
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
        reason = f"no file can be created in its folder, {file.real.parent}: {reason}"
    state = "Nothing was written." if file.data is None else "The file is unchanged."
    return f"cannot be written: {reason}. {state}"


def _confirm(file: AuthorFile) -> None:
    """Sync the folder, so that the new name is on the disk, if the system can do so."""
    if os.name == "nt":
        return
    with suppress(PermissionError):  # a folder may be writable but not readable
        folder = os.open(file.real.parent, os.O_RDONLY)
        try:
            _sync(folder)
        except OSError as error:
            reason = f"the disk does not confirm it: {error.strerror}"
            raise AuthorFileError(file.name, f"is written, but {reason}. Check that it is complete.") from None
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
    """Remove the temporary files that killed tasks have left next to a file."""
    with suppress(OSError):
        for path in folder.iterdir():
            named = _ASIDE.fullmatch(path.name)
            if named and named["start"] == start and time.time() - path.lstat().st_mtime > _DEAD:
                path.unlink()
