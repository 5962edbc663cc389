"""The grammar of lists and the records that it selects from know the same names."""

from ibid.mark.list_grammar import COMPARABLE, FILTERS, FLAGS, ORDERS
from ibid.model.selection import IN_ORDER, VALUES


def test_every_filter_and_order_of_the_grammar_has_a_meaning() -> None:
    assert tuple(VALUES) == FILTERS
    assert tuple(IN_ORDER) == ORDERS
    assert set(FILTERS) >= FLAGS | COMPARABLE
