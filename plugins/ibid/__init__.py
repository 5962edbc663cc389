"""What is ours: numbers, topics, links, pages and checks on top of `publications`."""

from __future__ import annotations

from pathlib import Path

from ibid import path_setup  # first of all: it puts pelican_bibtex within reach

_INSTALLED = Path(__file__).parent / "theme"
_IN_CLONE = Path(__file__).parents[2] / "theme"
THEME = str(_INSTALLED if _INSTALLED.is_dir() else _IN_CLONE)
"""The folder of the theme that came with this plugin, for Pelican's THEME."""


def register() -> None:
    """Connect the four moments of a build. One receiver a signal, since blinker promises no order."""
    path_setup.reach()  # Pelican may have loaded another plugin of its name since
    from pelican.plugins import signals  # noqa: PLC0415  the pure core is imported without Pelican

    from ibid import plugin  # noqa: PLC0415  likewise
    from pelican_bibtex.loading import remember_plugins  # noqa: PLC0415  likewise

    remember_plugins()
    signals.initialized.connect(plugin.prepare)
    signals.readers_init.connect(plugin.give_readers)
    signals.get_generators.connect(plugin.read)
    signals.static_generator_init.connect(plugin.require_publications)
    signals.generator_init.connect(plugin.leave_out)
    signals.all_generators_finalized.connect(plugin.link)
    signals.content_written.connect(plugin.note)
    signals.feed_generated.connect(plugin.mend_feed)
    signals.feed_written.connect(plugin.note_feed)
    signals.finalized.connect(plugin.check)
