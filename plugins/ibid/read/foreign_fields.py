"""The fields of other generators under the names and in the forms that Pelican expects.

Jekyll: https://jekyllrb.com/docs/front-matter; Hugo: https://gohugo.io/content-management/front-matter; Quarto:
https://quarto.org/docs/reference/formats/html.html.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from ibid.read.fenced_front_matter import Fault, FencedBlock, FencedField

ONE_TEXT: Final = frozenset(
    {"title", "date", "modified", "slug", "status", "category", "template", "lang", "url", "save_as", "summary"}
    | {"description", "translation", "timezone", "date_format", "topics"}
)
"""Fields with one text."""
LISTS: Final = frozenset({"tags", "authors"})
"""Fields with several names."""
_OTHER_NAMES: Final = {
    "excerpt": "summary",
    "lastmod": "modified",
    "last_modified_at": "modified",
    "date-modified": "modified",
    "language": "lang",
    "categories": "category",
    "tag": "tags",
}
"""Fields of other generators by the name in Pelican, which has priority."""
_FORMER: Final = ("aliases", "alias", "permalink", "redirect_from")
"""Fields with the addresses that a page had."""
_NO_USE: Final = frozenset({"layout"})
_YES: Final = frozenset({"true", "yes", "on", "y", "1"})
_NO: Final = frozenset({"false", "no", "off", "n", "0"})
_NAMES: Final = ("name", "literal", "title", "label", "display_name")
"""The fields of a person or tag with its whole name."""
_PARTS: Final = ("given", "first", "non-dropping-particle", "family", "last")
"""The parts of a person's name, in the order in which they are read."""


class PelicanFields(Struct, frozen=True):
    """The fields of one source."""

    entries: tuple[FencedField, ...]
    """Each name once."""
    faults: tuple[Fault, ...]
    end: int
    """The number of lines of the file up to the end of the block."""


def reserved_name(name: str) -> str:
    """Return the message on a field whose name Pelican has another use for."""
    return f"`{name}` is a name that Pelican itself uses, so the field is left out; give it another name."


def is_draft(name: str, value: str) -> bool:
    """Return whether a field says that a page is a draft."""
    return value.strip().lower() in {"draft": _YES, "published": _NO}.get(name, ())


def adapted(block: FencedBlock, reserved: Callable[[str], bool]) -> PelicanFields:
    """Return the fields of a block for Pelican; `reserved` says that Pelican has another use for a name."""
    adapting = _Adapting({entry.name: entry for entry in block.entries}, list(block.faults))
    entries = tuple(adapting.entries(reserved))
    return PelicanFields(entries, tuple(sorted(adapting.faults, key=lambda fault: fault.line)), block.end)


class _Adapting(Struct, frozen=True):
    given: dict[str, FencedField]
    faults: list[Fault]

    def entries(self, reserved: Callable[[str], bool]) -> Iterator[FencedField]:
        """Yield the fields."""
        self._use_other_names()
        made = [*self._status(), *self._former(), *self._category(), *self._authors(), *self._address()]
        for entry in (*self.given.values(), *made):
            if entry.name in _NO_USE:
                continue
            if reserved(entry.name):
                self._add(entry, reserved_name(entry.name))
            elif (kept := self._in_its_form(entry)) is not None:
                yield kept

    def _use_other_names(self) -> None:
        for other, name in _OTHER_NAMES.items():
            if (entry := self.given.pop(other, None)) and name not in self.given:
                self.given[name] = replace(entry, name=name)

    def _status(self) -> Iterator[FencedField]:
        """Yield the status of a draft, also where the field is neither true nor false: the safe reading."""
        drafts = []
        for name in ("draft", "published"):
            entry = self.given.get(name)
            word = entry.value.strip().lower() if entry and isinstance(entry.value, str) else ""
            if not entry or (name == "published" and word not in _YES | _NO):  # in some generators a date
                continue
            del self.given[name]
            if word not in _YES | _NO:
                self._add(entry, f"`{name}` is true or false; write `{name}: true`.")
            if word not in _YES | _NO or is_draft(name, word):
                drafts.append(replace(entry, name="status", value="draft"))
        if drafts:
            self.given.pop("status", None)
            yield drafts[0]

    def _former(self) -> Iterator[FencedField]:
        """Yield the former addresses of a page in one field."""
        given = [entry for name in _FORMER if (entry := self.given.pop(name, None))]
        addresses = [address for entry in given for address in self._names(entry)]
        if addresses:
            yield FencedField("aliases", addresses, min(entry.line for entry in given))

    def _category(self) -> Iterator[FencedField]:
        """Yield the first category of several: the others become tags."""
        entry = self.given.get("category")
        if not entry or isinstance(entry.value, str):
            return
        del self.given["category"]
        names = self._names(entry)
        yield from (replace(entry, value=name) for name in names[:1])
        if names[1:]:
            tags = self.given.pop("tags", replace(entry, name="tags", value=[]))
            own = self._names(tags) if not isinstance(tags.value, str) else _split(tags.value)
            yield replace(tags, value=list(dict.fromkeys([*own, *names[1:]])))

    def _authors(self) -> Iterator[FencedField]:
        """Yield the authors, of whom several may be in `author`."""
        entry = self.given.get("author")
        if entry and not isinstance(entry.value, str):
            del self.given["author"]
            if "authors" not in self.given:
                yield replace(entry, name="authors")

    def _address(self) -> Iterator[FencedField]:
        """Yield the page's own address with its file, as in Hugo: Pelican needs both."""
        entry = self.given.get("url")
        if not entry or not isinstance(entry.value, str) or "save_as" in self.given or "://" in entry.value:
            return
        del self.given["url"]
        path = entry.value.strip().lstrip("/")
        yield replace(entry, value=path)
        yield FencedField("save_as", path if path.rpartition("/")[2] else f"{path}index.html", entry.line)

    def _in_its_form(self, entry: FencedField) -> FencedField | None:
        if entry.name in LISTS and not isinstance(entry.value, str):
            names = self._names(entry)
            return replace(entry, value=names) if names else None
        if entry.name == "keywords" and not isinstance(entry.value, str):
            return replace(entry, value=", ".join(self._names(entry)))
        if entry.name not in ONE_TEXT | {"author"}:
            return entry
        value = entry.value[0] if isinstance(entry.value, list) and len(entry.value) == 1 else entry.value
        if not isinstance(value, str):
            kind = "a list" if isinstance(value, list) else "a mapping"
            self._add(entry, f"`{entry.name}` is {kind}; write one text, as in `{entry.name}: words`.")
            return None
        return replace(entry, value=value.strip() if entry.name == "summary" else " ".join(value.split()))

    def _names(self, entry: FencedField) -> list[str]:
        """Return the names in a list or mapping, each once."""
        if isinstance(entry.value, str):
            return [entry.value]
        found: list[tuple[str | None, Any]]
        if isinstance(entry.value, list):
            found = [(None, item) for item in entry.value]
        elif name := _name(entry.value):
            found = [(name, name)]
        else:
            found = [*entry.value.items()]
        names = [_name(value) or key for key, value in found]
        if None in names:
            self._add(entry, f"`{entry.name}` has an item without a name; write its text, or a field `name` in it.")
        return list(dict.fromkeys(name for name in names if name))

    def _add(self, entry: FencedField, message: str) -> None:
        self.faults.append(Fault(entry.line, message))


def _split(names: str) -> list[str]:
    """Return the names in a text as Pelican separates them."""
    return [name for word in names.split(";" if ";" in names else ",") if (name := word.strip())]


def _name(value: Any) -> str | None:
    """Return the name of a person or tag, which is a text or has a field with it; None if it has no name."""
    if isinstance(value, str):
        return " ".join(value.split()) or None
    if not isinstance(value, Mapping):
        return None
    for field in _NAMES:
        if field in value and (name := _name(value[field])):
            return name
    parts = [part for field in _PARTS if isinstance(part := value.get(field), str)]
    return " ".join(" ".join(parts).split()) or None
