"""JSON-LD in the vocabulary of schema.org: publications, posts and breadcrumbs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from markupsafe import Markup

from ibid.languages.tags import bcp47
from ibid.mark.html_reader import start_tags
from ibid.model.citable import JOURNALS, Citable
from ibid.model.person import Person
from ibid.model.records import Author, Record
from ibid.write.metadata.head_tags import authors_of, license_url
from ibid.write.metadata.schema_org import TYPES, Thing, absolute, is_absolute, person_thing, profiles, script
from pelican_bibtex.publication import Name

_STATUSES: Final = {"accepted": "Accepted", "submitted": "Submitted", "preprint": "Preprint"}


def publication(record: Record, root: str = "", language: str = "") -> Markup:
    """Return the script element's text for a publication; `language` is the site's own."""
    facts, work = record.citable, record.publication
    return script(
        {
            "@type": TYPES[facts.form],
            "@id": absolute(record.url, root),
            "url": absolute(record.url, root),
            "name": facts.title,
            "author": [_author(name, author) for name, author in authors_of(record)],
            "editor": [_named(name) for name in work.editors],
            "datePublished": work.date.iso,
            **_venue(facts),
            "identifier": _doi(facts.doi),
            "sameAs": _elsewhere(record),
            "inLanguage": facts.language or language,
            "abstract": work.abstract.plain,
            "keywords": list(work.keywords),
            "award": work.award.plain,
            "creativeWorkStatus": _STATUSES.get(work.status, ""),
            "license": license_url(record),
            "encoding": _pdf(record, root),
        }
    )


def post(article: Any, root: str = "", owners: Sequence[Person] = ()) -> Markup:
    """Return the same for a post of Pelican's; its authors are the owners of the site if it names none."""
    signed = [str(author) for author in getattr(article, "authors", ())]
    known = {owner.name: owner for owner in owners}
    people = [person_thing(known[name]) if name in known else {"@type": "Person", "name": name} for name in signed]
    url = absolute(article.url, root)
    return script(
        {
            "@type": "BlogPosting",
            "@id": url,
            "url": url,
            "mainEntityOfPage": url,
            "image": _image(article, root),
            "headline": _text(article.title),
            "description": _text(article.summary),
            "author": people or [person_thing(owner) for owner in owners],
            "datePublished": _time(article.date),
            "dateModified": _time(getattr(article, "modified", None)),
            "inLanguage": bcp47(str(article.lang)),
            "keywords": [str(tag) for tag in getattr(article, "tags", ())],
        }
    )


def breadcrumbs(crumbs: Iterable[tuple[object, str]], root: str) -> Markup:
    """Return the breadcrumbs of a page from names and paths or files, from the home page down.

    They are empty if `root` is not absolute.
    """
    items = [
        {"@type": "ListItem", "position": place, "name": _plain(name), "item": absolute(_folder(url) or "/", root)}
        for place, (name, url) in enumerate(crumbs, 1)
    ]
    return script({"@type": "BreadcrumbList", "itemListElement": items}) if is_absolute(root) else Markup()


def _author(name: Name, author: Author) -> Thing:
    """Return an author as in the entry, with the profiles in people.yml."""
    return _named(name) | (profiles(author.person) if author.person else {})


def _named(name: Name) -> Thing:
    if name.corporate:
        return {"@type": "Organization", "name": name.family}
    parts = {"givenName": name.given, "familyName": f"{name.prefix} {name.family}".strip() if name.given else ""}
    return {"@type": "Person", "name": name.display} | {part: value for part, value in parts.items() if value}


def _venue(facts: Citable) -> Thing:
    return {
        "isPartOf": _journal(facts) if facts.form in JOURNALS else _book(facts),
        "publisher": {"@type": "Organization", "name": facts.publisher} if facts.publisher else None,
        "pagination": facts.pages,
        "pageStart": facts.first_page if facts.last_page else "",
        "pageEnd": facts.last_page,
        "isbn": facts.isbn if not facts.container else "",
        "bookEdition": facts.edition if TYPES[facts.form] == "Book" else "",
        "reportNumber": facts.number if facts.form == "report" else "",
        "genre": facts.genre,
    }


def _journal(facts: Citable) -> Thing | None:
    """Return the innermost known of issue, volume and journal, each as part of the next."""
    if not facts.container:
        return None
    inner: Thing = {"@type": "Periodical", "name": facts.container} | ({"issn": facts.issn} if facts.issn else {})
    if facts.volume:
        inner = {"@type": "PublicationVolume", "volumeNumber": facts.volume, "isPartOf": inner}
    if facts.issue:
        inner = {"@type": "PublicationIssue", "issueNumber": facts.issue, "isPartOf": inner}
    return inner


def _book(facts: Citable) -> Thing | None:
    if not facts.container:
        return None
    return {"@type": "Book", "name": facts.container} | ({"isbn": facts.isbn} if facts.isbn else {})


def _doi(doi: str) -> Thing | None:
    return {"@type": "PropertyValue", "propertyID": "DOI", "value": doi} if doi else None


def _elsewhere(record: Record) -> list[str]:
    links = record.publication.links
    return [link.url for link in links if link.kind in {"doi", "arxiv"}]


def _pdf(record: Record, root: str) -> Thing | None:
    url = absolute(record.publication.pdf, root)
    return {"@type": "MediaObject", "contentUrl": url, "encodingFormat": "application/pdf"} if url else None


def _plain(name: object) -> str:
    """Return a name as plain text; a name that a template has escaped is Markup."""
    return name.unescape() if isinstance(name, Markup) else str(name)


def _folder(file: str) -> str:
    """Return the address of the page that is saved as `file`."""
    return file.removesuffix("index.html") if f"/{file}".endswith("/index.html") else file


def _image(article: Any, root: str) -> str:
    """Return the address of a post's first image, or an empty string."""
    images = start_tags(str(getattr(article, "content", "")), "img")
    return absolute(next((source for image in images if (source := image.values().get("src"))), ""), root)


def _text(html: object) -> str:
    """Return the text of HTML from Pelican."""
    return " ".join(Markup(html).striptags().split())  # noqa: S704  only its text is used


def _time(when: datetime | None) -> str:
    return when.isoformat() if when else ""
