"""Absolute addresses, which metadata needs where a page can do with a path."""

from __future__ import annotations

from ibid.model.addresses import WEB


def absolute(url: str | None, root: str) -> str:
    """An address as it stands, or a path behind the site's; nothing where the site has no absolute one yet."""
    if not url or url.startswith(WEB):
        return url or ""
    return f"{root.rstrip('/')}/{url.lstrip('/')}" if root.startswith(WEB) and ":" not in url else ""


def is_absolute(root: str) -> bool:
    """Whether it is known where the site is."""
    return root.startswith(WEB)
