"""What is added to Pelican's setting MARKDOWN: Ibid's extension with the rules of features, and GitHub's Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from ibid.build.markdown_front_matter import FRONT_MATTER
from ibid.compat.pelican_compat import has_default_markdown
from ibid.compat.pelican_readers import watch_reading
from ibid.features.registry import features_of
from ibid.mark.code import MARKDOWN
from ibid.mark.github_markdown import PARTS
from ibid.mark.line_tokens import FileInHand
from ibid.mark.markdown_extension import IbidExtension
from ibid.read.pelican_context import is_our_theme

_HIGHLIGHTING: Final = "markdown.extensions.codehilite"


def set_up_markdown(settings: dict[str, Any]) -> None:
    """Add to MARKDOWN what a site uses."""
    markdown = settings["MARKDOWN"]
    github = frozenset(github_parts(settings))
    extensions = markdown.setdefault("extensions", [])
    highlighting = markdown.get("extension_configs", {}).get(_HIGHLIGHTING)
    if isinstance(highlighting, dict):
        highlighting.setdefault("guess_lang", False)  # without a named language, guesses are as often wrong
    theirs = (name for part in PARTS if part in github for name in PARTS[part] if "." in name)
    extensions += [name for name in theirs if name not in extensions]
    rules = [FRONT_MATTER, *(feature.rules for feature in features_of(settings) if feature.rules)]
    extensions.append(IbidExtension(rules, () if is_our_theme(settings) else ("ibid-tables",), github=github))


def gives_heading_ids(settings: Mapping[str, Any]) -> bool:
    """Return whether headings get ids as on GitHub, by the extension that is set up."""
    ours = (one for one in settings["MARKDOWN"]["extensions"] if isinstance(one, IbidExtension))
    return any("heading_ids" in one.github for one in ours)


def follow_readers(generator: Any) -> None:
    """Let the extension know which file another plugin's reader is reading, for the lines of messages."""
    for extension in generator.settings["MARKDOWN"]["extensions"]:
        if isinstance(extension, IbidExtension):
            watch_reading(generator, MARKDOWN, partial(_read, extension.file))


def _read(file: FileInHand, read: Callable[[str], Any], path: str) -> Any:
    file.path = Path(path)
    try:
        return read(path)
    finally:
        file.path = None


def github_parts(settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield the parts of GitHub's Markdown that a site reads: all by default, and none if MARKDOWN is its own."""
    is_own = not has_default_markdown(settings)
    chosen = settings["IBID_MARKDOWN"]
    for part in PARTS:
        if (chosen.get(part, not is_own) if isinstance(chosen, Mapping) else not is_own) is True:
            yield part
