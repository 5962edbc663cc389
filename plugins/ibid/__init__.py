"""The Pelican plugin `ibid`: numbers, topics, links, pages and checks, computed from `publications`."""

from __future__ import annotations

from pathlib import Path

from ibid import path_setup  # first: it makes pelican_bibtex importable

_INSTALLED = Path(__file__).parent / "theme"
_IN_CLONE = Path(__file__).parents[2] / "theme"
THEME = str(_INSTALLED if _INSTALLED.is_dir() else _IN_CLONE)
"""The folder of the theme that came with this plugin, for Pelican's THEME."""


def register() -> None:
    """Connect the steps of a build to Pelican's signals, with one receiver per signal: blinker guarantees no order."""
    path_setup.reach()  # again: Pelican may have loaded another plugin called pelican_bibtex in the meantime
    from pelican.plugins import signals  # noqa: PLC0415  the pure core is imported without Pelican

    from ibid import plugin  # noqa: PLC0415  likewise
    from pelican_bibtex.loading import remember_plugins  # noqa: PLC0415  likewise

    remember_plugins()
    signals.initialized.connect(plugin.prepare)
    signals.readers_init.connect(plugin.give_readers)
    signals.get_generators.connect(plugin.read)
    signals.static_generator_init.connect(plugin.require_publications)
    signals.generator_init.connect(plugin.set_up)
    signals.all_generators_finalized.connect(plugin.link)
    signals.content_written.connect(plugin.note)
    signals.feed_generated.connect(plugin.mend_feed)
    signals.feed_written.connect(plugin.note_feed)
    signals.finalized.connect(plugin.check)
