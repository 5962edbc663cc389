"""BibLaTeX's annotations of names become marks."""

from __future__ import annotations

import pytest

from pelican_bibtex.names.marks import annotate
from pelican_bibtex.publication import Name

THREE = [Name("Doe"), Name("Roe", marks=("equal",)), Name("Lee")]

READ = [
    # fields, marks of the three names
    ({"author+an": "1=equal; 2=equal; 3=lead,corresponding"}, [("equal",), ("equal",), ("lead", "corresponding")]),
    ({"author+an": "3 = lead , corresponding ;"}, [(), ("equal",), ("lead", "corresponding")]),
    ({"author+an": "1:family=student;3=lead"}, [("student",), ("equal",), ("lead",)]),
    ({"author+an:role": "1=lead", "author+an": "1=equal"}, [("lead", "equal"), ("equal",), ()]),
    ({"author+an:note": '1="Now at ETH"'}, [("Now at ETH",), ("equal",), ()]),
    ({"author+an": "=corresponding"}, [("corresponding",), ("equal", "corresponding"), ("corresponding",)]),
    ({"author+an": '1=*; 3="†"'}, [("equal",), ("equal",), ("†",)]),
    ({"editor+an": "1=lead"}, [(), ("equal",), ()]),
    ({"author+an": ""}, [(), ("equal",), ()]),
]


@pytest.mark.parametrize(("fields", "marks"), READ, ids=str)
def test_an_annotation_is_read(fields, marks):
    names, complaints = annotate(THREE, fields)
    assert [name.marks for name in names] == marks
    assert complaints == ()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("4=equal", "no name 4; the list has only 3"),
        ("0=equal", "no name 0"),
        ("first=equal", "cannot be read"),
        ("1=", "1=equal; 2=equal"),
    ],
)
def test_what_cannot_be_read_is_reported_at_its_field(value, words):
    names, complaints = annotate(THREE, {"author+an": value})
    assert list(names) == THREE
    (complaint,) = complaints
    assert (complaint.code.name, complaint.field) == ("bad-annotation", "author+an")
    assert words in complaint.message
