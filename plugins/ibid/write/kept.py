"""What stands alike on many pages, drawn once: a publication under all of its topics, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from ibid.languages.template_translation import lang

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
