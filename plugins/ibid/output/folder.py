"""Every file that Ibid writes goes through here: never over another's, and untouched when nothing in it changed."""

from __future__ import annotations

from pathlib import Path

from ibid import codes
from ibid.output.leftovers import digest
from pelican_bibtex.problem import Problem


class Output:
    """The output folder of one build."""

    def __init__(self, root: Path) -> None:
        self.named = root.absolute()
        """The folder as it was given, which may lead through links."""
        self.root = root.resolve()
        self.owners: dict[str, str] = {}
        """Whose each file is; the author's own pages are to be entered first, under their sources."""
        self.problems: list[Problem] = []
        self.written: dict[str, str] = {}
        """What is ours, with the digest of each file."""
        self._folders: dict[str, Path] = {}

    def write(self, path: str, data: bytes, owner: str) -> bool:
        """Write one file below the output folder, on behalf of `owner`; False when it is somebody else's.

        A file that already has these bytes keeps its time, so that rsync and git see real changes only. A link that
        lies there is replaced, and what it leads to left alone. Raises ValueError for a path that leads out.
        """
        if self._is_taken(path, owner):
            return False
        folder, _, name = path.rpartition("/")
        target = self._folder(folder) / name
        if target.name != name:
            raise ValueError(f"{path} names no file")
        if target.is_symlink():
            target.unlink()
        if not _holds(target, data):
            target.write_bytes(data)
        self.written[path] = digest(data)
        return True

    def _folder(self, name: str) -> Path:
        """A folder of the output, made when it is first asked for."""
        if name not in self._folders:
            folder = (self.root / name).resolve()
            if not folder.is_relative_to(self.root):
                raise ValueError(f"{name} lies outside of the output folder")
            folder.mkdir(parents=True, exist_ok=True)
            self._folders[name] = folder
        return self._folders[name]

    def _is_taken(self, path: str, owner: str) -> bool:
        first = self.owners.setdefault(path, owner)
        if first == owner:
            return False
        message = f"{first} and {owner} would both write {path}; the second is left out: change the address of one."
        self.problems.append(Problem(codes.SAME_ADDRESS, message, first if "/" in first else ""))
        return True


def _holds(file: Path, data: bytes) -> bool:
    try:
        return file.read_bytes() == data
    except FileNotFoundError:
        return False
