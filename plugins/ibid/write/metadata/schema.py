"""Which type of schema.org a publication has."""

from __future__ import annotations

from typing import Final

from ibid.model.citable import MAGAZINE, NEWSPAPER, PREPRINT

TYPES: Final = {
    PREPRINT: "ScholarlyArticle", MAGAZINE: "Article", NEWSPAPER: "NewsArticle", "article": "ScholarlyArticle",
    "artwork": "VisualArtwork", "audio": "AudioObject", "bibnote": "CreativeWork", "book": "Book",
    "bookinbook": "Chapter", "booklet": "Book", "collection": "Book", "commentary": "Book", "dataset": "Dataset",
    "image": "ImageObject", "inbook": "Chapter", "incollection": "Chapter", "inproceedings": "ScholarlyArticle",
    "inreference": "Chapter", "jurisdiction": "CreativeWork", "legal": "Legislation", "legislation": "Legislation",
    "letter": "Message", "manual": "Book", "misc": "CreativeWork", "movie": "Movie", "music": "MusicRecording",
    "mvbook": "Book", "mvcollection": "Book", "mvproceedings": "Book", "mvreference": "Book",
    "online": "CreativeWork", "patent": "CreativeWork", "performance": "CreativeWork", "periodical": "Periodical",
    "proceedings": "Book", "reference": "Book", "report": "Report", "review": "ScholarlyArticle",
    "software": "SoftwareSourceCode", "standard": "CreativeWork", "suppbook": "Chapter", "suppcollection": "Chapter",
    "suppperiodical": "ScholarlyArticle", "thesis": "Thesis", "unpublished": "ScholarlyArticle",
    "video": "VideoObject",
}  # fmt: skip
"""For every form of a publication its type, https://schema.org/CreativeWork or one below it."""
