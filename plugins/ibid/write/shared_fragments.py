"""HTML that many pages share, rendered once: the frame of the pages of a folder, a publication under its topics.

A site has a page for each publication and topic. The pages of a folder have the same HTML around their content: the
menu marks their part of the site and, for topics, the page they come from; nothing else there depends on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from msgspec import Struct, field

from ibid import THEME
from ibid.compat.jinja_compat import identity_of
from ibid.languages.template_translation import LANGUAGE, lang

PARTIALS: Final = ("partials/assets.html", "partials/header.html", "partials/footer.html")
"""The templates of a frame."""
FRAMED: Final = "framed"
"""The name of the `Frame` in templates of pages that share one."""


class Frame(Struct, frozen=True):
    """The HTML that the pages of one folder in one language share; for topics, those of one document."""

    drawn: dict[str, Markup] = field(default_factory=dict)
    """Rendered partials, by name."""

    def html(self, environment: Environment, variables: dict[str, Any]) -> list[Markup]:
        """Return all of its HTML; what no page has needed yet is rendered for a page with these variables."""
        return [self._of(partial, environment, variables) for partial in PARTIALS]

    @pass_context
    def __call__(self, context: Context, partial: str) -> Markup:
        """Return a partial, which is rendered on the first of the pages."""
        return self.drawn.get(partial) or self._of(partial, context.environment, context.get_all())

    def _of(self, partial: str, environment: Environment, variables: dict[str, Any]) -> Markup:
        if partial not in self.drawn:
            self.drawn[partial] = Markup(environment.get_template(partial).render(variables))  # noqa: S704  escaped there
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
        """Return the frame of the page at `url`, of which it is the only page if the menu links to it.

        Return None if an author's own templates or theme may render something different on each page.
        """
        if not self._are_plain:
            return None
        folder, _, _ = url.strip("/").rpartition("/")
        if not folder or url.strip("/") in self._apart:
            folder = f"{url} itself"
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
