"""Tables, on sites whose theme knows how: cells aligned by a class, and a way in for the keyboard."""

import pytest
from markdown import markdown

TABLE = "| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | 2 | 3 | 4 |\n"


def test_each_alignment_becomes_a_class():
    html = markdown(TABLE, extensions=["tables", "ibid.mark.markdown_extension"])
    assert "style" not in html
    for cell in (
        "<td>1</td>",
        '<td class="align-left">2</td>',
        '<td class="align-center">3</td>',
        '<td class="align-right">4</td>',
    ):
        assert cell in html


def test_an_author_s_own_class_stays_beside_it():
    html = markdown(
        TABLE.replace("4", "4 {.total}"), extensions=["tables", "attr_list", "ibid.mark.markdown_extension"]
    )
    assert '<td class="align-right total">4</td>' in html


@pytest.mark.parametrize("html", ['<td style="text-align: right;">4</td>', '<p style="text-align: right;">4</p>'])
def test_html_of_the_author_s_own_stays_as_it_is(html):
    assert html in markdown(html, extensions=["tables", "ibid.mark.markdown_extension"])


RST = "T\n#\n\n== ==\na  b\n== ==\n1  2\n== ==\n"


@pytest.mark.parametrize(("page", "text"), [("t.md", f"Title: T\n\n{TABLE}"), ("t.rst", RST)])
def test_a_table_is_reached_by_keyboard_since_it_may_scroll(site, page, text):
    table = site.build({f"content/pages/{page}": text}).page("t/index.html").table
    assert (table["tabindex"], table.get("border")) == ("0", None)


def test_a_theme_of_another_kind_gets_what_pelican_writes(site):
    page = {"content/pages/t.md": f"Title: T\n\n{TABLE}"}
    assert 'class="align-right"' in site.build(page).text("t/index.html")
    assert 'style="text-align: right;"' in site.build(page, THEME="simple").text("t/index.html")
