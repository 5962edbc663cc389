"""The reader of BibTeX and BibLaTeX files, which provides `publications`, the interface of pelican-bibtex."""

from __future__ import annotations


def register() -> None:
    """Connect to Pelican's signals. Pelican is imported here, so that the reader works without it."""
    from pelican import signals  # noqa: PLC0415  as the docstring says

    from pelican_bibtex.loading import check_remembered, remember_plugins  # noqa: PLC0415  likewise
    from pelican_bibtex.plugin import get_generators  # noqa: PLC0415  likewise

    remember_plugins()
    signals.initialized.connect(check_remembered)
    signals.get_generators.connect(get_generators)
