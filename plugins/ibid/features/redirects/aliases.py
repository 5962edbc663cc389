"""Former addresses of pages and posts: `Aliases: /old/address/, /research-2019.html` in their front matter.

Addresses that are already taken are found after all else is written: `ibid.write.pages`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from ibid.feature import Steps
from ibid.model.addresses import address_of
from ibid.model.records import Document, Redirect
from ibid.model.targets import SCHEME, Root, SitePlace, files_of
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.lazy_pattern import lazy_pattern

_WHOLE: Final = lazy_pattern(r"https?://[^/]", re.IGNORECASE)
_PAGES: Final = (".html", ".htm", ".php")
_OTHER_FILES: Final = lazy_pattern(r"\.[a-z][a-z0-9]{0,4}$", re.IGNORECASE)
_UNFIT: Final = lazy_pattern(r'[\x00-\x1f\x7f\\:*?"<>|\ufffd]')
"""Characters that some system does not allow in file names."""
_LONGEST_NAME: Final = 255
"""The maximum number of bytes of one step of a path on most disks."""
_LONGEST: Final = 1000
"""The maximum number of bytes of a path; systems allow 4,096 including the folders above."""
_THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104  compared, never bound
_EXAMPLE: Final = "/old/address/"


class Aliases(Struct, frozen=True):
    """The former addresses in the site's front matter."""

    redirects: tuple[Redirect, ...]
    problems: tuple[Problem, ...]


def read_aliases(documents: Iterable[Document], root: Root) -> Aliases:
    """Return a redirect for each former address of the pages and posts of a site at `root`.

    An address that is still the page's own gets none. A whole URL is skipped while the site's own address is not known.
    """
    said: dict[str, Redirect] = {}
    problems: list[Problem] = []
    for document in documents:
        for written, line in document.aliases:
            if _is_whole(written) and not _has_host(root):
                continue
            fault, one = _fault(written, root), _redirect(document, written, line, root)
            first = said.setdefault(one.file, one) if not fault and not _is_own(document, one) else one
            if fault or first.path != document.path:
                problems.append(Problem(codes.BAD_ALIAS, fault or _twice(written, first), document.path, line))
    return Aliases(tuple(said.values()), tuple(problems))


def _is_own(document: Document, one: Redirect) -> bool:
    return one.file in {document.file, *files_of(unquote(document.url))}


def _redirect(document: Document, written: str, line: int, root: Root) -> Redirect:
    old, new, source = _address(_path(written, root) or ""), document.url, f"Aliases: {written}"
    return Redirect(old, new, document.title, document.path, source, document.lang, line, alias=written)


def _address(path: str) -> str:
    """Return an address in canonical form; servers redirect to a folder's address if its last slash is left out."""
    steps = [step for step in path.split("/") if step]
    is_file = bool(steps) and not path.endswith("/") and steps[-1].lower().endswith(_PAGES)
    return address_of("/".join(steps)) if is_file else "".join(f"{step}/" for step in steps)


def _is_whole(written: str) -> bool:
    return bool(_WHOLE.match(written))


def _has_host(root: Root) -> bool:
    """Return whether the published site's address is known, which it is not in a preview."""
    return bool(root.scheme) and urlsplit(root.home).hostname not in _THIS_MACHINE


def _path(written: str, root: Root) -> str | None:
    """Return the decoded path below the site's home; None for an address outside of it."""
    if not _is_whole(written):
        return unquote(written).lstrip("/")
    place = root.lead(written, "")
    return place.path if isinstance(place, SitePlace) else None


def _fault(written: str, root: Root) -> str:
    """Return what is wrong with one address, or an empty string."""
    if not written:
        return f"`Aliases:` is empty; write the page's former address, as in `Aliases: {_EXAMPLE}`, or remove it."
    path = _path(written, root)
    if written.startswith("//") or path is None:
        return f"`{written}` is not on this site; write an address of this site, as in `{_EXAMPLE}`."
    if SCHEME.match(written) and not _is_whole(written):
        return f"`{written}` is not the address of a page; write it as in `{_EXAMPLE}`."
    if found := re.search(r"[?#]", written):
        return f"`{written}`: an address cannot contain `{found[0]}`; write it without that part."
    return _fault_of_path(written, path) or _repeats_folder(written, path, root)


def _fault_of_path(written: str, path: str) -> str:
    steps = path.split("/")
    if any(step.startswith(".") for step in unquote(written).split("/")):
        return f"`{written}` has a part that starts with a dot; write it from the site's home, as in `{_EXAMPLE}`."
    if found := _UNFIT.search(path):
        return f"`{written}` has {found[0]!r}, which some systems do not allow in file names; remove the line."
    if len(path.encode()) > _LONGEST or any(len(step.encode()) > _LONGEST_NAME for step in steps):
        return f"`{written[:40]}...` is longer than a file name can be; remove the line."
    if _OTHER_FILES.search(steps[-1]) and not steps[-1].lower().endswith(_PAGES):
        return (
            f"`{written}` is the address of a file, and a browser would not show a page there; keep the file at that"
            f" address, or, if it was a page, write `{written}/`."
        )
    return ""


def _repeats_folder(written: str, path: str, root: Root) -> str:
    """Return the fault of an address that starts at the host's root on a site below a path, or an empty string."""
    folder = unquote(root.path)
    if _is_whole(written) or folder == "/" or not f"/{path}/".startswith(folder):
        return ""
    rest = f"/{path}".removeprefix(folder.rstrip("/")) or "/"
    return (
        f"`{written}` would be at {root.home}{path}, since addresses start at the site's home; write `{rest}`,"
        " or the whole address with `https://`."
    )


def _twice(written: str, first: Redirect) -> str:
    where = f"{first.path}:{first.line}" if first.line else first.path
    return f"`{written}` already redirects to {where}, and can redirect to only one page; remove one of the two."


class RedirectSteps(Steps):
    """The redirects of one build."""

    def redirects(self, documents: Iterable[Document], root: Root) -> Iterable[Redirect]:
        """Return a redirect for each alias."""
        aliases = read_aliases(documents, root)
        self.problems += aliases.problems
        return aliases.redirects
