"""Each kind of page, on two sites: the demo, and the gallery, which has every difficulty at once."""

from __future__ import annotations

DEMO = {
    "home": "/",
    "research": "/research/",
    "publications": "/publications/",
    "publication": "/publications/wang2023understanding/",
    "news": "/news/",
    "post": "/news/three-papers-at-neurips-2024/",
    "year": "/news/2024/",
    "tag": "/news/tag/neurips/",
    "tags": "/news/tags/",
    "404": "/no/such/page/",
}
GALLERY = {
    "home": "/",
    "research": "/research/",
    "publications": "/publications/",
    "publication": "/publications/holm2024everything/",
    "forty authors": "/publications/consortium2023forty/",
    "only a title": "/publications/nothing/",
    "Chinese publication": "/publications/holm2023chinese/",
    "unbroken title": "/publications/holm2022unbroken/",
    "news": "/news/",
    "post": "/news/how-to-count-what-hides/",
    "page": "/elements/",
    "Chinese page": "/about-zh/",
    "archive": "/news/archive/",
    "year": "/news/2024/",
    "tag": "/news/tag/field-work/",
    "tags": "/news/tags/",
    "404": "/no/such/page/",
}
SITES = {"demo": DEMO, "gallery": GALLERY}
ALL = [(site, path) for site, kinds in SITES.items() for path in kinds.values()]
NAMES = [f"{site}: {kind}" for site, kinds in SITES.items() for kind in kinds]
