"""What each format may call a publication: the legal values of the columns of the table of entry types."""

from rispy.config import TYPE_OF_REFERENCE_MAPPING

# After schemas/input/csl-data.json of citation-style-language/schema 1.0.2 (MIT): the names are its names.
CSL_TYPES = frozenset(
    """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection
    dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case
    legislation manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis
    treaty webpage
    """.split()  # noqa: SIM905  45 literals are harder to read
)
ITEM_TYPES = frozenset(
    """
    artwork audioRecording case computerProgram dataset document film letter magazineArticle manuscript
    newspaperArticle preprint presentation standard statute videoRecording webpage
    """.split()  # noqa: SIM905  17 literals are harder to read
)
"""Those of Zotero's types that we name in Dublin Core."""
SCHEMA_ORG = frozenset(
    """
    Article AudioObject Book Chapter CreativeWork Dataset ImageObject Legislation Message Movie MusicRecording
    NewsArticle Periodical PresentationDigitalDocument Report ScholarlyArticle SoftwareSourceCode Thesis VideoObject VisualArtwork
    """.split()  # noqa: SIM905  19 literals are harder to read
)
"""CreativeWork and those below it that we use."""
RIS_TYPES = frozenset(TYPE_OF_REFERENCE_MAPPING)
COINS_GENRES = frozenset(
    {"journal/journal", "journal/article", "book/book", "book/bookitem", "book/proceeding", "book/report"}
    | {"dissertation/dissertation", "patent/patent"}
    | {f"dc/{name}" for name in ITEM_TYPES}
)
"""The genres that the standard's matrices have for each metadata format, as far as we use them, and Dublin Core's."""
LEGAL = {"csl": CSL_TYPES, "ris": RIS_TYPES, "coins": COINS_GENRES, "schema_org": SCHEMA_ORG}
"""The legal values by column."""
