"""CHECK: the site is written; what is wrong with it is found, and what only earlier builds wrote is taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ibid.catalogue import Catalogue
from ibid.checks.build import Build, check_build
from ibid.checks.finding import Finding
from ibid.checks.links import Elsewhere
from ibid.moments.reading import Authored
from ibid.moments.writing import Writing
from ibid.output.leftovers import Leftovers, gone
from ibid.settings import Settings
from ibid.site import site_of
from pelican_bibtex.problem import Problem


class Checking:
    """The checks of one build."""

    def __init__(self, authored: Authored, writing: Writing, context: dict[str, Any]) -> None:
        self.authored, self.context = authored, context
        self.output, self.written = writing.output, writing.written
        self.others = writing.others(context)
        self.leftovers = Leftovers(Path(context["CACHE_PATH"]), self.output.root)

    def check(self, catalogue: Catalogue, known: Sequence[Problem]) -> list[Problem]:
        """What is wrong with the files that were written, beside what is `known` before they were."""
        output = self.output.named
        feeds = {feed.absolute().relative_to(output).as_posix() for feed in self.written.feeds}
        build = Build(
            context=self.context,
            output=output,
            drawn=frozenset(self.written.paths | feeds),
            pages=self.written.pages,
            owners=self.output.owners,
            gone=frozenset(gone(self.leftovers.listed, [*self.output.written, *self.others])),
            catalogue=catalogue,
            people=self.authored.settings.people,
            cvs={page.file: page.cv.path for page in self.authored.cvs.pages},
            problems=tuple(known),
            ask=self._ask if self.authored.settings.external else None,
        )
        return check_build(build)

    def clear(self, *, whole: bool) -> None:
        """Take away what only earlier builds wrote; one that is not `whole`, for an error, leaves all as it is."""
        if whole:
            self.leftovers.clear(self.output.written, self.others)
        else:
            self.leftovers.add(self.output.written)

    def _ask(self, outside: Elsewhere) -> tuple[list[Finding], list[Problem]]:
        return _ask(outside, self.authored.settings, self.context)


def _ask(outside: Elsewhere, settings: Settings, context: Mapping[str, Any]) -> tuple[list[Finding], list[Problem]]:
    """Ask whether the addresses outside of the site are well, over the network."""
    from ibid.checks.external.asking import Manners  # noqa: PLC0415  no build needs the network
    from ibid.checks.external.rounds import check_outside  # noqa: PLC0415  likewise

    home = site_of(context).home
    manners = Manners(agent=f"Ibid link check (+{home})") if home else Manners()
    every = settings.external == "all"
    return check_outside(outside, settings.links, datetime.now(UTC).date(), manners, every=every)
