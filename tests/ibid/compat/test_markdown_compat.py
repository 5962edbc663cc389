"""What Ibid relies on in Python-Markdown without a promise, on Markdown's own objects."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

import pytest
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from ibid.compat import markdown_compat
from promises import promise

promised: Callable[[str], AbstractContextManager[None]] = partial(promise, "Markdown")


class Seen(InlineProcessor):
    """Keeps the text of a paragraph as a late inline rule gets it, and the words in its markers."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(r"^(?:so|a) .+", md)
        self.data = self.words = ""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[None, None, None]:  # noqa: N802  Markdown's name
        if not self.data:
            self.data, self.words = data, self.unescape(data)
        return None, None, None


def seen(text: str) -> tuple[Markdown, Seen]:
    md = Markdown(extensions=["markdown.extensions.extra"])
    rule = Seen(md)
    md.inlinePatterns.register(rule, "seen", 1)
    md.convert(text)
    return md, rule


@pytest.mark.parametrize(("text", "tag"), [("`word`", "code"), ("*word*", "em"), ("[word](b)", "a"), (r"\*", "")])
def test_stashed_elements(text: str, tag: str):
    md, rule = seen(f"so {text}.")
    with promised("what an inline rule makes is no longer put away as INLINE_PLACEHOLDER says"):
        assert re.fullmatch(rf"so {markdown_compat.STASHED}\.", rule.data)
    with promised("the treeprocessor inline no longer keeps elements in stashed_nodes, by the number in the marker"):
        assert [one.tag for one in markdown_compat.stashed_elements(md, rule.data)] == [tag] * bool(tag)
    if tag:
        with promised("unescape no longer returns the words of what an inline rule has made"):
            assert rule.words == "so word."


def test_escaped():
    _, rule = seen(r"a \* b")
    with promised("an escaped character is no longer put away as its number between STX and ETX"):
        assert re.fullmatch(rf"a {markdown_compat.ESCAPED} b", rule.words)
    with promised("UnescapeTreeprocessor.RE no longer finds escaped characters"):
        assert markdown_compat.unescaped(rule.words) == "a * b"


class Change(Postprocessor):
    def run(self, text: str) -> str:
        blocks = markdown_compat.stashed_html(self.md)
        blocks[:] = [block.replace("raw", "changed") if isinstance(block, str) else block for block in blocks]
        return text


def test_stashed_html():
    md = Markdown()
    md.postprocessors.register(Change(md), "change", 31)
    with promised("raw HTML is no longer in htmlStash.rawHtmlBlocks until postprocessor 30 puts it back"):
        shown = md.convert('<div class="raw">raw</div>\n\na <b title="raw">word</b>')
        assert shown == '<div class="changed">changed</div>\n\n<p>a <b title="changed">word</b></p>'


def test_with_stashed_html():
    md, rule = seen("a <b>raw</b> and &copy; too")
    with promised("raw HTML in a line is no longer put away as HTML_PLACEHOLDER says, by its index"):
        assert markdown_compat.with_stashed_html(md, rule.words) == "a <b>raw</b> and &copy; too"


@pytest.mark.parametrize(
    ("tail", "is_read"), [("{.wide}", True), ("{: #id } x", True), (" {.wide}", False), ("{}", False), ("x", False)]
)
def test_starts_with_attributes(tail: str, *, is_read: bool):
    with promised("attr_list no longer reads attributes of inline elements as AttrListTreeprocessor.INLINE_RE says"):
        assert markdown_compat.starts_with_attributes(tail) is is_read
        html = Markdown(extensions=["markdown.extensions.attr_list"]).convert(f"a *b*{tail}")
        assert (html == f"<p>a <em>b</em>{tail}</p>") is not is_read


class Marked(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [f"\x02ours\x03{line}" if line else "" for line in lines]


def test_our_own_marks():
    md = Markdown()
    md.preprocessors.register(Marked(md), "marked", 26)
    with promised("the characters STX and ETX are no longer removed from a source before preprocessor 29"):
        assert md.convert("a \x02b\x03") == "<p>\x02ours\x03a b</p>"


RULES = {
    "preprocessors": {"normalize_whitespace": 30, "meta": 27, "fenced_code_block": 25, "html_block": 20},
    "inlinePatterns": {"backtick": 190, "escape": 180, "reference": 170, "link": 160, "em_strong": 60},
    "treeprocessors": {"inline": 20, "attr_list": 8},
    "postprocessors": {"raw_html": 30},
}
"""Markdown's own rules between which ours stand, with their priorities."""


@pytest.mark.parametrize("registry", RULES)
def test_priorities(registry: str):
    md = Markdown(extensions=["markdown.extensions.extra", "markdown.extensions.meta"])
    for name, priority in RULES[registry].items():
        around = type("Around", (), {})
        rules = getattr(md, registry)
        rules.register(around, "above", priority + 0.1)
        rules.register(around, "below", priority - 0.1)
        with promised(f"its rule {name} no longer has the priority {priority} among {registry}"):
            places = [rules.get_index_for_name(one) for one in ("above", name, "below")]
            assert places == sorted(places)
