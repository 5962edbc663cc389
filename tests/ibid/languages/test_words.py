"""The theme's words: catalogues as authors name and write them, and what becomes of what is wrong in one."""

from __future__ import annotations

import pytest

from ibid.languages.tags import bcp47, widening
from ibid.languages.words import Words

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def words(tmp_path):
    """Makes the words of one language from the author's catalogues."""

    def make(language: str, **catalogues: str) -> Words:
        for name, text in catalogues.items():
            (tmp_path / f"{name}.po").write_text(text, "utf-8")
        return Words([language], tmp_path)

    return make


@pytest.mark.parametrize(
    ("written", "tag", "wider"),
    [
        ("zh", "zh", ("zh",)),
        ("zh_CN", "zh-CN", ("zh-CN", "zh")),
        ("zh-cn", "zh-CN", ("zh-CN", "zh")),
        ("ZH-hans", "zh-Hans", ("zh-Hans", "zh")),
        ("zh_Hans_CN", "zh-Hans-CN", ("zh-Hans-CN", "zh-Hans", "zh")),
        ("de-1996", "de-1996", ("de-1996", "de")),
        ("", "", ("",)),
    ],
)
def test_a_language_by_any_of_its_names(written, tag, wider):
    assert bcp47(written) == tag
    assert widening(written) == wider


@pytest.mark.parametrize("language", ["zh", "zh-cn", "zh_CN", "zh-Hans"])
def test_chinese_is_found_under_each_of_its_names(language):
    assert Words([language]).of(language).gettext("News") == "新闻"


@pytest.mark.parametrize("language", ["en", "en-GB", "de", "tlh", "", "../../etc/passwd", "*"])
def test_without_a_catalogue_words_are_english(language):
    words = Words([language])
    assert words.of(language).gettext("News") == "News"
    assert words.of(language).ngettext("%(num)s publication", "%(num)s publications", 1) == "%(num)s publication"
    assert not words.problems


def test_one_file_adds_a_language_with_its_own_plurals(words):
    rows = 'msgid "%(num)s publication"\nmsgid_plural "%(num)s publications"\n'
    rows += 'msgstr[0] "%(num)s práce"\nmsgstr[1] "%(num)s práce (2-4)"\nmsgstr[2] "%(num)s prací"\n'
    czech = words("cs", cs=HEAD + rows).of("cs")
    assert [czech.ngettext("%(num)s publication", "%(num)s publications", n) for n in (1, 3, 5)] == [
        "%(num)s práce", "%(num)s práce (2-4)", "%(num)s prací",
    ]  # fmt: skip
    assert czech.gettext("News") == "News"


def test_the_author_s_words_come_before_ours_and_the_narrower_language_before_the_wider(words):
    own = HEAD + 'msgid "News"\nmsgstr "{}"\n'
    made = words("zh-CN", zh=own.format("动态"), zh_CN=own.format("近况"))
    assert made.of("zh_cn").gettext("News") == "近况"
    assert made.of("zh-CN").gettext("Abstract") == "摘要"
    assert words("en", en=own.format("What is new")).of("en").gettext("News") == "What is new"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('msgid "News"\nmsgstr "Neues\n', 5, "nothing in this file is used"),
        ('msgid "News"\nmsgstr Neues\n', 5, "nothing in this file is used"),
        ('msgid "News"\nmsgstr "das "Neue""\n', 5, "one pair of quotes"),
        ('<<<<<<< HEAD\nmsgid "News"\nmsgstr "Neues"\n', 4, "nothing in this file is used"),
        ('msgid "News"\nmsgid "Home"\nmsgstr "Neues"\n', 0, "missing msgstr"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[7] "c"\n', 0, "more translations than num_plurals"),
        ('msgid "Download %(file)s"\nmsgstr "%(datei)s laden"\n', 4, "%(datei)s; use only %(file)s"),
        ('msgid "Download %(file)s"\nmsgstr "100 % %(file)s"\n', 4, "percent sign"),
        ('msgid "Download %(file)s"\nmsgstr "%(file)d"\n', 4, "percent sign"),
    ],
)
def test_a_broken_catalogue_is_said_and_its_words_stay_english(words, text, line, said):
    made = words("de", de=HEAD + text)
    [problem] = made.problems
    assert (problem.code.name, problem.line) == ("bad-catalogue", line)
    assert said in problem.message
    assert problem.path.endswith("de.po")
    german = made.of("de")
    assert (german.gettext("News"), german.gettext("Download %(file)s")) == ("News", "Download %(file)s")


@pytest.mark.parametrize(
    "header",
    ["Plural-Forms: nplurals=x; plural=1;", "Plural-Forms: nplurals=2; plural=os;", "Content-Type: x; charset=no"],
)
def test_a_header_that_is_not_understood_is_said(words, header):
    text = (
        f'msgid ""\nmsgstr "{header}\\n"\n\nmsgid "%(num)s a"\nmsgid_plural "%(num)s b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n'
    )
    made = words("de", de=text)
    assert [problem.code.name for problem in made.problems] == ["bad-catalogue"]
    assert made.of("de").ngettext("one", "many", 2) == "many"


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "\ufeff" + HEAD, HEAD.replace("\n", "\r\n")])
def test_a_catalogue_may_be_empty(words, text):
    made = words("de", de=text)
    assert made.of("de").gettext("News") == "News"
    assert not made.problems


def test_a_catalogue_in_another_encoding_is_said(tmp_path):
    (tmp_path / "de.po").write_bytes((HEAD + 'msgid "Home"\nmsgstr "Zurück"\n').encode("latin-1"))
    made = Words(["de"], tmp_path)
    assert [problem.code.name for problem in made.problems] == ["bad-catalogue"]
    assert "UTF-8" in made.problems[0].message
    assert made.of("de").gettext("Home") == "Home"
