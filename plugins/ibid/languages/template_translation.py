"""What templates call to speak the language of their page: `_`, `ngettext`, `day` and `lang`.

The language is that of the file which is being written, which the whole context of a page knows. So a page or post that
a template goes through in a loop does not mislead, and macros must be imported `with context`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from gettext import NullTranslations
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from ibid.languages.dates import ISO, PELICAN_S_OWN, has_names, layout_of, written
from ibid.languages.page_languages import Languages, Version
from ibid.languages.tags import SOURCE, bcp47, is_right_to_left, language_name, language_of
from ibid.languages.words import message
from pelican_bibtex.publication import Publication

LINKS = (
    message("Code"),
    message("Data"),
    message("Slides"),
    message("Poster"),
    message("Video"),
    message("Website"),
    message("Supplement"),
    message("Blog"),
    message("Link"),
    message("E-mail"),
)
"""What a link is called; names of formats and archives, as PDF and arXiv, are the same everywhere."""

YEARS = (
    message("forthcoming"),
    message("in press"),
    message("to appear"),
    message("submitted"),
    message("accepted"),
    message("under review"),
    message("Forthcoming"),
    message("In press"),
    message("To appear"),
    message("Submitted"),
    message("Accepted"),
    message("Under review"),
)
"""What authors write in place of a year, in a line and as a heading."""

KINDS = (
    message("PhD thesis"),
    message("Master's thesis"),
    message("Bachelor's thesis"),
    message("Candidate thesis"),
    message("Technical report"),
    message("Research report"),
    message("Patent"),
    message("US patent"),
    message("Patent request"),
)
"""What a thesis, report or patent is called, with which its details begin."""


def said(details: str, words: NullTranslations) -> str:
    """The details of a publication with its kind in another language: `博士学位论文` for `PhD thesis`."""
    kinds = [kind for kind in KINDS if f"{details},".startswith((f"{kind},", f"{kind} "))]
    kind = max(kinds, key=len, default="")
    return f"{words.gettext(kind)}{details[len(kind) :]}" if kind else details


LANGUAGE: Final = "page_language"
"""The variable by which a page of ours says its language, before what is known of its file."""
_NONE: Final = Languages()


@pass_context
def lang(context: Context) -> str:
    """The language of the page, as HTML has it: `zh-CN`."""
    if known := context.get(LANGUAGE):
        return str(known)
    languages: Languages | None = context.get("languages")
    known = languages and languages.of(str(context.get("output_file", "")))
    return str(known or context.get("DEFAULT_LANG", SOURCE))


def words_of(context: Context) -> NullTranslations:
    """The words in the language of the page."""
    languages: Languages = context.get("languages") or _NONE
    return languages.words(lang(context))


@pass_context
def gettext(context: Context, text: str, **variables: Any) -> str:
    """A text, which is no HTML, in the page's language; `%(name)s` in it stands for the variable `name`."""
    return _put_in(context, words_of(context).gettext(text) if text else "", variables)


@pass_context
def ngettext(context: Context, one: str, many: str, num: int, **variables: Any) -> str:
    """The text for a number of things, which may stand in it as `%(num)s`."""
    return _put_in(context, words_of(context).ngettext(one, many, num), {"num": num, **variables})


@pass_context
def day(context: Context, when: date, layout: str = "", *, narrow: bool = False) -> str:
    """A date, laid out as the settings say, or as `layout` does; `narrow` is for a column, with digits by default."""
    language = lang(context)
    own = "" if layout else layout_of(context.get("DATE_FORMATS") or {}, language)
    given = layout or str(context.get("DEFAULT_DATE_FORMAT", PELICAN_S_OWN))
    if own:
        return written(when, own, language, made_for=language)
    made_for = SOURCE if has_names(given) else str(context.get("DEFAULT_LANG", SOURCE))
    return written(when, ISO if narrow and given == PELICAN_S_OWN else given, language, made_for)


@pass_context
def version(context: Context, url: str) -> Version | None:
    """The page at an address of the site as it is in the language of this page, where it is translated into that."""
    languages: Languages = context.get("languages") or _NONE
    return languages.version(url, lang(context))


@pass_context
def dir_if_other(context: Context) -> Markup:
    """` dir="rtl"` for a page in a language that runs from the right."""
    return Markup(' dir="rtl"') if is_right_to_left(lang(context)) else Markup()


@pass_context
def kind_and_place(context: Context, details: str) -> str:
    """The details of a publication, `PhD thesis, 12 pages`, with its kind in the page's language."""
    return said(details, words_of(context))


@pass_context
def lang_if_other(context: Context, language: str = "") -> Markup:
    """` lang="zh"` for text in another language than the page; without an argument, for text in the site's own."""
    tag = bcp47(language or (context.get("languages") or _NONE).site)
    return Markup() if tag == lang(context) else Markup(' lang="{}"').format(tag)


@pass_context
def lang_of(context: Context, publication: Publication) -> Markup:
    """` lang="zh"` for a publication in another language than the page: what it names, or its letters tell."""
    tag: Markup = lang_if_other(context, publication.language or language_of(publication.title.plain))
    return tag


def _put_in(context: Context, text: str, variables: Mapping[str, Any]) -> str:
    """Escaped where the template is, the text and then what is put into it; alone, a percent sign is one."""
    if not context.eval_ctx.autoescape:
        return text % variables if variables else text
    safe = str(escape(text))
    if variables:
        safe %= {name: value if isinstance(value, int | float) else escape(value) for name, value in variables.items()}
    return Markup(safe)  # noqa: S704  text and variables are escaped


GLOBALS: Final[Mapping[str, Callable[..., Any]]] = {
    "_": gettext,
    "gettext": gettext,
    "ngettext": ngettext,
    "day": day,
    "dir_if_other": dir_if_other,
    "kind_and_place": kind_and_place,
    "lang": lang,
    "lang_if_other": lang_if_other,
    "lang_of": lang_of,
    "language_name": language_name,
    "language_of": language_of,
    "version": version,
}
"""What the plugin gives to every template."""
