"""JSON-LD in the vocabulary of schema.org: publications, posts, breadcrumbs, people, and the site's owners at home.

A single owner is the subject of a `ProfilePage`, the type of a page about one person; several are a
`ResearchOrganization`. `WebSite` gives search results the name of the site.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from markupsafe import Markup

from ibid.languages.tags import bcp47
from ibid.mark.html_reader import start_tags
from ibid.model.addresses import WEB, absolute, address_of, is_absolute
from ibid.model.citable import Citable
from ibid.model.person import Person
from ibid.model.records import Author, Record
from ibid.write.metadata.head_tags import authors_of, license_url
from pelican_bibtex.publication import Name

_STATUSES: Final = {"accepted": "Accepted", "submitted": "Submitted", "preprint": "Preprint"}


Thing = dict[str, Any]

_ESCAPED: Final = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


def _script(thing: Thing) -> Markup:
    """Return a thing as the text of a script element, which no value in it can close, without empty values."""
    known = {"@context": "https://schema.org"} | _filled(thing)
    return Markup(json.dumps(known, ensure_ascii=False).translate(_ESCAPED))  # noqa: S704  escaped one step before


def _filled(thing: Thing) -> Thing:
    """Return a thing without empty values."""
    return {name: value for name, value in thing.items() if value}


def publication(record: Record, root: str = "", language: str = "") -> Markup:
    """Return the script element's text for a publication; `language` is the site's own."""
    facts, work = record.citable, record.publication
    return _script(
        {
            "@type": facts.entry_type.schema_org,
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
    people = [_person_thing(known[name]) if name in known else {"@type": "Person", "name": name} for name in signed]
    url = absolute(article.url, root)
    return _script(
        {
            "@type": "BlogPosting",
            "@id": url,
            "url": url,
            "mainEntityOfPage": url,
            "image": _image(article, root),
            "headline": _text(article.title),
            "description": _text(article.summary),
            "author": people or [_person_thing(owner) for owner in owners],
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
        {"@type": "ListItem", "position": place, "name": _plain(name), "item": absolute(address_of(url) or "/", root)}
        for place, (name, url) in enumerate(crumbs, 1)
    ]
    return _script({"@type": "BreadcrumbList", "itemListElement": items}) if is_absolute(root) else Markup()


def _author(name: Name, author: Author) -> Thing:
    """Return an author as in the entry, with the profiles in people.yml."""
    return _named(name) | (_profiles(author.person) if author.person else {})


def _named(name: Name) -> Thing:
    if name.corporate:
        return {"@type": "Organization", "name": name.family}
    parts = {"givenName": name.given, "familyName": name.surname if name.given else ""}
    return {"@type": "Person", "name": name.display} | {part: value for part, value in parts.items() if value}


def _venue(facts: Citable) -> Thing:
    return {
        "isPartOf": _journal(facts) if facts.entry_type.venue == "journal" else _book(facts),
        "publisher": {"@type": "Organization", "name": facts.publisher} if facts.publisher else None,
        "pagination": facts.pages,
        "pageStart": facts.first_page if facts.last_page else "",
        "pageEnd": facts.last_page,
        "isbn": "" if facts.entry_type.is_part and facts.container else facts.isbn,
        "bookEdition": facts.edition if facts.entry_type.schema_org == "Book" else "",
        "reportNumber": facts.number if facts.entry_type.schema_org == "Report" else "",
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
    if not facts.entry_type.is_part:
        return {"@type": "CreativeWork", "name": facts.container}
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


def _image(article: Any, root: str) -> str:
    """Return the address of a post's first image, or an empty string."""
    images = start_tags(str(getattr(article, "content", "")), "img")
    return absolute(next((source for image in images if (source := image.values().get("src"))), ""), root)


def _text(html: object) -> str:
    """Return the text of HTML from Pelican."""
    return " ".join(Markup(html).striptags().split())  # noqa: S704  only its text is used


def _time(when: datetime | None) -> str:
    return when.isoformat() if when else ""


def _person_thing(one: Person) -> Thing:
    """Return a person with name and profiles from people.yml."""
    return _filled({"@type": "Person", "name": one.name, "alternateName": one.native}) | _profiles(one)


def _profiles(one: Person) -> Thing:
    """Return a person's addresses elsewhere and affiliations."""
    orcid = [one.orcid_url] if one.orcid else []
    return _filled(
        {
            "url": one.homepage,
            "sameAs": [*orcid, *(url for _, url in one.links if url.startswith(WEB))],
            "affiliation": [{"@type": "Organization", "name": name} for name in one.affiliations],
        }
    )


_OWNER = "#owner"


def home(
    owners: Sequence[Person], name: str, description: str = "", root: str = "", *, url: str = "", language: str = ""
) -> tuple[Markup, ...]:
    """Return the things that the home page of a site called `name` describes, one script element's text each.

    `url` is the page's own address, if it is a translation; `language` is the language it is written in.
    """
    things = [_owner(owners, _plain(name), root)] if owners else []
    if is_absolute(root):
        things.append(_site(_plain(name), _plain(description), root))
        things += [_profile(root, url, language)] if len(owners) == 1 else []
    return tuple(map(_script, things))


def person(one: Person, root: str = "") -> Markup:
    """Return the script element's text for an owner of the site, as on the home page."""
    return _script(_owner_in_full(one, root))


def profile(one: Person, owners: Sequence[Person], url: str, root: str = "", changed: str = "") -> Markup:
    """Return the same for the page `url` about one person, their CV; `changed` is the date on it, in ISO 8601."""
    about = _owner_in_full(one, root) if list(owners) == [one] else _described(one, root)
    return _script({"@type": "ProfilePage", "url": absolute(url, root), "dateModified": changed, "mainEntity": about})


def _owner(owners: Sequence[Person], name: str, root: str) -> Thing:
    if len(owners) == 1:
        return _owner_in_full(owners[0], root)
    members = [_described(owner, root) for owner in owners]
    return _address(root) | {"@type": "ResearchOrganization", "name": name, "member": members}


def _owner_in_full(one: Person, root: str) -> Thing:
    return _described(one, root) | _address(root)


def _described(one: Person, root: str) -> Thing:
    return _person_thing(one) | _filled({"image": absolute(one.portrait, root), "jobTitle": one.role})


def _address(root: str) -> Thing:
    return _filled({"@id": absolute(f"/{_OWNER}", root), "url": absolute("/", root)})


def _site(name: str, description: str, root: str) -> Thing:
    home = absolute("/", root)
    return {"@type": "WebSite", "@id": f"{home}#site", "name": name, "url": home, "description": description}


def _profile(root: str, url: str, language: str) -> Thing:
    about = {"@id": absolute(f"/{_OWNER}", root)}
    return {"@type": "ProfilePage", "url": absolute(f"/{url}", root), "inLanguage": language, "mainEntity": about}
