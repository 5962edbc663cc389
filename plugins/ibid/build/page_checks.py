"""Checks of the front matter of pages and posts: template, category, topics, citations."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Final

from jinja2 import Environment, TemplateNotFound
from pelican.contents import Article, Content
from unidecode import unidecode

from ibid.build.contents import is_markdown, searched
from ibid.compat.pelican_compat import body_of, complete_draft
from ibid.compat.pelican_readers import use_own_address
from ibid.link.citations import stray_key
from ibid.link.topics import LinkedPart
from ibid.mark.code import Occurrences
from ibid.mark.foreign_syntax import foreign_syntax, may_be_foreign
from ibid.mark.markdown_topics import declares_topics
from ibid.model.addresses import slugs
from ibid.model.records import Document
from ibid.problems import codes
from ibid.read.front_matter import front_matter_faults, lines_of_fields, read_fields, source_of
from pelican_bibtex.diagnostics.problem import Problem, shown
from pelican_bibtex.diagnostics.stop import text_of
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.publication import Publication


def give_each_a_template(
    contents: Iterable[Content], environment: Environment, endings: Sequence[str]
) -> list[Problem]:
    """Report templates that do not exist, and use the default template instead. `endings` is TEMPLATE_EXTENSIONS."""
    known: dict[str, bool] = {}
    problems = []
    for content in contents:
        name = str(content.template)
        if name not in known:
            known[name] = _exists(environment, name, endings)
        if not known[name]:
            if not declares_topics("", name):  # such a template of ours is as the default one: what is shown is written
                problems.append(_unknown(content, _names(environment, endings)))
            content.template = content.default_template
    return problems


def _exists(environment: Environment, name: str, endings: Sequence[str]) -> bool:
    try:
        environment.select_template([name + ending for ending in endings])
    except TemplateNotFound:
        return False
    return True


def _names(environment: Environment, endings: Sequence[str]) -> list[str]:
    """Return the templates that a page may name: those at the top level, not the parts that they include."""
    files = [file for file in environment.list_templates() if "/" not in file]
    return [file.removesuffix(ending) for file in files for ending in endings if file.endswith(ending)]


def _unknown(content: Content, names: Iterable[str]) -> Problem:
    source = Path(content.source_path)
    field = read_fields(source_of(source), source.suffix).get("template")
    otherwise = f"remove the line to use {content.default_template}, or add the template to THEME_TEMPLATES_OVERRIDES."
    advice = did_you_mean(nearest(str(content.template), names), otherwise)
    message = f"the theme has no template {str(content.template)!r}; {advice}"
    return Problem(codes.UNKNOWN_TEMPLATE, message, shown(source), field.line if field else 0)


def complete_drafts(contents: Iterable[Content]) -> None:
    """Give drafts without a category an empty one, since Pelican fails on them but not on such posts."""
    for content in contents:
        if isinstance(content, Article):
            complete_draft(content)


def faulty_front_matter(contents: Iterable[Content]) -> Iterator[Problem]:
    """Yield what is wrong with the front matter of pages and posts, whose own addresses replace those elsewhere."""
    for content in contents:
        source = Path(content.source_path)
        if is_markdown(source):
            for fault in front_matter_faults(source_of(source), source.suffix):
                yield Problem(codes.BAD_FRONT_MATTER, fault.message, shown(source), fault.line)
        if "url" in content.metadata and _ELSEWHERE.match(str(content.metadata["url"])):
            yield _elsewhere(content, source)
            use_own_address(content)


def _elsewhere(content: Content, source: Path) -> Problem:
    field, url = read_fields(source_of(source), source.suffix).get("url"), content.metadata["url"]
    advice = f"write a link in the text, as in `[words]({url})`, and remove the field."
    message = f"`url` is the address of this page itself, and `{url}` is on another site; {advice}"
    return Problem(codes.BAD_FRONT_MATTER, message, shown(source), field.line if field else 0)


_ELSEWHERE: Final = lazy_pattern(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)


def give_each_a_slug(contents: Iterable[Content]) -> None:
    """Give posts whose title has no letters, such as `???`, a slug of their own: Pelican leaves it empty."""
    for content in contents:
        if isinstance(content, Article) and not content.slug:
            content.slug = slugs([content.title])[content.title]


def shared_tags(contents: Iterable[Content]) -> Iterator[Problem]:
    """Yield each tag that shares an address with another, such as `C#` with `C++`, or has none, at its first post."""
    first: dict[str, str] = {}
    told: set[str] = set()
    for content in contents:
        for tag in getattr(content, "tags", ()) if isinstance(content, Article) else ():
            other = first.setdefault(tag.slug, tag.name) if tag.slug else ""
            if _plain(other) != _plain(tag.name) and tag.name not in told:
                told.add(tag.name)
                same = f"would share its address with `{other}` and be the same tag" if other else "has no letters"
                message = f"the tag `{tag.name}` {same}; write it in words, such as `cpp` for `C++`."
                source = Path(content.source_path)
                field = read_fields(source_of(source), source.suffix).get("tags")
                yield Problem(codes.SAME_ADDRESS, message, shown(source), field.line if field else 0)


def _plain(tag: str) -> str:
    """Return a tag without what makes no other tag of it: capitals, accents, blanks and hyphens."""
    return re.sub(r"[^\w+#]|_", "", unidecode(tag).casefold()) or tag


_LONGEST: Final = 60
_MEND = "write topics as `- **Name**: text [@key]`, or write `Topics: false`."


def misdeclared(documents: Iterable[tuple[Content, Document]], parts: Iterable[LinkedPart]) -> Iterator[Problem]:
    """Yield the problems of pages that declare topics but have none, and of translations that disagree with originals.

    Drafts are left out, since they may still get topics, and so are hidden pages, which readers do not find.
    """
    holding = {one.part.document.path for one in parts if one.topics}
    listed = {document.path: (content, document) for content, document in documents if document.listed}
    for content, document in listed.values():
        if document.has_topics and document.path not in holding:
            yield _missing(content, document)
        elif fault := _disagreement(content, document, holding, listed):
            yield Problem(codes.TRANSLATION_DIFFERS, fault, document.path)
        for source, line in document.moved if not document.has_topics else ():
            message = f"`Moved: {source}` is on a page without topics; move the line to the page of the topic."
            yield Problem(codes.BAD_MOVE, message, document.path, line)


def _disagreement(
    content: Content, document: Document, holding: Collection[str], listed: Mapping[str, tuple[Content, Document]]
) -> str:
    """Return how a translation and its original disagree about having topics, or an empty string."""
    original = document.translates
    if original not in listed:
        return ""
    if original in holding and not document.has_topics and not _said(content):
        return f"{original} has topics, but this translation does not say so; write `Topics: true` or `Topics: false`."
    if document.path in holding and not listed[original][1].has_topics:
        return f"these topics get no pages, since {original} has no `Topics:` line; write `Topics: true` there."
    return ""


def _missing(content: Content, document: Document) -> Problem:
    source = Path(content.source_path)
    fields = read_fields(source_of(source), source.suffix)
    name = "topics" if _said(content) else "template"
    message = f"`{name.title()}: {content.metadata[name]}` asks for topics, but no bullet here is one; {_MEND}"
    field = fields.get(name)
    return Problem(codes.MISSING_TOPICS, message, document.path, field.line if field else 0)


def _said(content: Content) -> str:
    return str(content.metadata.get("topics", "")).strip()


def cited_in_fields(
    documents: Iterable[tuple[Content, Document]], publications: Iterable[Publication]
) -> Iterator[Problem]:
    """Yield the problems of titles and descriptions of pages and posts that contain `@` and a known key.

    A title is HTML, so `&#64;` in it is no citation.
    """
    known = frozenset(key for publication in publications for key in (publication.key, *publication.aliases))
    for content, document in documents:
        if key := stray_key(content.title, known):
            advice = f"cite `@{key}` in the text, or write `&#64;{key}` if this is not a citation."
            message = f"“{document.title}” is a title, where citations do not work; {advice}"
            yield Problem(codes.STRAY_CITATION, message, document.path, _line(content, "title", known))
        description = _description(content)
        if key := stray_key(description, known):
            message = f"“{description}” is a description, where citations do not work; cite `@{key}` in the text."
            yield Problem(codes.STRAY_CITATION, message, document.path, _line(content, "description", known))


def foreign(contents: Iterable[Content]) -> Iterator[Problem]:
    """Yield what other generators read in a Markdown source and readers would see as text."""
    for content in contents:
        source = Path(content.source_path)
        if is_markdown(source):
            html = unescape(body_of(content))
            for one in foreign_syntax(searched(source)) if may_be_foreign(html) else ():
                if one.seen in html:
                    message = f"`{one.written[:_LONGEST]}` is shown as text; {one.advice}."
                    yield Problem(codes.FOREIGN_SYNTAX, message, shown(source), one.line)


def _description(content: Content) -> str:
    """Return the description as written, or an empty string if Pelican makes HTML of it, where citations are linked."""
    if "description" in content.settings["FORMATTED_FIELDS"]:
        return ""
    given = content.metadata.get("description", "")
    return " ".join(given) if isinstance(given, list) else str(given)  # Pelican makes a list of several lines


def _line(content: Content, name: str, known: Collection[str]) -> int:
    """Return the line of the field that names a key; a title may be the heading in reStructuredText or HTML."""
    path = Path(content.source_path)
    text = text_of(path)
    lines = [field for field in lines_of_fields(text, path.suffix) if field.name == name]
    if not lines:
        return Occurrences(text).next(content.title) if name == "title" else 0
    return next((field.line for field in lines if stray_key(field.value, known)), lines[0].line)
