"""The writer of all of Ibid's files, which never overwrites others' files and leaves unchanged ones untouched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct

from ibid.problems import codes
from ibid.write.recording import Recording
from pelican_bibtex.diagnostics.problem import Problem


class Claim(Struct, frozen=True):
    """A source that claims one file of the output."""

    file: str
    """The path below the output folder."""
    source: str
    """Its path as the author knows it or, for a page that no author writes, a description."""
    rank: int = 0
    """The claim with the lowest rank gets the file."""


def rivals(claims: Iterable[Claim]) -> Iterator[tuple[Claim, list[Claim]]]:
    """Yield, for each file that several sources claim, the claim that gets it and the others."""
    by_file: dict[str, dict[str, Claim]] = defaultdict(dict)
    for claim in claims:
        by_file[claim.file].setdefault(claim.source, claim)
    for group in by_file.values():
        if len(group) > 1:
            first, *others = sorted(group.values(), key=lambda one: (one.rank, one.source))
            yield first, others


def same_address(first: Claim, other: Claim) -> Problem:
    """Return the problem to report at the source of the other claim."""
    message = f"this and {first.source} would both be {other.file}; change the Slug, save_as or name of one of them."
    return Problem(codes.SAME_ADDRESS, message, other.source)


def differing_in_case(claims: Iterable[Claim]) -> Iterator[Problem]:
    """Yield the problems of files that are the same file on the disks of macOS and Windows."""
    by_name: dict[str, dict[str, Claim]] = defaultdict(dict)
    for claim in claims:
        by_name[claim.file.casefold()].setdefault(claim.file, claim)
    for group in by_name.values():
        if len(group) > 1:
            first, *others = sorted(group.values(), key=lambda one: (one.rank, one.file))
            for other in others:
                both = f"{other.file} and {first.file} (from {first.source})"
                message = f"{both} differ only in upper and lower case; change one of them."
                yield Problem(codes.ADDRESS_TWINS, message, other.source if "/" in other.source else "")


class Folder(Struct, frozen=True):
    """A folder below the output folder."""

    path: Path
    """The path with all links resolved."""
    is_new: bool
    """Whether this build made it, so that it has only our files: true for most folders, and halves the look-ups."""


class Output:
    """The output folder of one build."""

    def __init__(self, recording: Recording) -> None:
        """`recording` gets a note of every file."""
        root = recording.folder
        self.named = root.absolute()
        """The folder as given, which may contain links."""
        self.root = root.resolve()
        self.owners: dict[str, str] = {}
        """The owner of each file; the author's own pages must be entered first, with their sources."""
        self.problems: list[Problem] = []
        self._recording = recording
        self._folders: dict[str, Folder] = {}

    def write(self, path: str, data: bytes, owner: str) -> bool:
        """Write one file below the output folder for `owner`; return False if it belongs to another owner.

        A file that already has these bytes keeps its time, so that rsync and git see only real changes. A link at the
        path is replaced, and its target left alone. Raises ValueError for a path outside of the folder.
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
        """Return a folder of the output, which is made when it is first needed."""
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
        """Return a folder that existed before or whose name is not plain: it may lead anywhere."""
        folder = path.resolve()
        if not folder.is_relative_to(self.root):
            raise ValueError(f"{path} lies outside of the output folder")
        folder.mkdir(parents=True, exist_ok=True)
        return Folder(folder, is_new=False)

    def _is_taken(self, path: str, owner: str) -> bool:
        first = self.owners.setdefault(path, owner)
        if first == owner:
            return False
        message = f"{first} and {owner} would both write {path}; the second is left out; change the address of one."
        self.problems.append(Problem(codes.SAME_ADDRESS, message, first if "/" in first else ""))
        return True


def _is_plain(path: PurePosixPath) -> bool:
    return bool(path.name) and not path.is_absolute() and ".." not in path.parts


def _holds(file: Path, data: bytes) -> bool:
    try:
        return file.read_bytes() == data
    except FileNotFoundError:
        return False
