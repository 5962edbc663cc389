"""Pagefind's output, reduced to the files that the search page needs, and made the same for the same site.

Pagefind orders filters differently from run to run, so a site that did not change would be published anew.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any, Final, TypeAlias

Value: TypeAlias = "int | str | list[Value]"
_NUMBER, _TEXT, _LIST = 0, 3, 4
_MAJOR: Final = 5
"""The number of a head's low bits, which are a length, or tell the width of the length that follows."""
_LARGEST_INSIDE: Final = 23
_WIDTHS: Final = {24: 1, 25: 2, 26: 4, 27: 8}


def decoded(data: bytes) -> Value:
    """Return the value encoded in these bytes. Raises ValueError for anything else, also for other kinds of values."""
    value, end = _read(data, 0)
    if end != len(data):
        raise ValueError(f"{len(data) - end} bytes follow the value")
    return value


def encoded(value: Value) -> bytes:
    """Return the shortest encoding of a value."""
    if isinstance(value, int):
        return _head(_NUMBER, value)
    if isinstance(value, str):
        text = value.encode()
        return _head(_TEXT, len(text)) + text
    return _head(_LIST, len(value)) + b"".join(encoded(item) for item in value)


def _read(data: bytes, at: int) -> tuple[Value, int]:
    if at >= len(data):
        raise ValueError("a value is cut off")
    kind, size = data[at] >> _MAJOR, data[at] & (1 << _MAJOR) - 1
    at += 1
    if size > _LARGEST_INSIDE:
        width = _WIDTHS.get(size, 0)
        if not width or at + width > len(data):
            raise ValueError("a length is cut off, or left open")
        size, at = int.from_bytes(data[at : at + width]), at + width
    if kind == _NUMBER:
        return size, at
    if kind == _TEXT and at + size <= len(data):
        return data[at : at + size].decode(), at + size
    if kind == _LIST:
        return _read_list(data, at, size)
    raise ValueError(f"a value of kind {kind} is not expected, or cut off")


def _read_list(data: bytes, at: int, size: int) -> tuple[Value, int]:
    items: list[Value] = []
    for _ in range(size):
        item, at = _read(data, at)
        items.append(item)
    return items, at


def _head(kind: int, size: int) -> bytes:
    if size <= _LARGEST_INSIDE:
        return bytes([kind << _MAJOR | size])
    code, width = next((code, width) for code, width in _WIDTHS.items() if size < 1 << 8 * width)
    return bytes([kind << _MAJOR | code]) + size.to_bytes(width)


ENTRY: Final = "pagefind-entry.json"
"""The file that is read first: the languages, and the names of their tables."""
_HASHED: Final = ("index", "fragment", "filter")
"""Folders of files that are named by a hash of their content."""
_SIGNATURE: Final = b"pagefind_dcd"
"""The start of every packed file."""


def needed(bundle: Path) -> list[Path]:
    """Return the files that searching needs, the entry last, without Pagefind's ready-made interfaces."""
    languages = json.loads((bundle / ENTRY).read_bytes())["languages"].values()
    packed = [file for folder in _HASHED for file in sorted((bundle / folder).glob("*"))]
    tables = [_table(bundle, language["hash"]) for language in languages]
    programs = [bundle / f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in languages]
    return [*packed, *tables, *programs, bundle / "pagefind.js", bundle / ENTRY]


def put_in_order(bundle: Path) -> None:
    """Sort what Pagefind leaves unsorted, and rename those files by their new content.

    A bundle of another format than Pagefind 1.5's stays as it is: it works, but may differ from run to run.
    """
    entry = json.loads((bundle / ENTRY).read_bytes())
    try:
        for name, language in entry["languages"].items():
            language["hash"] = _order_table(bundle, name, language["hash"])
    except (KeyError, OSError, TypeError, ValueError):
        return
    (bundle / ENTRY).write_text(json.dumps(entry, sort_keys=True), encoding="utf-8")


def _order_table(bundle: Path, language: str, old: str) -> str:
    """Sort one language's filters and the table that names them; return the table's new name."""
    table: Any = _unpacked(_table(bundle, old))
    version, pages, chunks, filters, sorts, fields = table
    ordered: list[Any] = sorted([name, _order_filter(bundle, language, file)] for name, file in filters)
    packed, new = _packed([version, pages, chunks, [*ordered], sorted(sorts), fields], language)
    _table(bundle, old).unlink()
    _table(bundle, new).write_bytes(packed)
    return new


def _order_filter(bundle: Path, language: str, old: str) -> str:
    """Sort one filter's values; return its file's new name."""
    content: Any = _unpacked(_filter(bundle, old))
    name, values = content
    packed, new = _packed([name, sorted(values)], language)
    _filter(bundle, old).unlink()
    _filter(bundle, new).write_bytes(packed)
    return new


def _table(bundle: Path, name: str) -> Path:
    return bundle / f"pagefind.{name}.pf_meta"


def _filter(bundle: Path, name: str) -> Path:
    return bundle / "filter" / f"{name}.pf_filter"


def _packed(value: Value, language: str) -> tuple[bytes, str]:
    """Return a value as Pagefind packs it, and a name for its file."""
    data = _SIGNATURE + encoded(value)
    return gzip.compress(data, mtime=0), f"{language}_{hashlib.sha256(data).hexdigest()[:10]}"


def _unpacked(file: Path) -> Value:
    data = gzip.decompress(file.read_bytes())
    if not data.startswith(_SIGNATURE):
        raise ValueError(f"{file.name} has another form")
    return decoded(data.removeprefix(_SIGNATURE))
