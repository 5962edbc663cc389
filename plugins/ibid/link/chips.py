"""The HTML of citations: a chip, which is the link of one citation, and groups of chips."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import NullTranslations
from html import escape

from markupsafe import Markup

from ibid.link.citations import Reference, Resolved
from ibid.mark.citation_grammar import ROLL_UP
from ibid.model.records import MANY, Record
from pelican_bibtex.publication import Name, Publication

_NAMED_AUTHORS = 2
_LONGEST_TITLE = 300
"""The most characters of a title, which each of its citations repeats; a longer one is a mistake, and reported."""


def chip(record: Record, root: str, label: str | None = None) -> Markup:
    """Return one citation as a link: the text is the label in brackets, the `title` is the publication's title.

    `root` is the prefix of every address of the site; `label` is plain text, by default the number.
    """
    return Markup(_link(record, root, str(record.number) if label is None else label))  # noqa: S704  see there


def _link(record: Record, root: str, label: str) -> str:
    """Return the link as HTML; every part is escaped or our own."""
    title = record.publication.title.plain
    if len(title) > _LONGEST_TITLE:
        title = f"{title[:_LONGEST_TITLE].rstrip()}…"
    href = f"{escape(root)}/{record.anchor}"
    return f'<a class="cite" role="doc-biblioref" href="{href}" title="{escape(title)}">[{escape(label)}]</a>'


def write_group(
    resolved: Resolved, records: Mapping[str, Record], root: str, words: NullTranslations, page: str = ""
) -> str:
    """Return the HTML of a group: its chips by number, then unknown keys, visible as `[?key]`.

    If `[@*]` and keywords expand to too many chips to read, the HTML has their count instead, with a link to `page`,
    the address of the topic's own page.
    """
    references, plain = resolved.references, resolved.place.in_link
    found = [reference for reference in references if reference.key]
    if len(found) > MANY and all(c.keyword or c.key == ROLL_UP for c in resolved.place.group.citations):
        unknown = [_write(reference, records, root, plain=plain) for reference in references if not reference.key]
        return _count(len(found), words, f"{root}/{page}" if page and not plain else "") + "".join(unknown)
    in_text = resolved.place.group.in_text
    if not in_text and not any(reference.citation.prefix for reference in references):
        references = tuple(sorted(references, key=lambda reference: _number(reference, records)))
    written = [_write(reference, records, root, plain=plain) for reference in references]
    html = "; ".join(written) if any(r.citation.prefix for r in references) else "".join(written)
    if in_text and references and references[0].key:
        return f"{escape(authors_in_text(records[references[0].key].publication, words))} {html}"
    return html


def _count(count: int, words: NullTranslations, url: str) -> str:
    text = words.ngettext("%(num)s publication", "%(num)s publications", count) % {"num": f"{count:,}"}
    text = f"[{escape(text)}]"
    return f'<a class="cite" href="{escape(url)}">{text}</a>' if url else text


def authors_in_text(publication: Publication, words: NullTranslations) -> str:
    """Return the authors, or else the editors, as in a sentence: `Wang and E`, or `Wang et al.` for more than two."""
    people = publication.authors or publication.editors
    families = [_family(name) for name in people]
    if not families:
        return publication.title.plain
    if len(families) > _NAMED_AUTHORS or (publication.others if publication.authors else publication.more_editors):
        return words.gettext("%(first)s et al.") % {"first": families[0]}
    if len(families) == 1:
        return families[0]
    return words.gettext("%(first)s and %(second)s") % {"first": families[0], "second": families[1]}


def _family(name: Name) -> str:
    if name.family_first:
        return name.display
    return name.surname


def _number(reference: Reference, records: Mapping[str, Record]) -> float:
    return records[reference.key].number if reference.key else float("inf")


def _write(reference: Reference, records: Mapping[str, Record], root: str, *, plain: bool) -> str:
    citation = reference.citation
    gap = "" if citation.prefix.endswith("\u00a0") else " "
    before = f"{escape(citation.prefix)}{gap}" if citation.prefix else ""
    if not reference.key:
        named = f"#{citation.keyword}" if citation.keyword else citation.key or str(citation.number)
        return f'{before}<mark class="missing">[?{escape(named)}]</mark>'
    record = records[reference.key]
    label = f"{record.number}, {citation.locator}" if citation.locator else str(record.number)
    return f"{before}[{escape(label)}]" if plain else f"{before}{_link(record, root, label)}"
