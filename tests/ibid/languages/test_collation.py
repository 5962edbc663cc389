"""Titles in the order of readers, as the Unicode Collation Algorithm and CLDR have it."""

from __future__ import annotations

import pytest

from ibid.languages.collation import sort_key

SORTED = [
    # language, texts in their order
    ("", ["10 pears", "2 apples", "apple", "Élan", "Łódź", "“Queen”", "Zebra"]),
    ("en", ["cote", "coté", "côte", "Zoë"]),
    ("en", ["a", "A", "á", "Á", "b"]),
    ("en", ["Deep learning", "Deep-learning models", "Deeper"]),
    ("de", ["Adler", "Ärger", "Art", "Masse", "Maße", "Zug"]),
    ("sv", ["Adler", "Zebra", "Åska", "Ärende", "Öst"]),
    ("da", ["Adler", "Zebra", "Æble", "Øl", "Ånd"]),
    ("fi-FI", ["Zebra", "Åbo", "Äiti"]),
    ("es", ["nube", "nz", "ñu", "oro"]),
    ("pl", ["lza", "łza", "mak", "zero", "źle", "żal"]),
    ("tr", ["cam", "çam", "dal", "ılık", "izler", "İzmir"]),
    ("zh", ["Zebra", "学习"]),
]


@pytest.mark.parametrize(("language", "texts"), SORTED, ids=str)
def test_titles_are_sorted_as_readers_do(language, texts):
    turned = texts[::-1]
    assert sorted(turned, key=lambda text: sort_key(text, language)) == texts


def test_without_letters_and_empty():
    assert sort_key("“…”")[0] == sort_key("")[0] == ""
