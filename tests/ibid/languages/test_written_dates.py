"""Dates in the language of their page, as the settings lay them out or as the language does."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from ibid.languages.dates import layout_of, written

DAY = date(2024, 10, 3)


@pytest.mark.parametrize(
    ("layout", "language", "shown"),
    [
        # English, as the author laid it out
        ("%b %Y", "en", "Oct 2024"),
        ("%a %d %B %Y", "en-GB", "Thu 03 October 2024"),
        ("%A, %-d %B", "en", "Thursday, 3 October"),
        ("the %dth", "en", "the 03th"),
        # digits and signs say the same in every language
        ("%Y-%m-%d", "zh", "2024-10-03"),
        ("%d.%m.%Y", "fr", "03.10.2024"),
        ("%-m/%-d", "ja", "10/3"),
        ("%Y", "zh", "2024"),
        # names do not: each language has its own order of things
        ("%b %Y", "zh", "2024年10月"),
        ("%b %Y", "zh_Hans_CN", "2024年10月"),
        ("%B %d, %Y", "zh", "2024年10月3日"),
        ("%a %d %B %Y", "zh", "2024年10月3日周四"),
        ("%A %d %b %Y", "zh", "2024年10月3日星期四"),
        ("%d %B %Y", "fr", "3 octobre 2024"),
        ("%d %B %Y", "de", "3. Oktober 2024"),
        ("%B %Y", "es", "octubre de 2024"),
        ("%d %B %Y", "es", "3 de octubre de 2024"),
        ("%b %d", "de", "3. Okt."),
        ("%B", "fr", "octobre"),
        ("%c", "de", "Do., 3. Okt. 2024 00:00"),
        # a language that nobody knows, and what is no language
        ("%d %B %Y", "tlh", "03 October 2024"),
        ("%d %B %Y", "../x", "03 October 2024"),
        ("100%% %b", "en", "100% Oct"),
        ("%B %A", "zh", "2024年10月3日"),
    ],
)  # fmt: skip
def test_a_layout_of_english_on_a_page_of_any_language(layout, language, shown):
    assert written(DAY, layout, language) == shown


@pytest.mark.parametrize(
    ("layout", "language", "made_for", "shown"),
    [
        ("%d %b %Y", "zh", "zh-CN", "03 10月 2024"),
        ("%Y年%m月%d日", "zh", "zh", "2024年10月03日"),
        ("%d. %B", "de", "de", "03. Oktober"),
        ("%A", "fr", "fr", "jeudi"),
        ("%Y年%m月%d日", "en", "zh", "Oct 3, 2024"),
        ("%Y年%m月", "de", "zh", "Okt. 2024"),
    ],
)
def test_a_layout_made_for_one_language(layout, language, made_for, shown):
    assert written(DAY, layout, language, made_for) == shown


def test_a_time_of_day_is_kept():
    assert written(datetime(2024, 10, 3, 17, 5, tzinfo=UTC), "%d %b %Y %H:%M", "zh") == "2024年10月3日 17:05"


@pytest.mark.parametrize(
    ("language", "layout"),
    [("zh", "%Y年"), ("zh-CN", "%Y年"), ("zh_CN", "%Y年"), ("fr-CA", "%d %b"), ("de", "")],
)
def test_a_setting_for_a_language_holds_for_its_regions(language, layout):
    assert layout_of({"fr": ("fr_FR.UTF-8", "%d %b"), "zh": "%Y年"}, language) == layout


def test_english_alone_loads_no_babel(root):
    program = (
        "import sys; from datetime import date; from ibid.languages.dates import written; "
        "from ibid.languages.words import Words; Words(['en']).of('en').gettext('News'); "
        "print(written(date(2024, 10, 3), '%b %Y', 'en'), 'babel' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=root / "plugins", capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "Oct 2024 False"
