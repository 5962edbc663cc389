"""BCP 47 tags of languages, by their names in BibTeX, BibLaTeX and babel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pelican_bibtex.lazy_pattern import lazy_pattern

_NAMES: Final = {
    "ar": "arabic", "bg": "bulgarian", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german ngerman deutsch",
    "de-AT": "austrian naustrian", "de-CH": "swissgerman nswissgerman", "el": "greek", "en": "english",
    "en-AU": "australian", "en-CA": "canadian", "en-GB": "british ukenglish uk", "en-US": "american usenglish",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian farsi", "fi": "finnish",
    "fr": "french francais français", "gl": "galician", "he": "hebrew", "hi": "hindi", "hr": "croatian",
    "hu": "hungarian magyar", "is": "icelandic", "it": "italian", "ja": "japanese", "ko": "korean", "la": "latin",
    "lt": "lithuanian", "lv": "latvian", "nb": "norwegian norsk bokmal", "nl": "dutch", "nn": "nynorsk", "pl": "polish",
    "pt": "portuguese portuges", "pt-BR": "brazilian brazil", "ro": "romanian", "ru": "russian", "sk": "slovak",
    "sl": "slovene slovenian", "sr": "serbian", "sv": "swedish", "th": "thai", "tr": "turkish", "uk": "ukrainian",
    "vi": "vietnamese", "zh": "chinese mandarin", "zh-Hans": "schinese", "zh-Hant": "tchinese",
}  # fmt: skip
_TAGS: Final = {name: tag for tag, names in _NAMES.items() for name in names.split()}
_THREE_LETTERS: Final = {
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "rus": "ru",
    "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "nld": "nl", "dut": "nl", "pol": "pl", "ara": "ar",
}  # fmt: skip
_TAG: Final = lazy_pattern(
    r"(?P<language>[a-z]{2})(?:[-_](?P<script>[a-z]{4}))?(?:[-_](?P<region>[a-z]{2}))?", re.IGNORECASE
)


def language(fields: Mapping[str, str], own: str = "") -> str:
    """Return the BCP 47 tag of an entry's language; empty if it is unknown or the site's own."""
    for field in ("langid", "language", "hyphenation"):
        if tag := tag_of(fields.get(field, "")):
            return "" if tag.partition("-")[0] == own.partition("-")[0] else tag
    return ""


def tag_of(name: str) -> str:
    """Return the tag for a language's name or code; empty if it is unknown or more than one language."""
    name = name.strip("{} ").lower().removeprefix("lang")
    if name in _TAGS:
        return _TAGS[name]
    if name in _THREE_LETTERS:
        return _THREE_LETTERS[name]
    match = _TAG.fullmatch(name)
    if not match or match["language"] not in _NAMES:
        return ""
    script, region = match["script"] or "", match["region"] or ""
    return "-".join(filter(None, (match["language"], script.title(), region.upper())))
