"""Where elements end in HTML that is otherwise left alone. BeautifulSoup only says where they start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extent:
    """One element's place, as offsets."""

    start: int
    """Of its start tag."""
    first: int
    """Of what is in it."""
    last: int
    """Of its end tag."""
    end: int


def extents(html: str, names: Iterable[str]) -> Mapping[int, Extent]:
    """Every element of these names by where it starts; one without an end tag ends where its parent does."""
    tags = re.compile(
        rf"<!--.*?-->|<(?P<raw>script|style)\b.*?</(?P=raw)\s*>|<(?P<close>/?)(?P<name>{'|'.join(names)})(?=[\s/>])[^>]*>",
        re.DOTALL | re.IGNORECASE,
    )
    found: dict[int, Extent] = {}
    open_tags: list[tuple[str, int, int]] = []
    for tag in tags.finditer(html):
        if not tag["name"]:
            continue
        name = tag["name"].lower()
        if not tag["close"]:
            open_tags.append((name, tag.start(), tag.end()))
            continue
        if not any(name == opened for opened, _, _ in open_tags):
            continue
        while open_tags:
            opened, start, first = open_tags.pop()
            ends_here = opened == name
            found[start] = Extent(start, first, tag.start(), tag.end() if ends_here else tag.start())
            if ends_here:
                break
    for _, start, first in open_tags:
        found[start] = Extent(start, first, len(html), len(html))
    return found
