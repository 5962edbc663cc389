"""Files become a bibliography: the one function that reads."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pelican_bibtex.assembly import assemble
from pelican_bibtex.diagnostics.codes import NO_FILE, UNREADABLE_FILE
from pelican_bibtex.diagnostics.problem import Problem, in_reading_order, shown
from pelican_bibtex.entries.pipeline import read_entries
from pelican_bibtex.facts.preprints import fold
from pelican_bibtex.publication import Publication
from pelican_bibtex.syntax.source import Source, decode


@dataclass(frozen=True, slots=True)
class Options:
    """What an author's settings say about reading."""

    encoding: str = "utf-8"
    """The encoding of every file."""
    private: frozenset[str] = frozenset()
    """Fields that never reach the exported BibTeX, besides those of `privacy.PROGRAMS`; `*` stands for anything."""
    language: str = ""
    """BCP 47 tag of the site's own language."""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """All that was read."""

    publications: tuple[Publication, ...] = ()
    """Newest first, by date and key, whatever the order of the files."""
    problems: tuple[Problem, ...] = ()
    """In reading order."""


def read_bibliography(paths: Sequence[Path], options: Options | None = None) -> Bibliography:
    """Read files, each once; whatever is wrong is a problem, and nothing is raised."""
    options = options or Options()
    read = [_source(path, options.encoding) for path in paths]
    return read_sources(
        [each for each in read if isinstance(each, Source)],
        options,
        [each for each in read if isinstance(each, Problem)],
    )


def read_sources(sources: Sequence[Source], options: Options, problems: Sequence[Problem] = ()) -> Bibliography:
    """Make a bibliography of files that are text already; `problems` are those of the files that are not."""
    entries, found = read_entries(sources) if sources else ((), ())
    collected = [*problems, *found]
    publications = []
    for entry in entries:
        publication, about = assemble(entry, options.private, options.language)
        publications.append(publication)
        collected.extend(about)
    kept, hints = fold(publications)
    newest_first = sorted(kept, key=lambda each: (each.date.order, each.key), reverse=True)
    return Bibliography(tuple(newest_first), tuple(in_reading_order((*collected, *hints))))


def _source(path: Path, encoding: str) -> Source | Problem:
    """The text of a file. Only a regular file is opened: a pipe would wait for ever."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            kind = "a folder" if path.is_dir() else "no regular file"
            return Problem(UNREADABLE_FILE, f"it is {kind}; PUBLICATIONS_SRC names .bib files", shown(path))
        return decode(path.read_bytes(), shown(path), encoding)
    except FileNotFoundError:
        return Problem(NO_FILE, _no_file(path), shown(path))
    except (OSError, RuntimeError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        return Problem(UNREADABLE_FILE, f"it cannot be read: {reason}", shown(path))


def _no_file(path: Path) -> str:
    """Name what was perhaps meant."""
    advice = "put a .bib file there, or mend the name where it is given"
    try:
        names = sorted(each.name for each in path.parent.iterdir())
    except OSError:
        return f"there is no such file, and no folder {shown(path.parent)}; {advice}"
    near = get_close_matches(path.name, names, 3, 0.5) or [name for name in names if name.endswith(".bib")][:3]
    if not near:
        return f"there is no such file, and nothing like it beside; {advice}"
    return f"there is no such file; did you mean {' or '.join(near)}?"
