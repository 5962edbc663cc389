"""What Ibid relies on in Python-Markdown although its documentation does not promise it.

Seen in Markdown 3.6 to 3.11.3; a test for each function says what another version changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element

from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import ETX, HTML_PLACEHOLDER, INLINE_PLACEHOLDER, INLINE_PLACEHOLDER_RE, STX

from pelican_bibtex.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from markdown import Markdown

STASHED: Final = INLINE_PLACEHOLDER % r"\d+"
"""The pattern of the marker for what an inline rule has put away: code, entities, elements."""
ESCAPED: Final = rf"{STX}\d+{ETX}"
"""The pattern of the marker for an escaped character; it holds the character's number."""
_STASHED_HTML: Final = lazy_pattern(HTML_PLACEHOLDER % r"(\d+)")


def unescaped(data: str) -> str:
    """Return a text with the markers of escaped characters replaced by these characters."""
    return UnescapeTreeprocessor.RE.sub(lambda found: chr(int(found[1])), data)


def stashed_elements(md: Markdown, data: str) -> Iterator[Element]:
    """Yield the elements that inline rules have put away, by their markers in a text.

    Relies on `stashed_nodes` of the treeprocessor `inline`; what is documented, `unescape`, returns only their text.
    """
    inline: Any = md.treeprocessors["inline"]
    for found in INLINE_PLACEHOLDER_RE.finditer(data):
        if isinstance(element := inline.stashed_nodes.get(found[1]), Element):
            yield element


def stashed_html(md: Markdown) -> list[str | Element]:
    """Return the raw HTML of a page, a list whose items may be replaced until it is put back (postprocessor 30).

    Relies on `htmlStash.rawHtmlBlocks`; code blocks are in it too.
    """
    return md.htmlStash.rawHtmlBlocks


def with_stashed_html(md: Markdown, text: str) -> str:
    """Return a text with the raw HTML in place of its markers, whose numbers are indexes of `stashed_html`."""
    return _STASHED_HTML.sub(lambda found: str(stashed_html(md)[int(found[1])]), text)


def set_attributes(md: Markdown, element: Element, text: str) -> None:
    """Set attributes, `.wide #name key=value`, on an element, if attr_list is in use; relies on its `assign_attrs`."""
    if "attr_list" in md.treeprocessors:
        attr_list: Any = md.treeprocessors["attr_list"]
        attr_list.assign_attrs(element, text)


def starts_with_attributes(text: str) -> bool:
    """Return whether attr_list reads the start of a text as attributes, `{.wide}`; relies on its `INLINE_RE`."""
    return AttrListTreeprocessor.INLINE_RE.match(text) is not None
