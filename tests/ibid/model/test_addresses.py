"""Every publication and topic has one address, which no key can escape or take from another."""

import re

import pytest

from ibid.model.addresses import slugs, topic_id


@pytest.mark.parametrize("key", ["wang2024how", "A_b-C", "3"])
def test_a_plain_key_is_its_own_slug(key):
    assert slugs([key]) == {key: key}


@pytest.mark.parametrize(
    ("keys", "pattern"),
    [
        (["../../evil"], r"evil"),
        (["/etc/x"], r"etc-x"),
        (["DBLP:conf/nips/W%41.x"], r"DBLP-conf-nips-W-41-x"),
        (["王2024"], r"Wang-2024"),
        (["..."], r"[0-9a-f]{6}"),
        (["index"], r"index-[0-9a-f]{6}"),
        (["con"], r"con-[0-9a-f]{6}"),
        (["k" * 300], r"k{80}"),
    ],
)
def test_any_other_key_gets_a_safe_one(keys, pattern):
    (slug,) = slugs(keys).values()
    assert re.fullmatch(pattern, slug)


@pytest.mark.parametrize(
    "keys", [["a:b", "a/b", "a b"], ["Foo2020", "foo2020"], ["paper2024", "pаper2024"], ["a-b", "a:b"], ["con", "CON"]]
)
def test_no_two_keys_share_a_slug_even_where_case_does_not_count(keys):
    given = slugs(keys)
    assert len({slug.casefold() for slug in given.values()}) == len(keys)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", slug) for slug in given.values())
    assert given == slugs(reversed(keys)), "the order of the keys must not matter"


def test_a_key_that_is_its_own_slug_keeps_it_whatever_comes_beside_it():
    assert slugs(["a-b", "a:b", "a/b"])["a-b"] == "a-b"


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        (["Deep Learning Theory", "Implicit Bias"], "deep-learning-theory/implicit-bias"),
        (["C++ & Rust"], "c-rust"),
        (["深度学习"], "shen-du-xue-xi"),
    ],
)
def test_the_id_of_a_topic_follows_its_path(path, identity):
    assert topic_id(path) == identity


def test_a_topic_of_signs_alone_still_has_an_id():
    assert re.fullmatch(r"topic-[0-9a-f]{6}", topic_id(["???"]))
