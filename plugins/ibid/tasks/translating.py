"""What is left to translate into a language: printed as the text of a catalogue, which the author's file takes in."""

from __future__ import annotations

from pathlib import Path

import ibid
from ibid.languages.words import Words
from ibid.tasks.project import Project
from ibid.tasks.translation import catalogue_text, lacking, messages_in


def left_to_translate(project: Project, language: str) -> str:
    """The messages of theme, plugin and the author's own templates that no catalogue of a language has; or nothing."""
    folders = [Path(ibid.THEME, "templates"), Path(ibid.__file__).parent, *project.overrides]
    words = Words(author=project.languages)
    left = lacking(messages_in(folders), words.paths(language), language)
    own = any(path.is_relative_to(project.languages) for path in words.paths(language))
    return catalogue_text(left, language, header=not own) if left else ""
