"""What the Markdown extension leaves: tests/cases/*.md, each case a title, its source and what comes out.

⟦7 [@a]⟧ is a placeholder that says line 7, ⟦1⟧ a topic's bullet, ⟦-⟧ a line that is found later, ␍ a carriage return.
"""

import re
from html import unescape
from pathlib import Path

import pytest
from markdown import Markdown

from ibid.mark.markdown_extension import IbidExtension
from ibid.mark.placeholders import find_placeholders

CASES = Path(__file__).parents[2] / "cases"
EXTENSIONS = [
    "markdown.extensions.extra",
    "markdown.extensions.meta",
    IbidExtension(without={"ibid-tables"}),
]


def cases(name):
    text = (CASES / name).read_text("utf-8")
    blocks = re.split(r"^\.\n", text, flags=re.MULTILINE)  # title, source, expected, title ...
    rows = zip(blocks[::3], blocks[1::3], blocks[2::3], strict=False)
    return [pytest.param(source, expected, id=title.strip()) for title, source, expected in rows]


def readable(html):
    shown = re.sub(
        r'<(ibid-\w+) data-line="(\d*)"(?: data-nth="\d+")? data-source="([^"]*)"></\1>',
        lambda m: f"⟦{m[2] or '-'} {unescape(m[3])}".rstrip() + "⟧",
        html,
    )
    return shown.rstrip() + "\n"


def convert(source, front_matter="", *more):
    return Markdown(extensions=[*EXTENSIONS, *more]).convert(front_matter + source.replace("␍\n", "\r\n"))


@pytest.mark.parametrize(("source", "expected"), cases("citations.md"))
def test_citations(source, expected):
    assert readable(convert(source)) == expected


@pytest.mark.parametrize(("source", "expected"), cases("topics.md"))
def test_topics(source, expected):
    html = convert(source, "Topics: true\n\n")
    assert readable(re.sub(r'data-line="(\d+)"', lambda m: f'data-line="{int(m[1]) - 2}"', html)) == expected


@pytest.mark.parametrize(("source", "expected"), cases("alerts.md"))
def test_alerts(source, expected):
    assert readable(convert(source)) == expected


@pytest.mark.parametrize(("source", "expected"), cases("lists.md"))
def test_lists(source, expected):
    assert readable(convert(source)) == expected


def test_the_cases_are_found():
    assert len(cases("citations.md")) >= 13
    assert len(cases("topics.md")) >= 4


def test_the_second_of_two_adjacent_groups_has_the_line_of_the_first():
    html = convert("\n- **A** [8][12]\n", "Topics: true\n")
    assert [p.line for p in find_placeholders(html)] == [3, 3, 3]


def test_a_summary_has_its_line_in_the_front_matter():
    md = Markdown(extensions=EXTENSIONS)
    md.convert("Title: A\nSummary: see [@a]\n\nText\n")
    summary = md.Meta["summary"][0]
    md.preprocessors.deregister("meta")
    md.reset()
    assert readable(md.convert(summary)) == "<p>see ⟦2 [@a]⟧</p>\n"


@pytest.mark.parametrize(
    "extension", ["markdown.extensions.codehilite", "markdown.extensions.smarty", "markdown.extensions.toc"]
)
@pytest.mark.parametrize(("source", "expected"), cases("citations.md"))
def test_nothing_of_ours_is_left_behind_with_other_extensions(extension, source, expected):
    md = Markdown(extensions=[*EXTENSIONS, extension])
    assert "\x02" not in md.convert(source)


@pytest.mark.parametrize("attributes", ["{: toc }", "{: alt title }", "{: #a toc .b }"])
def test_attributes_without_a_value_are_no_failure(attributes):
    assert "⟦1 [@a]⟧" in readable(convert(f"one [@a]\n{attributes}\n\n![x](x.png){attributes}\n"))
