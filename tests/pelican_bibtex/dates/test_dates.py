"""What dates say, in every form of BibTeX and BibLaTeX; nothing is filled in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelican_bibtex.dates.publication_date import parse_date
from pelican_bibtex.publication import Date

UNDERSTOOD = [
    # fields, date
    ({"date": "2024"}, Date(2024)),
    ({"date": "2024-05"}, Date(2024, 5)),
    ({"date": "2024-05-03"}, Date(2024, 5, 3)),
    ({"date": "2024-05-03T10:00:00Z"}, Date(2024, 5, 3)),
    ({"date": "2020-02-29"}, Date(2020, 2, 29)),
    ({"date": "2024-05/2024-07"}, Date(2024, 5, end=(2024, 7, None))),
    ({"date": "2024/.."}, Date(2024, end=(None, None, None))),
    ({"date": "2024/"}, Date(2024, end=(None, None, None))),
    ({"date": "../2024-03"}, Date(2024, 3)),
    ({"date": "2024-21"}, Date(2024, season="spring")),
    ({"date": "2024-24"}, Date(2024, season="winter")),
    ({"date": "2020?"}, Date(2020)),
    ({"date": "2020~"}, Date(2020)),
    ({"date": "{2020}"}, Date(2020)),
    ({"date": "-0044-03-15"}, Date(-44, 3, 15)),
    ({"date": "2024-05", "year": "2020", "month": "jan"}, Date(2024, 5)),
    ({"date": "", "year": "2020"}, Date(2020)),
    ({"year": "2024"}, Date(2024)),
    ({"year": "{2024}"}, Date(2024)),
    ({"year": "{\\noopsort{1973b}}2024"}, Date(2024)),
    ({"year": "\\noopsort{a}2024"}, Date(2024)),
    ({"year": "2013-10-09"}, Date(2013, 10, 9)),
    ({"year": "2013-10"}, Date(2013, 10)),
    ({"year": "2019--2020"}, Date(2019, end=(2020, None, None))),
    ({"year": "2019/2020"}, Date(2019, end=(2020, None, None))),
    ({"year": "2019-20"}, Date(2019, end=(2020, None, None), words="2019–20")),
    ({"year": "1988--89"}, Date(1988, end=(1989, None, None), words="1988–89")),
    ({"year": "1829/1830"}, Date(1829, end=(1830, None, None))),
    ({"year": "201X"}, Date(2010, end=(2019, None, None), words="2010s")),
    ({"date": "201X"}, Date(2010, end=(2019, None, None), words="2010s")),
    ({"date": "19xx"}, Date(1900, end=(1999, None, None), words="1900s")),
    ({"date": "1487~/1490"}, Date(1487, end=(1490, None, None))),
    ({"date": "2019-06~/2019-08"}, Date(2019, 6, end=(2019, 8, None))),
    ({"date": "2019-01-15 / 2019-02-25"}, Date(2019, 1, 15, end=(2019, 2, 25))),
    ({"date": "-0299"}, Date(-299)),
    ({"year": "forthcoming"}, Date(literal="forthcoming")),
    ({"year": "In Press"}, Date(literal="In Press")),
    ({"year": "in press."}, Date(literal="in press.")),
    ({"year": "n.d."}, Date()),
    ({"year": ""}, Date()),
    ({"year": "????"}, Date()),
    ({}, Date()),
    ({"month": "may"}, Date()),
    ({"year": "2024", "month": "January"}, Date(2024, 1)),
    ({"year": "2024", "month": "jan"}, Date(2024, 1)),
    ({"year": "2024", "month": "Jan."}, Date(2024, 1)),
    ({"year": "2024", "month": "Sept."}, Date(2024, 9)),
    ({"year": "2024", "month": "MAR"}, Date(2024, 3)),
    ({"year": "2024", "month": "März"}, Date(2024, 3)),
    ({"year": "2024", "month": "10"}, Date(2024, 10)),
    ({"year": "2024", "month": "09"}, Date(2024, 9)),
    ({"year": "2024", "month": "10", "day": "3"}, Date(2024, 10, 3)),
    ({"year": "2024", "month": "oct", "day": "03"}, Date(2024, 10, 3)),
    ({"year": "2024", "month": "10~January"}, Date(2024, 1, 10)),
    ({"year": "2024", "month": "January~10"}, Date(2024, 1, 10)),
    ({"year": "2024", "month": "June 3rd"}, Date(2024, 6, 3)),
    ({"year": "2024", "month": "3. Juni"}, Date(2024, 6, 3)),
    ({"year": "2024", "month": "5--6"}, Date(2024, 5, end=(2024, 6, None))),
    ({"year": "2024", "month": "May--June"}, Date(2024, 5, end=(2024, 6, None))),
    ({"year": "2024", "month": "May/June"}, Date(2024, 5, end=(2024, 6, None))),
    ({"year": "2024", "month": "October\\slash November"}, Date(2024, 10, end=(2024, 11, None))),
    ({"year": "2024", "month": "June 22--24"}, Date(2024, 6, 22, end=(2024, 6, 24))),
    ({"year": "2024", "month": "22-24 June"}, Date(2024, 6, 22, end=(2024, 6, 24))),
    ({"year": "2024", "month": "June 30 -- July 2"}, Date(2024, 6, 30, end=(2024, 7, 2))),
    ({"year": "2024", "month": "30 June to 2 July"}, Date(2024, 6, 30, end=(2024, 7, 2))),
    ({"year": "2024", "month": "December--January"}, Date(2024, 12)),
    ({"year": "2024", "month": "Fall"}, Date(2024, season="autumn")),
    ({"year": "2024", "month": "Fall \\slash Winter"}, Date(2024, season="autumn")),
    ({"year": "2024", "month": "????"}, Date(2024)),
    ({"year": "2024", "month": ""}, Date(2024)),
    ({"year": "2024", "month": "2024-10-02T00:00:00"}, Date(2024, 10, 2)),
]

REPORTED = [
    # fields, date, words of the complaint
    ({"date": "2024-13-45"}, Date(2024), "month 13"),
    ({"date": "2023-02-29"}, Date(2023, 2), "day 29"),
    ({"date": "2024-07/2024-05"}, Date(2024, 7), "ends before it starts"),
    ({"date": "June 2024"}, Date(2024, 6), "write `date = {2024-06}`."),
    (
        {"date": "3 June 2024"},
        Date(2024, 6, 3),
        "write `date = {2024-06-03}`.",
    ),
    ({"date": "June 3, 2024"}, Date(2024, 6, 3), "2024-06-03"),
    (
        {"date": "2017/01/02/online"},
        Date(2017, 1, 2),
        "write `date = {2017-01-02}`.",
    ),
    ({"date": "3.5.2024"}, Date(2024, 5, 3), "2024-05-03"),
    ({"date": "06/03/2024"}, Date(2024), "read as 2024"),
    ({"date": "soon"}, Date(), "is not a valid date"),
    ({"date": "soon", "year": "2024"}, Date(2024), "is not a valid date"),
    ({"year": "2024a"}, Date(2024), "write `year = {2024}`."),
    ({"year": "c. 2020"}, Date(2020), "read as 2020"),
    ({"year": "[2016]"}, Date(2016), "read as 2016"),
    ({"year": "1947(民国三十六年)"}, Date(1947), "read as 1947"),
    ({"year": "<b>2024</b>"}, Date(2024), "is not a number"),
    ({"year": "in press, 2024"}, Date(2024), "read as 2024"),
    ({"year": "-50"}, Date(), "left out"),
    ({"year": "99999"}, Date(), "left out"),
    ({"year": "0000"}, Date(), "left out"),
    ({"year": "<script>"}, Date(), "left out"),
    ({"year": "someday"}, Date(literal="someday"), "shown as written"),
    ({"year": "19x"}, Date(), "is not a year"),
    ({"year": "1990 [1975]"}, Date(1990, words="1990 [1975]"), "sorted by the first, 1990"),
    ({"year": "1865 (1923)"}, Date(1865, words="1865 (1923)"), "has several years"),
    ({"year": "2019 (2nd ed. 2021)"}, Date(2019, words="2019 (2nd ed. 2021)"), "has several years"),
    ({"year": "2020, online 2019"}, Date(2020, words="2020, online 2019"), "has several years"),
    ({"date": "1990 [1975]"}, Date(1990, words="1990 [1975]"), "has several years"),
    ({"year": "Fall 2020"}, Date(2020, season="autumn", words="Fall 2020"), "write `date = {2020-23}`."),
    ({"date": "Winter 2020"}, Date(2020, season="winter", words="Winter 2020"), "write `date = {2020-24}`."),
    ({"year": "2026 (to appear)"}, Date(2026), "write `year = {2026}` and `pubstate = {to appear}`."),
    ({"year": "2026, in press"}, Date(2026), "`pubstate = {in press}`"),
    ({"date": "2026-05 (accepted)"}, Date(2026, 5), "`date = {2026-05}` and `pubstate = {accepted}`"),
    ({"year": "15 January 2019"}, Date(2019, 1, 15), "write `date = {2019-01-15}`."),
    ({"year": "September 1, 2019"}, Date(2019, 9, 1), "write `date = {2019-09-01}`."),
    ({"year": "2019-1-15"}, Date(2019, 1, 15), "write `date = {2019-01-15}`."),
    ({"date": "2019/11"}, Date(2019, 11), "write `date = {2019-11}`."),
    ({"date": "11/2019"}, Date(2019, 11), "write `date = {2019-11}`."),
    ({"date": "2019/13"}, Date(2019), "is not a valid date"),
    ({"year": "13th Century"}, Date(literal="13th Century"), "shown as written"),
    ({"year": "2024", "month": "13"}, Date(2024), "month 13"),
    ({"year": "2024", "month": "0"}, Date(2024), "month 0"),
    ({"year": "2024", "month": "<x>"}, Date(2024), "is not a month"),
    ({"year": "2024", "month": "jann"}, Date(2024), "is not a month"),
    ({"year": "2024", "month": "feb", "day": "30"}, Date(2024, 2), "day 30"),
    ({"year": "2024", "month": "feb", "day": "x"}, Date(2024, 2), "is not a day"),
    ({"year": "2024", "day": "3"}, Date(2024), "has no month"),
]


@pytest.mark.parametrize(("fields", "date"), UNDERSTOOD, ids=str)
def test_a_date_is_read_without_a_word(fields, date):
    assert parse_date(fields) == (date, ())


@pytest.mark.parametrize(("fields", "date", "words"), REPORTED, ids=str)
def test_a_date_that_is_none_is_reported_and_what_is_sure_of_it_kept(fields, date, words):
    parsed, complaints = parse_date(fields)
    assert parsed == date
    assert words in " ".join(complaint.message for complaint in complaints)
    assert all(complaint.field in fields for complaint in complaints)


@given(
    st.dictionaries(st.sampled_from(["date", "year", "month", "day"]), st.text("0129-/.~?TX aejnpr{}\\é", max_size=12))
)
def test_no_value_breaks_the_reader_and_none_is_invented(fields):
    date, _ = parse_date(fields)
    assert date.month is None or 1 <= date.month <= 12
    assert date.day is None or date.month is not None
    written = re.sub("X", "0", re.sub(r"[{}]", "", "".join(fields.values())), flags=re.IGNORECASE)
    assert date.year is None or f"{abs(date.year):04d}" in written


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        (Date(2024, 5, 3), "2024"),
        (Date(1829, end=(1830, None, None)), "1829–1830"),
        (Date(2024, 5, end=(2024, 7, None)), "2024"),
        (Date(2024, end=(None, None, None)), "2024"),
        (Date(1988, end=(1989, None, None), words="1988–89"), "1988–89"),
        (Date(-299), "300 BC"),
        (Date(0), "0"),
        (Date(literal="in press"), "in press"),
        (Date(), ""),
    ],
    ids=str,
)
def test_the_year_as_readers_see_it(date, shown):
    assert date.shown == shown


def test_words_that_are_no_state_do_not_make_a_work_the_newest():
    assert Date(literal="13th Century").order < Date(1200).order < Date(literal="Forthcoming.").order


def test_what_has_words_for_a_year_is_newest_and_what_has_nothing_is_oldest():
    dates = [Date(2024, 5, 3), Date(literal="in press"), Date(), Date(2024), Date(2024, 5), Date(-44)]
    newest_first = sorted(dates, key=lambda date: date.order, reverse=True)
    assert newest_first == [Date(literal="in press"), Date(2024), Date(2024, 5), Date(2024, 5, 3), Date(-44), Date()]


@pytest.mark.parametrize(
    ("date", "iso"), [(Date(2024, 5, 3), "2024-05-03"), (Date(2024), "2024"), (Date(-44), "-0044"), (Date(), "")]
)
def test_iso_has_the_precision_that_is_known(date, iso):
    assert date.iso == iso
