"""Placeholders that are left in the written site, because a plugin took the HTML of a page before it was finished."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from ibid.check.sources import Finding
from ibid.mark.placeholders import left_in
from ibid.problems import codes
from ibid.write.page_facts import Page

_OURS: Final = frozenset(["ibid", "pelican_bibtex"])
_READS_HTML: Final = re.compile(r"\._?(?:content|summary)\b")


def unfinished(
    pages: Mapping[str, Page], documents: Mapping[str, str], settings: Mapping[str, Any]
) -> Iterator[Finding]:
    """Yield a finding for each page and feed with a placeholder, which names the plugins that may have caused it."""
    left = {file: page.unfinished for file, page in pages.items() if page.unfinished}
    left |= {file: name for file, text in documents.items() if (name := left_in(text, "&lt;"))}
    if left:
        names = ", ".join(_suspects(settings)) or "one of the site's plugins"
        advice = f"change the order of PLUGINS, or remove the plugin that causes it: {names}"
    for file, name in left.items():
        message = f"the page contains an unfinished <{name}>, which a plugin took too early; {advice}"
        yield Finding(codes.UNFINISHED_PAGE, file, message)


def _suspects(settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield the other plugins whose code reads the HTML of pages and posts."""
    for named in settings.get("PLUGINS") or ():
        name = str(getattr(named, "__name__", named)).removeprefix("pelican.plugins.")
        own = re.compile(rf"(?:pelican\.plugins\.)?{re.escape(name)}(?:\.|$)")
        modules = [one for one in list(sys.modules) if own.match(one)]
        files = [Path(getattr(sys.modules[one], "__file__", None) or "") for one in modules if name not in _OURS]
        if any(file.is_file() and _READS_HTML.search(file.read_text("utf-8", "replace")) for file in files):
            yield name
