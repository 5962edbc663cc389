"""CBOR (RFC 8949) as far as Pagefind's small files use it: whole numbers from 0, text, and lists of definite length."""

from __future__ import annotations

from typing import Final, TypeAlias

Value: TypeAlias = "int | str | list[Value]"
_NUMBER, _TEXT, _LIST = 0, 3, 4
_MAJOR: Final = 5
"""A head's lowest bits are a length, or say how long the length is that follows."""
_LARGEST_INSIDE: Final = 23
_WIDTHS: Final = {24: 1, 25: 2, 26: 4, 27: 8}


def decoded(data: bytes) -> Value:
    """The one value that these bytes are. Raises ValueError for anything else, also for other kinds of values."""
    value, end = _read(data, 0)
    if end != len(data):
        raise ValueError(f"{len(data) - end} bytes follow the value")
    return value


def encoded(value: Value) -> bytes:
    """The shortest bytes of a value."""
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
