"""The vocabulary of schema.org: types of publications, people, things as script elements, and the site's owners.

A single owner is the subject of a `ProfilePage`, the type of a page about one person; several are a
`ResearchOrganization`. `WebSite` gives search results the name of the site.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from markupsafe import Markup

from ibid.model.addresses import WEB
from ibid.model.citable import MAGAZINE, NEWSPAPER, PREPRINT
from ibid.model.person import Person


def absolute(url: str | None, root: str) -> str:
    """Return an absolute address as it is, or a path appended to `root`; empty if `root` is not absolute yet."""
    if not url or url.startswith(WEB):
        return url or ""
    return f"{root.rstrip('/')}/{url.lstrip('/')}" if root.startswith(WEB) and ":" not in url else ""


def is_absolute(root: str) -> bool:
    """Return whether the site's address is known."""
    return root.startswith(WEB)


TYPES: Final = {
    PREPRINT: "ScholarlyArticle", MAGAZINE: "Article", NEWSPAPER: "NewsArticle", "article": "ScholarlyArticle",
    "artwork": "VisualArtwork", "audio": "AudioObject", "bibnote": "CreativeWork", "book": "Book",
    "bookinbook": "Chapter", "booklet": "Book", "collection": "Book", "commentary": "Book", "dataset": "Dataset",
    "image": "ImageObject", "inbook": "Chapter", "incollection": "Chapter", "inproceedings": "ScholarlyArticle",
    "inreference": "Chapter", "jurisdiction": "CreativeWork", "legal": "Legislation", "legislation": "Legislation",
    "letter": "Message", "manual": "Book", "misc": "CreativeWork", "movie": "Movie", "music": "MusicRecording",
    "mvbook": "Book", "mvcollection": "Book", "mvproceedings": "Book", "mvreference": "Book",
    "online": "CreativeWork", "patent": "CreativeWork", "performance": "CreativeWork", "periodical": "Periodical",
    "proceedings": "Book", "reference": "Book", "report": "Report", "review": "ScholarlyArticle",
    "software": "SoftwareSourceCode", "standard": "CreativeWork", "suppbook": "Chapter", "suppcollection": "Chapter",
    "suppperiodical": "ScholarlyArticle", "thesis": "Thesis", "unpublished": "ScholarlyArticle",
    "video": "VideoObject",
}  # fmt: skip
"""The type of every form of a publication: https://schema.org/CreativeWork or a subtype."""

Thing = dict[str, Any]

_ESCAPED: Final = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


def script(thing: Thing) -> Markup:
    """Return a thing as the text of a script element, which no value in it can close, without empty values."""
    known = {"@context": "https://schema.org"} | filled(thing)
    return Markup(json.dumps(known, ensure_ascii=False).translate(_ESCAPED))  # noqa: S704  escaped one step before


def filled(thing: Thing) -> Thing:
    """Return a thing without empty values."""
    return {name: value for name, value in thing.items() if value}


def plain(name: object) -> str:
    """Return a name as plain text; a name that a template has escaped is Markup."""
    return name.unescape() if isinstance(name, Markup) else str(name)


def person_thing(one: Person) -> Thing:
    """Return a person with name and profiles from people.yml."""
    return filled({"@type": "Person", "name": one.name, "alternateName": one.native}) | profiles(one)


def profiles(one: Person) -> Thing:
    """Return a person's addresses elsewhere and affiliations."""
    orcid = [one.orcid_url] if one.orcid else []
    return filled(
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
    things = [_owner(owners, plain(name), root)] if owners else []
    if is_absolute(root):
        things.append(_site(plain(name), plain(description), root))
        things += [_profile(root, url, language)] if len(owners) == 1 else []
    return tuple(map(script, things))


def person(one: Person, root: str = "") -> Markup:
    """Return the script element's text for an owner of the site, as on the home page."""
    return script(_owner_in_full(one, root))


def profile(one: Person, owners: Sequence[Person], url: str, root: str = "", changed: str = "") -> Markup:
    """Return the same for the page `url` about one person, their CV; `changed` is the date on it, in ISO 8601."""
    about = _owner_in_full(one, root) if list(owners) == [one] else _described(one, root)
    return script({"@type": "ProfilePage", "url": absolute(url, root), "dateModified": changed, "mainEntity": about})


def _owner(owners: Sequence[Person], name: str, root: str) -> Thing:
    if len(owners) == 1:
        return _owner_in_full(owners[0], root)
    members = [_described(owner, root) for owner in owners]
    return _address(root) | {"@type": "ResearchOrganization", "name": name, "member": members}


def _owner_in_full(one: Person, root: str) -> Thing:
    return _described(one, root) | _address(root)


def _described(one: Person, root: str) -> Thing:
    return person_thing(one) | filled({"image": absolute(one.portrait, root), "jobTitle": one.role})


def _address(root: str) -> Thing:
    return filled({"@id": absolute(f"/{_OWNER}", root), "url": absolute("/", root)})


def _site(name: str, description: str, root: str) -> Thing:
    home = absolute("/", root)
    return {"@type": "WebSite", "@id": f"{home}#site", "name": name, "url": home, "description": description}


def _profile(root: str, url: str, language: str) -> Thing:
    about = {"@id": absolute(f"/{_OWNER}", root)}
    return {"@type": "ProfilePage", "url": absolute(f"/{url}", root), "inLanguage": language, "mainEntity": about}
