"""Summaries that Pelican cuts out of a post: never through the middle of a formula, half of which means nothing."""

from __future__ import annotations

from functools import partial
from typing import Any

_OPENS, _CLOSES = "<math", "</math>"


def without_half(summary: str, whole: str) -> str:
    """The summary without its last formula, if that is not one of the whole text's."""
    at = summary.rfind(_OPENS)
    end = summary.find(_CLOSES, at) + len(_CLOSES)
    if at < 0 or summary[at:end] in whole:
        return summary
    return f"{summary[:at]}…{summary[end:]}"


def keep_formulas_whole(content: Any) -> None:
    """Let the summary of a page or post that has none of its own end before a formula, not in it."""
    if _OPENS in (content._content or "") and "summary" not in content.metadata:  # noqa: SLF001  `.content` is not ready
        content.get_summary = partial(_summary, content, content.get_summary)


def _summary(content: Any, cut: Any, root: str) -> str:
    return without_half(cut(root), content.content)
