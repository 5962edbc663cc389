"""HTML that is alike on many pages, drawn once: the frame around the pages of a folder, a publication under its topics.

A site has a page for each publication and topic. Around their content those of a folder look alike: the menu marks
the part of the site they are in, that of topics also the page whose they are, and nothing else there knows the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from ibid import THEME
from ibid.languages.template_translation import LANGUAGE, lang

FRAMED: Final = "framed"
"""Templates have a `Frame` under this name, on the pages that share theirs."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What pages of one folder share, in one language, and of one document where they are its topics'."""

    drawn: dict[str, Markup] = field(default_factory=dict)
    """Partials by their name."""

    @pass_context
    def __call__(self, context: Context, partial: str) -> Markup:
        """A partial as on the first of the pages."""
        if partial not in self.drawn:
            template = context.environment.get_template(partial)
            pieces = template.root_render_func(template.new_context(context.get_all(), shared=True))
            self.drawn[partial] = Markup("".join(pieces))  # noqa: S704  templates escape for themselves
        return self.drawn[partial]


class Frames:
    """The frames of one build."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        """`context` is Pelican's, with its settings, pages and categories."""
        is_ours = Path(context["THEME"]).resolve() == Path(THEME).resolve()
        self._are_plain = is_ours and not context.get("THEME_TEMPLATES_OVERRIDES")
        self._apart = _menu(context) if self._are_plain else frozenset()
        self._frames: dict[tuple[str, str, str, str], Frame] = {}

    def of(self, url: str, context: Mapping[str, Any]) -> Frame | None:
        """The frame of the page at `url`; None where it may have one of its own.

        That is so where the menu leads to that very page, and where an author's own templates or theme may say
        something else on each page.
        """
        folder, _, _ = url.strip("/").rpartition("/")
        if not folder or url.strip("/") in self._apart or not self._are_plain:
            return None
        document = context.get("document")
        key = folder, context[LANGUAGE], context["SITEURL"], document.url if document else ""
        return self._frames.setdefault(key, Frame())


def _menu(context: Mapping[str, Any]) -> frozenset[str]:
    """Where the menu may lead, in any language."""
    given = [str(url) for _, url in context.get("MENUITEMS") or ()]
    pages = [page.url for page in context["pages"]]
    categories = [category.url for category, _ in context["categories"]]
    urls = [*given, *pages, *categories]
    translated = [version.url for url in urls for version in context["languages"].versions(url)]
    return frozenset(url.strip("/") for url in [*urls, *translated])


KEPT: Final = "ibid_kept"
"""Pelican's context has a `Drawn` under this name, for one build."""

Drawn = dict[tuple[Any, ...], tuple[object, Markup]]
"""By language, name and arguments. An object counts as itself, whatever equals it, and is held so that it stays one."""


@pass_context
def kept(context: Context, macro: Callable[..., str], thing: object, *arguments: str | bool) -> Markup:
    """What a macro draws of a thing: HTML that must follow from its arguments and the page's language alone."""
    drawn: Drawn = context.get(KEPT, {})
    key = (lang(context), *_named(macro), id(thing), *arguments)
    known = drawn.get(key)
    if known is None:
        known = drawn[key] = thing, Markup(macro(thing, *arguments))  # noqa: S704  macros escape for themselves
    return known[1]


def _named(macro: Any) -> tuple[str, str]:
    """What tells a macro from all others: its name and its template, of which Jinja gives the first alone."""
    return macro.name, macro._func.__code__.co_filename  # noqa: SLF001  see above
