"""CHECK: find what is wrong with the written site, and remove the files that only earlier builds wrote."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from os.path import relpath
from typing import Any

from ibid.build.contents import sorted_contents
from ibid.build.output_folder import finish, is_emptied, left_there, without_a_word
from ibid.build.read_step import Authored
from ibid.build.write_step import WriteStep
from ibid.check.finding import Finding
from ibid.check.links import Elsewhere
from ibid.check.written_site import Build, check_build
from ibid.compat.pelican_compat import generated_contents
from ibid.model.catalogue import Catalogue
from ibid.model.site import site_of
from ibid.read.settings import Settings
from ibid.write.recording import Recording
from ibid.write.site_record import SiteRecord
from pelican_bibtex.diagnostics.problem import Problem, print_report


class CheckStep:
    """The checks of one build."""

    def __init__(self, authored: Authored, writing: WriteStep, recording: Recording, context: dict[str, Any]) -> None:
        self.authored, self.recording, self.context = authored, recording, context
        self.output, self.written = writing.output, writing.written
        self.feeds = {relpath(feed, self.output.named).replace(os.sep, "/") for feed in self.written.feeds}
        self.claimed = writing.others(context) | self.feeds | {*without_a_word(context)}
        self.survey = recording.survey(self.claimed)
        self.about = recording.old

    def check(self, catalogue: Catalogue, known: Sequence[Problem]) -> list[Problem]:
        """Return the problems of the files that were written, except those `known` before."""
        numbers = {record.number: record.key for record in catalogue.publications}
        self.about = SiteRecord(numbers=numbers, frozen=self.authored.settings.numbers.is_file())
        leads = self.feeds if self.written.home else set()  # without it no link in feeds works, as Pelican warns
        build = Build(
            context=self.context,
            contents=sorted_contents(generated_contents(self.context)),
            output=self.output.named,
            drawn=frozenset(self.written.paths | leads),
            pages=self.written.pages,
            owners=self.output.owners,
            files=frozenset(self.survey.states.keys() - {*self.survey.leftovers}),
            catalogue=catalogue,
            people=self.authored.settings.people,
            cvs={page.file: page.cv.path for page in self.authored.cvs.pages},
            problems=tuple(known),
            ask=self._ask if self.authored.settings.external else None,
        )
        left = left_there(self.survey, self.recording) if is_emptied(self.context) else None
        return [*check_build(build), *([left] if left else [])]

    def clear(self, *, whole: bool) -> None:
        """Remove the files that only earlier builds wrote; a build with an error, not `whole`, removes nothing."""
        if whole:
            self.recording.prune(self.survey)

    def record(self, *, whole: bool) -> list[Problem]:
        """Record the files that the build put into the output folder, and return what prevents that."""
        return finish(self.recording, self.survey, self.about, whole=whole)

    def record_again(self, *, whole: bool) -> None:
        """Record the files again after all other plugins have run."""
        self.survey = self.recording.survey(self.claimed)
        print_report(self.record(whole=whole))

    def _ask(self, outside: Elsewhere) -> tuple[list[Finding], list[Problem]]:
        return _ask(outside, self.authored.settings, self.context)


def _ask(outside: Elsewhere, settings: Settings, context: Mapping[str, Any]) -> tuple[list[Finding], list[Problem]]:
    """Check over the network whether the addresses outside of the site can be reached."""
    from ibid.features.outside_links.asking import Manners  # noqa: PLC0415  no build needs the network
    from ibid.features.outside_links.rounds import check_outside  # noqa: PLC0415  likewise

    home = site_of(context).home
    manners = Manners(agent=f"Ibid link check (+{home})") if home else Manners()
    every = settings.external == "all"
    return check_outside(outside, settings.links, datetime.now(UTC).date(), manners, every=every)
