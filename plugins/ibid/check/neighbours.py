"""What an address that leads nowhere may have meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches

from ibid.model.addresses import address_of
from ibid.model.targets import files_of


class Neighbours:
    """The addresses of a site by what they share with a wrong one: comparing with all of them would take too long."""

    def __init__(self, files: Iterable[str]) -> None:
        self._in_lower_case = {file.casefold(): file for file in files}
        self._by_folder: dict[str, list[str]] = defaultdict(list)
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for file in sorted(self._in_lower_case.values()):
            address = address_of(file)
            folder, name = _parts(address)
            self._by_folder[folder].append(address)
            self._by_name[name].append(address)

    def twin(self, path: str) -> str:
        """The address that differs from a path in capitals only; empty if there is none."""
        found = (self._in_lower_case.get(file.casefold()) for file in files_of(path))
        return next((address_of(file) for file in found if file), "")

    def near(self, path: str) -> str:
        """The address of the same name elsewhere, or of a like name in the same folder; empty if there is none."""
        folder, name = _parts(path)
        moved = self._by_name[name] if name else []
        like = get_close_matches(path, self._by_folder[folder], n=1, cutoff=0.7)
        return next(iter([*moved[:1], *like]), "")


def _parts(address: str) -> tuple[str, str]:
    """`topics/a/` is `a` in `topics`."""
    folder, _, name = address.rstrip("/").rpartition("/")
    return folder, name
