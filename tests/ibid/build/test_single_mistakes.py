"""One mistake is one message at its cause: a small sound site is built once with each of many single mistakes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from tiny_site import Built, Site

CONF = """\
AUTHOR = "Jane Doe"
SITENAME = "Jane Doe"
SITESUBTITLE = "Theory of learning"
SITEURL = ""
TIMEZONE = "Europe/Stockholm"
DEFAULT_LANG = "en"
MENUITEMS = (
    ("Research", "/research/"),
    ("Publications", "/publications/"),
    ("News", "/news/"),
)
PUBLICATIONS_SRC = "content/publications.bib"
IBID_PEOPLE = "content/people.yml"
PATH = "content"
ARTICLE_PATHS = ["news"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images", "files"]
THEME = {theme!r}
PLUGIN_PATHS = [{plugins!r}]
PLUGINS = ["pelican_bibtex", "ibid"]
PAGE_URL = "{{slug}}/"
PAGE_SAVE_AS = "{{slug}}/index.html"
ARTICLE_URL = "news/{{slug}}/"
ARTICLE_SAVE_AS = "news/{{slug}}/index.html"
TAG_URL = "news/tag/{{slug}}/"
TAG_SAVE_AS = "news/tag/{{slug}}/index.html"
INDEX_URL = "news/"
INDEX_SAVE_AS = "news/index.html"
TAGS_URL = "news/tags/"
TAGS_SAVE_AS = "news/tags/index.html"
DIRECT_TEMPLATES = ["index", "tags", "404"]
CATEGORY_SAVE_AS = ""
AUTHOR_SAVE_AS = ""
SLUGIFY_SOURCE = "basename"
FILENAME_METADATA = r"(?:(?P<date>\\d{{4}}-\\d{{2}}-\\d{{2}})-)?(?P<slug>[^.]*)"
THEME_TEMPLATES_OVERRIDES = ["templates"]
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
"""
FILES = {
    "content/publications.bib": """\
@article{alpha2020,
  title = {On Alpha},
  author = {Doe, Jane and Roe, Richard},
  journal = {Journal of Letters},
  year = {2020},
}

@article{beta2021,
  title = {On Beta},
  author = {Doe, Jane},
  journal = {Journal of Letters},
  year = {2021},
  doi = {10.1000/beta},
}

@misc{gamma2022,
  title = {On Gamma},
  author = {Doe, Jane},
  year = {2022},
  eprint = {2201.00001},
  eprinttype = {arxiv},
}
""",
    "content/people.yml": """\
Jane Doe:
  owner: true

Richard Roe:
  homepage: https://roe.example/
  affiliation: University of Letters
""",
    "content/numbers.toml": '1 = "alpha2020"\n2 = "beta2021"\n3 = "gamma2022"\n',
    "content/pages/home.md": """\
Title: Jane Doe
Template: home
save_as: index.html
url:
Summary: Jane Doe works on letters.

I work on letters: see [my research]({filename}research.md) and [the news](/news/).
""",
    "content/pages/research.md": """\
Title: Research
Template: research
Topics: true
Summary: What I work on.

## Interests

- **Letters**: all of them. [@*]

    - **First Letters**: the beginning [@alpha2020; @beta2021].

    - **Last Letters**: the end [@gamma2022].

## Recent Publications

{publications status=published}
""",
    "content/pages/notes.md": """\
Title: Notes
Summary: Notes on letters.

## Of letters

Letters are what I read, as in [@alpha2020]. Gone are the days of [slides]({static}/files/talk.pdf).

![A letter]({static}/images/letter.svg)
""",
    "content/news/2024-01-02-a-prize.md": """\
Title: A prize
Date: 2024-01-02
Tags: prize
Summary: The work on alpha [@alpha2020] gets a prize.

The work on alpha [@alpha2020] gets a prize. See [the notes]({filename}/pages/notes.md).
""",
    "content/news/2024-03-04-a-talk.md": """\
Title: A talk
Date: 2024-03-04
Tags: talk

I spoke of beta [@beta2021], of what is gone and of sites such as example pages.
""",
    "content/files/talk.pdf": "%PDF-1.4\n",
    "content/images/letter.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "templates/page.html": '{% extends "!theme/page.html" %}\n',
}
CONFIG, PUBLISH = "pelicanconf.py", "publishconf.py"
BIB, PEOPLE, NUMBERS = "content/publications.bib", "content/people.yml", "content/numbers.toml"
HOME, RESEARCH, NOTES = "content/pages/home.md", "content/pages/research.md", "content/pages/notes.md"
PRIZE, TALK, MINE = "content/news/2024-01-02-a-prize.md", "content/news/2024-03-04-a-talk.md", "templates/page.html"
MENU = 'MENUITEMS = (\n    ("Research", "/research/"),\n    ("Publications", "/publications/"),\n    ("News", "/news/"),\n)'


@dataclass(frozen=True)
class Mistake:
    """A change of one file, and the start of the message that it causes."""

    file: str
    old: str
    new: str
    said: str
    """The line, the code and the start of the message, after the file."""

    def __str__(self) -> str:
        return f"{Path(self.file).name}: {' '.join(self.new.split())[:50]}"


SETTINGS = [
    (MENU, 'MENUITEMS = (("A", "/a/"))', '7: bad-setting: MENUITEMS is one pair, not a list of pairs; write `MENUITEMS = [("A", "/a/")]`.'),
    (MENU, 'MENUITEMS = "Research"', "7: bad-setting: MENUITEMS is 'Research'; write a list of pairs"),
    (MENU, 'MENUITEMS = {"A": "/research/"}', '7: bad-setting: MENUITEMS is a dictionary; write a list of pairs, `MENUITEMS = [("A", "/research/")]`.'),
    (MENU, 'MENUITEMS = ["Research", "News", "Talks"]', "7: bad-setting: MENUITEMS contains 'Research', which is not a pair"),
    ('"/news/"),', '"/nwes/"),', "10: broken-link: the site has nothing at /nwes/; did you mean /news/?"),
    ("MENUITEMS = ", "MENU_ITEMS = ", "7: unknown-setting: there is no setting MENU_ITEMS; did you mean MENUITEMS?"),
    ("SITENAME", "SITENMAE", "2: unknown-setting: there is no setting SITENMAE; did you mean SITENAME?"),
    ("PUBLICATIONS_SRC", "PUBLICATION_SRC", "12: bad-setting: there is no setting PUBLICATION_SRC; did you mean PUBLICATIONS_SRC?"),
    ("IBID_PEOPLE", "IBID_PEPLE", "13: unknown-setting: there is no setting IBID_PEPLE; did you mean IBID_PEOPLE?"),
    ('SITEURL = ""', 'SITEURL = "a.example"', '4: bad-setting: SITEURL is "a.example", without https://; write `SITEURL = "https://a.example"`.'),
    ('SITEURL = ""', 'SITEURL = "https://a.example/"', '4: corrected-setting: SITEURL ends with a slash, which Pelican removes; write `SITEURL = "https://a.example"`.'),
    ("Europe/Stockholm", "Sweden", "5: bad-setting: TIMEZONE is 'Sweden', which is not a time zone; write continent and city"),
    ("Europe/Stockholm", "Stockholm", "5: bad-setting: TIMEZONE is 'Stockholm', which is not a time zone; did you mean Europe/Stockholm?"),
    ('DEFAULT_LANG = "en"', 'DEFAULT_LANG = "english"', "6: bad-setting: DEFAULT_LANG is 'english', which is not the code of a language; write `DEFAULT_LANG = \"en\"`."),
    ('"ibid"]', '"ibbid"]', "20: missing-plugin: the plugin `ibbid` in PLUGINS does not exist; did you mean `ibid`?"),
    ('["pelican_bibtex", "ibid"]', '["ibid"]', "20: missing-plugin: PLUGINS lacks `pelican_bibtex`"),
    ('"content/publications.bib"', '"publications.bib"', "12: no-file: PUBLICATIONS_SRC names publications.bib; there is no such file; did you mean content/publications.bib?"),
    ('"content/publications.bib"', "3", "12: bad-setting: PUBLICATIONS_SRC is 3, of type int; write a path"),
    ('"content/people.yml"', '"content/poeple.yml"', '13: bad-setting: IBID_PEOPLE is "content/poeple.yml", but content/poeple.yml does not exist; did you mean content/people.yml?'),
    ('"content/people.yml"', "[1]", "13: bad-setting: IBID_PEOPLE is [1]; write a path"),
    ('STATIC_PATHS = ["images", "files"]', 'STATIC_PATHS = "images"', "17: bad-setting: STATIC_PATHS is 'images', which is not a list; write `STATIC_PATHS = [\"images\"]`."),
    ('["images", "files"]', '["image", "files"]', '17: bad-setting: STATIC_PATHS has "image", which does not exist in content/; did you mean "images"?'),
    ('["images", "files"]', '["content/images", "files"]', '17: bad-setting: STATIC_PATHS has "content/images", which does not exist in content/; did you mean "images"?'),
    ('["news"]', '["new"]', '15: bad-setting: ARTICLE_PATHS has "new", which does not exist in content/; did you mean "news"?'),
    ('["news"]', '["blog"]', '15: bad-setting: ARTICLE_PATHS has "blog", which does not exist in content/; did you mean "news"?'),
    ('["news"]', '["~/news"]', '15: bad-setting: ARTICLE_PATHS has "~/news"; write a path within content/, without `~`.'),
    ('PATH = "content"', 'PATH = "content"; OUTPUT_PATH = "~/site"', "14: bad-setting: OUTPUT_PATH has `~`, which Pelican does not resolve; write the whole path"),
    ('PAGE_SAVE_AS = "{slug}/index.html"', 'PAGE_SAVE_AS = "{slug}.htm"', '21: bad-setting: PAGE_URL is "{slug}/", but the file is "{slug}.htm"; write `PAGE_SAVE_AS = "{slug}/index.html"`.'),
    ('TAG_URL = "news/tag/{slug}/"', 'TAG_URL = "news/tag/{slgu}/"', '25: bad-setting: TAG_URL is "news/tag/{slgu}/"; there is no {slgu}; did you mean {slug}?'),
    ('PATH = "content"', 'PATH = "content"; RELATIVE_URLS = "False"', "14: bad-setting: RELATIVE_URLS is 'False'; write True or False."),
    ('PATH = "content"', 'PATH = "content"; DEFAULT_PAGINATION = "5"', "14: bad-setting: DEFAULT_PAGINATION is '5'; write a number"),
    ('PATH = "content"', 'PATH = "content"; STRICT = "yes"', "14: bad-setting: STRICT is 'yes'; write `STRICT = True` or `STRICT = False`."),
    ('PATH = "content"', 'PATH = "content"; IBID_SEVERITY = {"no-topc": "off"}', "14: bad-setting: IBID_SEVERITY contains 'no-topc'"),
]  # fmt: skip
"""Rows of pelicanconf.py."""
OTHERS = [
    (PUBLISH, "DOMAIN = ''", "DOMAIN = 'https://a.example'", '3: bad-setting: PUBLISH_GIT_DOMAIN is "https://a.example"; write the domain alone, `PUBLISH_GIT_DOMAIN = "a.example"`.'),
    (PUBLISH, "https://jane.example", "jane.example", '2: bad-setting: SITEURL is "jane.example", without https://'),
    (PRIZE, "Date: 2024-01-02", "Date: 2024-31-12", "2: no-date: Date: the date '2024-31-12' is not valid"),
    (PRIZE, "Tags: prize", "Tags: prize\nStatus: drft", "4: unknown-status: there is no status 'drft'; did you mean draft?"),
    (NOTES, "Title: Notes", "Titel: Notes", ""),
    (RESEARCH, "Template: research", "Template: reserch", "2: unknown-template: the theme has no template 'reserch'; did you mean research?"),
    (NOTES, "[@alpha2020]", "[@alhpa2020]", "6: unknown-key: "),
    (NOTES, "[@alpha2020]", "[@alpha2020, @gamma2022]", "6: stray-citation: "),
    (NOTES, "talk.pdf", "tlak.pdf", "6: broken-link: the site has nothing at /files/tlak.pdf; did you mean /files/talk.pdf?"),
    (NOTES, "letter.svg", "lettre.svg", "8: missing-image: "),
    (NOTES, "![A letter]", "![]", "8: missing-alt: "),
    (NOTES, "[slides]({static}/files/talk.pdf)", "[x](site.example/a)", "6: broken-link: site.example/a has no https:// and leads into this site; did you mean https://site.example/a? (on /notes/)"),
    (TALK, "[@beta2021]", "[@beta2021] ([x](site.example/a))", "5: broken-link: site.example/a has no https://"),
    (TALK, "[@beta2021]", "[@beta2021] ([x](gone))", "5: broken-link: the site has nothing at /news/a-talk/gone"),
    (TALK, "[@beta2021]", "[@beta2021] ([x](/gone/))", "5: broken-link: the site has nothing at /gone/"),
    (HOME, "(/news/)", "(/new/)", "7: broken-link: the site has nothing at /new/"),
    (HOME, "research.md", "reserch.md", "7: broken-link: {filename}reserch.md is not a source of the site"),
    (NOTES, "## Of letters", "#### Of letters\n\n##### More\n\n## And\n\n#### Again", "4: skipped-heading: "),
    (NOTES, "## Of letters", "# Of letters\n\n# More", "4: main-heading: the page has 3 main headings"),
    (BIB, "title = {On Beta}", "title = {On {Beta}", "9:3: unclosed-brace: "),
    (BIB, "year = {2021}", "year = {2o21}", "12:"),
    (BIB, "10.1000/beta", "beta", "13:"),
    (BIB, "@misc{gamma2022", "@misc{beta2021, title={On Another}, author={Doe, Jane}, year={2021}}\n\n@misc{gamma2022", "16:1: duplicate-key: "),
    (PEOPLE, "owner: true", "ownr: true", "2: bad-people: "),
    (PEOPLE, "https://roe.example/", "roe.example", "5: bad-people: "),
    (PEOPLE, "Richard Roe:", "Richard Roe", "4: bad-people: "),
    (NUMBERS, '2 = "beta2021"', '2 = beta2021', "2:5: bad-numbers: "),
    (NUMBERS, '3 = "gamma2022"\n', "", ""),
    (RESEARCH, "[@*]", "[@alpha2020]", "8: wrong-roll-up: "),
    (RESEARCH, "[@gamma2022]", "", "12: empty-topic: "),
    (RESEARCH, "{publications status=published}", "{publications staus=published}", "16: bad-list: "),
    (RESEARCH, "{publications status=published}", "{publication status=published}", "16: stray-list: "),
    (MINE, " %}", " %}\n{% block content %}{{ super() }}<a href='/gone/'>x</a>{% endblock %}", "2: broken-link: the site has nothing at /gone/"),
]  # fmt: skip
MISTAKES = [*(Mistake(CONFIG, *row) for row in SETTINGS), *(Mistake(*row) for row in OTHERS)]


class SmallSite(Site):
    """The sound site, built with its own settings files."""

    def make(self, changed: Mapping[str, str]) -> Built:
        """Write the site with some files changed, and build it as `invoke check` would."""
        self.write({**files(self.root), **changed})
        return self.run("pelican", "content", "-s", PUBLISH if PUBLISH in changed else CONFIG)


def files(root: Path) -> dict[str, str]:
    conf = CONF.format(theme=str(root / "theme"), plugins=str(root / "plugins"))
    publish = "from pelicanconf import *\nSITEURL = 'https://jane.example'\nPUBLISH_GIT_DOMAIN = ''\n"
    return {**FILES, CONFIG: conf, PUBLISH: publish}


@pytest.fixture
def small(tmp_path: Path, root: Path) -> SmallSite:
    return SmallSite(tmp_path, root)


def test_the_site_without_a_mistake_has_nothing_to_report(small: SmallSite):
    assert small.make({}).problems == []
    assert small.make({PUBLISH: files(small.root)[PUBLISH]}).problems == []


AS_PELICAN_DOCUMENTS = """
from pathlib import Path
OUTPUT_PATH = Path("output")
SUMMARY_MAX_LENGTH, SUMMARY_MAX_PARAGRAPHS = None, 2
ARTICLE_ORDER_BY = lambda post: post.title
PAGE_ORDER_BY = "reversed-title"
DEFAULT_DATE_FORMAT = ("en_US", "%d %b %Y")
DATE_FORMATS = {"en": "%a, %d %b %Y"}
DEFAULT_METADATA = (("status", "published"),)
DEFAULT_DATE = "fs"
IGNORE_FILES = (".#*",)
DIRECT_TEMPLATES = ("index", "tags")
DELETE_OUTPUT_DIRECTORY = 0
FORMATTED_FIELDS = {"summary"}
EXTRA_PATH_METADATA = {"images/a.png": {"path": "a.png"}}
SLUG_REGEX_SUBSTITUTIONS = [(r"[^\\w\\s-]", "")]
PAGINATION_PATTERNS = ((1, "{url}", "{save_as}"), (2, "{base_name}/{number}/", "{base_name}/{number}/index.html"))
YEAR_ARCHIVE_URL, YEAR_ARCHIVE_SAVE_AS = "posts/{date:%Y}/", "posts/{date:%Y}/index.html"
ARTICLE_URL, ARTICLE_SAVE_AS = "news/{slug}", "news/{slug}.html"
DOCUTILS_SETTINGS, TYPOGRIFY_OMIT_FILTERS, LOCALE = {"smart_quotes": True}, ["amp"], ["C"]
MY_OWN_SETTING = {"anything": 1}
"""


def test_what_pelican_understands_is_no_mistake(small: SmallSite):
    built = small.make({CONFIG: files(small.root)[CONFIG] + AS_PELICAN_DOCUMENTS})
    assert [line for line in built.problems if "setting" in line] == []
    assert built.code == 0


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_one_mistake_is_told_at_its_cause_and_nowhere_else(small: SmallSite, mistake: Mistake):
    before = files(small.root)[mistake.file]
    assert before.count(mistake.old), "the row changes something"
    built = small.make({mistake.file: before.replace(mistake.old, mistake.new, 1)})
    told = [line for line in built.problems if not line.startswith("Stopped before")]
    assert told, "a mistake is told"
    assert told[0].startswith(f"{mistake.file}:{mistake.said}")
    assert len(told) <= 2, told
    assert {line.partition(":")[0] for line in told} == {mistake.file}
