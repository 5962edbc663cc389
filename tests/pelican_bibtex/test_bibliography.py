"""Whole files become publications: all fields, all problems located, one order."""

from __future__ import annotations

import os
import re
from itertools import groupby
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pelican_bibtex.bibliography import Bibliography, Options, read_bibliography, read_sources
from pelican_bibtex.diagnostics import codes
from pelican_bibtex.publication import Date, Location, Name
from pelican_bibtex.syntax.source import Source, decode
from pelican_bibtex.syntax.tokenizer import commands

HOSTILE = Path(__file__).resolve().parents[1] / "hostile"
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


def read(text: str) -> Bibliography:
    return read_sources([Source("p.bib", text)], Options())


def said(text: str) -> list[str]:
    return [str(problem) for problem in read(text).problems]


WHOLE = r"""
@inproceedings{wang2024improving,
  author = {Wang, Mingze and Wu$^*$, Lei and others},
  author+an = {1=equal},
  title = {Improving Generalization by \emph{Enhancing} {ReLU} Networks},
  booktitle = {Conference on Neural Information Processing Systems (NeurIPS 2024)},
  year = 2024, month = sep, pages = {1--35}, volume = 37,
  eprint = {2405.20763}, archiveprefix = {arXiv}, pdf = {papers/w.pdf}, url = {https://arxiv.org/abs/2405.20763},
  award = {Spotlight, top 3.5\%}, keywords = {optimization; flat minima}, selected = {true},
  abstract = {We show $n^2$.}, note = {With code.}, langid = {english}, file = {:home/me/w.pdf:PDF}
}
"""


def test_an_entry_becomes_a_publication():
    (publication,) = read(WHOLE).publications
    assert publication.key == "wang2024improving"
    assert publication.type == "inproceedings"
    assert publication.status == "published"
    assert publication.title.plain == "Improving Generalization by Enhancing ReLU Networks"
    assert publication.date == Date(2024, 9)
    assert publication.authors == (Name("Wang", "Mingze", marks=("equal",)), Name("Wu", "Lei", marks=("equal",)))
    assert publication.others
    assert publication.venue.plain == "Conference on Neural Information Processing Systems"
    assert publication.short_venue == "NeurIPS 2024"
    assert publication.details == "vol. 37, pp.\N{NO-BREAK SPACE}1–35"
    assert publication.award.plain == "Spotlight, top 3.5%"
    assert [(link.label, link.url) for link in publication.links] == [
        ("PDF", "/papers/w.pdf"),
        ("arXiv", "https://arxiv.org/abs/2405.20763"),
    ]
    assert publication.keywords == ("optimization", "flat minima")
    assert publication.selected
    assert publication.abstract.plain == "We show n²."
    assert publication.note.plain == "With code."
    assert publication.language == "en"
    assert publication.location == Location("p.bib", 2, 1)
    assert "pdf" not in publication.bibtex
    assert "home/me" not in publication.bibtex
    assert "selected" not in publication.bibtex
    assert "booktitle = {Conference" in publication.bibtex


def test_its_text_is_one_line_of_html():
    (publication,) = read(WHOLE).publications
    assert str(publication.text) == (
        "Mingze Wang, Lei Wu et al. <strong>Improving Generalization by <em>Enhancing</em> ReLU Networks</strong>. "
        "<em>Conference on Neural Information Processing Systems</em>, vol. 37, pp.\N{NO-BREAK SPACE}1–35, 2024. With code."
    )


def test_its_text_is_escaped_once():
    (publication,) = read("@misc{k, author={<x>A & B</x>}, title={1 < 2 \\& 3}, howpublished={<i>}}").publications
    assert str(publication.text) == (
        "&lt;x&gt;A &amp; B&lt;/x&gt;. <strong>1 &lt; 2 &amp; 3</strong>. <em>&lt;i&gt;</em>."
    )


PROBLEMS = [
    # a file, what is said of it
    ("@artcle{k, title={T}, author={A}, year=2024}", ["p.bib:1:1: unknown-type: `k`: `@artcle` is not a type"]),
    ("@misc{k, author={A}}", ["p.bib:1:1: missing-field: `k`: there is no title"]),
    ("@article{k,\n title={T},\n year=2024}", ["p.bib:1:1: missing-field: `k`: there is no author"]),
    ("@article{k, title={T}, author={A}}", ["p.bib:1:1: missing-field: `k`: there is no year"]),
    ("@misc{k, title={T},\n  year={2024a}}", ["p.bib:2:3: bad-date: `k`: `year = {2024a}`"]),
    ("@misc{k, title={T},\n  author={A, B, C, D}}", ["p.bib:2:3: bad-name: `k`: the name `A, B, C, D`"]),
    ("@misc{k, title={T},\n  author={A}, author+an={2=x}}", ["p.bib:2:15: bad-annotation: `k`: `2=x`"]),
    ("@misc{k, title={T},\n  url={javascript:alert(1)}}", ["p.bib:2:3: unsafe-link: `k`: `url"]),
    ("@misc{k, title={T},\n  doi={1}}", ["p.bib:2:3: bad-identifier: `k`: `doi = {1}` is not a DOI"]),
    (
        "@misc{k, title={T},\n  code={github.com/a}}",
        ["p.bib:2:3: odd-address: `k`: the address is incomplete or inside other text; write `code"],
    ),
    ("@misc{k,\n  title={\\unknown{T}}}", ["p.bib:2:3: unknown-command: `k`: "]),
    ("@misc{k,\n  title={" + "T" * 10_001 + "}}", ["p.bib:2:3: long-title: `k`: the title has 10,001"]),
    ("@proceedings{k, title={T}, year=2024}", []),
    ("@misc{k, title={T}}", []),
    ("@online{k, title={T}, url={https://example.org}}", []),
    ("@book{k, title={T}, editor={A}, year=2024}", []),
]


@pytest.mark.parametrize(("text", "expected"), PROBLEMS)
def test_a_problem_points_to_its_field_and_names_the_key(text, expected):
    found = said(text)
    assert len(found) == len(expected)
    assert all(line.startswith(start) for line, start in zip(found, expected, strict=True))


def test_a_publication_without_a_title_has_its_key_in_place():
    bibliography = read("@misc{a,year=2024}\n@article{b,title={},author={},year={}}")
    assert sorted(publication.title.plain for publication in bibliography.publications) == [
        "Untitled (a)",
        "Untitled (b)",
    ]
    assert "None" not in "".join(str(publication.text) for publication in bibliography.publications)


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ("title={Main}, subtitle={Sub}", "Main: Sub"),
        ("title={Why?}, subtitle={Sub}", "Why? Sub"),
        ("maintitle={Main}", "Main"),
    ],
)
def test_a_subtitle_follows_the_title(fields, title):
    assert read(f"@book{{k, {fields}, author={{A}}, year=2024}}").publications[0].title.plain == title


PREPRINT = (
    "@article{pre, title={On {X}: a Study}, author={Doe, Jane}, journal={arXiv preprint arXiv:2410.11474}, year=2023}"
)
TWINS = [
    # the published one, whether the preprint is the same work
    ("@inproceedings{pub, title={On X: A study}, author={Doe, J. and Roe, R.}, booktitle={B}, year=2024}", True),
    ("@article{pub, title={Another}, author={Roe, R.}, journal={J}, eprint={2410.11474}, year=2024}", False),
    ("@article{pub, title={On X, and a study}, author={Doe, J.}, journal={J}, eprint={2410.11474}, year=2024}", True),
    ("@article{pub, title={On Y}, author={Doe, J.}, journal={J}, eprint={2410.11474}, year=2024}", False),
    ("@article{pub, title={On X: A study}, author={Doe, J.}, journal={J}, year=2022}", False),
    ("@article{pub, title={On X: A study}, author={Doe, J. and others}, journal={J}, year=2023}", True),
    ("@article{pub, title={On X: A study}, author={Doe, J. and A, B and C, D}, journal={J}, year=2023}", True),
    ("@article{pub, title={On X: A study}, author={Roe, R.}, journal={J}, year=2024}", False),
    ("@article{pub, title={On Y}, author={Doe, Jane}, journal={J}, year=2024}", False),
    (
        "@article{pub, title={On X: a study}, author={Doe, Jane}, journal={CoRR}, volume={abs/2410.99999}, year=2024}",
        False,
    ),
]


@pytest.mark.parametrize(("published", "same"), TWINS)
def test_a_preprint_is_folded_into_its_publication(published, same):
    for text in (f"{PREPRINT}\n{published}", f"{published}\n{PREPRINT}"):
        bibliography = read(text)
        assert len(bibliography.publications) == (1 if same else 2)
        if same:
            (publication,) = bibliography.publications
            assert (publication.key, publication.aliases, publication.status) == ("pub", ("pre",), "published")
            assert publication.link("arxiv") == "https://arxiv.org/abs/2410.11474"
            (hint,) = bibliography.problems
            assert (hint.code, hint.key) == (codes.PREPRINT_TWIN, "pre")


def test_a_conference_paper_and_its_journal_version_stay_two():
    text = "@inproceedings{a, title={On X}, author={Doe, J.}, booktitle={B}, year=2023, eprint={2410.11474}}"
    text += "@article{b, title={On X}, author={Doe, J.}, journal={J}, year=2024, eprint={2410.11474}}"
    assert len(read(text + PREPRINT.replace("On {X}: a Study", "On X")).publications) == 2


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_the_order_is_by_date_then_as_in_the_files(seed):
    dates = ["year=2024", "year=2024, month=may", "date={2024-05-03}", "year={in press}", "", "year=1999", "year={x9}"]
    entries = [
        f"@article{{k{n}{twin}, title={{T{n}{twin}}}, author={{A}}, journal={{J}}, {date}}}"
        for n, date in enumerate(dates)
        for twin in "ab"
    ] + [PREPRINT, TWINS[0][0]]
    shuffled = Random(seed).sample(entries, len(entries))  # noqa: S311  no secret
    halves = shuffled[: len(entries) // 2], shuffled[len(entries) // 2 :]
    sources = [Source(f"{n}.bib", "\n".join(half)) for n, half in enumerate(halves)]
    found = read_sources(sources, Options()).publications
    assert [one.date.order for one in found] == sorted((one.date.order for one in found), reverse=True)
    given = [re.match(r"@\w+\{(\w+)", entry)[1] for entry in shuffled]  # type: ignore[index]  each has a key
    for _, same in groupby(found, lambda one: one.date.order):
        keys = [one.key for one in same]
        assert keys == [key for key in given if key in keys], "in the order of the files"
    assert {one.key for one in found[:2]} == {"k3a", "k3b"}
    assert {one.key for one in found[-4:]} == {"k4a", "k4b", "k6a", "k6b"}


TALK = "@unpublished{talk, title={On X: a study}, author={Doe, Jane}, note={Invited talk at B}, year=2023}"
NOTES = "@unpublished{notes, title={On X: a study}, author={Doe, Jane}, year=2023}"
HOME = "@article{pub, title={On X: A study}, author={Doe, Jane}, journal={J}, year=2024}"


@pytest.mark.parametrize("text", [TALK, NOTES])
def test_what_is_on_no_preprint_server_is_a_work_of_its_own(text):
    assert {one.key for one in read(f"{text}\n{HOME}").publications} == {"pub", text.split("{")[1].split(",")[0]}


def test_two_works_with_one_arxiv_identifier_are_both_shown_and_told():
    one = "@misc{one, title={On X}, author={Doe, Jane}, eprint={2101.00001}, archiveprefix={arXiv}, year=2021}"
    two = "@article{two, title={Birds}, author={Doe, Jane}, journal={J}, eprint={2101.00001}, year=2022}"
    found = read(f"{one}\n{two}")
    assert [each.key for each in found.publications] == ["two", "one"]
    assert [(each.code, each.key) for each in found.problems] == [(codes.SAME_ARXIV, "one")]


TOLD = (codes.REPEATED_ENTRY, codes.PREPRINT_TWIN, codes.UNPUBLISHED_SET)
"""What is told of an entry that is not shown by itself."""
OTHERS = ("string", "preamble", "comment", "xdata", "control", "ieeetranbstctl")
"""What is no publication."""


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_every_entry_of_the_corpus_is_shown_or_told():
    for path in sorted(CORPUS.glob("*.bib")):
        source = decode(path.read_bytes(), path.name)
        if isinstance(source, Source):
            entries = [one for one in commands(source.text) if one.word not in OTHERS]
            found = read_sources([source], Options())
            told = sum(one.code in TOLD for one in found.problems)
            assert len(found.publications) + told == len(entries), path.name


NASTY = ["<script>alert(1)</script>", "javascript:alert(1)", '" onclick="x', "{", "}", "\\", "$", "$^*$", " and ", ",", "%", "&amp;", "\u202e", "王", "..",
         "2024", "/", "~", "#", "\\input{/etc/passwd}", "https://example.org/", "\n", "\x00", "=", ";"]  # fmt: skip
FIELDS = ["author", "title", "year", "date", "month", "url", "pdf", "doi", "journal", "booktitle", "pages", "note", "author+an",
          "keywords", "abstract", "award", "eprint", "langid", "editor", "volume"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(FIELDS), st.lists(st.sampled_from(NASTY) | st.text(max_size=5), max_size=6).map("".join)
    )
)
def test_no_nasty_value_breaks_the_reader_or_gets_through(fields):
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    for publication in read(f"@article{{k,\n{body}\n}}\n@misc{{last, title={{L}}}}").publications:
        tags = set(re.findall(r"</?([a-z0-9]+)[^>]*>", str(publication.text)))
        assert "script" not in tags
        assert not re.search(r"<[^>]*\son\w+=", str(publication.text))
        assert all(re.match(r"https?://|mailto:|/(?!/)", link.url) for link in publication.links)
        assert not any(char in link.url for link in publication.links for char in "\"'<> \\")
        assert publication.title


def test_each_file_is_read_once_and_several_are_one_bibliography(tmp_path):
    (tmp_path / "a.bib").write_text('@string{j = "Journal"}\n@misc{a, title={A}, year=2020}')
    (tmp_path / "b.bib").write_text("@article{b, title={B}, author={X}, journal=j, year=2021}")
    bibliography = read_bibliography([tmp_path / "a.bib", tmp_path / "b.bib"])
    assert [(publication.key, publication.venue.plain) for publication in bibliography.publications] == [
        ("b", "Journal"),
        ("a", ""),
    ]


def test_a_missing_file_is_reported_with_what_is_near(tmp_path):
    (tmp_path / "publications.bib").write_text("")
    (problem,) = read_bibliography([tmp_path / "publicatons.bib"]).problems
    assert problem.code is codes.NO_FILE
    assert "did you mean publications.bib?" in problem.message
    (problem,) = read_bibliography([tmp_path / "no" / "x.bib"]).problems
    assert "no folder" in problem.message
    assert problem.message.endswith("; put a .bib file there, or correct its path.")
    (tmp_path / "publications.bib").unlink()
    (problem,) = read_bibliography([tmp_path / "x.bib"]).problems
    assert problem.message.endswith("none with a similar name; put a .bib file there, or correct its path.")


def test_what_is_no_regular_file_is_reported_and_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.bib")
    (tmp_path / "loop.bib").symlink_to("loop.bib")
    for path in (tmp_path, tmp_path / "pipe.bib", tmp_path / "loop.bib"):
        (problem,) = read_bibliography([path]).problems
        assert problem.code is codes.UNREADABLE_FILE


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_that_may_not_be_read_is_reported(tmp_path):
    path = tmp_path / "x.bib"
    path.write_text("")
    path.chmod(0)
    assert read_bibliography([path]).problems[0].code is codes.UNREADABLE_FILE


def test_a_link_to_a_file_elsewhere_is_followed(tmp_path):
    (tmp_path / "real.bib").write_text("@misc{a, title={A}}")
    (tmp_path / "link.bib").symlink_to("real.bib")
    assert len(read_bibliography([tmp_path / "link.bib"]).publications) == 1


@pytest.mark.parametrize("path", sorted(HOSTILE.glob("*.bib")), ids=lambda path: path.stem)
def test_hostile_files_give_safe_publications(path):
    for publication in read_bibliography([path]).publications:
        html = str(publication.text) + str(publication.abstract.html) + str(publication.award.html)
        assert not any(tag in html.lower() for tag in ("<script", "<img", "<b ", "<iframe", "<form", "<u>"))
        assert all(link.url.startswith(("https://", "http://", "mailto:", "/")) for link in publication.links)
        assert not any(char in link.url for link in publication.links for char in "\"'<> ")
        assert publication.title


HOSTILE_SAYS = [
    ("07_url_js", {"unsafe-link": 4}),
    ("09_url_data_html", {"unsafe-link": 4}),
    ("11_url_attr_breakout", {}),
    ("13_author_xss", {"foreign-markup": 1}),
    ("14_year_journal_xss", {"bad-date": 2, "foreign-markup": 1}),
    ("16_css_class_injection", {}),
    ("37_cjk_arabic_emoji", {}),
    ("50_no_title_author", {"missing-field": 4}),
    ("54_name_forms", {"bad-name": 1, "et-al": 1, "name-mark": 1}),
    ("55_dates", {"bad-date": 5, "missing-field": 1}),
]


@pytest.mark.parametrize(("name", "expected"), HOSTILE_SAYS)
def test_hostile_files_are_reported(name, expected):
    counts: dict[str, int] = {}
    for problem in read_bibliography([HOSTILE / f"{name}.bib"]).problems:
        counts[problem.code.name] = counts.get(problem.code.name, 0) + 1
    assert counts == expected


def test_names_of_every_script_are_kept():
    (publication,) = read_bibliography([HOSTILE / "37_cjk_arabic_emoji.bib"]).publications
    assert [name.display for name in publication.authors] == ["王明泽", "김철수", "محمد علي", "清华大学", "Seán O’Neil"]
    assert publication.title.plain == "深度学习的隐式偏好 🚀 مرحبا"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_every_file_of_the_corpus_is_read_and_every_publication_has_what_a_reader_needs():
    for path in sorted(CORPUS.glob("*.bib")):
        bibliography = read_bibliography([path])
        about = {(problem.key, problem.code) for problem in bibliography.problems}
        for publication in bibliography.publications:
            assert publication.title.plain, (path.name, publication.key)
            shown = [publication.title.plain, publication.venue.plain, *(name.display for name in publication.authors)]
            assert not any(char in text for text in shown for char in "{}"), (path.name, publication.key)
            known = (
                publication.year
                or (publication.key, codes.MISSING_FIELD) in about
                or publication.type in ("misc", "online", "unpublished", "software", "dataset")
            )
            assert known or (publication.key, codes.BAD_DATE) in about, (path.name, publication.key)
