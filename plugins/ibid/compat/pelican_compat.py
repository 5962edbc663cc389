"""What Ibid relies on in Pelican although Pelican's documentation does not promise it; its messages: `pelican_log`.

Seen in Pelican 4.11 and 4.12; a test for each function says what another version changed. Pelican is imported in
functions only: most of Ibid works without it, and `tasks/pelican_command.py` runs this file before Pelican starts.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from jinja2 import Environment

# Pages and posts: Pelican's `Content`.


def body_of(content: Any) -> str:
    """Return the HTML of a page or post with its links as written; relies on `_content`.

    `.content` would resolve them, and keep the result for good: Pelican remembers it.
    """
    return content._content or ""  # noqa: SLF001  see above


def set_field(content: Any, name: str, html: str) -> None:
    """Replace the body (`content`), the summary or another formatted field before Pelican resolves the links in it.

    Relies on `_content` for the body and on `_summary`, which precedes `metadata["summary"]` when links are resolved.
    """
    if name == "content":
        content._content = html  # noqa: SLF001  see above
        return
    content.metadata[name] = html
    setattr(content, "_summary" if name == "summary" else name, html)


def resolved(content: Any, html: str, root: str) -> str:
    """Return HTML with links to sources, `{filename}x.md`, as addresses below `root`; relies on `_update_content`."""
    whole: str = content._update_content(html, root)  # noqa: SLF001  what `.content` goes through
    return whole


def resolve_also(content: Any, change: Callable[[str, str], str]) -> None:
    """Have `change` called with HTML and the path to the site's root wherever Pelican resolves the links of a content.

    Relies on `_update_content`, through which the body, summaries and fields go, on each page and in each feed.
    Doing it twice changes nothing more.
    """
    if "_update_content" not in vars(content):
        content._update_content = partial(_changed, change, content._update_content)  # noqa: SLF001  see above


def _changed(change: Callable[[str, str], str], update: Callable[[str, str], str], html: str, root: str) -> str:
    return update(change(html, root), root) if html else html


def change_summary(content: Any, change: Callable[[str, str, str], str]) -> None:
    """Replace a page's or post's summary by what `change` makes of it, of the body and of the path to the site's root.

    Relies on `get_summary`, which `.summary` calls.
    """
    content.get_summary = partial(_summary, content, change, content.get_summary)


def _summary(content: Any, change: Callable[[str, str, str], str], cut: Callable[[str], str], root: str) -> str:
    return change(cut(root), content.content, root)


def leave_unwritten(content: Any) -> None:
    """Keep Pelican from writing a page or post; relies on `override_save_as`, which precedes the settings."""
    content.override_save_as = ""


class _NoCategory:
    """The category of a draft without one: false and empty in templates, and empty in addresses."""

    slug = name = ""

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return self.name


_NO_CATEGORY: Final = _NoCategory()


def complete_draft(content: Any) -> None:
    """Give a draft without a category an empty one, which Pelican 4.12 needs to write it; 4.11 leaves it out.

    Relies on Pelican asking a category for nothing else than its name and slug.
    """
    if content.status == "draft" and not hasattr(content, "category"):
        content.category = _NO_CATEGORY


def path_of_copy(static: Any) -> str:
    """Return the path to which Pelican will copy a file; relies on `get_url_setting`.

    Reading `.save_as` would fix the path, and `{attach}` would fail.
    """
    return str(static.get_url_setting("save_as"))


def address_of_copy(static: Any) -> str:
    """Return the address that a copied file will have; relies on what `path_of_copy` does."""
    return str(static.get_url_setting("url"))


def copy_beside(static: Any, content: Any) -> None:
    """Have a file copied beside a page or post, as `{attach}` does; relies on `Static.attach_to`."""
    static.attach_to(content)


def folder_of(content: Any) -> str:
    """Return the folder of a source, below the content folder; relies on `relative_dir`, where links start."""
    return str(content.relative_dir)


def path_beside(content: Any, path: str) -> str:
    """Return a path relative to a source as Pelican names it, below the content folder.

    Relies on `get_relative_source_path`, by which Pelican finds the targets of links.
    """
    return str(content.get_relative_source_path(posixpath.join(folder_of(content), path)))


def statuses() -> tuple[str, ...]:
    """Return the statuses that a post may have; relies on `Article.allowed_statuses`."""
    from pelican.contents import Article  # noqa: PLC0415  see the module's docstring

    return tuple(Article.allowed_statuses)


# Settings.


def link_pattern(pattern: str) -> str:
    """Return INTRASITE_LINK_REGEX for links to sources, without those that name a host, `{filename}//[x/`.

    Relies on Pelican putting the path of a link after this pattern, and splitting it as an address, which may fail.
    """
    return f"(?>{pattern})(?!(?:[A-Za-z][A-Za-z0-9+.-]*:)?//)"


def has_default_markdown(settings: Mapping[str, Any]) -> bool:
    """Return whether a site's MARKDOWN has the extensions that Pelican's has; relies on `DEFAULT_CONFIG`."""
    from pelican.settings import DEFAULT_CONFIG  # noqa: PLC0415  see the module's docstring

    default: object = DEFAULT_CONFIG["MARKDOWN"]["extension_configs"]
    return bool(settings["MARKDOWN"].get("extension_configs") == default)


def default_settings() -> Mapping[str, Any]:
    """Return Pelican's settings with their defaults; relies on `DEFAULT_CONFIG`."""
    from pelican.settings import DEFAULT_CONFIG  # noqa: PLC0415  see the module's docstring

    defaults: Mapping[str, Any] = DEFAULT_CONFIG
    return defaults


# The context that all generators and templates share.


def generated_contents(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return what links to sources find: pages and posts by their paths, None for files that are not to be copied.

    Relies on `context["generated_content"]`: an object entered there needs a `.url` to be found by `{filename}`.
    """
    contents: dict[str, Any] = context["generated_content"]
    return contents


def static_contents(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the files that Pelican copies, by their paths below the content folder: `context["static_content"]`."""
    contents: Mapping[str, Any] = context.get("static_content", {})
    return contents


def static_files(context: Mapping[str, Any]) -> Iterable[Any]:
    """Return the files that Pelican copies; relies on `context["staticfiles"]`."""
    files: Iterable[Any] = context.get("staticfiles", ())
    return files


def link_from(root: str, *contexts: dict[str, Any]) -> None:
    """Set the path to the site's root from the page that is written next, for the links in contents.

    Relies on `context["localsiteurl"]`, which contents read from the context that all generators share.
    """
    for context in contexts:
        context["localsiteurl"] = root


def links_from(contents: Sequence[Any], root: str) -> Sequence[Any]:
    """Return pages or posts after setting the path to the site's root for their links, on a page that shows them.

    Relies on `_context`, in which contents read that path: Pelican does not set it for the pages of a period.
    """
    if contents:
        link_from(root, contents[0]._context)  # noqa: SLF001  see above
    return contents


# A build: Pelican's `Pelican` and its generators.


def keep_output_folder(pelican: Any) -> None:
    """Keep Pelican from emptying the output folder; relies on `delete_outputdir`.

    Pelican copies the setting there before it loads plugins, and reads it once all generators are constructed.
    """
    pelican.delete_outputdir = False


def environment_of(generator: Any) -> Environment:
    """Return the environment of the theme's templates, with Pelican's own behind them; relies on `Generator.env`."""
    environment: Environment = generator.env
    return environment


def narrow_search(generator: Any, search: Callable[..., set[str]]) -> None:
    """Have `search` look for a generator's sources: it gets Pelican's own `get_files` and the arguments of that.

    Relies on Pelican calling `self.get_files(paths, exclude=..., extensions=...)` for all sources of a generator.
    """
    generator.get_files = partial(search, generator.get_files)


def watch_loading(watch: Callable[[Callable[..., Any], dict[str, Any]], Any]) -> None:
    """Have `watch` called in place of `pelican.load_plugins`: with that function, and with the settings."""
    import pelican  # noqa: PLC0415  see the module's docstring

    pelican.load_plugins = partial(watch, pelican.load_plugins)


# Feeds: `feedgenerator`, which Pelican hands to the receivers of `feed_generated`.


def feed_items(feed: Any) -> list[dict[str, Any]]:
    """Return the items of a feed, which may be changed; relies on `items`."""
    items: list[dict[str, Any]] = feed.items
    return items


def date_feed(feed: Any, when: datetime) -> None:
    """Give a feed a date in place of its items' last one; relies on `latest_post_date`."""
    feed.latest_post_date = lambda: when


# Functions of Pelican.


def reads_date(value: str) -> bool:
    """Return whether Pelican can read a date in front matter; relies on `pelican.utils.get_date`."""
    from pelican.utils import get_date  # noqa: PLC0415  see the module's docstring

    try:
        get_date(value.replace("_", " "))
    except (ValueError, OverflowError):
        return False
    return True


def slug_of(text: str) -> str:
    """Return the slug that Pelican makes of a title with its default settings.

    Relies on `pelican.utils.slugify` and `pelican.settings.DEFAULT_CONFIG`.
    """
    from pelican.settings import DEFAULT_CONFIG  # noqa: PLC0415  see the module's docstring
    from pelican.utils import slugify  # noqa: PLC0415  likewise

    slug: str = slugify(text, regex_subs=DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"])
    return slug
