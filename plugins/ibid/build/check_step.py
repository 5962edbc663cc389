"""CHECK: the site is written; what is wrong with it is found, and what only earlier builds wrote is taken away."""

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
        """What is wrong with the files that were written, beside what is `known` before they were."""
        numbers = {record.number: record.key for record in catalogue.publications}
        self.about = SiteRecord(numbers=numbers, frozen=self.authored.settings.numbers.is_file())
        leads = self.feeds if self.written.home else set()  # without it no feed leads anywhere, as Pelican itself says
        build = Build(
            context=self.context,
            contents=sorted_contents(self.context["generated_content"]),
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
        """Take away what only earlier builds wrote; one that is not `whole`, for an error, leaves all as it is."""
        if whole:
            self.recording.prune(self.survey)

    def record(self, *, whole: bool) -> list[Problem]:
        """Record what the build has put into the output folder; what keeps it from that."""
        return finish(self.recording, self.survey, self.about, whole=whole)

    def record_again(self, *, whole: bool) -> None:
        """Record it when all other plugins have been at work."""
        self.survey = self.recording.survey(self.claimed)
        print_report(self.record(whole=whole))

    def _ask(self, outside: Elsewhere) -> tuple[list[Finding], list[Problem]]:
        return _ask(outside, self.authored.settings, self.context)


def _ask(outside: Elsewhere, settings: Settings, context: Mapping[str, Any]) -> tuple[list[Finding], list[Problem]]:
    """Ask whether the addresses outside of the site are well, over the network."""
    from ibid.features.outside_links.asking import Manners  # noqa: PLC0415  no build needs the network
    from ibid.features.outside_links.rounds import check_outside  # noqa: PLC0415  likewise

    home = site_of(context).home
    manners = Manners(agent=f"Ibid link check (+{home})") if home else Manners()
    every = settings.external == "all"
    return check_outside(outside, settings.links, datetime.now(UTC).date(), manners, every=every)
