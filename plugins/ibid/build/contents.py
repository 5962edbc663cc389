"""Convert Pelican's content objects to documents and parts, and put the linked HTML back into them.

Never read `.content` or `.summary` here: Pelican caches them, with links that are not resolved yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

from markupsafe import Markup
from msgspec.structs import replace
from pelican.contents import Article, Content, Page

from ibid.compat.pelican_compat import body_of, change_summary, leave_unwritten, set_field
from ibid.languages.page_languages import Version
from ibid.link.citations import Part, read_part
from ibid.link.excerpts import in_list
from ibid.mark.citation_grammar import may_cite
from ibid.mark.code import MARKDOWN, without_code
from ibid.mark.github_markdown import with_heading_ids
from ibid.mark.html_citations import add_placeholders
from ibid.mark.markdown_topics import declares_topics
from ibid.model.records import Document
from ibid.read.front_matter import FrontMatterField, items_of, lines_of_fields, source_of
from ibid.write.file_writer import Claim, rivals, same_address
from pelican_bibtex.diagnostics.problem import Problem, shown


def sorted_contents(generated: Mapping[str, Any]) -> list[Content]:
    """Return all pages and posts, drafts and translations too, by path: Pelican's own order differs between runs."""
    return [content for _, content in sorted(generated.items()) if isinstance(content, Page | Article)]


def document_of(content: Content) -> Document:
    """Return the data of a page or post that linking needs."""
    original = _original(content)
    return Document(
        path=shown(Path(content.source_path)),
        title=Markup(content.title).striptags(),  # noqa: S704  a title is HTML by Pelican's convention
        url=content.url,
        listed=content.status == "published",
        has_topics=declares_topics(str(content.metadata.get("topics", "")), str(content.metadata.get("template", ""))),
        when=content.date.date() if isinstance(content, Article) and hasattr(content, "date") else None,
        lang=content.lang,
        translates=shown(Path(original.source_path)) if original else "",
        moved=tuple(_moved(content)),
        file=content.save_as,
        aliases=tuple(_aliases(content)) if content.save_as and content.status != "draft" else (),
    )


def versions_of(contents: Iterable[Content]) -> dict[str, tuple[Version, ...]]:
    """Return the published versions (itself and its translations) of each page or post with any, by its address."""
    return {
        content.url: tuple(_version(one) for one in (content, *content.translations) if one.status == "published")
        for content in contents
        if content.translations
    }


def _version(content: Content) -> Version:
    title = Markup(content.title).striptags()  # noqa: S704  a title is HTML by Pelican's convention
    return Version(title, content.url, content.lang)


def _moved(content: Content) -> Iterator[tuple[str, int]]:
    """Yield the value and line number of each `Moved:` field; 0 where the line is not known."""
    values = [written for value in _values(content, "moved") if (written := value.strip())]
    lines = {field.value: field.line for field in (_fields(content, "moved") if values else ())}
    for written in values:
        yield written, lines.get(written, 0)


def _aliases(content: Content) -> Iterator[tuple[str, int]]:
    """Yield each address in `Aliases:` and its line; Pelican keeps only the last such field of reStructuredText."""
    if "aliases" not in content.metadata:
        return
    given = [address for value in _values(content, "aliases") for address in items_of(value)]
    fields, lines = list(_fields(content, "aliases")), dict[str, int]()
    for field in fields:
        for address in items_of(field.value):
            lines.setdefault(address, field.line)
    lost = [address for address in lines if "\\" not in address]  # one is markup, whose result is in `given`
    for address in dict.fromkeys([*given, *lost]) or [""]:
        yield address, lines.get(address, fields[0].line if fields else 0)


def _values(content: Content, name: str) -> Iterator[str]:
    """Return the values of a field, which Pelican gives as a list if it has several lines."""
    given = content.metadata.get(name, "")
    return (unescape(str(value)) for value in (given if isinstance(given, list) else [given]))


def _fields(content: Content, name: str) -> Iterator[FrontMatterField]:
    """Return the lines of a field that are found in the source."""
    source = Path(content.source_path)
    fields = lines_of_fields(source_of(source), source.suffix)
    return (replace(field, value=unescape(field.value)) for field in fields if field.name == name)


def parts_of(content: Content, document: Document) -> Iterator[Part]:
    """Yield the parts of a page or post (body, summary, other fields) that contain something to link."""
    fields = list(fields_of(content))
    path = Path(content.source_path)
    is_marked = is_markdown(path) or not any(may_cite(html) or "{" in html for _, html in fields)
    source = "" if is_marked else searched(path)
    for name, html in fields:
        marked = html if is_marked else add_placeholders(html, source, topics=document.has_topics)
        part = read_part(document, name, marked)
        if part:
            yield part


def finish_body(content: Content, *, heading_ids: bool) -> None:
    """Give headings their ids if `heading_ids`, and keep all ids and footnotes out of the summary, which lists show."""
    body = body_of(content)
    if heading_ids and is_markdown(Path(content.source_path)):
        body = with_heading_ids(body)
        set_field(content, "content", body)
    if " id=" in body or "#" in str(content.metadata.get("summary", body)):
        change_summary(content, lambda summary, _, root: in_list(summary, f"{root}/{content.url}"))


def give_each_a_file(contents: Iterable[Content]) -> list[Problem]:
    """Let each file have one source, and report what is left out: Pelican would overwrite the first one, or fail.

    An address that an author wrote has priority over one made from a name, and a published page over a draft.
    """
    claimants = {shown(Path(content.source_path)): content for content in contents}
    claims = [Claim(one.save_as, source, _rank(one)) for source, one in claimants.items() if one.save_as]
    problems = []
    for first, others in rivals(claims):
        for other in others:
            leave_unwritten(claimants[other.source])
            problems.append(same_address(first, other))
    return problems


def _rank(content: Content) -> int:
    return 2 * int("save_as" not in content.metadata) + int(content.status != "published")


def is_markdown(path: Path) -> bool:
    """Return whether a source is Markdown, whose reader has put in the placeholders already."""
    return path.suffix.lower() in MARKDOWN


def fields_of(content: Content) -> Iterator[tuple[str, str]]:
    """Yield the name and HTML of the body, the summary and each other formatted field of a page or post."""
    yield "content", body_of(content)
    for name in content.settings["FORMATTED_FIELDS"]:
        value = content.metadata.get(name)
        if isinstance(value, str):
            yield name, value


def searched(path: Path) -> str:
    """Return the source of a page or post without its code and comments, for searching in it."""
    return without_code(path.read_text("utf-8-sig", "replace"), path.suffix)


def _original(content: Content) -> Content | None:
    """Return the page in the site's own language that this one translates."""
    if content.in_default_lang:
        return None
    return next((other for other in content.translations if other.in_default_lang), None)
