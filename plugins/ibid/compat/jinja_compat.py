"""What Ibid relies on in Jinja although its documentation does not promise it.

Seen in Jinja 3.1.2 to 3.1.6; a test for each function says what another version changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any

from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache


def identity_of(macro: Any) -> tuple[str, str]:
    """Return what identifies a macro: its name, which is documented, and the file of its template, which is not."""
    return macro.name, macro._func.__code__.co_filename  # noqa: SLF001  see above


class CompiledTemplates(BytecodeCache):
    """A cache of compiled templates, for a process that builds a site again and for later processes.

    Relies on `Bucket.code`, for which Jinja documents bytes alone, and on what a template compiles to following from
    its source, its environment, and the version of Jinja.
    """

    def __init__(self, shape: Callable[[Environment], str], known: Mapping[str, tuple[str, bytes]]) -> None:
        """`shape` returns what the code depends on besides the source; `known` is an earlier `used`."""
        self.shape, self.known = shape, known
        self.used: dict[str, tuple[str, bytes]] = {}
        """What this process has used, by keys: what the code is made of, and its bytes."""
        self._codes: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the compiled code of a template, unless its source or its environment has changed since."""
        made_of = self._made_of(bucket)
        if (ready := self._codes.get(bucket.key)) and ready[0] == made_of:
            bucket.code = ready[1]
        elif (kept := self.known.get(bucket.key)) and kept[0] == made_of:
            bucket.bytecode_from_string(kept[1])
            self._use(bucket, kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store the compiled code of a template."""
        self._use(bucket, (self._made_of(bucket), bucket.bytecode_to_string()))

    def _use(self, bucket: Bucket, kept: tuple[str, bytes]) -> None:
        if bucket.code:
            self.used[bucket.key] = kept
            self._codes[bucket.key] = kept[0], bucket.code

    def _made_of(self, bucket: Bucket) -> str:
        return f"{bucket.checksum} {self.shape(bucket.environment)}"
