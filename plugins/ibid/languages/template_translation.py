"""The functions by which templates translate texts and dates: `_`, `ngettext`, `day` and `lang`.

The language is that of the file which is being written, found through the context of the whole page. So a loop over
pages or posts does not change it, and macros must be imported `with context`.
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
"""Labels of links; names of formats and archives, such as PDF and arXiv, are not translated."""

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
"""Words that authors write in place of a year, as in a line and as in a heading."""

KINDS = (
    message("PhD thesis"),
    message("Master's thesis"),
    message("Bachelor's thesis"),
    message("Candidate thesis"),
    message("Technical report"),
    message("Research report"),
    message("Patent"),
    message("German patent"),
    message("European patent"),
    message("French patent"),
    message("British patent"),
    message("US patent"),
    message("Patent request"),
    message("German patent request"),
    message("European patent request"),
    message("French patent request"),
    message("British patent request"),
    message("US patent request"),
)
"""The kinds of theses, reports and patents, with which the details of a publication begin."""


def said(details: str, words: NullTranslations) -> str:
    """Return the details of a publication with its kind translated: `博士学位论文` for `PhD thesis`."""
    kinds = [kind for kind in KINDS if f"{details},".startswith((f"{kind},", f"{kind} "))]
    kind = max(kinds, key=len, default="")
    return f"{words.gettext(kind)}{details[len(kind) :]}" if kind else details


LANGUAGE: Final = "page_language"
"""The variable with the language of a page of ours; it takes precedence over the language of the page's file."""
_NONE: Final = Languages()


@pass_context
def lang(context: Context) -> str:
    """Return the language of the page as an HTML tag: `zh-CN`."""
    if known := context.get(LANGUAGE):
        return str(known)
    languages: Languages | None = context.get("languages")
    known = languages and languages.of(str(context.get("output_file", "")))
    return str(known or context.get("DEFAULT_LANG", SOURCE))


def words_of(context: Context) -> NullTranslations:
    """Return the translations in the language of the page."""
    languages: Languages = context.get("languages") or _NONE
    return languages.words(lang(context))


@pass_context
def gettext(context: Context, text: str, **variables: Any) -> str:
    """Return a plain text in the page's language; `%(name)s` in it is replaced by the variable `name`."""
    return _put_in(context, translated(context, text), variables)


@pass_context
def translated(context: Context, text: str) -> str:
    """Return a text in the page's language, not escaped: for a variable, which is escaped where it is shown."""
    return words_of(context).gettext(text) if text else ""


@pass_context
def ngettext(context: Context, one: str, many: str, num: int, **variables: Any) -> str:
    """Return the singular or plural text for a number of things, in the page's language; `%(num)s` is the number."""
    return _put_in(context, words_of(context).ngettext(one, many, num), {"num": num, **variables})


@pass_context
def day(context: Context, when: date, layout: str = "", *, narrow: bool = False) -> str:
    """Return a date in the format of the settings or in `layout`; `narrow`, for columns, is in digits by default."""
    language = lang(context)
    own = "" if layout else layout_of(context.get("DATE_FORMATS") or {}, language)
    given = layout or str(context.get("DEFAULT_DATE_FORMAT", PELICAN_S_OWN))
    if own:
        return written(when, own, language, made_for=language)
    made_for = SOURCE if has_names(given) else str(context.get("DEFAULT_LANG", SOURCE))
    return written(when, ISO if narrow and given == PELICAN_S_OWN else given, language, made_for)


@pass_context
def version(context: Context, url: str) -> Version | None:
    """Return the version in this page's language of the page at an address, or None if it is not translated."""
    languages: Languages = context.get("languages") or _NONE
    return languages.version(url, lang(context))


@pass_context
def dir_if_other(context: Context) -> Markup:
    """Return ` dir="rtl"` if the page's language is written from right to left."""
    return Markup(' dir="rtl"') if is_right_to_left(lang(context)) else Markup()


@pass_context
def kind_and_place(context: Context, details: str) -> str:
    """Return the details of a publication, `PhD thesis, 12 pages`, with its kind in the page's language."""
    return said(details, words_of(context))


@pass_context
def lang_if_other(context: Context, language: str = "") -> Markup:
    """Return ` lang="zh"` if text is not in the page's language; without `language`, for text in the site's default."""
    tag = bcp47(language or (context.get("languages") or _NONE).site)
    return Markup() if tag == lang(context) else Markup(' lang="{}"').format(tag)


@pass_context
def lang_of(context: Context, publication: Publication) -> Markup:
    """Return ` lang="zh"` if a publication's language, from its entry or its letters, is not that of the page."""
    tag: Markup = lang_if_other(context, publication.language or language_of(publication.title.plain))
    return tag


def _put_in(context: Context, text: str, variables: Mapping[str, Any]) -> str:
    """Return a text with its variables, all escaped if the template escapes; without variables, `%` is literal."""
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
    "translated": translated,
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
"""The functions that the plugin gives to every template."""
