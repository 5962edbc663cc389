"""The grammar of lists and the records that it selects from know the same names."""

from ibid.mark.list_grammar import COMPARABLE, FILTERS, FLAGS
from ibid.model.selection import VALUES


def test_every_filter_and_order_of_the_grammar_has_a_meaning() -> None:
    assert tuple(VALUES) == FILTERS
    assert set(FILTERS) >= FLAGS | COMPARABLE
