"""Whose site it is, in JSON-LD: what the home page says of its owner, or of a lab and its people.

One owner is the subject of a `ProfilePage`, as search engines call a page about one person; several are a
`ResearchOrganization`. `WebSite` gives results the name of the site.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ibid.model.person import Person
from ibid.write.metadata.addresses import absolute, is_absolute
from ibid.write.metadata.things import Thing, filled, person_thing, script

_OWNER = "#owner"


def home(
    owners: Sequence[Person], name: str, description: str = "", root: str = "", *, url: str = "", language: str = ""
) -> tuple[Markup, ...]:
    """The things that the home page of a site called `name` tells of, each for a script element of its own.

    `url` is the page's own address, that of a translation; `language` is what it is written in.
    """
    things = [_owner(owners, name, root)] if owners else []
    if is_absolute(root):
        things.append(_site(name, description, root))
        things += [_profile(root, url, language)] if len(owners) == 1 else []
    return tuple(map(script, things))


def person(one: Person, root: str = "") -> Markup:
    """An owner of the site, as the home page describes them."""
    return script(_owner_in_full(one, root))


def profile(one: Person, owners: Sequence[Person], url: str, root: str = "", changed: str = "") -> Markup:
    """The page `url` of the site about one person, their CV; `changed` is the date that it gives, in ISO 8601."""
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
