"""READ: BibTeX and BibLaTeX files become `publications`, the interface of pelican-bibtex."""

from __future__ import annotations


def register() -> None:
    """Connect to Pelican, which is imported only now: the reader works without it."""
    from pelican import signals  # noqa: PLC0415

    from pelican_bibtex.loading import check_remembered, remember_plugins  # noqa: PLC0415
    from pelican_bibtex.plugin import get_generators  # noqa: PLC0415

    remember_plugins()
    signals.initialized.connect(check_remembered)
    signals.get_generators.connect(get_generators)
