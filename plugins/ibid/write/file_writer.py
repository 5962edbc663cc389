"""Every file that Ibid writes goes through here: never over another's, and untouched when nothing in it changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ibid.problems import codes
from ibid.write.recording import Recording
from pelican_bibtex.diagnostics.problem import Problem


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder below the output folder."""

    path: Path
    """Without links."""
    is_new: bool
    """This build has made it, so that only what is written here is in it: most of a site, and half as many look-ups."""


class Output:
    """The output folder of one build."""

    def __init__(self, recording: Recording) -> None:
        """`recording` is told of every file."""
        root = recording.folder
        self.named = root.absolute()
        """The folder as it was given, which may lead through links."""
        self.root = root.resolve()
        self.owners: dict[str, str] = {}
        """Whose each file is; the author's own pages are to be entered first, under their sources."""
        self.problems: list[Problem] = []
        self._recording = recording
        self._folders: dict[str, Folder] = {}

    def write(self, path: str, data: bytes, owner: str) -> bool:
        """Write one file below the output folder, on behalf of `owner`; False when it is somebody else's.

        A file that already has these bytes keeps its time, so that rsync and git see real changes only. A link that
        lies there is replaced, and what it leads to left alone. Raises ValueError for a path that leads out.
        """
        if self._is_taken(path, owner):
            return False
        parent, _, name = path.rpartition("/")
        folder = self._folder(parent)
        target = folder.path / name
        if target.name != name:
            raise ValueError(f"{path} names no file")
        if not folder.is_new and target.is_symlink():
            target.unlink()
        if folder.is_new or not _holds(target, data):
            target.write_bytes(data)
        self._recording.note(path, data)
        return True

    def _folder(self, name: str) -> Folder:
        """A folder of the output, made when it is first asked for."""
        if name not in self._folders:
            self._folders[name] = self._made(name)
        return self._folders[name]

    def _made(self, name: str) -> Folder:
        if not _is_plain(PurePosixPath(name)):
            return self._found(self.root / name)
        parent, _, last = name.rpartition("/")
        path = self._folder(parent).path / last
        try:
            path.mkdir()
        except FileExistsError:
            return self._found(path)
        return Folder(path, is_new=True)

    def _found(self, path: Path) -> Folder:
        """One that was there, or a name for it that is not plain: it may lead anywhere."""
        folder = path.resolve()
        if not folder.is_relative_to(self.root):
            raise ValueError(f"{path} lies outside of the output folder")
        folder.mkdir(parents=True, exist_ok=True)
        return Folder(folder, is_new=False)

    def _is_taken(self, path: str, owner: str) -> bool:
        first = self.owners.setdefault(path, owner)
        if first == owner:
            return False
        message = f"{first} and {owner} would both write {path}; the second is left out: change the address of one."
        self.problems.append(Problem(codes.SAME_ADDRESS, message, first if "/" in first else ""))
        return True


def _is_plain(path: PurePosixPath) -> bool:
    return bool(path.name) and not path.is_absolute() and ".." not in path.parts


def _holds(file: Path, data: bytes) -> bool:
    try:
        return file.read_bytes() == data
    except FileNotFoundError:
        return False
