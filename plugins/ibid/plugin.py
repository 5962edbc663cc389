"""The receivers of Pelican's signals, and the generator that runs the steps of a build: READ, LINK, WRITE, CHECK."""

from __future__ import annotations

import atexit
import logging
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pelican.generators import Generator
from pelican.plugins import signals

from ibid.build import content_cache
from ibid.build.check_step import CheckStep
from ibid.build.compiled_templates import KeptTemplates
from ibid.build.link_step import LinkedSite, LinkStep
from ibid.build.markdown_setup import follow_readers, set_up_markdown
from ibid.build.output_folder import begin, is_emptied, opened
from ibid.build.own_templates import OwnTemplates
from ibid.build.pelican_errors import LoggedErrors, broken_build, pelican_problems
from ibid.build.process_memory import release, settle
from ibid.build.read_step import read_authored, wrong_settings
from ibid.build.special_files import hide_special_files
from ibid.build.special_files import leave_out as leave_out_special_files
from ibid.build.template_escaping import escaping
from ibid.build.write_step import WriteStep
from ibid.compat.pelican_compat import environment_of, keep_output_folder, link_pattern, links_from
from ibid.compat.pelican_readers import before_writing, forget_resolved, run_first
from ibid.languages.template_translation import GLOBALS
from ibid.link.chips import chip
from ibid.model.addresses import PUBLICATIONS, file_of
from ibid.model.planned import site_of
from ibid.problems.table import weighed
from ibid.read.pelican_context import no_publications
from ibid.read.settings import DEFAULTS
from ibid.read.source_folders import with_temporary
from ibid.write import feeds, metadata
from ibid.write.file_writer import Output
from ibid.write.shared_fragments import KEPT, kept
from ibid.write.written_pages import NAME, Written
from pelican_bibtex.diagnostics.problem import Problem, Severity, print_report, summary
from pelican_bibtex.diagnostics.stop import stop_before_runs, stop_build
from pelican_bibtex.loading import check_remembered
from pelican_bibtex.pelican_compat import under_autoreload
from pelican_bibtex.plugin import checked, hide_sources

LIST = "publications"
"""The template of the list of publications, which a site may have in DIRECT_TEMPLATES as for pelican-bibtex."""
_BUILD, _ERRORS = "ibid-build", "ibid-errors"  # in lower case: Pelican treats only upper-case names as settings

logger = logging.getLogger(__name__)


def prepare(pelican: Any) -> None:
    """Set the defaults of settings, add Markdown extensions, and give templates translations, chips and metadata."""
    check_remembered(pelican)
    settings = pelican.settings
    for name, default in DEFAULTS.items():
        settings.setdefault(name, default)
    if wrong := wrong_settings(settings):
        stop_before_runs(pelican, wrong)
        return
    settings["DIRECT_TEMPLATES"] = [name for name in settings["DIRECT_TEMPLATES"] if not _is_our_list(name, settings)]
    settings["PUBLICATIONS_REPORT"] = False  # our report includes theirs
    settings["IGNORE_FILES"] = with_temporary(settings["IGNORE_FILES"])
    settings["INTRASITE_LINK_REGEX"] = link_pattern(settings["INTRASITE_LINK_REGEX"])
    set_up_markdown(settings)
    content_cache.take_over(settings)
    run_first(signals.all_generators_finalized, link)  # the others, all connected by now, find links in what they read
    ours = {**GLOBALS, "chip": chip, "kept": kept, "links_from": links_from, "metadata": metadata}
    for name, given in ours.items():
        settings["JINJA_GLOBALS"].setdefault(name, given)
    # Each build has new environments; within one, a template need not be looked up again at each include.
    once = {"auto_reload": False, "bytecode_cache": KeptTemplates(settings)}
    settings["JINJA_ENVIRONMENT"] = once | escaping(settings, pelican.plugins)


def _is_our_list(template: str, settings: Mapping[str, Any]) -> bool:
    """Return whether Pelican would write a template where we write the list of publications, from the same template."""
    file = settings.get("PUBLICATIONS_SAVE_AS", f"{LIST}.html")
    return template == LIST and Path(file) == Path(file_of(PUBLICATIONS))


def give_readers(readers: Any) -> None:
    """Replace Pelican's reader of reStructuredText with ours, if docutils is installed."""
    if "rst" in readers.reader_classes:
        from ibid.build.restructuredtext import take_over  # noqa: PLC0415  docutils may be missing

        take_over(readers)


def read(pelican: Any) -> type[IbidGenerator]:
    """READ: return our generator, which reads the author's files when Pelican constructs it."""
    # Pelican would empty the output folder before LINK, no matter who wrote the files in it; `begin` and
    # `generate_context` obey the setting later, with more care.
    keep_output_folder(pelican)
    if abandoned := pelican.settings.pop(_BUILD, None):
        abandoned.recording.abandon()
    release()  # free what an earlier build in this process kept
    errors = pelican.settings[_ERRORS] = LoggedErrors(
        Path(pelican.settings["PATH"]), partial(give_up, pelican.settings)
    )
    errors.start()
    return IbidGenerator


def require_publications(generator: Any) -> None:
    """READ: stop a build without `publications`: Pelican has made its last generator, so all plugins have read."""
    if "publications" not in generator.context:
        stop_build([no_publications(generator.settings)])


def set_up(generator: Any) -> None:
    """READ: exclude special files, such as pipes, from a new generator, follow what it reads, and give it the cache."""
    leave_out_special_files(generator)
    follow_readers(generator)
    content_cache.give_cache(generator)


def link(generators: list[Any]) -> None:
    """LINK: number and link; every source is read and nothing is written yet."""
    for generator in generators:
        if isinstance(generator, IbidGenerator):
            generator.settings[_BUILD] = generator
            generator.link()


def note(path: str, context: Mapping[str, Any] | None = None) -> None:
    """WRITE: record a file that Pelican has written with a template."""
    written = (context or {}).get(NAME)
    if context and isinstance(written, Written):
        written.add(Path(path), context)


def mend_feed(context: Mapping[str, Any], feed: Any) -> None:
    """WRITE: correct one of Pelican's own feeds before Pelican writes it."""
    feeds.mend(feed, str(context["SITENAME"]))


def note_feed(path: str, context: Mapping[str, Any] | None = None, **_: object) -> None:
    """WRITE: record a feed that Pelican has written."""
    written = (context or {}).get(NAME)
    if isinstance(written, Written):
        written.add_feed(Path(path))


def check(pelican: Any) -> None:
    """CHECK: report all problems; a strict build with an error then exits with status 1."""
    generator, errors = pelican.settings.pop(_BUILD, None), pelican.settings.pop(_ERRORS)
    errors.stop()
    if generator is None:
        return
    generator.settings["JINJA_ENVIRONMENT"]["bytecode_cache"].save()
    generator.problems += pelican_problems(errors.failures, pelican.settings)
    checking = generator.check()
    generator.forget()
    drafts = generator.site.drafts if generator.site else ()
    problems = weighed(generator.problems, generator.ibid.severities, drafts)
    whole = not errors.failures and not _has_error(problems)
    checking.clear(whole=whole)
    problems += _recorded(checking, whole=whole)
    print_report(problems)
    failed = _has_error(problems)
    if problems:
        log = logger.error if failed else logger.warning  # for --fatal, Pelican 4.11 counts only these two
        log("Ibid: %s", summary(problems))
    if failed and generator.ibid.strict and not under_autoreload():
        raise SystemExit(1)


def _recorded(checking: CheckStep, *, whole: bool) -> list[Problem]:
    """Record the site and return its problems; at exit if other plugins use `finalized`, as they may write later."""
    if len(signals.finalized.receivers) > 1 and not under_autoreload():
        atexit.register(checking.record_again, whole=whole)
        return []
    return checking.record(whole=whole)


def _has_error(problems: Iterable[Problem]) -> bool:
    return any(problem.code.severity is Severity.ERROR for problem in problems)


def give_up(settings: dict[str, Any], error: BaseException) -> None:
    """Report the problems found so far and then why Pelican ended the build; `check` is not called in that case."""
    generator, errors = settings.pop(_BUILD, None), settings.pop(_ERRORS)
    errors.stop()
    found = [
        *(generator.problems if generator else ()),
        *pelican_problems(errors.failures, settings),
        broken_build(error),
    ]
    print_report(weighed(found, generator.ibid.severities if generator else {}))


class IbidGenerator(Generator):  # type: ignore[misc]  # Pelican publishes no types
    """One build of a site with Ibid."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        content = Path(self.path)
        self.authored = read_authored(self.settings, content)
        self.ibid = self.authored.settings
        self.problems = [*self.authored.problems, *hide_special_files(self.context, content)]
        bibliography, _ = checked(self.settings)  # whichever plugin reads it; that plugin reports its problems
        hide_sources(self.context, (*self.authored.files, *bibliography.paths), content)
        self.options = bibliography.options
        self.recording = opened(self.settings, content, Path(self.output_path))
        self.templates = OwnTemplates(environment_of(self), self.settings)
        written = self.context[NAME] = Written(site_of(self.settings).home, self.recording)
        self.writing = WriteStep(self.authored, Output(self.recording), written, self.templates)
        self.site: LinkedSite | None = None

    def generate_context(self) -> None:
        """Empty the output folder if the author wants that: READ has succeeded, and other plugins write from now on."""
        if is_emptied(self.settings):
            self.recording.empty(others=True)

    def link(self) -> None:
        """Run LINK, after every source is read and before anything is written."""
        settle()
        step = LinkStep(self.authored, self.templates, self.context)
        self.site = step.link(self.options)
        before_writing(self, partial(forget_resolved, step.contents))
        self.problems += self.site.problems
        begin(self.recording, self.settings)

    def generate_output(self, writer: Any) -> None:  # noqa: ARG002  Pelican's signature; ours compares bytes first
        """Run WRITE, after the generators of posts and pages."""
        settle()
        if self.site:
            self.context[KEPT] = {}
            self.problems += self.writing.write(self.site, self.context)

    def check(self) -> CheckStep:
        """Run CHECK, after everything is written, and add its problems to the others."""
        checking = CheckStep(self.authored, self.writing, self.recording, self.context)
        if self.site:
            self.problems += checking.check(self.site.catalogue, self.problems)
        return checking

    def forget(self) -> None:
        """Drop the data that only this build needed, since a process that builds again keeps its context."""
        self.context.pop(KEPT, None)
        self.context[NAME].forget()
