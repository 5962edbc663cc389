"""Build the demo, the gallery and the lab from two checkouts, and compare every byte of what they write.

    same_site.py BEFORE AFTER [--python PYTHON] [--relative] [--keep FOLDER]

BEFORE and AFTER are checkouts; each is built with its own plugins/ first on PYTHONPATH, by PYTHON (that of AFTER's .venv
without it). Contents, settings and theme are those of each checkout, at one path for both, so that no path can differ.
Exit code 1 after the first difference of each site. The search index is left out; its pages are compared. A comment in
the theme's scripts that names a file of the plugins is taken out of both checkouts before they are built.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp

SITES = {"demo": ".", "gallery": "tests/sites/gallery", "lab": "tests/sites/lab"}
SETTINGS = {
    "as served": ['SITEURL="http://localhost:8000"', 'FEED_ALL_ATOM="feeds/news.atom.xml"'],
    "to be read from disk": ["RELATIVE_URLS=true"],
}


def environment(place: Path) -> dict[str, str]:
    """Return an environment that is the same for both."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(place / "home"),
        "PYTHONPATH": str(place / "tree" / "plugins"),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "SOURCE_DATE_EPOCH": "1700000000",
    }


def build(checkout: Path, place: Path, python: Path) -> dict[str, dict[str, bytes]]:
    """Build all sites of a checkout at one place; return the bytes of each file of each site."""
    shutil.rmtree(place, ignore_errors=True)
    (place / "home").mkdir(parents=True)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=checkout, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        (place / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(checkout / name, place / "tree" / name, follow_symlinks=False)
        if name.startswith("theme/static/js/"):
            script = place / "tree" / name
            script.write_bytes(without_our_paths(script.read_bytes()))
    found: dict[str, dict[str, bytes]] = {}
    for name, folder in SITES.items():
        for how, settings in SETTINGS.items():
            output = place / "output"
            for left in (output, place / "cache"):
                shutil.rmtree(left, ignore_errors=True)
            cache = f'CACHE_PATH="{place / "cache"}"'
            words = [str(python), "-P", "-m", "pelican", "content", "-o", str(output), "-e", *settings, cache]
            done = subprocess.run(
                words, cwd=place / "tree" / folder, env=environment(place), capture_output=True, text=True, check=False
            )
            said = "\n".join(line for line in done.stderr.splitlines() if "seconds" not in line)
            files = {path.relative_to(output).as_posix(): path for path in sorted(output.rglob("*")) if path.is_file()}
            found[f"{name}, {how}"] = {
                **{path: file.read_bytes() for path, file in files.items()},
                "(exit code)": str(done.returncode).encode(),
                "(report)": said.encode(),
            }
    return found


def without_our_paths(data: bytes) -> bytes:
    """Return a script without comments that name a file of the plugins, which may have moved (search.js has one)."""
    return re.sub(rb"//[^\n]* plugins/(?:ibid|pelican_bibtex)/[^\n]*", b"", data)


def difference(before: dict[str, bytes], after: dict[str, bytes]) -> str:
    """Return the first difference of two sites, or nothing."""
    if before.keys() != after.keys():
        missing, added = sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())
        return f"files that are gone: {missing[:5]}; new: {added[:5]}"
    for path, data in before.items():
        if data != after[path]:
            old, new = (text.decode("utf-8", "replace").splitlines() for text in (data, after[path]))
            return "\n".join([path, *islice(difflib.unified_diff(old, new, "before", "after", lineterm="", n=1), 20)])
    return ""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--python", type=Path)
    given = parser.parse_args()
    python = (given.python or given.after / ".venv/bin/python").absolute()
    place = Path(mkdtemp(prefix="same-site-"))
    try:
        before = build(given.before.resolve(), place / "at", python)
        after = build(given.after.resolve(), place / "at", python)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    failed = False
    for name, files in before.items():
        found = difference(files, after[name])
        failed = failed or bool(found)
        count, size = len(files) - 2, sum(map(len, files.values()))
        code = files["(exit code)"].decode()
        print(f"{name}: {found or f'the same: {count} files, {size:,} bytes, exit code {code}'}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
