"""Hints on names: nobody of the site among the authors, and spellings that are perhaps one person's."""

from __future__ import annotations

import pytest

from ibid.read.people_file import read_people
from pelican_bibtex.bibliography import Options, read_sources
from pelican_bibtex.syntax.source import Source


def hints(authors: list[str], people: str = "") -> list[str]:
    entries = "\n".join(f"@misc{{k{n}, title={{T{n}}}, author={{{names}}}}}" for n, names in enumerate(authors, 1))
    publications = read_sources([Source("b.bib", entries)], Options()).publications
    return [str(problem) for problem in read_people(people, "p")[0].problems_in(publications)]


ALIKE = [
    # two names, whether they are perhaps one person's
    ("Zhiyu Li", "Zhiyu Lee", True),
    ("Zhiyu Li", "Zhiyu Liu", True),
    ("Zhanpeng Zhou", "Zhangpeng Zhou", True),
    ("Jürgen Müller", "Jurgen Muller", True),
    ("Ming-Ze Wang", "Mingze Wang", True),
    ("Yuchen Zhang", "Yuchen Zheng", True),
    ("Wei Li", "Wei Lu", False),
    ("Lei Wu", "Lei Xu", False),
    ("J. Smith", "J. Smyth", False),
    ("Mingze Wang", "Mingze Chen", False),
    ("Anna Schmidt", "Maria Schmidt", False),
    ("Zhiyu Li", "Li, Zhiyu", False),
]


@pytest.mark.parametrize(("one", "other", "alike"), ALIKE)
def test_names_that_differ_by_a_slip_are_said_once(one, other, alike):
    found = hints([one, other, one])
    assert len(found) == alike
    if alike:
        assert "similar-names" in found[0]
        assert f"`{one}`" in found[0]


def test_the_rarer_spelling_is_where_the_hint_points():
    (hint,) = hints(["Zhiyu Li", "Zhiyu Lee", "Li, Zhiyu"])
    assert hint.startswith("b.bib:2:1: similar-names: `Zhiyu Lee` is similar to `Zhiyu Li`")


def test_two_who_are_both_in_people_yml_are_two():
    assert hints(["Zhiyu Li", "Zhiyu Lee"], "Zhiyu Li: {}\nZhiyu Lee: {}") == []


def test_a_publication_of_nobody_here_is_said():
    found = hints(["Mingze Wang", "Ann Lee and Wang, Ming", "Wang, M.", "{OpenAI}"], "Mingze Wang: {owner: true}")
    assert [hint.partition(": owner-missing: ")[2][:30] for hint in found if "owner-missing" in hint] == [
        "`k2`: if `Ming Wang` is Mingze",
        "`k3`: if `M. Wang` is Mingze W",
        "`k4`: Mingze Wang is not among",
    ]


@pytest.mark.parametrize("authors", ["Ann Lee and Wang, Mingze", "M. Wang", "Ann Lee and others", ""])
def test_nothing_is_said_where_the_owner_is_there_or_may_be(authors):
    assert not [hint for hint in hints([authors], "Mingze Wang: {owner: true, forms: [M. Wang]}") if "owner" in hint]


def test_without_owners_nobody_is_missed():
    assert hints(["Ann Lee"], "Bob Roe: {}") == []


def test_one_of_several_owners_is_enough():
    assert hints(["Ann Lee", "Bob Roe"], "Ann Lee: {owner: true}\nBob Roe: {owner: true}") == []
