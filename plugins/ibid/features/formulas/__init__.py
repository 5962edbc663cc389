"""TeX in pages, converted to MathML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_OTHERS = ("arithmatex", "katex", "latex", "math", "mathjax")
"""Parts of the names of other Markdown extensions and Pelican plugins that read formulas."""


def reads_formulas(settings: Mapping[str, Any]) -> bool:
    """Return whether Ibid converts formulas: IBID_MATH is on, as by default, and no other extension or plugin does."""
    markdown = settings.get("MARKDOWN") or {}
    names = [*markdown.get("extensions", ()), *markdown.get("extension_configs", ()), *(settings.get("PLUGINS") or ())]
    return bool(settings.get("IBID_MATH")) and not any(_is_other(name) for name in names)


def _is_other(extension: Any) -> bool:
    name = extension if isinstance(extension, str) else f"{type(extension).__module__}.{type(extension).__name__}"
    return any(part in name.lower() for part in _OTHERS)
