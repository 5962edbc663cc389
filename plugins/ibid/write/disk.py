"""Pages that can be read from disk, by opening the file: RELATIVE_URLS.

A server sends `research/index.html` for a link to `research/`; a browser that opens a file shows the folder instead. So
links to folders get the name of the file they mean, and links that start at the site's root start at the page: Pelican
leaves such in summaries. What a page says to machines of its address stays as it is.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Final

_INDEX: Final = "index.html"
_ATTRIBUTES: Final = r"""(?:\s+[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*?"""
_FOLLOWED: Final = re.compile(rf"""(<(?:a|area){_ATTRIBUTES}\s+href\s*=\s*["'])([^"'#?]*)""", re.IGNORECASE)
_REFRESH: Final = re.compile(r"""(<meta http-equiv="refresh" content="\d+; url=)([^"'#?]*)""", re.IGNORECASE)
_SHOWN: Final = re.compile(rf"""(<(?:img|source|video|audio){_ATTRIBUTES}\s+src\s*=\s*["'])([^"'#?]*)""", re.IGNORECASE)
_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)


def openable(html: str, root: str, home: str = "") -> str:
    """A page with links and images that lead from file to file; done twice, it is the same.

    `root` is the way from the page to the site's root, `..`; `home` the site's address where that is known.
    """
    html = _SHOWN.sub(lambda found: found[1] + _relative(found[2], root, home), html)
    for each in (_FOLLOWED, _REFRESH):
        html = each.sub(partial(_with_index, root=root, home=home), html)
    return html


def _with_index(found: re.Match[str], root: str, home: str) -> str:
    path = _relative(found[2], root, home)
    if not path or _ELSEWHERE.match(path):
        return found[0]
    *folders, last = path.split("/")
    if last in {".", ".."}:
        return f"{found[1]}{path}/{_INDEX}"
    return f"{found[1]}{path}" if last else f"{found[1]}{'/'.join(folders)}/{_INDEX}"


def _relative(path: str, root: str, home: str) -> str:
    """A path of the site from the page it stands on; what leads elsewhere as it is."""
    if home and (path == home or path.startswith(f"{home}/")):
        path = path.removeprefix(home) or "/"
    return f"{root}{path}" if path.startswith("/") and not path.startswith("//") else path
