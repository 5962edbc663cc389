"""The table of docs/plugins.md: a small site built with each plugin before and after ours, compared with it alone.

`PYTHONPATH=plugins:tests python -m workshop.plugin_table` writes it, for the plugins that are installed; the rows of
others stay as they are.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/plugins.md"
BIB = """\
@article{alpha2020, title={On Alpha}, author={Doe, Jane}, journal={Journal of Letters}, year={2020}}
@article{beta2021, title={On Beta}, author={Doe, Jane and Roe, Richard}, journal={Journal of Letters}, year={2021}}
"""
RESEARCH = """\
Title: Research
Topics: true

- **Letters**: see [@*]
    - **Old letters**: $x^2 < y$ in [@alpha2020]
    - **New letters**: [@beta2021]

{publications}
"""
FIRST = """\
Title: First
Date: 2024-05-03
Category: news
Tags: letters
Summary: As in [@alpha2020].

We cite [@alpha2020, p. 3] and [our research]({filename}../pages/research.md).[^1] Then $a<b$.

![A drawing]({static}../images/drawing.svg)

[^1]: A footnote that cites [@beta2021].
"""
SECOND = """\
Title: Second
Date: 2024-05-04
Category: news
Tags: letters

No summary, but [@beta2021] and [the first]({filename}first.md). More than fifty words follow here. WORDS

The last paragraph cites [@alpha2020].[ref]As does [@beta2021, p. 2].[/ref]
""".replace("WORDS", "word " * 60)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8"/></svg>'
FILES = {
    "content/publications.bib": BIB,
    "content/pages/research.md": RESEARCH,
    "content/news/first.md": FIRST,
    "content/news/second.md": SECOND,
    "content/images/drawing.svg": SVG,
}
SETTINGS: dict[str, Any] = {
    "SITENAME": "Jane Doe",
    "SITEURL": "https://jane.example",
    "TIMEZONE": "UTC",
    "PATH": "content",
    "ARTICLE_PATHS": ["news"],
    "PAGE_PATHS": ["pages"],
    "STATIC_PATHS": ["images"],
    "THEME": str(ROOT / "theme"),
    "PAGE_URL": "{slug}/",
    "PAGE_SAVE_AS": "{slug}/index.html",
    "INDEX_SAVE_AS": "news/index.html",
    "ARTICLE_URL": "news/{slug}/",
    "ARTICLE_SAVE_AS": "news/{slug}/index.html",
    "PUBLICATIONS_SRC": "content/publications.bib",
    "PLUGIN_PATHS": [str(ROOT / "plugins")],
    "CATEGORY_FEED_ATOM": None,
}
OURS = ("pelican_bibtex", "ibid")


@dataclass(frozen=True)
class Neighbour:
    """A plugin of somebody else."""

    package: str
    module: str = ""
    """The name in PLUGINS; by default that of the package, without `pelican-`."""
    note: str = ""
    """What the table says besides."""
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def named(self) -> str:
        """The name in PLUGINS."""
        return self.module or self.package.removeprefix("pelican-").replace("-", "_")


NEIGHBOURS = (
    Neighbour("pelican-share-post"),
    Neighbour("pelican-render-math", note="It draws the formulas, which Ibid writes as MathML without it."),
    Neighbour("pelican-featured-image"),
    Neighbour("pelican-read-more"),
    Neighbour("pelican-summary-link"),
    Neighbour("pelican-seo", settings={"SEO_REPORT": False}),
    Neighbour("pelican-neighbors"),
    Neighbour("pelican-series"),
    Neighbour("pelican-similar-posts", note="It needs gensim, which is large."),
    Neighbour("pelican-related-posts"),
    Neighbour("pelican-sitemap", note="Ibid writes a sitemap without it."),
    Neighbour("pelican-more-categories"),
    Neighbour("pelican-yaml-metadata"),
    Neighbour("pelican-jinja2content"),
    Neighbour("pelican-liquid-tags", settings={"LIQUID_TAGS": ["img", "youtube"]}),
    Neighbour("pelican-image-process", settings={"IMAGE_PROCESS": {"small": ["scale_in 300 300 True"]}}),
    Neighbour("pelican-simple-footnotes"),
    Neighbour("pelican-markdown-include", "md_include"),
    Neighbour("pelican-i18n-subsites", settings={"I18N_SUBSITES": {"de": {"SITENAME": "Jane Doe"}}}),
    Neighbour(
        "pelican-katex",
        "pelican_katex",
        "It needs Node, and draws the formulas, which Ibid writes as MathML without it.",
    ),
)
Facts = dict[str, list[tuple[str, ...]]]
"""The citations, topics and links of each page."""


def facts(site: Path) -> Facts:
    """Return what must not change on the pages of a site that authors write, and in the lists of posts."""
    found: Facts = {}
    for name in ("research/index.html", "news/first/index.html", "news/second/index.html", "news/index.html"):
        text = (site / name).read_text("utf-8") if (site / name).is_file() else ""
        main = BeautifulSoup(text, "html.parser").find("main")
        left: list[tuple[str, ...]] = [
            (f"unfinished {word}",) for word in re.findall(r"<ibid-\w+|\{(?:filename|static|attach)\}", text)
        ]
        found[name] = [*left, *(_fact(tag) for tag in main.select("a[href], li[id], img") if main)] if main else left
    return found


def _fact(tag: Any) -> tuple[str, ...]:
    """Return what identifies an element; of a topic its links, since formulas in it may be drawn by another plugin."""
    shown = tag.get_text() if tag.name == "a" else " ".join(link.get_text() for link in tag.select("a"))
    return tag.name, str(tag.get("id", "")), str(tag.get("href", tag.get("src", ""))), " ".join(shown.split())


def lost(alone: Facts, beside: Facts) -> list[str]:
    """Return what is on the pages of the first site and not of the second, or unfinished in the second."""
    missing = {page: Counter(all_of) - Counter(beside[page]) for page, all_of in alone.items()}
    gone = [f"{page}: {' '.join(one)}" for page, ones in missing.items() for one in ones]
    return gone + [" ".join(one) for all_of in beside.values() for one in all_of if one[0].startswith("unfinished")]


def build(folder: Path, plugins: Sequence[str], settings: Mapping[str, Any]) -> tuple[str, Facts]:
    """Build the site with some plugins; return the end of what Pelican said if that failed, and the facts."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    conf = {**SETTINGS, "PLUGINS": list(plugins), **settings}
    (folder / "pelicanconf.py").write_text("".join(f"{name} = {value!r}\n" for name, value in conf.items()), "utf-8")
    environment = {**os.environ, "PYTHONPATH": ""}
    command = [sys.executable, "-m", "pelican", "content", "-o", "output"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    said = done.stderr.strip().splitlines()
    return (said[-1] if done.returncode and said else ""), facts(folder / "output")


def verdict(one: Neighbour, *, first: bool, alone: Facts, path: Path | None = None) -> str:
    """Return what the table says of a plugin before (`first`) or after ours; `path` is a folder of plugins."""
    paths = [*SETTINGS["PLUGIN_PATHS"], *([str(path)] if path else [])]
    with TemporaryDirectory() as folder:
        names = (one.named, *OURS) if first else (*OURS, one.named)
        failed, beside = build(Path(folder), names, {**one.settings, "PLUGIN_PATHS": paths})
    if failed:
        return "fails"
    return "same" if not lost(alone, beside) else "differs"


def base() -> Facts:
    """Return the facts of the site with our plugins only."""
    with TemporaryDirectory() as folder:
        return build(Path(folder), OURS, {})[1]


def installed(one: Neighbour) -> str:
    """Return the version of a plugin that is installed, or an empty string."""
    try:
        return version(one.package)
    except PackageNotFoundError:
        return ""


def row(one: Neighbour, known: str, before: str, after: str) -> str:
    """Return the row of a plugin."""
    return f"| `{one.package}` | {known} | {before} | {after} | {one.note} |"


def rows() -> dict[str, str]:
    """Return the rows that docs/plugins.md has, by package."""
    text = PAGE.read_text("utf-8") if PAGE.is_file() else ""
    return {found[1]: found[0] for found in re.finditer(r"^\| `([\w-]+)` \|.*$", text, re.MULTILINE)}


def main() -> None:
    """Write the rows of the plugins that are installed into docs/plugins.md."""
    known, alone = rows(), base()
    for one in NEIGHBOURS:
        if given := installed(one):
            known[one.package] = row(one, given, *(verdict(one, first=first, alone=alone) for first in (True, False)))
            print(known[one.package], flush=True)
        else:
            known.setdefault(one.package, row(one, "–", "not tried", "not tried"))
    head = PAGE.read_text("utf-8").partition("| Plugin |")[0]
    table = "\n".join(known[one.package] for one in NEIGHBOURS)
    PAGE.write_text(
        f"{head}| Plugin | Version | Before Ibid | After Ibid | Note |\n|---|---|---|---|---|\n{table}\n", "utf-8"
    )


if __name__ == "__main__":
    main()
