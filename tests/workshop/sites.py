"""Each kind of page on two sites, built as published and served: the demo, and the gallery of every difficulty."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ibid.tasks.building import environment
from ibid.tasks.searching.index import write_index
from workshop.host import hosted

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {"demo": ROOT, "gallery": ROOT / "tests" / "sites" / "gallery"}
DEMO = {
    "home": "/",
    "research": "/research/",
    "publications": "/publications/",
    "publication": "/publications/wang2023understanding/",
    "topic": "/topics/deep-learning-theory/",
    "news": "/news/",
    "post": "/news/three-papers-at-neurips-2024/",
    "year": "/news/2024/",
    "tag": "/news/tag/neurips/",
    "tags": "/news/tags/",
    "search": "/search/",
    "404": "/404.html",
}
GALLERY = {
    "home": "/",
    "research": "/research/",
    "publications": "/publications/",
    "publication": "/publications/holm2024everything/",
    "topic": "/topics/inference/",
    "cv": "/cv/",
    "forty-authors": "/publications/consortium2023forty/",
    "only-a-title": "/publications/nothing/",
    "chinese-title": "/publications/holm2023chinese/",
    "unbroken-title": "/publications/holm2022unbroken/",
    "news": "/news/",
    "post": "/news/how-to-count-what-hides/",
    "page": "/elements/",
    "chinese-page": "/about-zh/",
    "archive": "/news/archive/",
    "year": "/news/2024/",
    "tag": "/news/tag/field-work/",
    "tags": "/news/tags/",
    "search": "/search/",
    "404": "/404.html",
}
KINDS = {"demo": DEMO, "gallery": GALLERY}


@dataclass(frozen=True, slots=True)
class Site:
    """A built site that is being served."""

    address: str
    """`http://127.0.0.1:PORT`; its pages carry it as SITEURL."""
    output: Path
    """The folder it was built into."""


@contextmanager
def served(output: Path) -> Iterator[dict[str, Site]]:
    """Both sites, built into folders of `output`. Raises RuntimeError, with Pelican's words, on any error."""
    with hosted(output / "demo") as demo, hosted(output / "gallery") as gallery:
        sites = {"demo": Site(demo, output / "demo"), "gallery": Site(gallery, output / "gallery")}
        for name, site in sites.items():
            build(FOLDERS[name], site.output, site.address)
            write_index(site.output, "en")
        yield sites


def build(folder: Path, output: Path, address: str = "", *settings: str) -> None:
    """Build a site strictly. `settings` are Pelican's `NAME=JSON`. Raises as `served` does."""
    feed = 'FEED_ALL_ATOM="feeds/news.atom.xml"'
    words = [sys.executable, "-m", "pelican", "content", "-o", str(output), "-e", f"SITEURL={json.dumps(address)}"]
    done = subprocess.run(
        [*words, "STRICT=true", feed, *settings],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{folder.name} was not built:\n{done.stdout}\n{done.stderr}")
