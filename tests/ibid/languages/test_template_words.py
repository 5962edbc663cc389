"""What templates call: words in the language of the page that is written, escaped, and never that of a page in a loop."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from jinja2 import DictLoader, Environment
from markupsafe import Markup

from ibid.languages.page_languages import Languages, Version
from ibid.languages.template_translation import GLOBALS
from ibid.languages.words import Words

ENGLISH, CHINESE = Version("Research", "research/", "en"), Version("研究", "zh/research/", "zh")
MACROS = {
    "m.html": "{% macro news() %}{% autoescape true %}{{ _('News') }}{% endautoescape %}{% endmacro %}",
    "part.html": "{% autoescape true %}{{ _('News') }} {{ lang() }}{% endautoescape %}",
}


@pytest.fixture
def say(tmp_path):
    """What a template says on the page `zh/index.html` of an English site."""
    (tmp_path / "zh.po").write_text(
        'msgid "Own <b>"\nmsgstr "<script>\\"自\\""\n\nmsgid "100% sure"\nmsgstr "100% 确定"\n\n'
        'msgid "By %(name)s"\nmsgstr "<i>%(name)s"\n',
        "utf-8",
    )
    environment = Environment(loader=DictLoader(MACROS))  # noqa: S701  as Pelican makes it: the templates escape
    environment.globals |= GLOBALS
    versions = {"research/": (ENGLISH, CHINESE), "zh/research/": (ENGLISH, CHINESE)}
    languages = Languages("en", {"zh/index.html": "zh"}, Words(["en", "zh"], tmp_path), versions)

    def draw(text: str, file: str = "zh/index.html", **variables: object) -> str:
        context = {"languages": languages, "output_file": file, **variables}
        return environment.from_string(f"{{% autoescape true %}}{text}{{% endautoescape %}}").render(context)

    return draw


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ _('News') }}", "新闻"),
        ("{{ gettext('News') }}", "新闻"),
        ("{{ ngettext('%(num)s publication', '%(num)s publications', 1) }}", "1 篇论文"),
        ("{{ _('Nobody says this') }}", "Nobody says this"),
        ("{{ _('') }}", ""),
        ("{{ translated('Own <b>') | upper }}{{ translated('') }}", "&lt;SCRIPT&gt;&#34;自&#34;"),
        # texts are no HTML, nor is what is put into them
        ("{{ _('Own <b>') }}", "&lt;script&gt;&#34;自&#34;"),
        ("{{ _('By %(name)s', name='<u>') }}", "&lt;i&gt;&lt;u&gt;"),
        ("{{ _('By %(name)s', name=link) }}", "&lt;i&gt;<a>A</a>"),
        ("{{ _('100% sure') }}", "100% 确定"),
        # a page in a loop is not the page that is written
        ("{% for page in pages %}{{ _('News') }}{% include 'part.html' %}{% endfor %}", "新闻新闻 zh"),
        ("{% from 'm.html' import news with context %}{{ news() }}", "新闻"),
        ("{% from 'm.html' import news %}{{ news() }}", "News"),
        # languages and versions
        ("{{ lang() }}{{ lang_if_other('en') }}{{ lang_if_other('zh') }}{{ lang_if_other() }}", 'zh lang="en" lang="en"'),
        ("{{ lang_if_other('\"><x') }}", ' lang="&#34;&gt;&lt;x"'),
        ("{{ version('/research/').url }} {{ version('zh/research/').title }} {{ version('/news/') }}", "zh/research/ 研究 None"),
        ("{{ language_name('zh') }} {{ language_name('pt_BR') }} {{ language_name('xx-yy') }}", "中文 Português (Brasil) xx-YY"),
        ("{{ language_of('王') }} {{ language_of('かな') }} {{ language_of('한') }} {{ language_of('Ω') }}", "zh ja ko "),
        ("{{ kind_and_place('PhD thesis, pp. 3') }}", "博士学位论文, pp. 3"),
    ],
)  # fmt: skip
def test_on_a_chinese_page(say, template, shown):
    assert say(template, pages=[SimpleNamespace(lang="en")], link=Markup("<a>A</a>")) == shown


def test_a_page_that_does_not_say_its_language_has_the_site_s(say):
    assert say("{{ _('News') }} {{ lang() }} {{ version('/zh/research/').url }}", "x/index.html") == "News en research/"
    assert say("{{ _('News') }}", "x/index.html", page_language="zh") == "新闻"


@pytest.mark.parametrize(
    ("language", "shown"), [("en", ""), ("zh", ""), ("ar", ' dir="rtl"'), ("he-IL", ' dir="rtl"'), ("x", "")]
)
def test_a_page_runs_as_its_language_does(say, language, shown):
    assert say("{{ dir_if_other() }}", page_language=language) == shown
