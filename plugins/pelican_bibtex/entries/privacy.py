"""Fields that are a site's or a program's business, or their author's own, and never reach the exported BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Final

from pelican_bibtex.syntax.value import visible

PROGRAMS: Final[Mapping[str, str]] = {
    "this site and others": (
        "pdf code data slides poster video website html supp blog preview abbr award award_name awards selected "
        "bibtex_show additional_info annotation annote altmetric dimensions google_scholar_id inspirehep_id badges"
    ),
    "JabRef": (
        "file owner timestamp creationdate modificationdate comment comment-* review groups readstatus ranking "
        "priority printed qualityassured relevance citationcount icoreranking __*"
    ),
    "Zotero, Better BibTeX": "file annote annotation groups",
    "Mendeley": "file annote mendeley-*",
    "BibDesk": "bdsk-* date-added date-modified local-url rating read annote rss-description",
    "Papers, ReadCube": "local-url uri rating read date-added date-modified annote file papers2_* papers3_*",
    "EndNote": "annote file",
    "KBibTeX": "localfile x-color x-stars x-fetchedfrom",
    "BibSonomy": "username added-at interhash intrahash privnote groups timestamp",
    "CiteULike": "citeulike-* posted-at priority comment",
    "Web of Science": "author-email",
}
"""Who writes which; a name that ends in `*` stands for all that start so.

What homepages add are links, badges and selections. What programs add are files on a disk, notes, groups, dates and
judgements. Part of the work's record, and so no private fields, are `keywords`, `abstract`, `note`, `url`, DBLP's
`biburl` and `bibsource`, and BibLaTeX's annotations, `author+an`.
"""

_NAMES: Final = frozenset(" ".join(PROGRAMS.values()).replace("_", "-").split())
_EXACT: Final = frozenset(name for name in _NAMES if not name.endswith("*"))
_STARTS: Final = tuple(name.removesuffix("*") for name in _NAMES if name.endswith("*"))
_ON_THE_WEB: Final = re.compile(r"\W*+(?:url\W++)?+(?:https?|ftp)://", re.IGNORECASE)
_OF_A_MACHINE: Final = re.compile(
    r"\W*+(?:url\W++)?+(?:file|internal-pdf|papers\d?|readcube|zotero|mendeley|bookends|x-bdsk|x-devonthink-item):[^\s,;]*",
    re.IGNORECASE,
)
"""An address, perhaps within `\\url{...}`, that leads to a disk or into a program."""


def private_fields(fields: Mapping[str, str], also: Iterable[str] = ()) -> frozenset[str]:
    """Return those of an entry's fields that are private; `also` are the author's own, `*` stands for anything.

    The annotations of a private field go with it: `note+an` with `note`. `date_added` is `date-added`.
    """
    patterns = [pattern.strip().lower().replace("_", "-") for pattern in also]
    return frozenset(name for name, value in fields.items() if _is_private(name, value, patterns))


def _is_private(name: str, value: str, patterns: Iterable[str]) -> bool:
    plain = visible(name).partition("+")[0].replace("_", "-")
    if plain == "uri":  # Papers has an address of its own there; others have one of the web
        return not _ON_THE_WEB.match(value)
    return (
        plain in _EXACT
        or plain.startswith(_STARTS)
        or any(fnmatchcase(plain, pattern) for pattern in patterns)
        or bool(_OF_A_MACHINE.fullmatch(value))
    )
