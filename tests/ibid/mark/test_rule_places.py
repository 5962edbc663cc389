"""The table of rules: each runs where the table says, among the rules of Markdown and of its usual extensions."""

from __future__ import annotations

from operator import attrgetter

import pytest
from markdown import Markdown

from ibid.build.markdown_setup import FRONT_MATTER
from ibid.features.formulas.formulas import RULES as FORMULAS
from ibid.features.images.image_steps import RULES as IMAGES
from ibid.mark.github_markdown import PARTS
from ibid.mark.markdown_extension import GITHUB, OURS, PLACES, IbidExtension, MarkdownRules

USUAL = [
    "extra",
    "admonition",
    "codehilite",
    "meta",
    "nl2br",
    "sane_lists",
    "smarty",
    "toc",
    "wikilinks",
    "pymdownx.magiclink",
]
ORDER_OF_REGISTRIES = [
    *("preprocessors", "parser.blockprocessors", "inlinePatterns", "treeprocessors", "postprocessors"),
]


def running_order(registry: str) -> list[str]:
    """Return the names of the rules of a registry, in the order in which Markdown runs them."""
    rules = attrgetter(registry)(
        Markdown(extensions=[*USUAL, IbidExtension([FRONT_MATTER, IMAGES, FORMULAS], github=PARTS)])
    )
    names = {id(rule): name for place in PLACES if (name := place.rule) in rules for rule in [rules[name]]}
    known = {id(rules[name]): name for name in MARKDOWNS if name in rules}
    return [(names | known).get(id(rule), "?") for rule in rules]


MARKDOWNS = {name for place in PLACES for name in (*place.after, *place.before)}
ORDER = {registry: running_order(registry) for registry in ORDER_OF_REGISTRIES}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.rule)
def test_a_rule_runs_between_those_that_the_table_names(place):
    order = ORDER[place.registry]
    unknown = {*place.after, *place.before} - {*order}
    assert not unknown, "neither Markdown nor Ibid has a rule of that name"
    at = order.index(place.rule)
    assert [name for name in place.after if order.index(name) > at] == []
    assert [name for name in place.before if order.index(name) < at] == []


def test_the_table_is_in_the_order_in_which_the_rules_run():
    stages = [ORDER_OF_REGISTRIES.index(place.registry) for place in PLACES]
    assert stages == sorted(stages)
    for registry in ORDER_OF_REGISTRIES:
        ours = [name for name in ORDER[registry] if name.startswith("ibid-")]
        assert ours == [place.rule for place in PLACES if place.registry == registry]


def test_every_place_has_one_rule():
    made = ["ibid-tokens", *FRONT_MATTER.make, *OURS.make, *GITHUB.make, *IMAGES.make, *FORMULAS.make]
    assert sorted(made) == sorted(place.rule for place in PLACES)


def test_a_rule_without_a_place_is_refused():
    with pytest.raises(ValueError, match="rules without a place: ibid-odd"):
        Markdown(extensions=[IbidExtension([MarkdownRules({"ibid-odd": lambda md, _: md})])])
