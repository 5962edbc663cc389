"""`crossref` and `xdata`: who inherits what, and what happens when a parent is missing or a child of its child."""

from __future__ import annotations

import pytest

from pelican_bibtex.entries.pipeline import read_entries
from pelican_bibtex.syntax.source import Source


def read(text: str) -> tuple[dict[str, dict[str, str]], list[str]]:
    """The fields of each key but those that only lead to a parent, and the report."""
    entries, problems = read_entries([Source("p.bib", text)])
    fields = {
        entry.key: {name: value for name, value in entry.fields.items() if name not in {"crossref", "xdata"}}
        for entry in entries
    }
    return fields, [str(problem) for problem in problems]


INHERITED = {
    # text, the fields of `k`
    "values of a data container": (
        "@book{k, title={xdata=x-y-title}, author={A and xdata=x-y-author-2}} @xdata{x-y, title={T}, author={C and D}}",
        {"title": "T", "author": "A and D"},
    ),
    "values of a container that refers to another": (
        "@xdata{x, title={T}} @xdata{y, title={xdata=x-title}} @book{k, title={xdata=y-title}, xdata={y}}",
        {"title": "T"},
    ),
    "BibTeX's way": (
        "@inproceedings{k, title={T}, crossref={p}} @proceedings{p, title={Full}, booktitle={Short}, year=2024}",
        {"title": "T", "booktitle": "Short", "year": "2024"},
    ),
    "BibLaTeX's way": (
        "@inproceedings{k, title={T}, crossref={p}} @proceedings{p, title={P}, subtitle={S}, editor={E}, date={2024}}",
        {"title": "T", "editor": "E", "date": "2024", "booktitle": "P", "booksubtitle": "S"},
    ),
    "by a type's other name": (
        "@conference{k, crossref={p}} @proceedings{p, title={P}}",
        {"booktitle": "P"},
    ),
    "what the entry has goes first": (
        "@inproceedings{k, booktitle={Mine}, year=2023, crossref={p}} @proceedings{p, title={P}, year=2024, date={2024}}",
        {"booktitle": "Mine", "year": "2023"},
    ),
    "by a field's other name": (
        "@article{k, journal={J}, crossref={p}} @periodical{p, title={P}, volume=3}",
        {"journal": "J", "volume": "3"},
    ),
    "a journal": ("@article{k, crossref={p}} @periodical{p, title={P}}", {"journaltitle": "P"}),
    "a book's author": (
        "@inbook{k, title={T}, crossref={p}} @book{p, title={P}, author={A}}",
        {"title": "T", "author": "A", "booktitle": "P", "bookauthor": "A"},
    ),
    "of a book, as BibTeX's users write": (
        "@incollection{k, title={T}, crossref={p}} @book{p, title={P}}",
        {"title": "T", "booktitle": "P"},
    ),
    "several volumes": ("@book{k, title={T}, crossref={p}} @mvbook{p, title={P}}", {"title": "T", "maintitle": "P"}),
    "not what leads to the parent": (
        "@inproceedings{k, crossref={p}} @proceedings{p, doi={1/2}, url={u}, pdf={x.pdf}, abstract={A}, series={S}}",
        {"series": "S"},
    ),
    "from a grandparent": (
        "@inbook{k, crossref={b}} @book{b, title={B}, crossref={m}} @mvbook{m, title={M}, publisher={P}}",
        {"publisher": "P", "booktitle": "B", "maintitle": "M"},
    ),
    "whatever the capitals of the key": ("@misc{k, crossref={P}} @misc{p, year=2024}", {"year": "2024"}),
    "by a key that the parent had before": (
        "@misc{k, crossref={old}} @misc{p, ids={older, Old}, year=2024}",
        {"year": "2024"},
    ),
    "from data containers": (
        (
            "@misc{k, title={T}, xdata={a, b}} @xdata{a, publisher={A}, xdata={c}} @xdata{b, publisher={B}, url={u}}"
            " @xdata{c, location={C}}"
        ),
        {"title": "T", "publisher": "A", "location": "C", "url": "u"},
    ),
}


@pytest.mark.parametrize("case", INHERITED)
def test_inherited(case: str):
    text, fields = INHERITED[case]
    found, report = read(text)
    assert (found["k"], report) == (fields, [])


FAULTS = {
    "a value of no data container": (
        "@book{k, title={xdata=x-title}, author={xdata=x-author-3 and A}} @xdata{x, author={B}} @book{x-title, note={N}}",
        {"k": {"title": "", "author": "A"}, "x-title": {"note": "N"}},
        [
            "p.bib:1:10: missing-parent: `xdata=x-title` in the title of `k` is not a field of an `@xdata`; correct it, or write the value.",
            "p.bib:1:33: missing-parent: `xdata=x-author-3` in the author of `k` is not a field of an `@xdata`; correct it, or write the value.",
        ],
    ),
    # text, all fields, report
    "no such parent": (
        "@misc{k, title={T},\n crossref={nope}}",
        {"k": {"title": "T"}},
        [
            "p.bib:2:2: missing-parent: the entry `nope` in the crossref of `k` does not exist; add that entry, or remove the field."
        ],
    ),
    "a parent misspelt": (
        "@misc{k, xdata={icml2025}}\n@xdata{icml2024, year=2024}",
        {"k": {}},
        [
            "p.bib:1:10: missing-parent: the entry `icml2025` in the xdata of `k` does not exist; did you mean `icml2024`?"
        ],
    ),
    "a circle": (
        "@misc{a, crossref={b}, note=1}\n@misc{b, crossref={a}, year=2}\n@misc{c, crossref={a}}",
        {"a": {"note": "1"}, "b": {"year": "2"}, "c": {"note": "1"}},
        [
            (
                "p.bib:1:10: inheritance-cycle: entries inherit from each other in a circle, `a` -> `b` -> `a`; remove one"
                " crossref."
            )
        ],
    ),
    "itself": (
        "@misc{a, crossref={a}}",
        {"a": {}},
        [
            "p.bib:1:10: inheritance-cycle: entries inherit from each other in a circle, `a` -> `a`; remove one crossref."
        ],
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_parent_that_cannot_be_had(case: str):
    text, fields, report = FAULTS[case]
    assert read(text) == (fields, report)


def test_values_of_values_end():
    steps = [f"@xdata{{x{n + 1}, title={{xdata=x{n}-title and xdata=x{n}-title}}}}" for n in range(60)]
    fields, report = read("\n".join(["@xdata{x0, title={Ten of them}}", *steps, "@misc{k, title={xdata=x60-title}}"]))
    assert 50_000 < len(fields["k"]["title"]) <= 100_000
    assert any("string-too-long" in line for line in report)


def test_the_order_of_the_file_changes_nothing():
    entries = ["@misc{a, crossref={b}, note=1}", "@misc{b, crossref={a}, year=2}", "@misc{c, crossref={a}}"]
    assert read("\n".join(entries))[0] == read("\n".join(reversed(entries)))[0]


def test_a_long_line_of_ancestors_ends():
    chain = "\n".join(f"@misc{{k{n}, f{n} = 1, crossref = {{k{n + 1}}}}}" for n in range(2000))
    fields, report = read(chain + "\n@misc{k2000}")
    assert max(len(found) for found in fields.values()) <= 22
    assert ": inheritance-cycle: " in report[0]
    assert "inherits through more than 20 entries" in report[0]
