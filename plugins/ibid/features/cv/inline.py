"""The inline markup of a CV: emphasis, code, links and citations, and nothing else. HTML in it is text.

It is a subset of Markdown. Markdown itself would read `2020. A prize` as a list and let HTML through.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Final

from msgspec import Struct

from ibid.features.cv.vocabulary import quoted
from ibid.mark.citation_grammar import GROUP_OF_KEYS, IN_TEXT, read_group
from ibid.mark.html_reader import Edit, splice, text_of
from ibid.mark.placeholders import CITATION, find_placeholders, write_placeholder
from ibid.model.addresses import ROOT
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.tex.urls import safe_url

_INLINE: Final = lazy_pattern(
    r"\\(?P<escaped>[\\`*\[\]<>@])"
    r"|`(?P<code>[^`]+)`"
    r"|\[(?P<label>[^\[\]]+)\]\((?P<url>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)"
    r"|<(?P<address>(?:https?://|mailto:)[^<>\s]+)>"
    r"|\*\*(?=\S)(?P<strong>[^*]+)(?<=\S)\*\*"
    r"|\*(?=\S)(?P<em>[^*]+)(?<=\S)\*"
    rf"|(?P<citation>{GROUP_OF_KEYS}(?!\()|(?<!\\){IN_TEXT[False]})"
)


class CvText(Struct, frozen=True):
    """One text of a CV."""

    source: str
    """The text as its author wrote it, without line breaks."""
    html: str
    """HTML that is safe wherever text is allowed, with a placeholder for each citation."""

    @property
    def has_links(self) -> bool:
        """Whether it has a link or a citation, and so cannot be in a link."""
        return "<a " in self.html or f"<{CITATION} " in self.html

    @property
    def plain(self) -> str:
        """The text without emphasis, links and citations, where no HTML is allowed."""
        citations = [(len(self.html[: one.start].rstrip()), one.end) for one in find_placeholders(self.html)]
        return text_of(splice(self.html, [Edit(start, end, "") for start, end in citations]))


def read_text(source: str, line_of: Callable[[str], int], report: Callable[[str], None]) -> CvText:
    """Return a text; `line_of` returns the line of words of it in the file, `report` is called for invalid links."""
    return CvText(source, _InlineWriter(line_of, report).write(source))


class _InlineWriter(Struct, frozen=True):
    """A writer of HTML from an author's text."""

    line_of: Callable[[str], int]
    report: Callable[[str], None]

    def write(self, source: str) -> str:
        pieces: list[str] = []
        at = 0
        for found in _INLINE.finditer(source):
            pieces += [escape(source[at : found.start()]), self._element(found)]
            at = found.end()
        return "".join([*pieces, escape(source[at:])])

    def _element(self, found: re.Match[str]) -> str:
        kind = str(found.lastgroup)
        if kind == "url":
            return self._link(found["url"], found["label"])
        if kind == "address":
            return self._link(found["address"], found["address"].removeprefix("mailto:"))
        if kind == "citation":
            source = found["citation"]
            cited = read_group(source)
            return write_placeholder(CITATION, source, self.line_of(source)) if cited else escape(source)
        if kind in {"strong", "em"}:
            return f"<{kind}>{self.write(found[kind])}</{kind}>"
        return f"<code>{escape(found['code'])}</code>" if kind == "code" else escape(found["escaped"])

    def _link(self, url: str, label: str) -> str:
        href = site_url(url)
        if not href:
            self.report(bad_address(url))
            return escape(label)
        return f'<a href="{escape(href)}">{escape(label)}</a>'


def site_url(url: str) -> str:
    """Return an address that is safe in an href, with `ROOT` before a path of the site; empty if it must be no link."""
    safe = safe_url(url) or ""
    return f"{ROOT}{safe}" if safe.startswith("/") else safe


def bad_address(written: str) -> str:
    """Return the message for an address that must be no link."""
    return f"{quoted(written)} is not a web address; write it with `https://`, or as a path such as `/files/x.pdf`."
