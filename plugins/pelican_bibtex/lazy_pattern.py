"""Regular expressions that are compiled when they are first used: a build uses about half of them, and not at once."""

from __future__ import annotations

import re
from typing import Any, AnyStr, Final, cast

_METHODS: Final = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")
_FIELDS: Final = ("pattern", "flags", "groups", "groupindex")


def lazy_pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile(source, flags)` does, for all uses but as an argument of the functions of `re`."""
    return cast("re.Pattern[AnyStr]", _LazyPattern(source, flags))


class _LazyPattern:
    """A pattern; after its first use each of its methods is the compiled one's own, and takes no longer."""

    __slots__ = ("_source", *_METHODS, *_FIELDS)

    def __init__(self, source: Any, flags: int) -> None:
        self._source = source, flags

    def __getattr__(self, name: str) -> Any:
        """Compile the pattern: called for a slot that is empty yet."""
        if name not in self.__slots__:
            raise AttributeError(name)
        compiled = re.compile(*self._source)
        for each in (*_METHODS, *_FIELDS):
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"lazy_pattern({self._source[0]!r})"
