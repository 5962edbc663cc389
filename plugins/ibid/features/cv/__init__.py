"""CVs: `cv.yml` and its translations become pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ibid.read.settings import DEFAULTS
from pelican_bibtex.lazy_pattern import lazy_pattern

_LANGUAGE = lazy_pattern(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def has_cv(settings: Mapping[str, Any]) -> bool:
    """Return whether a site has a CV, or names one."""
    given = settings["IBID_CV"]
    return given != DEFAULTS["IBID_CV"] or bool(cv_files(Path(settings["PATH"]).parent / given))


def cv_files(path: Path) -> dict[str, Path]:
    """Return the files of a CV: that at `path` under "", and those beside it by language, `cv.zh.yml` under `zh`."""
    found = {"": path} if path.exists() else {}
    for file in sorted(path.parent.glob(f"*{path.suffix}")) if path.parent.is_dir() else ():
        stem, _, language = file.stem.rpartition(".")
        if stem == path.stem and _LANGUAGE.fullmatch(language):
            found[language] = file
    return found
