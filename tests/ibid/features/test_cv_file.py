"""cv.yml: what is read from it, and every fault with its place."""

from __future__ import annotations

import pytest

from ibid.features.cv.cv import PeriodError, read_period
from ibid.features.cv.cv_file import read_cv
from ibid.features.cv.cv_pages import last_changed
from ibid.features.cv.inline import read_text
from ibid.mark.list_grammar import Filter
from ibid.model.addresses import ROOT
from ibid.model.catalogue import Catalogue
from ibid.write.written_pages import LAST_CHANGED, changed


def read(text: str):
    cv, problems = read_cv(text, "cv.yml")
    assert problems == ()
    return cv


def section(text: str):
    [found] = read(text).sections
    return found


def entry(fields: str):
    """The one entry of a section, from `degree: PhD; institution: X`."""
    lines = [line.strip() for line in fields.split(";")]
    [found] = section("education:\n  - " + "\n    ".join(lines)).entries
    return found


SHAPES = [
    # what stands in a section, what it is
    ("education:\n  - degree: PhD", "entries"),
    ("education:\n  degree: PhD", "entries"),
    ("service:\n  - Reviewer", "entries"),
    ("service: [Reviewer, Editor]", "entries"),
    ("skills:\n  Programming: R", "pairs"),
    ("References: On request.", "text"),
    ("Anything at all: 7", "text"),
    ("publications: status=published", "publications"),
    ("publications:", "publications"),
    ("publications: '{publications status=published}'", "publications"),
    ("publications: {publications status=published}", "publications"),
    ("preprints: status=preprint", "publications"),
    ("My best:\n  publications: selected", "publications"),
    ("My best: {publications: selected}", "publications"),
]


@pytest.mark.parametrize(("text", "shape"), SHAPES)
def test_a_section_holds_one_of_four_things(text, shape):
    found = section(text)
    assert [name for name in ("entries", "pairs", "text", "publications") if getattr(found, name)] == [shape]


HEADINGS = [
    # as written, as shown
    ("education", "Education"),
    ("interests", "Research interests"),
    ("Education", "Education"),
    ("research_interests", "Research interests"),
    ("selected talks", "selected talks"),
    ("iOS apps", "iOS apps"),
    ("教育经历", "教育经历"),
]


@pytest.mark.parametrize(("written", "shown"), HEADINGS)
def test_a_heading_is_known_or_the_author_s_own(written, shown):
    assert section(f"{written}: x").heading == shown


@pytest.mark.parametrize("text", ["status=published limit=3", "'{publications status=published limit=3}'"])
def test_the_filters_are_those_of_lists(text):
    placed = section(f"publications: {text}").publications.placed
    assert placed.conditions == (Filter("status", "=", "published"),)
    assert placed.limit == 3


ENTRIES = [
    # fields, the strong words, the others in their order
    ("institution: Lund; degree: PhD", "PhD", ["Lund"]),
    ("location: Lund; role: Chair; event: ICX", "Chair", ["ICX", "Lund"]),
    ("role: Investigator; title: Rain; amount: 12000; funder: RF", "Rain", ["Investigator", "RF", "12000"]),
    ("degree: PhD; name: Ann Lee", "Ann Lee", ["PhD"]),
    ("institution: Lund; location: Skåne", "Lund", ["Skåne"]),
    ("course: 101; date: 2020", "101", []),
    ("title: No; details: yes", "No", ["yes"]),
]


@pytest.mark.parametrize(("fields", "strong", "others"), ENTRIES)
def test_an_entry_has_strong_words_and_others_in_a_fixed_order(fields, strong, others):
    found = entry(fields)
    assert found.headline.source == strong
    assert [fact.text.source for fact in found.facts] == others


def test_what_needs_a_word_before_it_has_one():
    found = entry("degree: PhD; supervisor: Ann Lee; thesis: On Rain")
    assert [(fact.label, fact.text.source) for fact in found.labelled] == [
        ("Thesis: %(what)s", "On Rain"),
        ("Supervisor: %(what)s", "Ann Lee"),
    ]


PERIODS = [
    # as written, start, end, open, words
    ("2019", "2019", "", False, ""),
    ("2019-9", "2019-09", "", False, ""),
    ("2019-09-01", "2019-09-01", "", False, ""),
    ("2019 -- 2021", "2019", "2021", False, ""),
    ("2019-2021", "2019", "2021", False, ""),
    ("2019/2021", "2019", "2021", False, ""),
    ("2019 - 2021-03", "2019", "2021-03", False, ""),
    ("2019-09–2020-01", "2019-09", "2020-01", False, ""),
    ("2019 to 2021", "2019", "2021", False, ""),
    ("2019-09 -- present", "2019-09", "", True, ""),
    ("2019 --", "2019", "", True, ""),
    ("2019 – 至今", "2019", "", True, ""),
    ("2019-03 -- 2019", "2019-03", "2019", False, ""),
    ("2020-02-29", "2020-02-29", "", False, ""),
    ("Spring 2021", "", "", False, "Spring 2021"),
    ("Sep 2019 -- Jan 2020", "", "", False, "Sep 2019 -- Jan 2020"),
    ("二〇二一年春", "", "", False, "二〇二一年春"),
]


@pytest.mark.parametrize(("written", "start", "end", "is_open", "words"), PERIODS)
def test_dates_and_ranges(written, start, end, is_open, words):
    period = read_period(written)
    assert (period.start.iso if period.start else "", period.end.iso if period.end else "") == (start, end)
    assert (period.is_open, period.words) == (is_open, words)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2019-13", "has no month 13"),
        ("2019-02-29", "does not exist"),
        ("2019-00", "has no month 0"),
        ("0000", "does not exist"),
        ("2019-01-00", "does not exist"),
        ("2021 -- 2019", "is before"),
        ("2021-05 -- 2021-04", "is before"),
        ("2019 -- presnt", "`presnt` is not a date"),
        ("19", "is not a date"),
        ("31.12.2019", "is not a date"),
        ("20190901", "is not a date"),
        ("--", "is not a date"),
    ],
)
def test_a_date_that_is_none_is_said(written, said):
    with pytest.raises(PeriodError, match=said):
        read_period(written)


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ("date: [2018, 2020 -- 2021]", [("2018", "", False), ("2020", "2021", False)]),
        ("start_date: 2018; end_date: 2019-03", [("2018", "2019-03", False)]),
        ("start_date: 2018; end_date: present", [("2018", "", True)]),
        ("start_date: 2018", [("2018", "", True)]),
        ("end_date: 2018", [("2018", "", False)]),
    ],
)
def test_an_entry_has_a_date_several_or_a_start_and_an_end(fields, shown):
    periods = entry(f"title: x; {fields}").periods
    assert [(one.start.iso, one.end.iso if one.end else "", one.is_open) for one in periods] == shown


INLINE = [
    ("2020. A *prize*, **won**", "2020. A <em>prize</em>, <strong>won</strong>"),
    ("a * b ** c", "a * b ** c"),
    ("`a<b>`", "<code>a&lt;b&gt;</code>"),
    ("<script>alert(1)</script> & co", "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co"),
    ("[x](https://a.example/?b=1&c=%22)", '<a href="https://a.example/?b=1&amp;c=%22">x</a>'),
    ("[x](https://a.example/y_(z))", '<a href="https://a.example/y_(z)">x</a>'),
    ("[<b>](/files/a.pdf)", f'<a href="{ROOT}/files/a.pdf">&lt;b&gt;</a>'),
    ("<https://a.example/>", '<a href="https://a.example/">https://a.example/</a>'),
    ("<mailto:a@b.example>", '<a href="mailto:a@b.example">a@b.example</a>'),
    ('[x](https://a.example/"onclick="y)', '<a href="https://a.example/%22onclick=%22y">x</a>'),
    ("a@b.example", "a@b.example"),
    (r"\*a\* \@b", "*a* @b"),
    ("[8] and [sic]", "[8] and [sic]"),
    ("[@a; @b, p. 3]", '<ibid-cite data-line="1" data-source="[@a; @b, p. 3]"></ibid-cite>'),
    ("**see @a**", '<strong>see <ibid-cite data-line="1" data-source="@a"></ibid-cite></strong>'),
    ("@a [p; x@b.org]", '<ibid-cite data-line="1" data-source="@a"></ibid-cite> [p; x@b.org]'),
    ("`[@a]`", "<code>[@a]</code>"),
]


@pytest.mark.parametrize(("source", "html"), INLINE)
def test_texts_know_emphasis_code_links_and_citations_and_nothing_else(source, html):
    assert read_text(source, lambda _: 1, pytest.fail).html == html


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "a.pdf", "https://", ""])
def test_an_address_that_may_be_no_link_is_said_and_its_text_kept(url):
    said: list[str] = []
    assert read_text(f"[x]({url})", lambda _: 1, said.append).html == "x"
    assert "is not a web address" in said[0]


def test_a_text_without_its_markup():
    text = read_text("*Rain* [@a] & [snow](https://a.example/) <b>", lambda _: 1, pytest.fail)
    assert text.plain == "Rain & snow <b>"


FAULTS = [
    # cv.yml, line:column, words of the report
    ("- degree: PhD", "1:1", "this is a list, not a CV"),
    ("A CV", "1:1", "this is text, not a CV"),
    ("education: [", "1", "this is not valid YAML"),
    ("education:\n\t- x", "2", "this is not valid YAML"),
    ("service:\n  - [@key] and others", "2", "start with @"),
    ("teaching:\n  - course: STAT 301: Inference", "2", "contain a colon"),
    ("service:\n  - Chair: Area", "2:5", "put a text with a colon in quotes."),
    (
        "eduction:\n  - x",
        "1:1",
        "did you mean `education`? Otherwise start a heading of your own with a capital letter.",
    ),
    ("xyzzy: x", "1:1", "the sections are person, title, role, summary"),
    ("[a]: x", "1:1", "this should be a section, not a list"),
    ("education: [PhD]\neducation: [MSc]", "2:1", "twice"),
    ("education:", "1:11", "nothing"),
    ("education: {}", "1:12", "a table of fields"),
    ("education:\n  - degre: PhD", "2:5", "did you mean `degree`?"),
    ("education:\n  - degree: PhD\n    year: 2019", "3:5", "did you mean `date`?"),
    ("education:\n  - degree: PhD\n    university: X", "3:5", "did you mean `institution`?"),
    ("education:\n  - degree: PhD\n    startDate: 2019", "3:5", "did you mean `start_date`?"),
    ("education:\n  - degree: PhD\n    xyzzy: red", "3:5", "the fields are title, name"),
    ("education:\n  - degree: PhD\n    degree: MSc", "3:5", "twice"),
    ("education:\n  - degree: [PhD]", "2:13", "`degree` is a list; write one text"),
    ("education:\n  - degree:", "2:12", "`degree` is nothing"),
    ("education:\n  - [a, b]", "2:5", "a list"),
    ("education:\n  -", "2:4", "nothing"),
    ("education:\n  - degree: PhD\n    date: 2019-13", "3:11", "no month 13"),
    ("education:\n  - degree: PhD\n    date: [2019, {a: b}]", "3:18", "`date` is a table of fields"),
    ("education:\n  - degree: PhD\n    date: [2019, 2019-02-30]", "3:18", "does not exist"),
    ("education:\n  - degree: PhD\n    start_date: 2020\n    end_date: 2019", "3:17", "is before"),
    ("education:\n  - degree: PhD\n    url: javascript:alert(1)", "3:10", "not a web address"),
    ("education:\n  - degree: PhD [@a]\n    url: https://a.example/", "3:10", "its own link or citation"),
    ("education:\n  - date: 2020\n    url: https://a.example/", "3:10", "is missing"),
    ("education:\n  - degree: PhD\n    summary: '[x](ftp://a.example)'", "3:14", "not a web address"),
    ("awards:\n  - publications: award\n    date: 2020", "2:5", "must be the only field"),
    ("contact: ann@example.org", "1:10", "write lines such as `Phone:"),
    ("contact:\n  Phone: {a: b}", "2:10", "`Phone` is a table"),
    ("skills:\n  R:", "2:5", "`R` is nothing"),
    ("updated: 2025-31", "1:10", "no month 31"),
    ("summary: !!python/object/apply:os.system ['true']", "1:10", "not supported"),
    ("summary: !!python/name:os.system x", "1:10", "not supported"),
    ("a: " + "[" * 5000, "1", "too deeply"),
    ("a: \x07", "1", "YAML does not allow a character"),
]


@pytest.mark.parametrize(("text", "place", "words"), FAULTS, ids=[text[:40] for text, _, _ in FAULTS])
def test_every_fault_has_its_place_and_says_what_to_write(text, place, words):
    _, problems = read_cv(text, "content/cv.yml")
    assert str(problems[0]).startswith(f"content/cv.yml:{place}: bad-cv: ")
    assert words in problems[0].message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("publications: statuss=published", "there is no filter `statuss`; did you mean `status`?"),
        ("publications: true", "there is no filter `true`"),
        ("awards:\n  - publications: awrd", "did you mean `award`?"),
    ],
)
def test_the_filters_faults_are_those_of_lists(text, words):
    _, problems = read_cv(text, "cv.yml")
    assert [problem.code.name for problem in problems] == ["bad-list"]
    assert words in problems[0].message


def test_a_message_repeats_a_long_name_as_far_as_it_helps():
    _, [problem] = read_cv(f"{'x' * 900}: y", "cv.yml")
    assert problem.message.startswith(f"there is no section `{'x' * 60}…`; the sections are person, title")


def test_a_fault_leaves_everything_else():
    cv, problems = read_cv(
        "eduction: [x]\nservice:\n  - [a]\n  - role: Chair\n    date: 2019-99\n    url: x\n    highlights: {a: b}\n",
        "p",
    )
    assert [problem.line for problem in problems] == [1, 3, 5, 6, 7]
    [found] = cv.sections
    assert [each.headline.source for each in found.entries] == ["Chair"]


@pytest.mark.parametrize(
    ("updated", "when"), [("2025-01-31", "2025-01-31"), ("2025-01", None), ("Spring 2025", None), ("", None)]
)
def test_a_sitemap_says_when_it_changed_if_the_day_is_known(updated, when):
    cv = read(f"service: [Chair]\n{f'updated: {updated}' if updated else ''}\n")
    found = changed({LAST_CHANGED: last_changed(cv, Catalogue())})
    assert (found.date().isoformat() if found else None) == when


def test_a_citation_is_found_in_its_line():
    cv = read("summary: >\n  Of many\n  things [@a]\n  and [@b].\nservice:\n  - x\n  - 'y [@c]'\n")
    found = [text.html for text in cv.texts if "ibid-cite" in text.html]
    assert 'data-line="3" data-source="[@a]"' in found[0]
    assert 'data-line="4" data-source="[@b]"' in found[0]
    assert 'data-line="7" data-source="[@c]"' in found[1]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n", "null"])
def test_an_empty_file_is_no_cv_and_no_fault(text):
    assert read_cv(text, "p") == (None, ())


def test_anchors_may_repeat_a_value_but_not_without_end():
    assert section("service:\n  - &x Reviewer\n  - *x\n").entries[1].facts[0].text.source == "Reviewer"
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    for text in (bomb, "A: &a [*a]", "A: &a {B: *a}"):
        _, [problem] = read_cv(text, "p")
        assert "with its anchors resolved" in problem.message


@pytest.mark.parametrize("piece", ["a", "*", "[", "**a ", "@{", "[a](", "<https://", "`", "\\\\"])
def test_ten_thousand_characters_of_anything_are_text(piece):
    value = piece * (10_000 // len(piece))
    assert read_text(value, lambda _: 1, lambda _: None).source == value
