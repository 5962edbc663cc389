"""What lasts for a whole build: objects kept out of Python's search for garbage, and templates compiled once.

A build makes millions of objects that stay: sources, records, what is known of each page. Python's full collections
look at all of them, the more often the more there are; what a page leaves behind is found among the young ones.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from types import CodeType
from typing import Final, TypeVar

from jinja2.bccache import Bucket, BytecodeCache

_Thing = TypeVar("_Thing")
_STEP: Final = 100
"""Things after which what is left of them lasts."""


def settle() -> None:
    """All that is there by now lasts."""
    gc.collect(1)
    gc.freeze()


def settling(things: Iterable[_Thing]) -> Iterator[_Thing]:
    """The things one by one; what is left of those that were dealt with lasts."""
    for count, thing in enumerate(things, 1):
        yield thing
        if count % _STEP == 0:
            settle()


def release() -> None:
    """Nothing lasts any more: the build is over, and in this process another begins."""
    gc.unfreeze()


class CompiledTemplates(BytecodeCache):
    """Keeps what templates were compiled to for as long as a site is built, and built again."""

    def __init__(self) -> None:
        self.codes: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template, unless its source has changed since."""
        checksum, code = self.codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take in the code of a template."""
        if bucket.code:
            self.codes[bucket.key] = (bucket.checksum, bucket.code)
