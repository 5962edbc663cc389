"""What Ibid says, it says in Chinese too: every message, with its placeholders, in Chinese punctuation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from ibid.languages.template_translation import KINDS, LINKS, said
from ibid.languages.words import Words
from ibid.tasks.translation import messages_in
from pelican_bibtex.facts.links import LABELS
from pelican_bibtex.syntax.type_names import KINDS as KINDS_READ

LANGUAGES = Path(__file__).parents[3] / "plugins" / "ibid" / "languages"
FOLDERS = [Path(__file__).parents[3] / "theme" / "templates", LANGUAGES.parent]
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def catalogue(path: Path) -> dict:
    with path.open("rb") as file:
        return {
            one.id if isinstance(one.id, str) else one.id[0]: one for one in read_po(file, locale=path.stem) if one.id
        }


@pytest.fixture(params=sorted(LANGUAGES.glob("*.po")), ids=lambda path: path.stem)
def translated(request) -> dict:
    return catalogue(request.param)


@pytest.fixture(scope="module")
def sources() -> dict:
    """The messages of the theme and the plugins, those with a plural by their singular."""
    return {one if isinstance(one, str) else one[0]: one for one in messages_in(FOLDERS)}


def texts(message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_every_message_is_translated_and_none_is_left_over(translated, sources):
    """What is missing: `invoke messages zh` prints it."""
    assert {text for text in sources if text not in translated} == set()
    assert {text for text in translated if text not in sources} == set()
    assert [text for text, one in translated.items() if one.fuzzy or not all(texts(one))] == []


def test_plurals_are_plurals_and_placeholders_those_of_the_source(translated, sources):
    for text, one in translated.items():
        source = sources[text]
        assert isinstance(one.id, str) == isinstance(source, str), text
        for string in texts(one):
            assert sorted(PLACEHOLDER.findall(string)) == sorted(
                PLACEHOLDER.findall(source if isinstance(source, str) else source[1])
            )


def test_chinese_has_its_own_punctuation_and_no_letters_of_english_beside_names():
    for text, one in catalogue(LANGUAGES / "zh.po").items():
        for string in texts(one):
            bare = PLACEHOLDER.sub("", string)
            assert not re.search(r"[,;:?!()]|\.$", bare), text
            assert set(re.findall(r"[A-Za-z]+", bare)) <= {"BibTeX", "Atom", "RSS", "CSL", "JSON", "PDF"}, text


def test_what_pelican_bibtex_calls_kinds_is_to_be_translated():
    assert {*KINDS} == {*KINDS_READ.values()}
    words = Words(["zh"]).of("zh")
    assert said("PhD thesis", words) == "博士学位论文"
    assert said("Technical report 12, p. 7", words) == "技术报告 12, p. 7"
    assert said("Patent request 5", words) == "专利申请 5"
    assert said("PhD thesiss", words) == "PhD thesiss"


def test_what_pelican_bibtex_calls_links_is_to_be_translated_but_for_names():
    assert set(LABELS.values()) - {*LINKS} == {"PDF", "arXiv", "DOI", "HTML"}
