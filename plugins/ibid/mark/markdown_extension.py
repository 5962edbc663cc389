"""The Markdown extension of Ibid, with the place of every rule: those of this room and those of the features.

A rule's place is its priority in one of Markdown's five registries. Markdown runs rules with higher priorities first,
and rules with the same priority in the order in which they are registered, which is that of the table.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from operator import attrgetter
from typing import Any, Final

from markdown import Markdown
from markdown.extensions import Extension
from msgspec import Struct

from ibid.mark.github_markdown import (
    EMOJI,
    ESCAPED,
    PARTS,
    STRUCK,
    Alerts,
    Between,
    Emoji,
    RemoveBetween,
    Struck,
    Tables,
    Tasks,
)
from ibid.mark.line_tokens import FileInHand, LineTokens, PageSource
from ibid.mark.markdown_citations import (
    Attributes,
    GroupRule,
    InTextRule,
    RawHtml,
    RemoveTokens,
    RemoveTokensInCode,
    RemoveTokensInText,
    StrayCitationRule,
)
from ibid.mark.markdown_lists import STRAY_LIST, ListRule, OwnLineRule, StrayListRule
from ibid.mark.markdown_topics import BLANK_BEFORE_ID, BULLET_TOKEN, BlankBeforeId, BulletRule

LINES: Final = "preprocessors"
BLOCKS: Final = "parser.blockprocessors"
INLINE: Final = "inlinePatterns"
TREE: Final = "treeprocessors"
HTML: Final = "postprocessors"


class Place(Struct, frozen=True):
    """Where one rule runs."""

    registry: str
    """The attribute of `Markdown` that holds the rules of its kind."""
    rule: str
    priority: int
    after: tuple[str, ...]
    """The rules that must run before it; those that are not in use are ignored."""
    before: tuple[str, ...]
    """The rules that must run after it."""
    why: str


PLACES: Final = (
    Place(LINES, "ibid-front-matter", 31, (), ("normalize_whitespace", "meta"), "YAML may not have tabs"),
    Place(LINES, "ibid-source", 29, ("normalize_whitespace",), ("meta",), "counts the lines of front matter"),
    Place(LINES, "ibid-fields", 26, ("meta",), ("ibid-tokens",), "fields say whether a page has topics"),
    Place(LINES, "ibid-tokens", 26, ("meta", "ibid-source"), ("fenced_code_block",), "finds fences by their lines"),
    Place(LINES, "ibid-formula-tags", 24, ("fenced_code_block",), ("html_block",), "`$a<b$` has no tag, unlike code"),
    Place(BLOCKS, "ibid-between", 88, ("indent",), ("ibid-list", "paragraph"), "no other rule may take its text"),
    Place(BLOCKS, "ibid-list-line", 87, ("indent",), ("ibid-list", "table", "hashheader"), "splits blocks at lists"),
    Place(BLOCKS, "ibid-formula-block", 86, ("indent",), ("code", "hashheader", "quote"), "TeX starts with any sign"),
    Place(BLOCKS, "ibid-list", 85, ("ibid-list-line",), ("hashheader", "paragraph"), "attr_list takes braces there"),
    Place(BLOCKS, "ibid-figure", 84, ("indent",), ("hashheader", "paragraph"), "the paragraph would contain the image"),
    Place(INLINE, "ibid-formula", 185, ("backtick",), ("escape",), r"`\(` is an escape, and code has no formulas"),
    Place(INLINE, "ibid-blank-before-id", 178, ("escape",), ("ibid-bullet",), "finds the name by the bullet's token"),
    Place(INLINE, "ibid-bullet", 177, ("escape",), ("em_strong",), "the token is next to the emphasis"),
    Place(INLINE, "ibid-stray-list", 176, ("backtick", "escape"), ("html",), r"code and `\{` are not lists"),
    Place(INLINE, "ibid-group", 175, ("backtick", "escape"), ("reference", "link"), r"`\[` is text, `[@a]` no link"),
    Place(INLINE, "ibid-in-text", 174, ("ibid-group",), ("link", "automail", "em_strong"), "`@a_b_c` has no emphasis"),
    Place(INLINE, "ibid-emoji", 78, ("link", "html"), (), "no emoji in addresses and tags"),
    Place(INLINE, "ibid-struck", 77, ("link", "magic-link", "html"), (), "addresses may have tildes"),
    Place(INLINE, "ibid-stray", 1, ("nl", "em_strong", "automail"), (), "the tokens left have no citation"),
    Place(TREE, "ibid-remove-tokens-code", 31, (), ("hilite",), "code would be highlighted with its tokens"),
    Place(TREE, "ibid-remove-between", 30, (), ("ibid-alerts", "inline"), "every other rule sees the author's blocks"),
    Place(TREE, "ibid-alerts", 29, (), ("inline",), "`[!NOTE]` would become a link's label"),
    Place(TREE, "ibid-tasks", 28, (), ("inline",), "`[x]` would be a link's label"),
    Place(TREE, "ibid-remove-tokens", 19, ("inline",), ("toc",), "headings get ids without tokens"),
    Place(TREE, "ibid-attributes", 9, ("inline",), ("attr_list",), "`[@key]{.wide}` needs an element to set"),
    Place(TREE, "ibid-formula-write", 9, ("inline", "prettify"), (), "`alt` and titles have TeX, not MathML"),
    Place(TREE, "ibid-tables", 9, (), ("attr_list",), "the author's own attributes have priority"),
    Place(TREE, "ibid-wordless", 4, ("attr_list",), (), "attr_list may give an image its `alt`"),
    Place(HTML, "ibid-raw-html", 31, (), ("raw_html",), "blocks of HTML are still separate from the text"),
    Place(HTML, "ibid-remove-tokens-text", 0, ("raw_html",), (), "raw HTML has the last tokens"),
)
"""Every rule of Ibid, in the order in which they run."""

MakeRule = Callable[[Markdown, PageSource], Any]
"""A function that returns a rule for one Markdown object and the page that it converts."""


class MarkdownRules(Struct, frozen=True):
    """The rules that a feature adds, by the names in `PLACES`."""

    make: Mapping[str, MakeRule]
    escaped: str = ""
    """Characters that a backslash makes ordinary, besides Markdown's own."""


OURS: Final = MarkdownRules(
    {
        "ibid-source": lambda _, source: source,
        "ibid-list-line": lambda md, _: OwnLineRule(md.parser),
        "ibid-list": lambda md, _: ListRule(md.parser),
        "ibid-blank-before-id": lambda md, _: BlankBeforeId(BLANK_BEFORE_ID, md),
        "ibid-bullet": lambda md, _: BulletRule(BULLET_TOKEN, md),
        "ibid-stray-list": lambda md, _: StrayListRule(STRAY_LIST, md),
        "ibid-group": GroupRule,
        "ibid-in-text": lambda md, _: InTextRule(md),
        "ibid-stray": lambda md, _: StrayCitationRule(md),
        "ibid-remove-tokens-code": lambda md, _: RemoveTokensInCode(md),
        "ibid-alerts": lambda md, _: Alerts(md),
        "ibid-remove-tokens": lambda md, _: RemoveTokens(md),
        "ibid-attributes": lambda md, _: Attributes(md),
        "ibid-tables": lambda md, _: Tables(md),
        "ibid-raw-html": lambda md, _: RawHtml(md),
        "ibid-remove-tokens-text": lambda md, _: RemoveTokensInText(md),
    },
    escaped="@＠",  # `\@name` shows a handle, not a citation
)
"""The rules of this room."""

GITHUB: Final = MarkdownRules(
    {
        "ibid-between": lambda md, _: Between(md.parser),
        "ibid-emoji": lambda md, _: Emoji(EMOJI, md),
        "ibid-struck": lambda md, _: Struck(STRUCK, md),
        "ibid-remove-between": lambda md, _: RemoveBetween(md),
        "ibid-tasks": lambda md, _: Tasks(md),
    },
    escaped=ESCAPED,
)
"""The rules for Markdown as on GitHub."""


class IbidExtension(Extension):
    """The rules of this room and of features, each registered at its place."""

    def __init__(
        self, features: Iterable[MarkdownRules] = (), without: Collection[str] = (), *, github: Collection[str] = ()
    ) -> None:
        """`without` names the rules that are left out, `github` the parts of GitHub's Markdown that are read."""
        super().__init__()
        left_out = {rule for part, rules in PARTS.items() if part not in github for rule in rules}
        self.rules, self.without = (OURS, *([GITHUB] if github else []), *features), {*without, *left_out}
        self.github = frozenset(github)
        self.file = FileInHand()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Markdown's name
        """Register new rules: each Markdown object has its own."""
        source = PageSource(md)
        source.file = self.file
        makers: dict[str, MakeRule] = {"ibid-tokens": self._line_tokens}
        makers |= {name: make for rules in self.rules for name, make in rules.make.items() if name not in self.without}
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, *(character for rules in self.rules for character in rules.escaped)]
        for place in PLACES:
            if place.rule in makers:
                rule = makers.pop(place.rule)(md, source)
                attrgetter(place.registry)(md).register(rule, place.rule, place.priority)
        if makers:
            raise ValueError(f"rules without a place: {', '.join(makers)}")

    def _line_tokens(self, md: Markdown, source: PageSource) -> LineTokens:
        formulas = any("ibid-formula" in rules.make for rules in self.rules)
        return LineTokens(md, source, github="blocks" in self.github, formulas=formulas)


def makeExtension(**settings: Any) -> IbidExtension:  # noqa: N802  Markdown looks for this name
    """Return the extension; Markdown calls this for `ibid.mark.markdown_extension` among its extensions."""
    return IbidExtension(**settings)
