"""The table of addresses says all that Ibid writes and nothing else, and templates lead to no other address."""

import re

import pytest

from ibid.model.addresses import ADDRESSES, SITEMAP_PART, TOPIC, AddressRow, address_page, file_of

BIB = """\
@article{alpha2020, title={On Alpha}, author={Doe, Jane}, journal={Letters}, year={2020}, pdf={files/a.pdf}}
@article{a/b:c, title={On Beta}, author={Doe, Jane}, journal={Letters}, year={2021}}
@misc{2020, title={On Gamma}, author={Doe, Jane}}
"""
RESEARCH = "Title: Research\nTopics: true\n{more}\n- **Letters**: what they are [@alpha2020]\n    - **Vowels**: open [@a/b:c][@2020]\n"
FILES = {
    "content/publications.bib": BIB,
    "content/files/a.pdf": b"%PDF-1.4 a paper",
    "content/pages/research.md": RESEARCH.format(more="Lang: en\nSlug: research\n"),
    "content/pages/research.zh.md": RESEARCH.format(more="Lang: zh\nSlug: research\n"),
    "content/news/2024-01-01-post.md": "Title: Post\n\nA post [@alpha2020].\n",
}
LANGUAGES = {"DEFAULT_LANG": "en", "PAGE_LANG_URL": "{slug}-{lang}/", "PAGE_LANG_SAVE_AS": "{slug}-{lang}/index.html"}
OF_PELICAN = re.compile(
    r"theme/.*|files/a\.pdf|(?:(?:archives|categories|tags|authors|author/.*|category/.*|index)\.html)"
    r"|news/(?:post/)?index\.html|research(?:-zh)?/index\.html"
)
"""What Pelican writes of this site, and the author's pages."""
PARTS = {
    "slug": r"[A-Za-z0-9_-]+",
    "path": r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*",
    "file": r"[^/]+\.pdf",
    "year": r"\d{4}",
    "folder": r"[a-z]{2}/",
    "number": r"\d+",
}


def pattern(row: AddressRow) -> re.Pattern[str]:
    """An expression for the files of a row."""
    endings = "|".join(re.escape(one.ending) for one in row.formats)
    parts = {**PARTS, "ending": f"(?:{endings})"}
    pieces = re.split(r"\{(\w+)\}", file_of(row.pattern.replace("{page}", TOPIC.pattern)))
    return re.compile("".join(parts[piece] if at % 2 else re.escape(piece) for at, piece in enumerate(pieces)))


@pytest.mark.parametrize(
    "settings", [{}, {"SITEURL": "https://e.org"}, {"SITEURL": "https://e.org", "IBID_SEARCH": True}]
)
def test_a_site_has_the_files_of_the_table_and_no_others(site, settings):
    built = site.build(FILES, ARTICLE_PATHS=["news"], STATIC_PATHS=["files"], **LANGUAGES, **settings)
    assert built.code == 0, built.stderr
    rows = {row: pattern(row) for row in ADDRESSES}
    files = [file for file in built.files() if not OF_PELICAN.fullmatch(file)]
    assert [file for file in files if not any(each.fullmatch(file) for each in rows.values())] == []
    unwritten = {row for row, each in rows.items() if not any(map(each.fullmatch, files))}
    assert unwritten == {row for row in ADDRESSES if row.needs and row.needs not in settings} | {SITEMAP_PART}


def test_the_page_has_the_whole_table(root):
    page = (root / "docs/addresses.md").read_text("utf-8")
    assert page == address_page(), "renew it: python -m ibid.model.addresses > docs/addresses.md"


def test_templates_lead_to_addresses_of_the_table(root):
    """What a template writes out after SITEURL is an address of the table, or one that Pelican's settings give."""
    found = {
        address
        for path in (root / "theme" / "templates").rglob("*.html")
        for address in re.findall(r"\{\{ SITEURL \}\}/([^{\"'\s#]+)", path.read_text("utf-8"))
    }
    assert {"publications/", "search/"} <= found
    assert [one for one in sorted(found) if not any(row.pattern == one for row in ADDRESSES)] == []
