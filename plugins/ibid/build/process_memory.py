"""Memory that lasts for a whole build: objects excluded from garbage collection, and compiled templates.

A build makes millions of objects that stay alive: sources, records, facts of each page. Python's full collections
visit all of them, and run more often the more there are; garbage of one page is found in the young generations.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from types import CodeType
from typing import Final, TypeVar

from jinja2.bccache import Bucket, BytecodeCache

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


class CompiledTemplates(BytecodeCache):
    """A cache of compiled templates in memory, for a process that builds a site and builds it again."""

    def __init__(self) -> None:
        self.codes: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the compiled code of a template, unless its source has changed since."""
        checksum, code = self.codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store the compiled code of a template."""
        if bucket.code:
            self.codes[bucket.key] = (bucket.checksum, bucket.code)
