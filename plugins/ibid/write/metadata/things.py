"""JSON-LD in the words of schema.org: what a thing becomes in a page, and people, whom all others name."""

from __future__ import annotations

import json
from typing import Any, Final

from markupsafe import Markup

from ibid.model.addresses import WEB
from ibid.model.person import Person

Thing = dict[str, Any]

_ESCAPED: Final = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


def script(thing: Thing) -> Markup:
    """A thing as the text of a script element, which no value of it can close; what is empty is left out."""
    known = {"@context": "https://schema.org"} | filled(thing)
    return Markup(json.dumps(known, ensure_ascii=False).translate(_ESCAPED))  # noqa: S704  escaped one step before


def filled(thing: Thing) -> Thing:
    """A thing without what is empty."""
    return {name: value for name, value in thing.items() if value}


def person_thing(one: Person) -> Thing:
    """A person by name, with all that people.yml knows of them."""
    return filled({"@type": "Person", "name": one.name, "alternateName": one.native}) | profiles(one)


def profiles(one: Person) -> Thing:
    """Where else a person is to be found, and where they work."""
    orcid = [one.orcid_url] if one.orcid else []
    return filled(
        {
            "url": one.homepage,
            "sameAs": [*orcid, *(url for _, url in one.links if url.startswith(WEB))],
            "affiliation": [{"@type": "Organization", "name": name} for name in one.affiliations],
        }
    )
