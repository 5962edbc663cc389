"""HTML that many pages share, rendered once: the frame of the pages of a folder, a publication under its topics.

A site has a page for each publication and topic. The pages of a folder have the same HTML around their content: the
menu marks their part of the site and, for topics, the page they come from; nothing else there depends on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from msgspec import Struct, field

from ibid import THEME
from ibid.compat.jinja_compat import identity_of
from ibid.languages.template_translation import LANGUAGE, lang

FRAMED: Final = "framed"
"""The name of the `Frame` in templates of pages that share one."""


class Frame(Struct, frozen=True):
    """The HTML that the pages of one folder in one language share; for topics, those of one document."""

    drawn: dict[str, Markup] = field(default_factory=dict)
    """Rendered partials, by name."""

    @pass_context
    def __call__(self, context: Context, partial: str) -> Markup:
        """Return a partial, which is rendered on the first of the pages."""
        if partial not in self.drawn:
            template = context.environment.get_template(partial)
            self.drawn[partial] = Markup(template.render(context.get_all()))  # noqa: S704  what templates render is escaped
        return self.drawn[partial]


class Frames:
    """The frames of one build."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        """`context` is Pelican's context, with its settings, pages and categories."""
        is_ours = Path(context["THEME"]).resolve() == Path(THEME).resolve()
        self._are_plain = is_ours and not context.get("THEME_TEMPLATES_OVERRIDES")
        self._apart = _menu(context) if self._are_plain else frozenset()
        self._frames: dict[tuple[str, str, str, str], Frame] = {}

    def of(self, url: str, context: Mapping[str, Any]) -> Frame | None:
        """Return the frame of the page at `url`; None if the page may need its own.

        That is so if the menu links to that page, or if an author's own templates or theme may render something
        different on each page.
        """
        folder, _, _ = url.strip("/").rpartition("/")
        if not folder or url.strip("/") in self._apart or not self._are_plain:
            return None
        document = context.get("document")
        key = folder, context[LANGUAGE], context["SITEURL"], document.url if document else ""
        return self._frames.setdefault(key, Frame())


def _menu(context: Mapping[str, Any]) -> frozenset[str]:
    """Return the addresses that the menu may link to, in any language."""
    given = [str(url) for _, url in context.get("MENUITEMS") or ()]
    pages = [page.url for page in context["pages"]]
    categories = [category.url for category, _ in context["categories"]]
    urls = [*given, *pages, *categories]
    translated = [version.url for url in urls for version in context["languages"].versions(url)]
    return frozenset(url.strip("/") for url in [*urls, *translated])


KEPT: Final = "ibid_kept"
"""The name of a `Drawn` in Pelican's context, for one build."""

Drawn = dict[tuple[Any, ...], tuple[object, Markup]]
"""HTML by language, macro and arguments. An object is compared by identity, and kept so that its id stays unique."""


@pass_context
def kept(context: Context, macro: Callable[..., str], thing: object, *arguments: str | bool) -> Markup:
    """Return a macro's HTML for a thing, cached: it must depend only on the arguments and the page's language."""
    drawn: Drawn = context.get(KEPT, {})
    key = (lang(context), *identity_of(macro), id(thing), *arguments)
    known = drawn.get(key)
    if known is None:
        known = drawn[key] = thing, Markup(macro(thing, *arguments))  # noqa: S704  likewise
    return known[1]
