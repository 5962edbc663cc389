"""The reader of HTML finds what the HTML standard's tokenizer finds, with offsets that lead back to every byte."""

from __future__ import annotations

import pytest
from html5lib._tokenizer import HTMLTokenizer
from html5lib.constants import tokenTypes
from hypothesis import given
from hypothesis import strategies as st

from ibid.mark.code import is_no_text
from ibid.mark.html_reader import Edit, Kind, extents, splice, start_tags, tag_at, text_of, tokens, with_values

READ = [
    ('<a href="x">y</a>', ["start a", "text y", "end a"]),
    ("<A HREF=x>", ["start a"]),
    ('<img alt="a > b" src=c>d', ["start img", "text d"]),
    ("<p title='<b>'>", ["start p"]),
    ("a < b > c", ["text a < b > c"]),
    ("1<2", ["text 1<2"]),
    ("a <b", ["text a <b"]),
    ('a <b c="d> <i>e</i>', ['text a <b c="d> <i>e</i>']),
    ("<!-- <b> -->x<!-->y<!--->z", ["comment <!-- <b> -->", "text x", "comment <!-->", "text y", "comment <!--->", "text z"]),
    ("<!--a--!>b", ["comment <!--a--!>", "text b"]),
    ("<!-- never closed <b>", ["comment <!-- never closed <b>"]),
    ("<!doctype html><?xml a?></ b>c", ["comment <!doctype html>", "comment <?xml a?>", "comment </ b>", "text c"]),
    ("<script>a<b></SCRIPT >c", ["start script", "raw a<b>", "end script", "text c"]),
    ("<title>a <b></title>", ["start title", "raw a <b>", "end title"]),
    ("<textarea></textarea>", ["start textarea", "end textarea"]),
    ("<style>a", ["start style", "raw a"]),
    ("<br/><p/ class=x></p title='>'>", ["start br", "start p", "end p"]),
    ("<my-card a/b>", ["start my-card"]),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("html", "read"), READ)
def test_what_is_read(html, read):
    found = list(tokens(html))
    assert [
        f"{one.kind.value} {one.name or html[one.start : one.end]}" for one in found if one.kind is not Kind.RAW
    ] == [one for one in read if not one.startswith("raw ")]
    assert [f"raw {html[one.start : one.end]}" for one in found if one.kind is Kind.RAW] == [
        one for one in read if one.startswith("raw ")
    ]
    assert "".join(html[one.start : one.end] for one in found) == html


@pytest.mark.parametrize(
    ("html", "values"),
    [
        ('<a href="?a=1&amp;b" hidden class=c>', {"href": "?a=1&b", "hidden": "", "class": "c"}),
        ("<a TITLE='\"'\n=x a=1 A=2>", {"title": '"', "=x": "", "a": "1"}),
        ("<a a=\"1\"b='2'/c=3/>", {"a": "1", "b": "2", "c": "3/"}),
        ("<a a = b c\u00a0d e=>", {"a": "b", "c\u00a0d": "", "e": ""}),
        ("<a a==b =c>", {"a": "=b", "=c": ""}),
        ('<a x="&copy=1&copy;&copy &#65;&#x42 &no; &notit;">', {"x": "&copy=1©© AB &no; &notit;"}),
        ("<br/>", {}),
    ],
)
def test_attributes(html, values):
    tag = next(tokens(html))
    assert tag.values() == {name: one.value for name, one in tag.attributes().items()} == values
    for one in tag.attributes().values():
        assert html[one.start :].lower().startswith(one.name)
        assert html[one.first :].startswith(one.written or "")


PIECES = [
    '<a href="/a?b=1&amp;c">', "<A HREF=/x>", "<a href='/q' >", '<p id="a">', "<p ID=b class='x'>", "<br/>", "<p/ x>", "</p>", "</a >",
    "</P title='>'>", "<!-- <a href='/no'> -->", "<!---->", "<!-->", "<!--->", "<!--a--!>", "<!doctype html>", "<?php a > b ?>", "</ x>",
    "</>", "<script>", "</script>", "<style>", "</style>", "<title>", "</title>", "<textarea>", "</textarea>", "text", "1 < 2", "a > b",
    '"', "'", "=", "/", "<", "</", "<!", '<a title="1 > 0" href="/gt">', "<a title='<b id=no>' href=/in>", '<a\nhref\n=\n"/nl"\n>',
    '<a id="1" id="2">', "<a b==c =d>", '<a b="c"d=e/>', "<a b=>", "<x\u00a0y z\u00a0=1>", "<b ", '<b c="', "<b c='",
]  # fmt: skip
STATES = {"script": "scriptData", "title": "rcdata", "textarea": "rcdata", "style": "rawtext"}


def by_the_standard(html: str) -> list[tuple[str, object]]:
    """Return the tags as html5lib's tokenizer reads them, with the states that its parser would set."""
    found: list[tuple[str, object]] = []
    reader = HTMLTokenizer(html)
    for token in reader:
        if token["type"] == tokenTypes["StartTag"]:
            name = token["name"]
            found.append((name, dict(token["data"])))
            if name in STATES:
                reader.state = getattr(reader, f"{STATES[name]}State")
        if token["type"] == tokenTypes["EndTag"]:
            found.append((f"/{token['name']}", None))
    return found


def ours(html: str) -> list[tuple[str, object]]:
    tags = (one for one in tokens(html) if one.kind in {Kind.START, Kind.END})
    return [(one.name, one.values()) if one.kind is Kind.START else (f"/{one.name}", None) for one in tags]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_tags_are_those_of_the_standard(html):
    closed = f"""{html}"'-->>"'-->>"""  # all that is open ends: a tag without end is text for us, as parts of pages may have it
    closed += "".join(f"</{name}>" for name in STATES)
    assert ours(closed) == by_the_standard(closed)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a <b title='>'>b</b> &amp; c</p>", "a b & c"),
        ("a < b<!-- > c --> d", "a < b d"),
        ("a<script>if (b<c) {}</script><style>d</style>e", "ae"),
        ("<title>a</title>", "a"),
        ("x <y", "x <y"),
        ('x <y z="> <b>', 'x <y z="> <b>'),
    ],
)
def test_text(html, text):
    assert text_of(html) == text


def test_extents():
    html = '<ul><li title="</li>">a<ul><li>b</ul><!--</li>-->c</li></ul><li/><p><li>d</p>e'
    assert [html[one.first : one.last] for _, one in sorted(extents(html, "li").items())] == [
        "a<ul><li>b</ul><!--</li>-->c",
        "b",
        "d",
    ]
    assert not extents("<p>", "li")


def test_start_tags_of_one_name_are_those_among_all():
    html = "<img src=a><script src=s><img></script><p title='<img>'><!-- <img> --><IMG src='>'><imgx><svg><img/></svg><title><img></title>"
    for names in (("img",), ("script", "img"), ("p",), ("title",)):
        assert list(start_tags(html, *names)) == [
            one for one in tokens(html) if one.kind is Kind.START and one.name in names
        ]


def test_a_tag_at_an_offset():
    assert tag_at("a<b c>", 1) == next(one for one in tokens("a<b c>") if one.kind is Kind.START)
    assert tag_at("a<b c>", 0) is None
    assert tag_at("</b>", 0) is None


@pytest.mark.parametrize(
    ("html", "changed"),
    [
        ('<a title="href=x" href="y">', '<a title="href=x" href="Y!">'),
        ("<A HREF=y>", '<A HREF="Y!">'),
        ("<a href='y' href='z'>", "<a href='Y!' href='z'>"),
        ("<a data-href=y><b href=y><!-- <a href=y> --><p title='<a href=y>'>", None),
        ("<a href>", None),
    ],
)
def test_values_are_changed_in_place(html, changed):
    assert with_values(html, "a|area", "href", lambda name, value: f"{value.upper()}!" if name == "href" else "") == (
        changed or html
    )


def test_edits():
    assert splice("abcd", [Edit(2, 3, "X"), Edit(0, 1, "")]) == "bXd"


@pytest.mark.parametrize("piece", ["<", "<a ", "<a x='", '<a "', "<!--", "<script>", "</", "<a>", "<a x=1 ", "<p></i>"])
def test_what_never_closes_takes_no_time(piece):
    html = piece * 4_000
    assert "".join(html[one.start : one.end] for one in tokens(html)) == html
    extents(html, "a", "p")
    text_of(html)
    list(start_tags(html, "a"))
    with_values(html, "a|p", "x|href", lambda _, value: value)
    is_no_text(f"{html}[@k]", len(html) + 1)
