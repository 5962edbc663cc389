"""The author's own BibTeX, and what is taken out or put in so that it stands alone."""

from __future__ import annotations

import pytest

from pelican_bibtex.entries.pipeline import read_entries
from pelican_bibtex.entries.verbatim import standalone
from pelican_bibtex.syntax.source import Source

SAME = [
    '@Article{k,\n\tAuthor = "Doe, Jane",\n\n  title={A  {T}itle\n     in two lines} ,year=2024,month= jan\n}',
    "@misc(k, title = {T})",
    "@misc{k}",
    "@misc{k,}",
    "@ misc { k ,\n title = {T}, }",
]

CHANGED = {
    # text, what stands alone (`note` and `pdf` are private)
    "a private field goes with its line": (
        "@misc{k,\n  title = {T},\n  note  = {N},\n  year  = 2024\n}",
        "@misc{k,\n  title = {T},\n  year  = 2024\n}",
    ),
    "the first and the last": (
        "@misc{k,\n  pdf = {x},\n  title = {T},\n\n  note = {N}\n}",
        "@misc{k,\n  title = {T},\n}",
    ),
    "a value of a data container": (
        "@xdata{x, title={T}}\n@misc{k,\n  title = {xdata=x-title},\n  year  = 2024\n}",
        "@misc{k,\n  title = {T},\n  year  = 2024\n}",
    ),
    "all there are": ("@misc{k,\n  pdf = {x},\n  Note = {N},\n}", "@misc{k,\n}"),
    "what annotates it": ("@misc{k, title = {T}, note+an = {1=x}, year = 1}", "@misc{k, title = {T}, year = 1}"),
    "the second of two": ("@misc{k, title = {T}, Title = {U}}", "@misc{k, title = {T},}"),
    "a string": (
        '@string{j = "The J"}\n@misc{k,\n  journal = J,\n  month = jan\n}',
        "@misc{k,\n  journal = {The J},\n  month = jan\n}",
    ),
    "joined parts": (
        '@misc{k, title = "a" # {b} # 3, month = 10 # "~" # jan}',
        "@misc{k, title = {ab3}, month = {10~January}}",
    ),
    "a month of one's own": ("@string{jan={Janvier}} @misc{k, month = jan}", "@misc{k, month = {Janvier}}"),
    "an unknown string": ("@misc{k, journal = nope}", "@misc{k, journal = {nope}}"),
    "what is inherited": (
        "@inproceedings{k,\n  title = {T},\n  crossref = {p},\n  pages = 3\n}\n@proceedings{p, title = {P}, year = 2024, pdf={x}}",
        "@inproceedings{k,\n  title = {T},\n  year = {2024},\n  booktitle = {P},\n  pages = 3\n}",
    ),
    "a parent that is missing": ("@misc{k,\n  crossref = {p},\n  pages = 3\n}", "@misc{k,\n  pages = 3\n}"),
    "what nobody sees": ("@misc{k, title = {T\u202e}}", "@misc{k, title = {T}}"),
    "what BibTeX cannot read": (
        "@Misc{k b\n,  title = {Open {brace,\n  year = 2024 % when?\n  note = {N}",
        "@misc{k_b,\n  title = {Open brace},\n  year = {2024},\n}",
    ),
    "a brace after it": ("@misc{k, title = {T}}}", "@misc{k, title = {T}}"),
}


def alone(text: str) -> str:
    """The first entry of a text, less `note` and `pdf`."""
    return standalone(read_entries([Source("p.bib", text)])[0][0], {"note", "pdf"})


@pytest.mark.parametrize("text", SAME)
def test_the_authors_own_characters(text: str):
    assert alone(f"Words. {text} More words.") == text


@pytest.mark.parametrize("case", CHANGED)
def test_what_is_taken_out_or_put_in(case: str):
    text, expected = CHANGED[case]
    assert alone(text) == expected
