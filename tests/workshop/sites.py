"""Each kind of page, built as published and served: the demo, the gallery of every difficulty, a lab that writes Chinese."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ibid.features.search.index import write_index
from ibid.tasks.building import environment
from workshop.host import hosted

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {"demo": ROOT, "gallery": ROOT / "tests" / "sites" / "gallery", "lab": ROOT / "tests" / "sites" / "lab"}
LANGUAGES = {"demo": "en", "gallery": "en", "lab": "zh"}
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
    "chinese-home": "/zh/",
    "chinese-research": "/zh/research/",
    "chinese-post": "/zh/news/how-to-count-what-hides/",
    "chinese-cv": "/cv-zh/",
    "archive": "/news/archive/",
    "year": "/news/2024/",
    "tag": "/news/tag/field-work/",
    "tags": "/news/tags/",
    "search": "/search/",
    "404": "/404.html",
}
LAB = {
    "home": "/",
    "research": "/research/",
    "publications": "/publications/",
    "publication": "/publications/fofanova2023mud/",
    "topic": "/topics/observation/",
    "news": "/news/",
    "post": "/news/first-map/",
    "author": "/news/author/gu-yi-zhou/",
    "authors": "/news/authors/",
    "category": "/news/category/lun-wen/",
    "archive": "/news/archive/",
    "year": "/news/2024/",
    "tag": "/news/tag/chuan-gan-qi/",
    "search": "/search/",
    "404": "/404.html",
}
KINDS = {"demo": DEMO, "gallery": GALLERY, "lab": LAB}


@dataclass(frozen=True, slots=True)
class Site:
    """A built site that is being served."""

    address: str
    """`http://127.0.0.1:PORT`; its pages carry it as SITEURL."""
    output: Path
    """The folder it was built into."""


@contextmanager
def served(output: Path) -> Iterator[dict[str, Site]]:
    """All sites, built into folders of `output`. Raises RuntimeError, with Pelican's words, on any error."""
    with ExitStack() as stack, ThreadPoolExecutor() as pool:
        folders = {name: output / name for name in FOLDERS}
        sites = {name: Site(stack.enter_context(hosted(folder)), folder) for name, folder in folders.items()}
        list(pool.map(lambda name: _finish(name, sites[name]), sites))
        yield sites


def _finish(name: str, site: Site) -> None:
    build(FOLDERS[name], site.output, site.address)
    write_index(site.output, LANGUAGES[name])


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
