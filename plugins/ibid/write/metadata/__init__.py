"""Machine-readable metadata of pages. Templates use this package as `metadata`; each function is pure.

`root` is SITEURL: if it is not absolute, as in a preview, metadata that needs an absolute address is left out.
"""

from __future__ import annotations

from ibid.link.excerpts import sentences
from ibid.write.metadata.coins import coins
from ibid.write.metadata.facets import facet_tags, page_facets, post_facets, publication_facets
from ibid.write.metadata.head_tags import article_tags, highwire, link_tags, meta_tags, publication_tags, signposting
from ibid.write.metadata.json_ld import breadcrumbs, home, person, post, profile, publication

__all__ = [
    "article_tags",
    "breadcrumbs",
    "coins",
    "facet_tags",
    "highwire",
    "home",
    "link_tags",
    "meta_tags",
    "page_facets",
    "person",
    "post",
    "post_facets",
    "profile",
    "publication",
    "publication_facets",
    "publication_tags",
    "sentences",
    "signposting",
]
