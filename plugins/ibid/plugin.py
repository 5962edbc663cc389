"""The four moments of a build, as Pelican's signals call them."""

from __future__ import annotations

import logging
import sys
from typing import Any

from pelican_bibtex.stop import under_autoreload

from ibid.citations.links import chip
from ibid.generator import IbidGenerator
from ibid.report import has_errors, summary, text_report
from ibid.settings import DEFAULTS

_MARKDOWN_EXTENSION = "ibid.citations.markdown"
_BUILD = "ibid-build"  # in lower case: Pelican takes only names in capitals for settings

logger = logging.getLogger(__name__)


def prepare(pelican: Any) -> None:
    """Give settings their defaults, Markdown its extension and templates their chip."""
    settings = pelican.settings
    for name, default in DEFAULTS.items():
        settings.setdefault(name, default)
    settings["PUBLICATIONS_REPORT"] = False  # ours has theirs in it
    extensions = settings["MARKDOWN"].setdefault("extensions", [])
    if _MARKDOWN_EXTENSION not in extensions:
        extensions.append(_MARKDOWN_EXTENSION)
    settings["JINJA_GLOBALS"].setdefault("chip", chip)


def read(pelican: Any) -> type[IbidGenerator]:  # noqa: ARG001  Pelican's signature
    """READ: the generator reads when Pelican constructs it, before the output folder is cleaned."""
    return IbidGenerator


def link(generators: list[Any]) -> None:
    """LINK: every source is read, nothing is written yet."""
    for generator in generators:
        if isinstance(generator, IbidGenerator):
            generator.link()
            generator.settings[_BUILD] = generator


def check(pelican: Any) -> None:
    """CHECK: report everything that was found; a strict build then fails."""
    generator = pelican.settings.pop(_BUILD, None)
    if generator is None:
        return
    problems = generator.problems
    if problems:
        sys.stderr.write(text_report(problems))
        logger.warning("Ibid found %s.", summary(problems))
    if generator.ibid.strict and has_errors(problems) and not under_autoreload():
        raise SystemExit(1)
