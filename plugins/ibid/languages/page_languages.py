"""The language and the translations of each page, and the words of each language. Templates get it as `languages`."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import NullTranslations

from msgspec import Struct

from ibid.languages.tags import SOURCE, bcp47, widening
from ibid.languages.words import Words


class Version(Struct, frozen=True):
    """One page in one language."""

    title: str
    """Plain text."""
    url: str
    """Relative to the site's root, without a leading slash."""
    lang: str
    translations: tuple[Version, ...] = ()
    """The same page in other languages."""


class Languages:
    """The languages of one build."""

    def __init__(
        self,
        site: str = SOURCE,
        pages: Mapping[str, str] | None = None,
        words: Words | None = None,
        versions: Mapping[str, tuple[Version, ...]] | None = None,
    ) -> None:
        """`site` is the default language; `pages` has the language of each file that declares one.

        `versions` has, by the address of each page in several languages, the page in all of them.
        """
        self.site = bcp47(site)
        self._versions = {url.strip("/"): found for url, found in (versions or {}).items()}
        self._pages = {file: bcp47(language) for file, language in (pages or {}).items()}
        self._words = words or Words()

    def of(self, file: str) -> str:
        """Return the language of the page that is written to `file`, relative to the output folder."""
        return self._pages.get(file, self.site)

    def versions(self, url: str) -> tuple[Version, ...]:
        """Return the page at an address in all of its languages; empty if there is only one."""
        return self._versions.get(url.strip("/"), ())

    def version(self, url: str, language: str) -> Version | None:
        """Return the page at an address in a language, perhaps that page itself; None if it has no such version."""
        found = self.versions(url)
        if not found:
            return None
        there = {bcp47(one.lang): one for one in found}
        return next((there[tag] for tag in widening(language) if tag in there), None)

    def words(self, language: str) -> NullTranslations:
        """Return the translations of the theme's texts in a language."""
        return self._words.of(language)
