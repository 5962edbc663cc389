"""Every file that Ibid writes goes through here: never over another's, and untouched when nothing in it changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ibid import codes
from pelican_bibtex.problem import Problem


class Output:
    """The output folder of one build."""

    def __init__(self, root: Path, taken: Mapping[str, str]) -> None:
        """`taken` says which files the author's own pages write, and from which source."""
        self.root = root.resolve()
        self.owners = dict(taken)
        self.problems: list[Problem] = []

    def write(self, path: str, data: bytes, owner: str) -> bool:
        """Write one file below the output folder, on behalf of `owner`; False when it is somebody else's.

        A file that already has these bytes keeps its time, so that rsync and git see real changes only.
        """
        target = (self.root / path).resolve()
        if not target.is_relative_to(self.root):
            raise ValueError(f"{path} lies outside of the output folder")
        if self._is_taken(path, owner):
            return False
        if not (target.is_file() and target.read_bytes() == data):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return True

    def _is_taken(self, path: str, owner: str) -> bool:
        first = self.owners.setdefault(path, owner)
        if first == owner:
            return False
        message = f"{first} and {owner} would both write {path}; the second is left out: change the address of one."
        self.problems.append(Problem(codes.SAME_ADDRESS, message, first if "/" in first else ""))
        return True
