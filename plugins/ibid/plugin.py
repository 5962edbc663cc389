"""The four moments of a build, as Pelican's signals call them."""

from __future__ import annotations

import atexit
import logging
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pelican.plugins import signals

from ibid.build.check_step import CheckStep
from ibid.build.generator import IbidGenerator
from ibid.build.pelican_errors import LoggedErrors, broken_build, refusals
from ibid.build.process_memory import CompiledTemplates, release
from ibid.build.special_files import leave_out as leave_out_special_files
from ibid.features.colours.colour_tokens import STYLESHEET
from ibid.features.formulas.choice import OURS as FORMULAS
from ibid.features.formulas.choice import reads_formulas
from ibid.languages.template_translation import GLOBALS
from ibid.link.chips import chip
from ibid.problems.table import weighed
from ibid.read.pelican_context import no_publications
from ibid.read.settings import DEFAULTS
from ibid.read.temporary_files import with_temporary
from ibid.write import feeds, metadata
from ibid.write.shared_fragments import kept
from ibid.write.written_pages import NAME, Written
from pelican_bibtex.diagnostics.problem import Problem, Severity, print_report, summary
from pelican_bibtex.diagnostics.stop import stop_build, under_autoreload
from pelican_bibtex.loading import check_remembered

_CITATIONS, _IMAGES, _ALERTS = (
    "ibid.mark.markdown_citations",
    "ibid.features.images.figures",
    "ibid.mark.markdown_blocks:AlertExtension",
)
_LISTS, _TOPICS = "ibid.mark.markdown_lists", "ibid.mark.markdown_topics"
_TABLES, _HIGHLIGHTING = "ibid.mark.markdown_blocks:TableExtension", "markdown.extensions.codehilite"
_BUILD, _ERRORS = "ibid-build", "ibid-errors"  # in lower case: Pelican takes only names in capitals for settings

logger = logging.getLogger(__name__)


def prepare(pelican: Any) -> None:
    """Give settings their defaults, Markdown its extension and templates their words, chips and metadata."""
    check_remembered(pelican)
    settings = pelican.settings
    for name, default in DEFAULTS.items():
        settings.setdefault(name, default)
    settings["PUBLICATIONS_REPORT"] = False  # ours has theirs in it
    settings["IGNORE_FILES"] = with_temporary(settings["IGNORE_FILES"])
    extensions = settings["MARKDOWN"].setdefault("extensions", [])
    highlighting = settings["MARKDOWN"].get("extension_configs", {}).get(_HIGHLIGHTING)
    if isinstance(highlighting, dict):
        highlighting.setdefault("guess_lang", False)  # code whose language is not named is as often guessed wrong
    has_our_classes = (Path(settings["THEME"]) / STYLESHEET).is_file()
    formulas = [FORMULAS] if reads_formulas(settings) else []
    for ours in [_CITATIONS, _LISTS, _TOPICS, _IMAGES, _ALERTS, *formulas, *([_TABLES] if has_our_classes else [])]:
        if ours not in extensions:
            extensions.append(ours)
    for name, given in {**GLOBALS, "chip": chip, "kept": kept, "metadata": metadata}.items():
        settings["JINJA_GLOBALS"].setdefault(name, given)
    # Each build has new environments: within one, a template need not be looked for again each time it is included.
    once = {"auto_reload": False, "bytecode_cache": CompiledTemplates()}
    settings["JINJA_ENVIRONMENT"] = once | settings["JINJA_ENVIRONMENT"]


def give_readers(readers: Any) -> None:
    """Let reStructuredText be read as our pages need it, where docutils is at hand."""
    if "rst" in readers.reader_classes:
        from ibid.build.restructuredtext import take_over  # noqa: PLC0415  docutils may be missing

        take_over(readers)


def read(pelican: Any) -> type[IbidGenerator]:
    """READ: the generator reads when Pelican constructs it."""
    # Pelican empties the output folder before LINK, whoever put there what is in it. It looks at this attribute when
    # all generators are constructed; `begin` and `generate_context` do what the setting says, later and with more care.
    pelican.delete_outputdir = False
    if abandoned := pelican.settings.pop(_BUILD, None):
        abandoned.recording.abandon()
    release()  # what lasted in an earlier build of this process may go now
    errors = pelican.settings[_ERRORS] = LoggedErrors(
        Path(pelican.settings["PATH"]), partial(give_up, pelican.settings)
    )
    errors.start()
    return IbidGenerator


def require_publications(generator: Any) -> None:
    """READ: Pelican has made its last generator, so whatever plugin reads the bibliography has done so."""
    if "publications" not in generator.context:
        stop_build([no_publications(generator.settings)])


def leave_out(generator: Any) -> None:
    """READ: a generator of this build has been made and has not looked for its sources yet."""
    leave_out_special_files(generator)


def link(generators: list[Any]) -> None:
    """LINK: every source is read, nothing is written yet."""
    for generator in generators:
        if isinstance(generator, IbidGenerator):
            generator.settings[_BUILD] = generator
            generator.link()


def note(path: str, context: Mapping[str, Any] | None = None) -> None:
    """WRITE: a template has drawn one more file."""
    written = (context or {}).get(NAME)
    if context and isinstance(written, Written):
        written.add(Path(path), context)


def mend_feed(context: Mapping[str, Any], feed: Any) -> None:
    """WRITE: Pelican is about to write a feed of its own."""
    feeds.mend(feed, str(context["SITENAME"]))


def note_feed(path: str, context: Mapping[str, Any] | None = None, **_: object) -> None:
    """WRITE: Pelican has written one more feed."""
    written = (context or {}).get(NAME)
    if isinstance(written, Written):
        written.add_feed(Path(path))


def check(pelican: Any) -> None:
    """CHECK: report everything that was found; a strict build then fails."""
    generator, errors = pelican.settings.pop(_BUILD, None), pelican.settings.pop(_ERRORS)
    errors.stop()
    if generator is None:
        return
    generator.problems += refusals(errors.failures, pelican.settings)
    checking = generator.check()
    generator.forget()
    problems = weighed(generator.problems, generator.ibid.severities)
    whole = not errors.failures and not _has_error(problems)
    checking.clear(whole=whole)
    problems += _recorded(checking, whole=whole)
    print_report(problems)
    failed = _has_error(problems)
    if problems:
        log = logger.error if failed else logger.warning  # Pelican 4.11 counts these two alone for --fatal
        log("Ibid: %s", summary(problems))
    if failed and generator.ibid.strict and not under_autoreload():
        raise SystemExit(1)


def _recorded(checking: CheckStep, *, whole: bool) -> list[Problem]:
    """Record the site at the very end: other plugins may still write, and which is called last is not known."""
    if len(signals.finalized.receivers) > 1 and not under_autoreload():
        atexit.register(checking.record_again, whole=whole)
        return []
    return checking.record(whole=whole)


def _has_error(problems: Iterable[Problem]) -> bool:
    return any(problem.code.severity is Severity.ERROR for problem in problems)


def give_up(settings: dict[str, Any], error: BaseException) -> None:
    """Pelican ends the build, and `check` never comes: report why, after all that was found until then."""
    generator, errors = settings.pop(_BUILD, None), settings.pop(_ERRORS)
    errors.stop()
    found = [*(generator.problems if generator else ()), *refusals(errors.failures, settings), broken_build(error)]
    print_report(weighed(found, generator.ibid.severities if generator else {}))
