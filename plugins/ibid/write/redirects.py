"""A page at each former address, which leads to the present one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from ibid.model.planned import PlannedPage
from ibid.model.records import Redirect
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem


def redirect_pages(redirects: Iterable[Redirect]) -> Iterator[PlannedPage]:
    """Pages that lead on, for those who come by an old link."""
    for one in redirects:
        yield PlannedPage(one.file, one.old, "redirect", one.owner, {"redirect": one}, lang=one.lang)


def vacant(redirects: Iterable[Redirect], owners: Mapping[str, str], problems: list[Problem]) -> Iterator[Redirect]:
    """The redirects that may have a page: an alias never takes the place of anything else, and `problems` says so.

    `owners` are the site's other files, each with what it is from. A topic's or publication's former address that is
    taken is reported when it would be written.
    """
    taken = _Taken(owners)
    for one in redirects:
        problem = taken.problem(one) if one.alias else None
        if problem:
            problems.append(problem)
        else:
            taken.add(one.file, one.owner)
            yield one


class _Taken:
    """The files of a site and their folders, under names in which capitals do not matter, as on many disks."""

    def __init__(self, owners: Mapping[str, str]) -> None:
        self._owners: dict[str, str] = {}
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        for file, owner in owners.items():
            self.add(file, owner)

    def add(self, file: str, owner: str) -> None:
        self._owners.setdefault(file, owner)
        self._files.setdefault(file.casefold(), file)
        for folder in _folders(file):
            self._folders.setdefault(folder, file)

    def problem(self, one: Redirect) -> Problem | None:
        """Why an alias cannot have its page, if it cannot."""
        if one.file in self._owners:
            said = f"`{one.alias}` is the address of {self._owners[one.file]}; take it out, or change that address."
            return Problem(codes.BAD_ALIAS, said, one.path, one.line)
        name = one.file.casefold()
        if twin := self._files.get(name):
            said = f"`{one.alias}` is left out: it and {twin} ({self._owners[twin]}) differ in capitals only"
            return Problem(codes.ADDRESS_TWINS, said, one.path, one.line)
        within = next((self._files[folder] for folder in _folders(one.file) if folder in self._files), "")
        if blocking := within or self._folders.get(name):
            said = f"`{one.alias}` cannot be beside {blocking}: a file and a folder would have one name; take it out."
            return Problem(codes.BAD_ALIAS, said, one.path, one.line)
        return None


def _folders(file: str) -> list[str]:
    return [str(folder) for folder in PurePosixPath(file.casefold()).parents][:-1]
