"""Where a publication appeared, in full and in short, and how far it has come."""

from __future__ import annotations

import pytest

from pelican_bibtex.dates.publication_date import parse_date
from pelican_bibtex.facts.venues import status, venue
from pelican_bibtex.syntax.type_names import TYPES, resolve

NEURIPS = "Conference on Neural Information Processing Systems"

VENUES = [
    # type, fields, venue, short venue
    ("article", {"journal": "Nature"}, "Nature", ""),
    ("article", {"journaltitle": "Nature", "publisher": "Springer"}, "Nature", ""),
    ("article", {"journal": "{IEEE} Trans.\\ {PAMI}"}, "IEEE Trans. PAMI", ""),
    (
        "article",
        {"journal": "Transactions on Machine Learning Research (TMLR)"},
        "Transactions on Machine Learning Research",
        "TMLR",
    ),
    ("article", {"journal": "Molecules (Basel)"}, "Molecules (Basel)", ""),
    ("article", {"journal": "Science (New York, N.Y.)"}, "Science (New York, N.Y.)", ""),
    ("inproceedings", {"booktitle": f"{NEURIPS} (NeurIPS 2024)"}, NEURIPS, "NeurIPS 2024"),
    ("inproceedings", {"booktitle": f"{NEURIPS} ({{NeurIPS}})"}, NEURIPS, "NeurIPS 2024"),
    (
        "inproceedings",
        {"booktitle": "NeurIPS 2023 Workshop on Mathematics of Modern Machine Learning (NeurIPS 2023 - M3L)"},
        "NeurIPS 2023 Workshop on Mathematics of Modern Machine Learning",
        "NeurIPS 2023 - M3L",
    ),
    (
        "inproceedings",
        {"booktitle": "Computer Vision and Pattern Recognition (CVPR'19)"},
        "Computer Vision and Pattern Recognition",
        "CVPR'19",
    ),
    (
        "inproceedings",
        {"booktitle": "41st International Conference on Machine Learning, {ICML} 2024, Vienna, Austria"},
        "41st International Conference on Machine Learning, ICML 2024, Vienna, Austria",
        "ICML 2024",
    ),
    ("inproceedings", {"booktitle": "CHI Conference", "series": "CHI '24"}, "CHI Conference", "CHI '24"),
    ("inproceedings", {"booktitle": "Proc. of X", "series": "LNCS"}, "Proc. of X", ""),
    ("inproceedings", {"booktitle": "Workshop X (USA)"}, "Workshop X (USA)", ""),
    ("inproceedings", {"booktitle": "ACL (Volume 1: Long Papers)"}, "ACL (Volume 1: Long Papers)", ""),
    ("inproceedings", {"booktitle": "NeurIPS"}, "NeurIPS", ""),
    ("inproceedings", {"booktitle": NEURIPS, "abbr": "NeurIPS"}, NEURIPS, "NeurIPS"),
    ("inproceedings", {"booktitle": f"{NEURIPS} (NeurIPS)", "abbr": "NIPS"}, NEURIPS, "NIPS"),
    ("inproceedings", {"eventtitle": "Conference of the Society"}, "Conference of the Society", ""),
    ("inbook", {"booktitle": "Handbook", "publisher": "CUP"}, "Handbook", ""),
    ("inbook", {"publisher": "CUP"}, "CUP", ""),
    (
        "book",
        {"journal": "International Conference on Learning Representations (ICLR)"},
        "International Conference on Learning Representations (ICLR)",
        "",
    ),
    (
        "article",
        {"journal": "International Conference on Learning Representations (ICLR)"},
        "International Conference on Learning Representations",
        "ICLR 2024",
    ),
    (
        "thesis",
        {"school": "Massachusetts Institute of Technology (MIT)"},
        "Massachusetts Institute of Technology (MIT)",
        "",
    ),
    ("book", {"publisher": "CUP", "series": "Tracts"}, "CUP", ""),
    ("thesis", {"school": "MIT"}, "MIT", ""),
    ("thesis", {"institution": "MIT"}, "MIT", ""),
    ("report", {"institution": "INRIA"}, "INRIA", ""),
    ("misc", {"howpublished": "Talk at MIT"}, "Talk at MIT", ""),
    ("misc", {"howpublished": "\\url{https://example.org}"}, "", ""),
    ("misc", {"howpublished": "Available at \\url{https://example.org/{~}a}."}, "", ""),
    ("misc", {"howpublished": "Zenodo. Available: https://example.org (accessed May 2020)"}, "Zenodo", ""),
    ("article", {"journal": "Phys. Rev. Lett."}, "Phys. Rev. Lett.", ""),
    ("article", {"journal": "\\apj"}, "The Astrophysical Journal", ""),
    ("article", {"journal": "\\apj", "abbr": "ApJ"}, "The Astrophysical Journal", "ApJ"),
    ("article", {"journaltitle": "J", "journalsubtitle": "S"}, "J: S", ""),
    (
        "inproceedings",
        {"booktitle": f"{NEURIPS} (NeurIPS)", "booksubtitle": "Workshops", "booktitleaddon": "Held online"},
        f"{NEURIPS}: Workshops. Held online",
        "NeurIPS 2024",
    ),
    ("proceedings", {"booktitle": "Proc. of X"}, "", ""),
    ("proceedings", {"title": "Proc. of X", "booktitle": "X 2024", "publisher": "ACM"}, "ACM", ""),
    ("book", {"publisher": "Hall and others"}, "Hall et al.", ""),
    ("misc", {}, "", ""),
    ("article", {"journal": "arXiv preprint arXiv:2410.11474"}, "arXiv preprint", ""),
    ("article", {"journal": "CoRR", "volume": "abs/2410.11474"}, "arXiv preprint", ""),
    ("article", {"journal": "{ArXiv}"}, "arXiv preprint", ""),
    ("article", {"journal": "bioRxiv"}, "bioRxiv preprint", ""),
    ("misc", {"publisher": "arXiv", "doi": "10.48550/arXiv.2410.11474"}, "arXiv preprint", ""),
    ("misc", {"eprint": "2410.11474", "archiveprefix": "arXiv"}, "arXiv preprint", ""),
    ("online", {"eprint": "2410.11474", "eprinttype": "arxiv"}, "arXiv preprint", ""),
    ("misc", {"howpublished": "Preprint, arXiv:2410.11474"}, "arXiv preprint", ""),
    ("article", {"journal": "Nature", "eprint": "2410.11474"}, "Nature", ""),
]


@pytest.mark.parametrize(("type_", "fields", "full", "short"), VENUES, ids=lambda value: str(value)[:50])
def test_a_venue_is_shown_as_a_careful_human_would(type_, fields, full, short):
    found = venue(type_, fields, 2024)
    assert (found.name.plain, found.short) == (full, short)


def test_without_a_year_an_acronym_stays_bare():
    assert venue("inproceedings", {"booktitle": f"{NEURIPS} (NeurIPS)"}, None).short == "NeurIPS"


STATUSES = [
    # type, fields, status
    ("article", {"journal": "Nature"}, "published"),
    ("article", {"journal": "Nature", "note": "to appear"}, "accepted"),
    ("article", {"journal": "Nature", "year": "in press"}, "accepted"),
    ("article", {"journal": "Nature", "year": "forthcoming"}, "accepted"),
    ("article", {"journal": "To appear in Nature"}, "accepted"),
    ("article", {"journal": "Submitted to Nature"}, "submitted"),
    ("article", {"journal": "Nature", "note": "Under review"}, "submitted"),
    ("article", {"journal": "Nature", "note": "Submitted by the dean"}, "published"),
    ("article", {"journal": "Nature", "pubstate": "inpress"}, "accepted"),
    ("article", {"journal": "Nature", "pubstate": "submitted"}, "submitted"),
    ("article", {"journal": "Nature", "pubstate": "In Preparation"}, "preprint"),
    ("article", {"journal": "Nature", "pubstate": "published", "note": "to appear"}, "published"),
    ("article", {"journal": "arXiv preprint arXiv:2410.11474"}, "preprint"),
    ("article", {"journal": "arXiv preprint arXiv:2410.11474", "note": "Accepted at ICML 2025"}, "accepted"),
    ("article", {"journal": "Nature", "eprint": "2410.11474", "archiveprefix": "arXiv"}, "published"),
    ("inproceedings", {"booktitle": "NeurIPS", "eprint": "2410.11474"}, "published"),
    ("misc", {"eprint": "2410.11474", "archiveprefix": "arXiv"}, "preprint"),
    ("misc", {"howpublished": "Talk"}, "published"),
    ("unpublished", {"note": "Invited talk, Workshop on Letters"}, "published"),
    ("unpublished", {"note": "Poster at COL"}, "published"),
    ("unpublished", {"note": "Talking points"}, "preprint"),
    ("article", {"journal": "Nature", "year": "2026 (to appear)"}, "accepted"),
    ("article", {"journal": "Nature, in press"}, "accepted"),
    ("inproceedings", {"booktitle": "Conference on Robotics (ICRA) (submitted)"}, "submitted"),
    ("inproceedings", {"booktitle": "NeurIPS 2024 (to appear)"}, "accepted"),
    ("inproceedings", {"booktitle": "NeurIPS", "pages": "1--9", "note": "Accepted as an oral"}, "published"),
    ("article", {"journal": "J", "volume": "3", "note": "Submitted: 8 June 2020; accepted 27 July 2020"}, "published"),
    ("article", {"journal": "J", "volume": "3", "note": "Submitted version available on request"}, "published"),
    ("article", {"journal": "J", "pages": "1--4", "note": "Preprint available at arXiv"}, "published"),
    ("article", {"journal": "J", "volume": "3", "addendum": "In review in Nature"}, "published"),
    ("article", {"journal": "J", "note": "Submitted: 8 June 2020; accepted 27 July 2020"}, "published"),
    ("article", {"journal": "J", "volume": "3", "pubstate": "submitted"}, "submitted"),
    ("article", {"journal": "J", "note": "Submitted version available on request"}, "published"),
    ("misc", {"note": "Submitted June 2024"}, "submitted"),
    ("online", {"url": "https://arxiv.org/abs/2410.11474"}, "preprint"),
    ("online", {"url": "https://example.org"}, "published"),
    ("unpublished", {}, "preprint"),
    ("unpublished", {"note": "Submitted"}, "submitted"),
    ("preprint", {"howpublished": "Zenodo"}, "preprint"),
    ("report", {"type": "Preprint", "institution": "MIT"}, "preprint"),
    ("thesis", {"school": "MIT"}, "published"),
]


@pytest.mark.parametrize(("name", "fields", "expected"), STATUSES, ids=lambda value: str(value)[:60])
def test_a_status_is_said_or_seen(name, fields, expected):
    type_ = resolve(name)[0]
    date = parse_date(fields)[0]
    assert status(type_, fields, venue(type_, fields, date.year), date, name) == expected


@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_type_of_biblatex_is_itself(name):
    assert resolve(name.upper()) == (name, None)


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("conference", "inproceedings"),
        ("phdthesis", "thesis"),
        ("mastersthesis", "thesis"),
        ("techreport", "report"),
        ("www", "online"),
    ],
)
def test_an_alias_is_understood(name, type_):
    assert resolve(name) == (type_, None)


@pytest.mark.parametrize(("name", "words"), [("artcle", "did you mean `@article`?"), ("zzz", "such as `@misc`")])
def test_an_unknown_type_is_misc_and_reported(name, words):
    type_, complaint = resolve(name)
    assert (type_, complaint.code.name) == ("misc", "unknown-type")
    assert words in complaint.message


@pytest.mark.parametrize(
    ("type_", "field", "text", "name"),
    [
        ("inproceedings", "booktitle", "Conference on Robotics (ICRA) (submitted)", "Conference on Robotics"),
        ("inproceedings", "booktitle", "NeurIPS 2024 (to appear)", "NeurIPS 2024"),
        ("article", "journal", "Nature, in press", "Nature"),
        ("article", "journal", "Nature [accepted for publication].", "Nature"),
        ("article", "journal", "Journal of Submitted Papers", "Journal of Submitted Papers"),
    ],
)
def test_a_state_behind_the_name_of_a_venue_is_no_part_of_it(type_, field, text, name):
    assert venue(type_, {field: text}, 2024).name.plain == name
