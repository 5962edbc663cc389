"""What reads HTML does so by the one reader: each row was wrong when it had an expression of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

from ibid.check.links import addresses_in
from ibid.features.cv.inline import CvText
from ibid.features.images.facts import svg_facts
from ibid.features.images.image_tags import image_tags
from ibid.features.search.index import segmented
from ibid.link.citations import read_part
from ibid.mark.code import is_in_code, is_no_text, without_code
from ibid.mark.html_citations import add_placeholders
from ibid.mark.html_reader import splice
from ibid.model.planned import Quotation
from ibid.model.records import Document
from ibid.read.front_matter import lines_of_fields
from ibid.write.metadata.json_ld import post
from ibid.write.page_facts import read_page
from ibid.write.written_pages import openable

CITED = '<ibid-cite data-line="1" data-source="[@k]"></ibid-cite>'


def quoted(html):
    """A part of the page `research/` on the page of a topic."""
    return Quotation("research.md", "research/", html).at("..")


def cited(html):
    return add_placeholders(html, html, topics=False)


def searched(html):
    """What is looked at for lines: code and comments are blank."""
    return without_code(html, ".html")


def marked(text):
    """Whether the `@` of a text in Markdown is in a tag, comment or code, and whether it is in code."""
    return is_no_text(text, text.index("@")), is_in_code(text, text.index("@"))


def size(svg):
    facts = svg_facts(svg)
    return facts.width, facts.height, facts.fault


def images(html):
    return [(tag.source, tag.in_picture, html[tag.start : tag.end]) for tag in image_tags(html)]


def first_image(html):
    """The image of a post for those who share it."""
    article = SimpleNamespace(content=html, url="p/", title="P", summary="", date=None, lang="en")
    found = re.search(r'"image": ?"([^"]*)"', post(article, "https://e.org"))
    return found and found[1]


def fields(html):
    return [(field.name, field.value, field.line) for field in lines_of_fields(html, ".html")]


def led_to(html):
    return openable(html, "..", "https://e.org")


def feed(xml):
    return [*addresses_in("a.xml", xml)]


def plain(html):
    """A text of a CV where no HTML is allowed."""
    return CvText("", html).plain


def bullet(html):
    """The topic of a list with its id: its text without the name, and the list with the id on its bullet."""
    part = read_part(Document("a.md", "A", "a/", listed=True, has_topics=True), "content", html)
    assert part
    (one,) = part.bullets
    text = "".join(html[first:last] for first, last in one.text)
    return text, splice(html, one.edits).partition("A")[0]


def in_link(html):
    part = read_part(Document("a.md", "A", "a/", listed=True, has_topics=False), "content", html)
    assert part
    return [place.in_link for place in part.places]


def ids(html):
    return read_page(html).ids


ROWS = [
    # A `>` in a quoted value, a tag in a value or in a comment, names in capitals, values without quotes
    (quoted, '<img alt="a > b" src="c.png">', '<img alt="a > b" src="../research/c.png">'),
    (quoted, "<A HREF=x>", '<A HREF="../research/x">'),
    (quoted, '<!-- <a href="x"> --><p title=\'<a href="x">\'>', '<!-- <a href="x"> --><p title=\'<a href="x">\'>'),
    (quoted, '<a href="it\'s/">', '<a href="../research/it&#x27;s/">'),
    (quoted, '<a href="x&quot;y?a=1&amp;b">', '<a href="../research/x&quot;y?a=1&amp;b">'),  # no quote may end the value
    (cited, "<img title=\"x alt='none'\" alt='by @k'>", "<ibid-attribute data-line=\"1\" data-source=\"by @k\"></ibid-attribute><img title=\"x alt='none'\" alt='by @k'>"),
    (cited, "<!--> [@k] <!-- [@k] -->", f"<!--> {CITED} <!-- [@k] -->"),
    (cited, "<iframe>[@k]</iframe>", "<iframe>[@k]</iframe>"),
    (searched, "<p title='<code>'>[@k]", "<p title='<code>'>[@k]"),
    (searched, "<!-->a<!-- b --!>c", f"{' ' * 5}a{' ' * 11}c"),
    (marked, '<span title="1 > 0 [@k]">', (True, False)),
    (marked, "<p title='<code>'> [@k]", (False, False)),
    (marked, "<!-- <code> --> [@k]", (False, False)),
    (marked, "</p title='[@k]'>", (True, False)),
    (marked, "<code title='</code>'>[@k]</code>", (True, True)),
    (size, '<!-- <svg width="1" height="1"> --><svg width=\'20\' height="30">', (20, 30, "")),
    (size, '<svg-icon width="1"/>', (0, 0, "it contains no <svg>")),
    (size, "<svg width=20 height=30>", (20, 30, "")),
    (images, "<textarea><img src=a></textarea><IMG SRC=b>", [("b", False, "<IMG SRC=b>")]),
    (images, "<!--><img src=a alt='>'><!-- <img src=b> -->", [("a", False, "<img src=a alt='>'>")]),
    (images, "<p><picture><img src=a></p><img src=b>", [("a", True, "<img src=a>"), ("b", False, "<img src=b>")]),
    (segmented, '<img alt="一 > 二">三<!-- 四 > 五 -->', '<img alt="一 > 二"> 三 <!-- 四 > 五 -->'),
    (segmented, "1 < 2 一 > 3", "1 < 2  一  > 3"),
    (segmented, "<script>x = '一'</script>二", "<script>x = '一'</script> 二 "),
    (first_image, "<!-- <img src='/old.png'> --><IMG ALT='a > b' SRC=/new.png>", "https://e.org/new.png"),
    (first_image, '<img src="/it\'s.png">', "https://e.org/it's.png"),
    (fields, "<HEAD data-a='>'><meta content='a > b' name=summary></HEAD><meta name=a content=b>", [("summary", "a > b", 1)]),
    (fields, "<head><!-->\n<meta name='tags' content='' contents='x' name='y'>", [("tags", "x", 2)]),
    (led_to, "<A HREF=../a/>", '<A HREF="../a/index.html">'),
    (led_to, "<!-- <a href='a/'> --><script>'<a href=\"a/\">'</script>", "<!-- <a href='a/'> --><script>'<a href=\"a/\">'</script>"),
    (led_to, "<a href='it&#x27;s/#x'>", "<a href='it&#x27;s/index.html#x'>"),
    (led_to, '<a class=x>y"href="/a/"</a><a href="it\'s/">', '<a class=x>y"href="/a/"</a><a href="it\'s/index.html">'),
    (led_to, "<meta content='0;URL=../a/' http-equiv=Refresh>", "<meta content='0;URL=../a/index.html' http-equiv=Refresh>"),
    (feed, '<link title="a > b" href="/x"/><link data-href="/no"/>', ["/x"]),
    (feed, '<!-- <link href="/no"/> --><atom:link rel=\'self\' href=\'/a"b\'/><loc>/y</loc>', ['/a"b', "/y"]),
    (plain, 'see <a title="1 > 0">this</a> &lt;here&gt;', "see this <here>"),
    (bullet, f"<ul><li title='</li>'><b class='a'ID='t'lang=en>A</b>: b {CITED}</ul>", (f"b {CITED}", "<ul><li id=\"t\" title='</li>'><b class='a' lang=en>")),
    (in_link, f"<!--><a href=x>{CITED}</a><!-- -->{CITED}", [True, False]),
    (ids, "</p title='<a id=no>'><?x <a id=no>?><b id=yes><a id='no", ["yes"]),
]  # fmt: skip


@pytest.mark.parametrize(("read", "html", "result"), ROWS)
def test_a_row(read, html, result):
    assert read(html) == result


PLUGIN = Path(__file__).resolve().parents[3] / "plugins" / "ibid"
READER = "ibid.mark.html_reader"
FUNCTIONS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
LIBRARIES = ("bs4", "html5lib", "html.parser", "lxml")
NOT_HTML = {
    "check/essentials.py": "finds a line in an author's source, of any format, as Markdown, to name it in a message",
    "check/links.py": "the same",
    "check/sources.py": "the same",
    "features/images/image_steps.py": "an address in angle brackets, in an image of Markdown",
    "features/cv/inline.py": "an address in angle brackets, as in Markdown; HTML in a CV is text",
    "mark/blocks.py": "where blocks of HTML start and end in Markdown, by CommonMark's own conditions for lines",
    "mark/foreign_syntax.py": "Distill's citations in a source of Markdown",
    "mark/placeholders.py": "our own elements, which only `write_placeholder` writes, in one form",
}
"""Expressions with a `<` or an attribute that are not for HTML."""
TREES = {
    "link/topic_bullets.py": "BeautifulSoup: bullets in bullets, with their first words, as a tree",
    "build/contents.py": "`striptags`, so that a title is what the theme's filter of that name makes of it",
    "write/metadata/json_ld.py": "the same",
}
"""Other readers of HTML than ours."""


@cache
def nodes(path: Path) -> list[ast.AST]:
    """Return all nodes of a module's syntax tree."""
    return [*ast.walk(ast.parse(path.read_bytes()))]


def expressions(path: Path) -> Iterator[ast.expr]:
    """Yield what a module gives to `re`, and its raw strings, which other modules may give to it."""
    lines = path.read_bytes().split(b"\n")
    texts = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}
    texts |= {id(part) for node in nodes(path) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes(path):
        function = node.func if isinstance(node, ast.Call) and node.args else None
        if isinstance(function, ast.Attribute) and function.attr in FUNCTIONS and ast.unparse(function.value) == "re":
            yield node.args[0]
        is_text = isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in texts
        if is_text and re.match(rb"(?:[rR][fF]?|[fF][rR])[\"']", lines[node.lineno - 1][node.col_offset :]):
            yield node


def parts(node: ast.AST, named: dict[str, ast.expr]) -> Iterator[ast.Name | str]:
    """Yield the texts and the names of an expression, with those that its names are made of."""
    left, seen = [node], set()
    while left:
        for part in ast.walk(left.pop()):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value
            if isinstance(part, ast.Name) and part.id not in seen:
                seen.add(part.id)
                yield part
                left += [named[part.id]] if part.id in named else []


def reads_tags(expression: str) -> bool:
    """Return whether a regular expression finds tags or their attributes."""
    plain = re.sub(r"\\.", "", re.sub(r"\(\?(?:<[=!]|P<\w+>|P=\w+)|\\g<", "(", expression))
    outside = re.sub(r"\[\^?\]?[^\]]*\]", "C", plain)
    return bool(
        re.search(r"<(?![=)|?>]|$)", outside)
        or re.search(r"(?:href|src|alt|id|name|content)\b\W*\\s\*\W*=", expression)
    )


def test_an_expression_for_tags_is_recognised():
    for expression in (
        "<[^>]*>",
        "<(?:a|b)",
        r"<!--.*?-->",
        r"(?P<x><a\s)",
        r"</p>",
        r"\balt\s*=",
        r"\s(href|src)\s*=",
        "<ibid-",
    ):
        assert reads_tags(expression), expression
    for expression in (r"(?<=a)b", r"(?<!a)", r"(?P<name>\w+)", "[<>=]", r"<=|<|>", "[^<]*", r"\(\s*<?"):
        assert not reads_tags(expression), expression


def other_readers(path: Path) -> Iterator[str]:
    """Yield how a module reads HTML, if not by our reader: expressions with parts of that are the reader's."""
    named = {
        target.id: node.value
        for node in nodes(path)
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    imports = [node for node in nodes(path) if isinstance(node, ast.ImportFrom) and node.module == READER]
    ours = {alias.name for node in imports for alias in node.names}
    for expression in expressions(path):
        found = list(parts(expression, named))
        if any(isinstance(one, ast.Name) and one.id in ours for one in found):
            continue
        yield from (one for one in found if isinstance(one, str) and reads_tags(one))


def trees(path: Path) -> Iterator[str]:
    """Yield the other libraries by which a module reads HTML."""
    for node in nodes(path):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{name}" for name in names]
        yield from (name for name in names if name.startswith(LIBRARIES))
        if isinstance(node, ast.Attribute) and node.attr == "striptags":
            yield node.attr


def test_no_other_module_reads_tags():
    found = {}
    for path in sorted(PLUGIN.rglob("*.py")):
        name = path.relative_to(PLUGIN).as_posix()
        if name != "mark/html_reader.py" and (expressions_for_tags := list(other_readers(path))):
            found[name] = expressions_for_tags
    assert {name: one for name, one in found.items() if name not in NOT_HTML} == {}
    assert NOT_HTML.keys() - found.keys() == set()


def test_a_tree_is_built_only_where_it_is_needed():
    found = {path.relative_to(PLUGIN).as_posix(): [*trees(path)] for path in sorted(PLUGIN.rglob("*.py"))}
    assert {name: one for name, one in found.items() if one and name not in TREES} == {}
    assert [name for name in TREES if not found.get(name)] == []
