"""Writes the two lists of dependencies from pyproject.toml: `python -m workshop.requirements`.

requirements-dev.lock pins all that a developer's environment holds, as pip resolves it now;
requirements-lowest.txt names the oldest versions that pyproject.toml promises to work with.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements-dev.lock"
LOWEST = ROOT / "requirements-lowest.txt"
HEAD = "# Written by `invoke lock`, from pyproject.toml: {what}\n"


def canonical(name: str) -> str:
    """A project's name as PEP 503 normalises it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def lowest(dependencies: Iterable[str]) -> list[str]:
    """The lower bounds of `name>=version` requirements, as pins; a marker, behind a semicolon, is left out."""
    bounds = (re.fullmatch(r"\s*([\w.-]+)\s*>=\s*([\w.]+)\s*(?:;.*)?", dependency) for dependency in dependencies)
    return sorted(f"{canonical(bound[1])}=={bound[2]}" for bound in bounds if bound)


def pins(report: Mapping[str, Any], own: str) -> list[str]:
    """The pins of pip's installation report (its format 1), without the project itself."""
    found = ((item["metadata"]["name"], item["metadata"]["version"]) for item in report["install"])
    return sorted(f"{canonical(name)}=={version}" for name, version in found if canonical(name) != canonical(own))


def resolve() -> Mapping[str, Any]:
    """What pip would install for development into an empty environment, without installing it."""
    options = ["--dry-run", "--ignore-installed", "--quiet", "--report", "-"]
    command = [sys.executable, "-m", "pip", "install", *options, f"{ROOT}[dev]"]
    report: Mapping[str, Any] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return report


def write(path: Path, what: str, lines: Iterable[str]) -> None:
    """Write one list and say so."""
    path.write_text(HEAD.format(what=what) + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"Wrote {path.name}.")


def project() -> Mapping[str, Any]:
    """The `[project]` table of pyproject.toml."""
    table: Mapping[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def main() -> None:
    """Renew both lists."""
    table = project()
    write(LOWEST, "the oldest versions that must work.", lowest(table["dependencies"]))
    print("Asking pip for the newest versions, which takes a minute ...")
    write(LOCK, "the versions Ibid is developed with.", pins(resolve(), table["name"]))


if __name__ == "__main__":
    main()
