"""Syntax of other generators in Markdown, which readers would see as text, and what to write instead.

Liquid: https://shopify.github.io/liquid; Hugo: https://gohugo.io/content-management/shortcodes; Distill:
https://distill.pub/guide; Pandoc and Quarto: https://quarto.org/docs/authoring/markdown-basics.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from pelican_bibtex.diagnostics.text_lines import LineTable
from pelican_bibtex.lazy_pattern import lazy_pattern


class Foreign(Struct, frozen=True):
    """A piece of a source that is not Markdown."""

    written: str
    """As the author wrote it."""
    line: int
    """Counted from 1."""
    advice: str
    """What to write instead: a clause."""
    seen: str
    """The part of it that stays in the page's HTML, unless another plugin replaces it."""


_KEYS: Final = lazy_pattern(r"[^\s,;\"'{}%<>=|]+")
_SIGNS: Final = ("{%", "{{", "<d-cite", ":::", "^[", "]{.", " =")
_ENOUGH: Final = 12
"""The characters by which a piece is found in the page."""
_ALERT: Final = "write an alert as on GitHub: a quote that starts with `> [!NOTE]`"
_SYNTAX: Final = lazy_pattern(
    r"\{%-?[ ]*(?:cite|citet|citep|reference)[ ]+(?P<liquid_keys>[^%]*?)[ ]*-?%\}"
    r"|<d-cite\s[^<>]*?key=[\"'](?P<distill_keys>[^\"']*)[\"'][^<>]*>(?:</d-cite>)?"
    r"|(?P<highlight>\{%-?[ ]*highlight\b[^%]*%\})"
    r"|(?P<liquid>\{%-?[ ]*(?!end)[a-z_]+[^%\n]*%\})"
    r"|(?P<figure>\{\{<[ ]*figure\b[^\n]*?>\}\})"
    r"|(?P<hugo>\{\{[<%][ ]*(?!/)[^\n]*?[%>]\}\})"
    r"|(?P<output>\{\{[ ]*[a-z_]\w*(?:(?:\.\w+)+(?:[ ]*\|[^{}\n]*)?|[ ]*\|[^{}\n]*)[ ]*\}\})"
    r"|(?P<div>^[ ]{0,3}:{3,}[ ]*(?:\{[^{}\n]*\}|[\w-]+)[ ]*$)"
    r"|(?P<note>(?<![\w\]])\^\[[^\]\n]+\])"
    r"|(?P<size>!\[[^\]\n]*\]\([^()\s]+ =(?P<width>\d*)x(?P<height>\d*)\))"
    r"|(?P<span>(?<![!\]\\])\[[^\[\]\n@]+\]\{\.[\w-]+[^{}\n]*\})",
    re.MULTILINE,
)
_ADVICE: Final = {
    "highlight": "write a fence of three backticks and the language above the code, and three backticks below it",
    "liquid": "it is a tag of Jekyll's templates; write Markdown, such as `![words](image.png)` for an image",
    "figure": '`![words](image.png "caption")` alone in its paragraph is a figure',
    "hugo": f"it is a shortcode of Hugo; {_ALERT}, or HTML",
    "output": "it is a variable of a template; write its value, and `{filename}other.md` for the address of a page",
    "div": f"it is a block of Pandoc; {_ALERT}, or `<div>`",
    "note": "write `[^1]` here and `[^1]: the note` below the paragraph",
    "size": "write its size after it: `![words](image.png){width=200 height=100}`",
    "span": "write `<span class=...>`",
}


def foreign_syntax(text: str) -> Iterator[Foreign]:
    """Yield what is not Markdown in a source without its code."""
    if not may_be_foreign(text):
        return
    lines = LineTable.of(text)
    for found in _SYNTAX.finditer(text):
        written = found.group().strip()
        seen = f"={found['width']}x{found['height']}" if found["size"] else written[:_ENOUGH]
        yield Foreign(written, lines.line(found.start()), _advice(found), seen)


def may_be_foreign(text: str) -> bool:
    """Return whether a source, or the HTML made of it, has a sign of such syntax: a quick test."""
    return any(sign in text for sign in _SIGNS)


def _advice(found: re.Match[str]) -> str:
    keys = found["liquid_keys"] or found["distill_keys"]
    if keys:
        cited = "; ".join(f"@{key}" for key in _KEYS.findall(keys.partition("--")[0]))
        return f"write `[{cited}]`"
    return next(advice for name, advice in _ADVICE.items() if found[name])
