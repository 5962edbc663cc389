"""Drafts of posts, which Pelican 4.12 asks for a category, though it gives none where CATEGORY_SAVE_AS is empty."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pelican.contents import Article, Content


class _NoCategory:
    """What stands for the category of a draft that has none: nothing to templates, and nothing in an address."""

    slug = name = ""

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return self.name


_NO_CATEGORY: Final = _NoCategory()


def complete_drafts(contents: Iterable[Content]) -> None:
    """Let Pelican write the drafts without a category, as it does with posts; else every build with one dies."""
    for content in contents:
        if isinstance(content, Article) and content.status == "draft" and not hasattr(content, "category"):
            content.category = _NO_CATEGORY
