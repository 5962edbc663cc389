"""Which publications are related: by the topics they have in common."""

from __future__ import annotations

import pytest
from bib_records import records
from msgspec.structs import replace

from ibid.model.catalogue import Catalogue
from ibid.model.records import Document, Topic, TopicPage
from ibid.write.pages import related_work

PAGE = Document("content/pages/research.md", "Research", "research/", listed=True, has_topics=True)


def of(topics, many=20):
    """The numbers related to each number, where each topic is what its bullet cites, and what its sub-topics do."""
    shelf = records("".join(f"@misc{{k{n}, title={{T{n}}}, year={n + 1900}}}" for n in range(1, many + 1)))
    by_number = {n: replace(shelf[f"k{n}"], number=n) for n in range(1, many + 1)}
    pages = tuple(
        TopicPage(
            Topic(
                f"t{place}", f"t{place}", "", cited=tuple(by_number[n] for n in sorted(cited)),
                all=tuple(by_number[n] for n in sorted({*cited, *below})),
            ),
            (), PAGE, "",
        )
        for place, (cited, below) in enumerate(topics)
    )  # fmt: skip
    found = related_work(Catalogue(tuple(by_number.values()), topic_pages=pages))
    return {number: [other.number for other in others] for number, others in found.items()}


@pytest.mark.parametrize(
    ("topics", "expected"),
    [
        ([], {}),
        ([([1], [])], {1: []}),
        ([([1, 2], [])], {1: [2], 2: [1]}),
        ([([1, 2, 9], []), ([1, 9], [])], {1: [9, 2], 2: [1, 9], 9: [1, 2]}),
        ([([5], [4, 7])], {5: [4, 7]}),
        ([([], [4, 7]), ([4], []), ([7], [])], {4: [], 7: []}),
        ([([3, 1, 2, 4, 5, 6, 7], [])], {4: [5, 3, 6, 2, 7], 1: [2, 3, 4, 5, 6], 7: [6, 5, 4, 3, 2]}),
    ],
)
def test_most_topics_in_common_first_then_the_nearest(topics, expected):
    found = of(topics)
    assert {number: found[number] for number in expected} == expected


def test_a_topic_of_thousands_is_no_dearer_than_its_neighbours():
    found = of([(range(1, 3001), [])], 3000)
    assert len(found) == 3000
    assert found[1500] == [1501, 1499, 1502, 1498, 1503]
