"""Ibid's own templates under a theme that lacks them: its pages are shown by that theme's template for pages.

Every theme has a `page.html`, whatever its frame is called and whichever blocks that has. So a page of ours is rendered
from our templates without a frame, and handed to the theme's template as a `page` with a title and a content. Our
templates are in an environment of their own: no name of theirs can be confused with one of the theme's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, PrefixLoader, Template, TemplateNotFound
from jinja2.meta import find_referenced_templates, find_undeclared_variables
from markupsafe import Markup, escape
from msgspec import Struct, field

from ibid.build.inlined_includes import OWN
from ibid.build.template_escaping import PLACES, Places
from ibid.languages.template_translation import LANGUAGE
from ibid.mark.html_reader import Kind, extents, text_of, tokens
from ibid.model.planned import PlannedPage
from ibid.read.pelican_context import is_our_theme

_FRAME: Final = """\
{% set name %}{% block title %}{% endblock %}{% endset %}
{% set description %}{% block description %}{% endblock %}{% endset %}
{% set head %}{% block canonical %}{% include "partials/canonical.html" %}{% endblock %}
{% block metadata %}{% endblock %}{% endset %}
{% set content %}{% block content %}{% endblock %}{% endset %}
"""
"""What stands for our `base.html`: it gives the parts of a page one by one."""
_SHOWING: Final = ("ibid_page", "page")
"""The templates of the theme or the author that can show a page of ours; the first that exists does."""


_SAFE: Final = str.maketrans({"<": "&lt;", ">": "&gt;", '"': "”", "'": "’"})


class Title(str):
    """A title as HTML, from which the filter `striptags` makes a plain one.

    Themes write that into a title or an attribute without escaping it, so nothing in it may end one.
    """

    __slots__ = ("plain",)
    plain: str

    def __html__(self) -> str:
        """Return what `striptags` gets; it resolves one level of references."""
        return str(escape(self.plain.translate(_SAFE)))


class ShownPage(Struct):
    """A page of ours, with what Pelican's pages have for templates."""

    title: str
    body: Markup
    url: str
    save_as: str
    slug: str
    lang: str
    description: str
    translations: Sequence[object] = ()
    in_default_lang: bool = True
    status: str = "published"
    source_path: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
    is_shown: bool = False
    """Whether a template has asked for the content."""

    @property
    def content(self) -> Markup:
        """The page below its title, as HTML."""
        self.is_shown = True
        return self.body

    @property
    def summary(self) -> Markup:
        """The description, as HTML."""
        return escape(self.description)


class NotShownError(Exception):
    """Raised if the theme's template cannot show a page of ours; the message says why."""


class OwnTemplates:
    """Renders pages of ours by the theme's template of their kind, or else as pages of the theme."""

    def __init__(self, environment: Environment, settings: Mapping[str, Any]) -> None:
        """`environment` has the theme's templates, with the author's before them."""
        self.theirs = environment
        self._overrides = [Path(folder) for folder in settings["THEME_TEMPLATES_OVERRIDES"]]
        self._endings = tuple(settings["TEMPLATE_EXTENSIONS"])
        self.is_ours = is_our_theme(settings)
        self._found: dict[str, Template | None] = {}

    @cached_property
    def environment(self) -> Environment:
        """The environment of our templates, after the author's; all that they show is escaped."""
        parts = FileSystemLoader([*self._overrides, OWN])
        pages = PrefixLoader({"!theme": FileSystemLoader(OWN)})  # the author's own of these names are for other pages
        loader = ChoiceLoader([DictLoader({"base.html": _FRAME}), parts, pages])
        ours = self.theirs.overlay(loader=loader, autoescape=True)
        setattr(ours, PLACES, Places((OWN,), tuple(self._overrides), self._endings, is_ours=True))
        return ours

    @property
    def with_macros(self) -> Environment:
        """The environment of macros that draw lists: the theme's, if it is ours or a copy of it."""
        return self.theirs if self.is_ours else self.environment

    def rendered(self, page: PlannedPage, given: Mapping[str, Any]) -> str:
        """Return a page as HTML, with `given` as the context; raises NotShownError."""
        if page.template not in self._found:
            self._found[page.template] = self._of_kind(page)
        template = self._found[page.template]
        return template.render(given) if template else self._shown_by_theme(page, given)

    def _of_kind(self, page: PlannedPage) -> Template | None:
        """Return the theme's or author's template for a kind of page, if it is for pages of ours.

        Many a theme has a `search.html`, and many a site a `publications.html` that was written for pelican-bibtex.
        """
        try:
            template = self.theirs.select_template([page.template + ending for ending in self._endings])
        except TemplateNotFound:
            return None
        wanted = {"ibid", next(iter(page.variables))}
        return template if self.is_ours or self._uses(str(template.name), wanted, set()) else None

    def _uses(self, name: str, variables: Set[str], seen: set[str]) -> bool:
        """Return whether a template, or one that it names, uses one of some variables; `seen` are those looked at."""
        seen.add(name)
        loader: Any = self.theirs.loader
        try:
            source, file, _ = loader.get_source(self.theirs, name)
        except TemplateNotFound:
            return False
        parsed = self.theirs.parse(source, name, file)
        others = {other for other in find_referenced_templates(parsed) if other} - seen
        is_used = bool(variables & find_undeclared_variables(parsed))
        return is_used or any(self._uses(other, variables, seen) for other in sorted(others))

    def _shown_by_theme(self, page: PlannedPage, given: Mapping[str, Any]) -> str:
        """Return a page that the theme shows as one of its own, without the variables that our templates get."""
        shown, head = self._parts(page, given)
        known = {name: value for name, value in given.items() if name not in page.variables}
        template = self.theirs.select_template([name + ending for name in _SHOWING for ending in self._endings])
        try:
            html = template.render({**known, "page": shown})
        except Exception as error:  # it may call anything on a page, also what ours does not have
            raise NotShownError(f"{type(error).__name__}: {error}") from error
        if not shown.is_shown:
            raise NotShownError("it does not show `page.content`")
        return _with_head(html, head, shown.description)

    def _parts(self, page: PlannedPage, given: Mapping[str, Any]) -> tuple[ShownPage, str]:
        """Return a page for the theme's template, and its metadata."""
        entry = page.variables.get("entry")
        alone = {} if entry is None else {"entry": _Untranslated(entry)}  # the theme links the translations
        parts: Any = self.environment.get_template(f"!theme/{page.template}.html").make_module({**given, **alone})
        heading, body = _apart(parts.content)
        title = Title(heading)
        title.plain = text_of(parts.name).strip().removesuffix(f" · {given['SITENAME']}")
        shown = ShownPage(
            title=Markup(heading) if self.theirs.autoescape else title,  # noqa: S704  what our templates render is escaped
            body=Markup(body),  # noqa: S704  likewise
            url=page.url,
            save_as=page.path,
            slug=page.url.strip("/").rpartition("/")[2],
            lang=given[LANGUAGE],
            description=text_of(parts.description).strip(),
            translations=entry.translations if entry else (),
            in_default_lang=given[LANGUAGE] == given["languages"].site,
        )
        return shown, parts.head


class _Untranslated:
    """A page of ours without its translations, otherwise as it is."""

    translations = ()

    def __init__(self, entry: object) -> None:
        self._entry = entry

    def __getattr__(self, name: str) -> Any:
        return getattr(self._entry, name)


def _apart(content: str) -> tuple[str, str]:
    """Return the main heading of a page, and the page without it."""
    heading = next(iter(extents(content, "h1").values()), None)
    if heading is None:
        return "", content
    return content[heading.first : heading.last].strip(), content[: heading.start] + content[heading.end :].lstrip()


def _with_head(html: str, head: str, description: str) -> str:
    """Return a page with our metadata at the end of its head, and with a description if the theme gives none."""
    is_described = False
    for token in tokens(html):
        if token.kind is Kind.START and token.name == "meta":
            values = token.values()
            is_described |= values.get("name", "").lower() == "description" and bool(values.get("content"))
        elif token.name in ("head", "body") and token.kind is (Kind.END if token.name == "head" else Kind.START):
            meta = Markup('<meta name="description" content="{}">\n').format(description)
            return f"{html[: token.start]}{'' if is_described else meta}{head.strip()}\n{html[token.start :]}"
    return html
