"""The newest versions that Ibid is tested with: beyond them, what `compat/` relies on may have changed.

All numbers of a version count: Markdown 3.11.1 reads `*` by other rules than 3.11.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Final

NEWEST: Final[Mapping[str, str]] = {"Pelican": "4.12.0", "Markdown": "3.11.3"}
"""The newest version of each of these libraries that the tests have passed with; requirements-dev.lock has the same."""


def installed() -> dict[str, str]:
    """Return the installed version of each of these libraries, except of one that runs without being installed."""
    found = {}
    for name in NEWEST:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def untested(versions: Mapping[str, str]) -> Iterator[str]:
    """Yield the name of each library whose version is newer than the newest tested one."""
    yield from (name for name, given in versions.items() if _numbers(given) > _numbers(NEWEST[name]))


def _numbers(given: str) -> tuple[int, ...]:
    """Return the numbers of a release: (4, 12, 0) of `4.12`, `4.12.0` and `4.12.0.post1`."""
    release = re.match(r"\d+(?:\.\d+)*", given)
    numbers = [int(number) for number in release[0].split(".")] if release else []
    return tuple([*numbers, 0, 0, 0][: max(3, len(numbers))])
