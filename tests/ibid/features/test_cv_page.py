"""The CV on whole sites: what a reader sees, and what its author is told."""

from __future__ import annotations

import json
import re

import pytest
from tiny_site import BIB, Site

from ibid.features.cv.cv import ADVICE
from ibid.features.cv.vocabulary import FACTS, FIELDS, HEAD, HEADLINES, SECTIONS, unknown_section

PEOPLE = """
Jane Doe:
  owner: true
  role: Professor
  affiliation: Example University
  email: jane@example.org
  orcid: 0000-0002-1825-0097
  homepage: https://jane.example/
  links: {Code: "https://code.example/jane"}
"""
AWARD = BIB.replace("On Beta}", "On Beta}, award={Best Paper}, author+an={1=lead}")
HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
TEXTS = tuple(dict.fromkeys((*HEADLINES, *FACTS, "summary")))


@pytest.fixture(scope="module")
def documented(tmp_path_factory, root):
    """The example of docs/cv.md, and its translation."""
    text = (root / "docs" / "cv.md").read_text("utf-8")
    yml = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)[1]
    site = Site(tmp_path_factory.mktemp("documented") / "my site", root)
    zh = "title: 个人简历\nrole: 教授\nsummary: 我数 [@alpha2020]。\neducation:\n  - degree: 博士\n    date: 2015 -- present\n"
    files = {
        "content/publications.bib": AWARD,
        "content/people.yml": PEOPLE,
        "content/cv.yml": yml,
        "content/cv.zh.yml": zh,
    }
    return site.build(files, STATIC_PATHS=["."], MENUITEMS=[("CV", "/cv/")], IBID_SEVERITY={"owner-missing": "off"})


def lines(built, heading):
    """The text of each entry below a heading."""
    found = built.page("cv/index.html").find("h2", string=heading).parent
    return [
        " ".join(one.get_text(" ").split()) for one in found.select("li, div:has(> dt)") if one.parent.parent == found
    ]


def test_the_documented_example_has_no_problem(documented):
    assert documented.problems == []
    assert documented.code == 0


def test_the_head_says_who_and_writes_every_address_out(documented):
    main = documented.page("cv/index.html").main
    assert main.h1.get_text() == "Jane Doe"
    assert main.select_one(".role").get_text() == "Curriculum vitae, Professor, Example University"
    assert [dd.get_text() for dd in main.dl.select("dd")] == [
        "jane@example.org", "jane.example/", "orcid.org/0000-0002-1825-0097", "code.example/jane", "+46 18 000 000",
    ]  # fmt: skip


def test_every_word_of_the_file_is_documented(root):
    text = (root / "docs" / "cv.md").read_text("utf-8")
    assert [name for name in (*HEAD, *SECTIONS, *FIELDS) if f"`{name}`" not in text] == []


def test_sections_stand_in_the_author_s_order_under_headings(documented):
    headings = [h2.get_text() for h2 in documented.page("cv/index.html").main.find_all("h2")]
    assert headings == ["Positions", "Education", "Grants", "Awards", "Publications", "Service", "Skills"]


def test_entries_say_when_and_what(documented):
    [position] = lines(documented, "Positions")
    assert position.startswith("Aug 2021 – present Assistant Professor of Statistics , Example University, Uppsala")
    assert lines(documented, "Education") == [
        "2015 – 2020 PhD in Statistics , Lund University Thesis: How to Count What Hides; Supervisor: Maja Lindqvist"
    ]
    assert lines(documented, "Grants") == ["2022 – 2027 Thin Data , Principal Investigator, Research Fund, €1,498,000"]
    assert lines(documented, "Service") == ["Reviewer for the Journal of Letters"]
    assert lines(documented, "Skills") == ["Programming R, Python"]


def test_publications_with_awards_stand_among_the_awards(documented):
    assert lines(documented, "Awards") == [
        "2021 , 2023 Best Lecture , Students of the faculty",
        "2021 Best Paper , On Beta [2]",
    ]


def test_publications_have_the_site_s_numbers_groups_and_legend(documented):
    page = documented.page("cv/index.html")
    entries = page.select("ol.publications > li")
    assert [entry["value"] for entry in entries] == ["3", "2", "1"]
    assert not page.select("ol.publications [id]"), "one list owns the anchors"
    assert page.find("h3").get_text() == "Journal articles"
    assert "lead author" in page.select_one(".legend").get_text()


def test_a_citation_is_a_link_and_the_publication_leads_back(documented):
    chip = documented.page("cv/index.html").select_one("main p a.cite")
    assert (chip.get_text(), chip["href"], chip["title"]) == ("[1]", "/publications/#alpha2020", "On Alpha")
    backlinks = documented.page("publications/alpha2020/index.html").select("a[role=doc-backlink]")
    assert [(link.get_text(), link["href"]) for link in backlinks] == [("Curriculum vitae", "/cv/")]


def test_a_translation_has_its_own_page_words_and_language(documented):
    page = documented.page("cv-zh/index.html")
    assert page.html["lang"] == "zh"
    assert page.title.get_text().startswith("个人简历")
    assert page.main.select_one(".role").get_text() == "个人简历, 教授"
    assert page.main.h2.get_text() == "教育经历"
    assert "至今" in page.main.select_one("li .when").get_text()
    assert page.select_one("header nav a")["href"] == "/cv-zh/", "the menu leads to the CV in the page's language"
    pages = {"cv/": "cv-zh/", "cv-zh/": "cv/"}
    for one, other in pages.items():
        head = documented.page(f"{one}index.html")
        assert head.select_one("main .profiles a")["href"] == f"/{other}"
        assert {link["href"] for link in head.select("link[hreflang]")} >= {f"/{one}", f"/{other}"}


def test_the_file_itself_is_never_published(documented):
    assert [name for name in documented.files() if name.endswith(".yml")] == []


def test_a_site_without_the_file_has_no_page(site):
    built = site.build()
    assert built.problems == []
    assert not (built.folder / "output" / "cv").exists()


def test_what_is_wrong_is_located_and_the_rest_is_shown(site):
    yml = """\
person: Jane Do
eduction: [PhD]
service:
  - Chair [@alpah2020], see [this](/files/nothing.pdf)
  - role: Reviewer
    date: 2019-02-30
preprints: status=preprint
"""
    people = "Jane Doe: {owner: true}\nRichard Roe: {owner: true}\n"
    built = site.build({"content/cv.yml": yml, "content/people.yml": people}, STRICT=True)
    assert built.code == 1
    assert [line for line in built.problems if line.startswith("content/cv.yml")] == [
        "content/cv.yml:1: bad-cv: `Jane Do` is not in people.yml; did you mean `Jane Doe`?",
        f"content/cv.yml:2:1: bad-cv: {unknown_section('eduction')}",
        "content/cv.yml:4: broken-link: the site has nothing at /files/nothing.pdf (on /cv/)",
        "content/cv.yml:4: unknown-key: @alpah2020 is not in the bibliography; did you mean @alpha2020?",
        f"content/cv.yml:6:11: bad-cv: `2019-02-30` does not exist; {ADVICE}",
        "content/cv.yml:7:12: empty-list: this list is empty today, since no publication meets its filter. [hint]",
    ]
    main = built.page("cv/index.html").main
    assert main.h1.get_text() == "Jane Doe", "the site's name"
    assert main.select_one("mark.missing").get_text() == "[?alpah2020]"
    assert "Reviewer" in main.get_text()
    shared = site.build({"content/cv.yml": "service: [Chair]\n"})
    [problem] = [line for line in shared.problems if line.startswith("content/cv.yml")]
    assert problem.endswith("the site has 2 owners; write whose CV this is, as in `person: Jane Doe`.")
    mended = site.build({"content/cv.yml": "person: Richard Roe\nservice: [Chair]\n"})
    assert mended.page("cv/index.html").main.h1.get_text() == "Richard Roe"


def test_hostile_values_are_text_in_every_field(site):
    short = '"' + HOSTILE.replace('"', '\\"') + '\\u202E"'
    quoted = f'{short[:-1]}{"x" * 10_000}"'
    fields = "".join(f"    {name}: {quoted}\n" for name in TEXTS)
    yml = f"""\
title: {quoted}
summary: {quoted}
contact: {{{short}: {quoted}}}
{short}: {quoted}
service:
  - {quoted}
  - highlights: [{quoted}]
    date: {quoted}
{fields}skills: {{{short}: [{quoted}]}}
"""
    built = site.build({"content/cv.yml": yml})
    assert built.problems == []
    page = built.page("cv/index.html")
    assert not page.select("script:not([type]), img, [onerror], [onclick]")
    assert built.text("cv/index.html").count("&lt;script&gt;") > len(TEXTS)
    assert page.main.get_text().count("alert(1)") >= 2 * len(TEXTS)


def test_a_file_that_is_no_utf_8_stops_before_anything_is_written(site):
    built = site.build({"content/cv.yml": "summary: Zürich\n".encode("latin-1")})
    assert built.code == 1
    assert built.problems[0].startswith("content/cv.yml:1: unreadable-file: this is not UTF-8")
    assert not (built.folder / "output").exists()


def test_a_path_that_leads_nowhere_and_an_address_that_is_taken_are_said(site):
    built = site.build({"content/pages/cv.md": "Title: Mine\n\nText\n"}, IBID_CV="content/resume.yml")
    [lost] = [line for line in built.problems if "bad-cv" in line]
    assert lost.startswith(
        'pelicanconf.py: bad-cv: IBID_CV is "content/resume.yml", but content/resume.yml does not exist'
    )
    twins = {"content/resume.yml": "service: [Chair]\n", "content/resume.en.yml": "service: [Chair]\n"}
    built = site.build(twins)
    [double] = [line for line in built.problems if "bad-cv" in line]
    assert double.endswith("content/resume.yml is in the same language; keep one of the two.")
    [clash] = [line for line in built.problems if "same-address" in line]
    assert "content/pages/cv.md and content/resume.yml would both write cv/index.html" in clash
    assert "Text" in built.text("cv/index.html")


def test_links_are_right_from_disk_and_the_file_may_have_another_name(site):
    yml = "summary: See [@alpha2020] and [this](/files/a.pdf).\ntalks:\n  - title: T\n    url: /publications/\n"
    built = site.build(
        {"content/me/résumé of mine.yml": yml, "content/files/a.pdf": b"%PDF-1.4"},
        RELATIVE_URLS=True,
        STATIC_PATHS=["files"],
        IBID_CV="content/me/résumé of mine.yml",
    )
    assert built.problems == []
    links = [a["href"] for a in built.page("cv/index.html").main.find_all("a")]
    assert links == ["../publications/index.html#alpha2020", "../files/a.pdf", "../publications/index.html"]


def test_search_engines_are_told_whom_it_is_about(documented):
    head = documented.page("cv/index.html").head
    about = json.loads(head.select_one("script[type='application/ld+json']").string)
    assert (about["@type"], about["dateModified"]) == ("ProfilePage", "2025-01")
    assert about["mainEntity"]["name"] == "Jane Doe"
    assert "https://orcid.org/0000-0002-1825-0097" in about["mainEntity"]["sameAs"]
    assert head.find("meta", {"name": "description"})["content"] == "I count what hides."
