"""Memory that lasts for a whole build: objects excluded from garbage collection.

A build makes millions of objects that stay alive: sources, records, facts of each page. Python's full collections
visit all of them, and run more often the more there are; garbage of one page is found in the young generations.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

_Thing = TypeVar("_Thing")
_STEP: Final = 100
"""The number of things after which the remaining objects are frozen."""


def settle() -> None:
    """Exclude all objects that exist now from garbage collection."""
    gc.collect(1)
    gc.freeze()


def settling(things: Iterable[_Thing]) -> Iterator[_Thing]:
    """Yield the things one by one, and freeze the objects that the last ones left from time to time."""
    for count, thing in enumerate(things, 1):
        yield thing
        if count % _STEP == 0:
            settle()


def release() -> None:
    """Return all objects to garbage collection, since the build is over and another one begins in this process."""
    gc.unfreeze()
