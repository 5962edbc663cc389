"""Compare how Ibid reads Markdown with `pandoc -f gfm`, for every file of a folder: `python -m workshop.like_github FOLDER`.

Says how many files have the same structure, and shows the first lines of each other one that differ. With `--plain`,
files are compared with Python-Markdown alone instead, to see what changes for pages that were written for it.
"""

from __future__ import annotations

import argparse
import difflib
import re
import subprocess
import sys
from itertools import islice
from pathlib import Path

from bs4 import BeautifulSoup
from markdown import Markdown

from ibid.features.formulas.formulas import RULES as FORMULAS
from ibid.features.images.image_steps import RULES as IMAGES
from ibid.mark.github_markdown import PARTS
from ibid.mark.markdown_extension import IbidExtension
from workshop.markdown_structure import structure

USUAL = ["extra", "codehilite", "meta"]
FORMATS = "gfm+tex_math_dollars+footnotes"
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)\n.*?^\1\n", re.DOTALL | re.MULTILINE)


def ours(text: str, *, plain: bool = False) -> str:
    """Return the HTML that Ibid makes of Markdown, or with `plain` Python-Markdown with Pelican's extensions."""
    more = [] if plain else [*(name for names in PARTS.values() for name in names if "." in name)]
    github = () if plain else PARTS
    extension = IbidExtension([IMAGES, FORMULAS], {"ibid-tables"}, github=github)
    return Markdown(extensions=[*USUAL, *more, extension], output_format="html").convert(f"\n{text}")


def pandoc(text: str) -> str:
    """Return pandoc's HTML in the form of ours, as far as structure goes."""
    made = subprocess.run(
        ["pandoc", "-f", FORMATS, "-t", "html", "--no-highlight", "--mathjax"],
        input=text,
        capture_output=True,
        text=True,
        check=True,
    )
    soup = BeautifulSoup(made.stdout, "html.parser")
    for math in soup.select("span.math"):
        tex = math.get_text().strip("\\()[] \n")
        new = soup.new_tag("math", alttext=tex)
        frame = soup.new_tag("span", attrs={"class": "formula"})
        if "display" in math["class"]:
            math.replace_with(frame)
            frame.append(new)
        else:
            math.replace_with(new)
    for note in soup.select("a.footnote-ref"):
        note.replace_with(BeautifulSoup(f'<sup id="fnref">{note.get_text()}</sup>', "html.parser"))
    for notes in soup.select("section.footnotes, aside.footnotes"):
        notes.name, notes["class"] = "div", "footnote"
        for back in notes.select("a.footnote-back"):
            back["class"] = "footnote-backref"
    return str(soup)


def difference(text: str, *, plain: bool) -> list[str]:
    """Return the first lines that differ; none if both have the same structure."""
    other = structure(ours(text, plain=True)) if plain else structure(pandoc(text))
    lines = difflib.unified_diff(other.splitlines(), structure(ours(text)).splitlines(), lineterm="", n=0)
    return list(islice(lines, 2, 10))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--plain", action="store_true")
    given = parser.parse_args()
    files = sorted(given.folder.rglob("*.md"))
    same = 0
    for file in files:
        text = _FRONT_MATTER.sub("", file.read_text("utf-8-sig", "replace")).expandtabs(4)
        different = difference(text, plain=given.plain)
        same += not different
        if different:
            print(f"\n{file}", *(line[:160] for line in different), sep="\n  ")
    print(f"\n{same} of {len(files)} files have the same structure.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
