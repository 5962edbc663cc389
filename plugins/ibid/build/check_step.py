"""CHECK: find what is wrong with the written site, and remove the files that only earlier builds wrote."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from os.path import relpath
from typing import Any

from ibid.build.contents import sorted_contents
from ibid.build.output_folder import finish, is_emptied, left_there, without_a_word
from ibid.build.read_step import Authored
from ibid.build.write_step import WriteStep
from ibid.check.links import Elsewhere
from ibid.check.sources import Finding
from ibid.check.written_site import Build, check_build
from ibid.compat.pelican_compat import generated_contents
from ibid.model.catalogue import Catalogue
from ibid.model.planned import site_of
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
            origins={file: path for one in self.authored.features for file, path in one.origins().items()},
            problems=tuple(known),
            ask=self._outside if self.authored.settings.external else None,
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

    def _outside(self, outside: Elsewhere) -> tuple[list[Finding], list[Problem]]:
        """Check links to other sites, if a feature does that in this build."""
        home, today = site_of(self.context).home, datetime.now(UTC).date()
        answers = (feature.check_outside(outside, home, today) for feature in self.authored.features)
        return next(filter(None, answers), ([], []))
