"""Ibid's Pelican generator, which runs the steps of a build: READ, LINK, WRITE, CHECK."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from ibid.build.check_step import CheckStep
from ibid.build.link_step import LinkedSite, LinkStep
from ibid.build.output_folder import begin, is_emptied, opened
from ibid.build.process_memory import settle
from ibid.build.read_step import read_authored
from ibid.build.special_files import hide_special_files
from ibid.build.write_step import WriteStep
from ibid.compat.pelican_cache import before_writing, forget_resolved
from ibid.compat.pelican_compat import environment_of
from ibid.model.planned import site_of
from ibid.write.file_writer import Output
from ibid.write.shared_fragments import KEPT
from ibid.write.written_pages import NAME, Written
from pelican_bibtex.plugin import checked, hide_sources


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
        written = self.context[NAME] = Written(site_of(self.settings).home, self.recording)
        self.writing = WriteStep(self.authored, Output(self.recording), written, environment_of(self))
        self.site: LinkedSite | None = None

    def generate_context(self) -> None:
        """Empty the output folder if the author wants that: READ has succeeded, and other plugins write from now on."""
        if is_emptied(self.settings):
            self.recording.empty(others=True)

    def link(self) -> None:
        """Run LINK, after every source is read and before anything is written."""
        settle()
        step = LinkStep(self.authored, environment_of(self), self.context)
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
