"""What a page says of itself to machines. Templates have this package as `metadata`; each function is pure.

`root` is SITEURL: where it is not absolute, as in a preview, what would need an absolute address is left out.
"""

from __future__ import annotations

from ibid.metadata.coins import coins
from ibid.metadata.facets import page_facets, post_facets, publication_facets
from ibid.metadata.highwire import highwire
from ibid.metadata.home import home, person, profile
from ibid.metadata.jsonld import breadcrumbs, post, publication
from ibid.metadata.opengraph import article_tags, publication_tags
from ibid.metadata.signposting import signposting

__all__ = [
    "article_tags",
    "breadcrumbs",
    "coins",
    "highwire",
    "home",
    "page_facets",
    "person",
    "post",
    "post_facets",
    "profile",
    "publication",
    "publication_facets",
    "publication_tags",
    "signposting",
]
