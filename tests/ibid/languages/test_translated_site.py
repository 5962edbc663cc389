"""A site in two languages, and a third that one file adds: what a reader of each is shown."""

from __future__ import annotations

import pytest
from tiny_site import Site

SETTINGS = {
    "DEFAULT_DATE_FORMAT": "%b %Y",
    "FILENAME_METADATA": r"(?:(?P<date>\d{4}-\d{2}-\d{2})-)?(?P<slug>[^.]*)(?:\.(?P<lang>[a-z]{2}(?:[-_][A-Za-z]+)*)$)?",
    "PAGE_LANG_URL": "{lang}/{slug}/",
    "PAGE_LANG_SAVE_AS": "{lang}/{slug}/index.html",
    "ARTICLE_LANG_URL": "{lang}/news/{slug}/",
    "ARTICLE_LANG_SAVE_AS": "{lang}/news/{slug}/index.html",
    "INDEX_URL": "news/",
    "DISPLAY_CATEGORIES_ON_MENU": False,
    "MENUITEMS": (("Research", "/research/"), ("Publications", "/publications/"), ("Elsewhere", "https://x.example/")),
    "DIRECT_TEMPLATES": ["index", "404"],
}
FILES = {
    "content/pages/home.md": "Title: Jane\nTemplate: home\nsave_as: index.html\nurl:\n\nI study letters.\n",
    "content/pages/home.zh.md": "Title: 简\nTemplate: home\nsave_as: zh/index.html\nurl: zh/\n\n我研究字母。\n",
    "content/pages/research.md": (
        "Title: Research\nTopics: true\n\n- **Letters**: old ones. [@*]\n\n    - **Greek**: first [@alpha2020; @beta2021].\n\n"
        "    - **Roman**: [@gamma2022]\n\n{topics}\n\n## Papers\n\n{publications group=type}\n"
    ),
    "content/pages/research.zh.md": (
        "Title: 研究方向\nTopics: true\n\n- **字母**：古老的字母。[@*]\n\n    - **希腊字母**：最早的字母 [@alpha2020; @beta2021]。\n\n"
        "    - **罗马字母**：[@gamma2022]\n\n见 @beta2021。\n\n{topics}\n\n## Papers\n\n{publications group=type}\n"
    ),
    "content/pages/research.de.md": "Title: Forschung\nTopics: true\n\n- **Buchstaben**: alte [@*]\n\n    - **Römisch**: [@gamma2022]\n\nSiehe @beta2021.\n\n## Papers\n\n{publications group=type}\n",
    "content/news/2024-10-03-prize.md": "Title: A prize\n\nFor [@beta2021].\n",
    "content/news/2024-10-03-prize.zh.md": "Title: 获奖\n\n论文 [@beta2021]。\n",
    "content/news/2023-01-02-start.md": "Title: A start\n\nOf it all.\n",
    "languages/de.po": (
        'msgid "Journal articles"\nmsgstr "Aufsätze"\n\nmsgid "%(first)s and %(second)s"\nmsgstr "%(first)s und %(second)s"\n\n'
        'msgid "Skip to content"\nmsgstr "Zum Inhalt"\n'
    ),
    "languages/zh.po": 'msgid "Elsewhere"\nmsgstr "别处"\n\nmsgid "Jane Doe"\nmsgstr "简·多伊"\n',
}


@pytest.fixture(scope="module")
def built(tmp_path_factory, root):
    return Site(tmp_path_factory.mktemp("languages"), root).build(FILES, **SETTINGS)


def text(element) -> str:
    return " ".join(element.get_text().split())


def links(element) -> dict[str, str]:
    return {text(link): link["href"] for link in element.find_all("a")}


def test_the_name_of_a_file_says_its_language_and_nothing_is_wrong_where_both_agree(built):
    german = "content/pages/research.de.md"
    assert [line for line in built.problems if german not in line] == []
    assert built.page("zh/research/index.html").html["lang"] == "zh"
    assert built.page("de/research/index.html").html["lang"] == "de"
    assert built.page("research/index.html").html["lang"] == "en"


def test_a_chinese_page_is_chinese_but_for_what_the_author_has_in_english(built):
    page = built.page("zh/research/index.html")
    assert text(page.find(class_="skip")) == "跳到正文"
    assert page.title.string == "研究方向 · 简·多伊"
    assert text(page.find("main").h1) == "研究方向"
    assert [text(heading) for heading in page.find("main").find_all("h3")] == ["期刊论文"]
    assert text(page.find("figure").details.summary) == "各研究主题历年论文数（表格）"
    assert {text(title): title.get("lang") for title in page.select(".title a")} == {
        "On Gamma": "en", "On Beta": "en", "On Alpha": "en",
    }  # fmt: skip
    assert not built.page("research/index.html").select(".title a[lang]")


def test_authors_in_a_sentence_are_joined_as_the_language_does(built):
    assert "Doe 和 Roe [2]" in text(built.page("zh/research/index.html").find("main"))
    assert "Doe und Roe [2]" in text(built.page("de/research/index.html").find("main"))


def test_a_third_language_is_one_file(built):
    page = built.page("de/research/index.html")
    assert text(page.find(class_="skip")) == "Zum Inhalt"
    assert [text(heading) for heading in page.find("main").find_all("h3")] == ["Aufsätze"]


def test_the_menu_leads_to_the_pages_of_the_reader_s_language_where_they_are_there(built):
    chinese = built.page("zh/research/index.html").header
    assert links(chinese) == {
        "简·多伊": "/zh/", "研究方向": "/zh/research/", "发表论文": "/publications/", "别处": "https://x.example/",
    }  # fmt: skip
    assert text(chinese.find(attrs={"aria-current": "page"})) == "研究方向"
    assert links(built.page("de/research/index.html").header)["Forschung"] == "/de/research/"
    assert links(built.page("research/index.html").header)["Research"] == "/research/"


def test_pages_name_their_translations_to_readers_and_to_search_engines(built):
    page = built.page("research/index.html")
    assert [(a["lang"], a["hreflang"], text(a), a["href"]) for a in page.select("main ul.profiles a")] == [
        ("de", "de", "Deutsch", "/de/research/"), ("zh", "zh", "中文", "/zh/research/"),
    ]  # fmt: skip
    said = {link["hreflang"]: link["href"] for link in page.select("link[hreflang]")}
    assert said == {"en": "/research/", "de": "/de/research/", "zh": "/zh/research/", "x-default": "/research/"}
    chinese = built.page("zh/research/index.html")
    assert {link["hreflang"]: link["href"] for link in chinese.select("link[hreflang]")} == said


def test_home_shows_posts_and_topics_in_its_language(built):
    page = built.page("zh/index.html")
    [first, second] = page.select("ul.news li")
    assert (text(first.time), text(first.a), first.a["href"]) == ("2024年10月", "获奖", "/zh/news/prize/")
    assert (text(second.a), second.a["href"], second.div["lang"]) == ("A start", "/news/start/", "en")
    assert links(page.find(class_="topics"))["字母"] == "/zh/research/#zi-mu"
    assert text(built.page("index.html").select_one("ul.news a")) == "A prize"


def test_a_translated_topic_has_a_page_in_its_language_with_the_files_of_the_original(built):
    page = built.page("zh/topics/letters/greek/index.html")
    assert page.html["lang"] == "zh"
    assert text(page.h1) == "希腊字母"
    assert links(page.find(class_="crumb")) == {"研究方向": "/zh/research/", "字母": "/zh/topics/letters/"}
    assert links(page.find("main"))["BibTeX"] == "/topics/letters/greek/publications.bib"
    assert links(page.find("main"))["English"] == "/topics/letters/greek/"
    assert links(page.find("main"))["获奖"] == "/zh/news/prize/"
    assert links(built.page("topics/letters/greek/index.html").find("main"))["中文"] == "/zh/topics/letters/greek/"
    assert [path for path in built.files() if path.endswith("publications.bib")].count(
        "topics/letters/publications.bib"
    ) == 1
    assert not [path for path in built.files() if path.startswith("zh/") and path.endswith(".bib")]


def test_a_publication_leads_back_to_originals_only(built):
    page = built.page("publications/beta2021/index.html")
    assert [a["href"] for a in page.select("a[role=doc-backlink]")] == [
        "/research/#letters", "/research/#letters/greek", "/news/prize/",
    ]  # fmt: skip


def test_topics_are_matched_by_what_they_cite_and_what_is_missing_is_said_once(built):
    [missing, differs] = built.problems
    assert "“Buchstaben” cites [3] gamma2022, but “Letters” at content/pages/research.md:4 cites [1]" in differs
    assert missing.endswith("“Greek” of content/pages/research.md:6 is missing here. [warning]")
    assert text(built.page("de/topics/letters/roman/index.html").h1) == "Römisch"
    assert "de/topics/letters/greek/index.html" not in built.files()
