"""What Pagefind wrote, cut down to what the search page asks for, and the same each time it is written.

Pagefind takes filters in an order that differs from run to run; a site that did not change would be published anew.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any, Final

from ibid.features.search.cbor import Value, decoded, encoded

ENTRY: Final = "pagefind-entry.json"
"""What is read first: which languages there are, and the names of their tables."""
_HASHED: Final = ("index", "fragment", "filter")
"""Folders of files that are named by what is in them."""
_SIGNATURE: Final = b"pagefind_dcd"
"""Stands at the start of every packed file."""


def needed(bundle: Path) -> list[Path]:
    """The files that searching takes, the entry last; not the ready-made interfaces that lie beside them."""
    languages = json.loads((bundle / ENTRY).read_bytes())["languages"].values()
    packed = [file for folder in _HASHED for file in sorted((bundle / folder).glob("*"))]
    tables = [_table(bundle, language["hash"]) for language in languages]
    programs = [bundle / f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in languages]
    return [*packed, *tables, *programs, bundle / "pagefind.js", bundle / ENTRY]


def put_in_order(bundle: Path) -> None:
    """Sort what Pagefind leaves unsorted, and name those files anew by what is in them.

    A bundle of another form than Pagefind 1.5's stays as it is: it works, but may differ from run to run.
    """
    entry = json.loads((bundle / ENTRY).read_bytes())
    try:
        for name, language in entry["languages"].items():
            language["hash"] = _order_table(bundle, name, language["hash"])
    except (KeyError, OSError, TypeError, ValueError):
        return
    (bundle / ENTRY).write_text(json.dumps(entry, sort_keys=True), encoding="utf-8")


def _order_table(bundle: Path, language: str, old: str) -> str:
    """Order one language's filters and the table that names them; returns the table's new name."""
    table: Any = _unpacked(_table(bundle, old))
    version, pages, chunks, filters, sorts, fields = table
    ordered: list[Any] = sorted([name, _order_filter(bundle, language, file)] for name, file in filters)
    packed, new = _packed([version, pages, chunks, [*ordered], sorted(sorts), fields], language)
    _table(bundle, old).unlink()
    _table(bundle, new).write_bytes(packed)
    return new


def _order_filter(bundle: Path, language: str, old: str) -> str:
    """Order one filter's values; returns its file's new name."""
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
    """A value as Pagefind packs it, and a name for it."""
    data = _SIGNATURE + encoded(value)
    return gzip.compress(data, mtime=0), f"{language}_{hashlib.sha256(data).hexdigest()[:10]}"


def _unpacked(file: Path) -> Value:
    data = gzip.decompress(file.read_bytes())
    if not data.startswith(_SIGNATURE):
        raise ValueError(f"{file.name} has another form")
    return decoded(data.removeprefix(_SIGNATURE))
