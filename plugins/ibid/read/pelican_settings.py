"""Checks of the settings of Pelican, the theme and the tasks that authors get wrong.

Each fault is found before anything is read, so that one wrong setting does not show as many broken links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from string import Formatter
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from ibid.compat.pelican_compat import default_settings
from ibid.model.addresses import WEB, file_of
from ibid.read.source_folders import Folders
from pelican_bibtex.diagnostics.setting_places import UNKNOWN, Assignment
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest
from pelican_bibtex.facts.language_codes import tag_of

WrongSetting = tuple[str, str]
"""The name of a setting and what is wrong with it."""

PUBLISHING: Final[Mapping[str, Any]] = {
    "PUBLISH_GIT_REMOTE": "origin",
    "PUBLISH_GIT_BRANCH": "gh-pages",
    "PUBLISH_GIT_DOMAIN": "",
    "PUBLISH_RSYNC_TO": "",
    "PUBLISH_RSYNC_ATOMIC": True,
}
"""The settings of the task `publish` with their defaults."""
LISTS_OF_LINKS: Final = ("MENUITEMS", "LINKS", "SOCIAL")
"""The settings of the theme that are lists of texts and addresses."""
_DOCUMENTED: Final = (
    *("AUTHOR", "SITESUBTITLE", "TIMEZONE", "STYLESHEET_URL", *LISTS_OF_LINKS, "FEED_DOMAIN", "FEED_ATOM", "FEED_RSS"),
    *("FEED_ALL_RSS", "CATEGORY_FEED_RSS", "TAG_FEED_ATOM", "TAG_FEED_RSS", "TRANSLATION_FEED_RSS", "DEFAULT_DATE"),
    *("FEED_ATOM_URL", "FEED_RSS_URL", "FEED_ALL_ATOM_URL", "FEED_ALL_RSS_URL", "PYGMENTS_STYLE", "THEME_STATIC_URL"),
    *("AUTHOR_REGEX_SUBSTITUTIONS", "CATEGORY_REGEX_SUBSTITUTIONS", "TAG_REGEX_SUBSTITUTIONS", "DISQUS_SITENAME"),
    *("INDEX_URL", "TAGS_URL", "TAGS_SAVE_AS", "CATEGORIES_URL", "CATEGORIES_SAVE_AS", "AUTHORS_URL"),
    *("AUTHORS_SAVE_AS", "ARCHIVES_URL", "ARCHIVES_SAVE_AS", "GITHUB_URL", "TWITTER_USERNAME", "GOOGLE_ANALYTICS"),
)
"""Settings that Pelican or its themes know but that have no default."""
_OTHER_TYPES: Final = (
    "DEFAULT_DATE_FORMAT",  # a text, or a locale and a text
    "DEFAULT_METADATA",
    "DEFAULT_PAGINATION",
    "LOCALE",
    "PLUGINS",
    "THEME",
    "PELICAN_CLASS",
    "SITEURL",
    "DEFAULT_LANG",
)
"""Settings whose values may have another type than the default, or that are checked further."""
_PLACEHOLDERS: Final = ("slug", "lang", "date", "author", "category", "tag", "path", "base_name", "name", "number")
"""The usual placeholders in addresses; any field of the front matter may be another."""
_ADDRESSES: Final = ("_URL", "_SAVE_AS")
_AS_TYPED: Final = 0.85
"""How similar an unknown name is to a known one if it is a slip; authors have settings of their own."""
_PAIR: Final = 2


def wrong_settings(
    given: Mapping[str, Any], assigned: Mapping[str, Assignment], content: Path, *, is_our_theme: bool
) -> Iterator[WrongSetting]:
    """Yield what is wrong with the settings, at most once for each setting; `assigned` are those of the author."""
    said: set[str] = set()
    for name, fault in _faults(given, assigned, content, is_our_theme=is_our_theme):
        if name not in said:
            said.add(name)
            yield name, fault


def _faults(
    given: Mapping[str, Any], assigned: Mapping[str, Assignment], content: Path, *, is_our_theme: bool
) -> Iterator[WrongSetting]:
    yield from _types({**default_settings(), **PUBLISHING}, given, assigned)
    judges = {**_JUDGES, **dict.fromkeys(LISTS_OF_LINKS if is_our_theme else (), _bad_links)}
    for name, judge in judges.items():
        if name in given and (fault := judge(name, given[name])):
            yield name, fault
    yield from _homes(given)
    yield from _addresses(given, assigned)
    yield from Folders(content).faults(given, assigned)


def corrected(given: Mapping[str, Any], assigned: Mapping[str, Assignment]) -> Iterator[WrongSetting]:
    """Yield what Pelican corrects silently or with a message that does not name the line."""
    address = assigned["SITEURL"].value if "SITEURL" in assigned else ""
    if isinstance(address, str) and address.endswith("/") and address.strip("/"):
        yield "SITEURL", f'SITEURL ends with a slash, which Pelican removes; write `SITEURL = "{given["SITEURL"]}"`.'


def misspelt(
    assigned: Mapping[str, Assignment], ours: Iterable[str], used: Callable[[str], bool]
) -> Iterator[WrongSetting]:
    """Yield the names that are almost those of a setting; `used` tells whether the site's own files use a name."""
    known = frozenset((*default_settings(), *_DOCUMENTED, *PUBLISHING, *ours))
    for name in assigned:
        near = "" if name in known else nearest(name, sorted(known - assigned.keys()), _AS_TYPED)
        if near and not used(name):
            yield name, f"there is no setting {name}; {did_you_mean(near)}"


def _types(
    defaults: Mapping[str, Any], given: Mapping[str, Any], assigned: Mapping[str, Assignment]
) -> Iterator[WrongSetting]:
    """Yield the settings whose value has not the type of the default."""
    for name, default in defaults.items():
        written = assigned[name].value if name in assigned else UNKNOWN
        if name == "PLUGINS" or name not in given:
            continue  # plugins are checked when they are loaded
        if isinstance(default, list) and name != "LOCALE" and isinstance(written, str):
            yield name, f"{name} is {written!r}, which is not a list; write `{name} = [{_quoted(written)}]`."
        elif name not in _OTHER_TYPES and not _fits(given[name], default):
            yield name, f"{name} is {given[name]!r}; write {_instead(default)}."


def _fits(value: Any, default: Any) -> bool:
    if not value or callable(value):
        return True  # an empty value, False or None turns a thing off; ARTICLE_ORDER_BY may be a function
    if isinstance(default, bool | int):
        return isinstance(value, int)
    if isinstance(default, str):
        return isinstance(value, str | Path)
    return isinstance(value, Mapping) if isinstance(default, Mapping) else _is_list(value)


def _instead(default: Any) -> str:
    kinds = {bool: "True or False", int: "a number", str: "a text in quotes", dict: "a dictionary, `{...}`"}
    return kinds.get(type(default), "a list, `[...]`")


def _is_list(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes)


def _bad_links(name: str, value: Any) -> str:
    """Return what is wrong with a list of texts and addresses."""
    if not value:
        return ""
    write = f'{name} = [("Research", "/research/")]'
    if isinstance(value, Mapping):
        write = f"{name} = [{', '.join(_pair(text, address) for text, address in value.items())}]"
        return f"{name} is a dictionary; write a list of pairs, `{write}`."
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        return f"{name} is {value!r}; write a list of pairs, `{write}`."
    if len(value) == _PAIR and all(isinstance(each, str) for each in value):
        return f"{name} is one pair, not a list of pairs; write `{name} = [{_pair(*value)}]`."
    for each in value:
        if not (
            isinstance(each, tuple | list) and len(each) >= _PAIR and all(isinstance(one, str) for one in each[:2])
        ):
            return f"{name} contains {each!r}, which is not a pair of text and address; write `{write}`."
    return ""


def _is_pair(value: Any) -> bool:
    """Return whether a menu's entry has a text and an address; own templates may use what follows."""
    return isinstance(value, tuple | list) and len(value) >= _PAIR and all(isinstance(one, str) for one in value[:2])


def _pair(text: Any, address: Any) -> str:
    return f"({_quoted(text)}, {_quoted(address)})"


def _quoted(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) and not {'"', "\\"} & set(value) else repr(value)


def _bad_address(name: str, value: Any) -> str:
    address, example = str(value), "https://me.github.io"
    if not address or address.startswith((".", "/")):
        return ""  # the site's path alone, or its host after `//`
    meant = f"https://{address.partition('://')[2] or address}"
    if not address.startswith(WEB):
        host = urlsplit_or_none(meant)
        return f'{name} is "{address}", without https://; write `{name} = "{meant if host else example}"`.'
    return (
        "" if urlsplit_or_none(address) else f'{name} is "{address}"; write an address, as in `{name} = "{example}"`.'
    )


def urlsplit_or_none(address: str) -> str:
    """Return the host of an address; empty if it has none or contains blanks."""
    try:
        return "" if any(char.isspace() for char in address) else urlsplit(address).hostname or ""
    except ValueError:  # such as a bracket
        return ""


def _bad_timezone(name: str, value: Any) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, TypeError, OSError):
        by_city = {zone.rpartition("/")[2]: zone for zone in sorted(available_timezones())}
        city = nearest(str(value).rpartition("/")[2].replace(" ", "_"), by_city, _AS_TYPED)
        advice = did_you_mean(by_city.get(city, ""), 'write continent and city, as in `TIMEZONE = "Europe/Paris"`.')
        return f"{name} is {value!r}, which is not a time zone; {advice}"
    return ""


def _bad_language(name: str, value: Any) -> str:
    code = str(value).replace("_", "-").split("-")[0]
    if tag_of(code) == code.lower() or (code.isascii() and code.isalpha() and len(code) in _CODE):
        return ""
    advice = f'write `{name} = "{tag_of(str(value)) or "en"}"`.'
    return f"{name} is {value!r}, which is not the code of a language; {advice}"


_CODE: Final = (2, 3)


def _bad_pagination(name: str, value: Any) -> str:
    return "" if not value or isinstance(value, int) else f"{name} is {value!r}; write a number, as in `{name} = 10`."


def _bad_domain(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value:
        return ""
    host = urlsplit_or_none(value if "://" in value else f"https://{value}")
    if value == host or value.lower() == host:
        return ""
    return f'{name} is "{value}"; write the domain alone, `{name} = "{host or "me.example.org"}"`.'


_JUDGES: Final[Mapping[str, Callable[[str, Any], str]]] = {
    "SITEURL": _bad_address,
    "TIMEZONE": _bad_timezone,
    "DEFAULT_LANG": _bad_language,
    "DEFAULT_PAGINATION": _bad_pagination,
    "PUBLISH_GIT_DOMAIN": _bad_domain,
}


def _homes(given: Mapping[str, Any]) -> Iterator[WrongSetting]:
    """Yield the paths of Pelican's with `~`, which Pelican takes for the name of a folder."""
    for name in ("OUTPUT_PATH", "CACHE_PATH", "THEME_TEMPLATES_OVERRIDES", "PLUGIN_PATHS"):
        value = given.get(name) or ()
        for path in [value] if isinstance(value, str | Path) else value:
            parts = Path(str(path)).parts
            home = next((number for number, part in enumerate(parts) if part == "~"), None)
            if home is not None:
                meant = Path("~", *parts[home + 1 :])
                yield (
                    name,
                    f"{name} has `~`, which Pelican does not resolve; write the whole path, {meant.expanduser()}.",
                )


def _addresses(given: Mapping[str, Any], assigned: Mapping[str, Assignment]) -> Iterator[WrongSetting]:
    """Yield addresses with unknown placeholders, and those that lead to another file than is written."""
    texts = {name: given[name] for name in assigned if name.endswith(_ADDRESSES) and isinstance(given.get(name), str)}
    for name, text in texts.items():
        if fault := _bad_placeholder(text):
            yield name, f'{name} is "{text}"; {fault}'
    for kind in _kinds(assigned):
        url, file = given.get(f"{kind}_URL"), given.get(f"{kind}_SAVE_AS")
        if isinstance(url, str) and isinstance(file, str) and url and file and not _leads_to(url, file):
            name = f"{kind}_URL" if f"{kind}_URL" in assigned else f"{kind}_SAVE_AS"
            wanted = f'`{kind}_SAVE_AS = "{file_of(url)}"`'
            yield name, f'{kind}_URL is "{url}", but the file is "{file}"; write {wanted}.'


def _kinds(assigned: Mapping[str, Assignment]) -> Iterator[str]:
    """Yield what the author's settings give addresses, such as ARTICLE, PAGE_LANG and TAG; nothing leads to drafts."""
    yield from dict.fromkeys(
        name.removesuffix(end)
        for end in _ADDRESSES
        for name in assigned
        if name.endswith(end) and not name.startswith("DRAFT")
    )


def _leads_to(url: str, file: str) -> bool:
    address, written = url.partition("#")[0].lstrip("/"), file.lstrip("/")
    return written in (file_of(address), address, f"{address}.html", f"{address}/index.html")


def _bad_placeholder(text: str) -> str:
    try:
        fields = [field.partition("[")[0].partition(".")[0] for _, field, _, _ in Formatter().parse(text) if field]
    except ValueError:
        return "a brace is missing or one too many; write placeholders as in `{slug}`."
    odd = next((field for field in fields if field not in _PLACEHOLDERS), "")
    near = nearest(odd, _PLACEHOLDERS, 0.7) if odd else ""
    return f"there is no {{{odd}}}; {did_you_mean(near, form='{{{}}}')}" if near else ""
