"""What Ibid relies on in Jinja although its documentation does not promise it.

Seen in Jinja 3.1.2 to 3.1.6; a test for each function says what another version changed.
"""

from __future__ import annotations

from types import CodeType
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache


def identity_of(macro: Any) -> tuple[str, str]:
    """Return what identifies a macro: its name, which is documented, and the file of its template, which is not."""
    return macro.name, macro._func.__code__.co_filename  # noqa: SLF001  see above


class CompiledTemplates(BytecodeCache):
    """A cache of compiled templates in memory, for a process that builds a site and builds it again.

    Relies on `Bucket.checksum`, which changes with a template's source; what is documented writes and reads bytes.
    """

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
