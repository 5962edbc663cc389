"""Whole builds: what is written, what never is, and that the same sources give the same site."""

import os
import stat

import pytest

PAGE = "Title: A\nTopics: true\n\n- **T** [@alpha2020]\n- **U** [@beta2021; @gamma2022]\n"


def test_each_publication_has_a_page_and_files(site):
    files = site.build().files()
    keys, everything, some = ("alpha2020", "beta2021", "gamma2022"), ("bib", "json", "ris"), ("bib", "json")
    assert {name for name in files if name.startswith("publications")} == {
        "publications/index.html",
        *(f"publications.{ending}" for ending in everything),
        *(f"publications-{year}.{ending}" for year in (2020, 2021, 2022) for ending in some),
        *(f"publications/{key}/index.html" for key in keys),
        *(f"publications/{key}.{ending}" for key in keys for ending in everything),
    }
    assert files["publications/alpha2020.bib"].startswith(b"@article{alpha2020")


def test_a_rebuild_is_byte_identical(site, monkeypatch):
    monkeypatch.setenv("PYTHONHASHSEED", "1")
    first = site.build({"content/pages/a.md": PAGE}).files()
    monkeypatch.setenv("PYTHONHASHSEED", "2")
    assert site.build().files() == first


def test_the_clock_and_the_time_zone_of_the_machine_do_not_matter(site, monkeypatch):
    first = site.build({"content/pages/a.md": PAGE}).files()
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    assert site.build().files() == first


def test_two_builds_in_one_process_give_the_same_site(site):
    """As under --autoreload: nothing of the first build may be left in the second."""
    first = site.build({"content/pages/a.md": PAGE})
    script = (
        "from pelican import get_instance, parse_arguments\n"
        "pelican, _ = get_instance(parse_arguments(['content']))\n"
        "pelican.run()\n"
        "pelican.run()\n"
        "pelican, _ = get_instance(parse_arguments(['content']))\n"
        "pelican.run()\n"
    )
    site.write({"thrice.py": script})
    done = site.run("thrice")
    assert (done.code, done.problems) == (0, [])
    assert done.files() == first.files()


def test_a_template_that_changed_between_two_builds_of_one_process_is_drawn_anew(site):
    """As under --autoreload: what templates were compiled to is kept from one build to the next."""
    site.write({"content/pages/a.md": PAGE, "templates/partials/footer.html": "First."})
    site.build(THEME_TEMPLATES_OVERRIDES=["templates"])
    script = (
        "from pathlib import Path\n"
        "from pelican import get_instance, parse_arguments\n"
        "pelican, _ = get_instance(parse_arguments(['content']))\n"
        "pelican.run()\n"
        "Path('templates/partials/footer.html').write_text('Second.')\n"
        "pelican.run()\n"
    )
    site.write({"twice.py": script})
    built = site.run("twice")
    for path in ("a/index.html", "publications/index.html"):
        assert "Second." in built.text(path)
        assert "First." not in built.text(path)


def test_files_that_did_not_change_keep_their_time(site):
    built = site.build({"content/pages/a.md": PAGE}, DELETE_OUTPUT_DIRECTORY=False)
    entry = built.folder / "output/publications/alpha2020/index.html"
    os.utime(entry, (1, 1))
    site.build()
    assert entry.stat().st_mtime == 1
    site.build({"content/pages/a.md": PAGE.replace("@alpha2020", "@beta2021")})
    assert entry.stat().st_mtime > 1, "its topic is gone"


def test_private_files_are_never_copied_out(site):
    site.write({"content/people.yml": "Jane Doe: {owner: true}\n", "content/numbers.toml": '1 = "alpha2020"\n'})
    names = site.build(STATIC_PATHS=["."]).files()
    assert not [name for name in names if name.endswith((".yml", ".toml"))]
    assert "publications.bib" in names, "this one is ours, without private fields"


def test_the_bibtex_of_the_author_is_not_the_one_that_is_published(site):
    bib = "@article{a, title={A}, author={Doe, Jane}, journal={J}, year={2020}, selected={true}}\n"
    files = site.build({"content/publications.bib": bib}, STATIC_PATHS=["."]).files()
    assert b"selected" not in files["publications.bib"]
    assert b"title={A}" in files["publications/a.bib"]


def test_a_page_of_the_author_keeps_its_address_and_both_are_named(site):
    page = "Title: Mine\nsave_as: publications/alpha2020/index.html\nurl: publications/alpha2020/\n\nMine.\n"
    built = site.build({"content/pages/mine.md": page}, STRICT=True)
    assert "Mine." in built.page("publications/alpha2020/index.html").main.get_text()
    (problem,) = built.problems
    assert problem.startswith(
        "content/pages/mine.md: same-address: content/pages/mine.md and content/publications.bib:1"
    )
    assert built.code == 1


def test_every_problem_of_a_build_is_printed_once_and_unwrapped(site):
    long = "z" * 200
    built = site.build({"content/pages/a.md": f"Title: A\n\n[@{long}] [@x] [@x]\n\n[@y]\n"})
    assert [line.split(": ")[0] for line in built.problems] == ["content/pages/a.md:3"] * 2 + ["content/pages/a.md:5"]
    assert long in built.problems[1]


@pytest.mark.parametrize("kind", ["no people.yml", "empty people.yml", "empty numbers.toml"])
def test_files_that_may_be_missing(site, kind):
    files = {"no people.yml": {}, "empty people.yml": {"content/people.yml": ""}, "empty numbers.toml": {}}[kind]
    built = site.build({**files, "content/pages/a.md": PAGE}, STRICT=True)
    assert (built.code, built.problems) == (0, [])


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"content/publications.bib": "<!DOCTYPE html><html>404</html>"}, "content/publications.bib: not-bibtex:"),
        ({"content/people.yml": "Jane Doe: [\n"}, "content/people.yml:"),
        ({"content/numbers.toml": "1 = \n"}, "content/numbers.toml:1:"),
        (
            {"content/people.yml": b"# mine\nM\xfcller: {}\n"},
            "content/people.yml:2: unreadable-file: this is not UTF-8;",
        ),
        (
            {"content/numbers.toml/oops.txt": ""},
            "content/numbers.toml: unreadable-file: the file cannot be read: Is a directory;",
        ),
        ({"content/publications.bib": b"@article{k, title={\xfcber}}"}, "content/publications.bib:1"),
    ],
)
def test_a_file_that_cannot_be_read_stops_the_build_and_leaves_the_last_site(site, files, said):
    before = site.build({"content/pages/a.md": PAGE}, DELETE_OUTPUT_DIRECTORY=True).files()
    after = site.build(files)
    assert after.code == 1
    assert after.stderr.startswith(said)
    assert after.files() == before


def test_a_missing_bibliography_stops_the_build_and_names_the_one_that_is_there(site):
    built = site.build(PUBLICATIONS_SRC="content/publication.bib")
    assert built.code == 1
    assert built.stderr.startswith("pelicanconf.py:13: no-file: PUBLICATIONS_SRC names content/publication.bib; ")
    assert "publications.bib" in built.stderr


def test_an_empty_bibliography_is_a_warning_and_an_empty_list(site):
    built = site.build({"content/publications.bib": ""}, STRICT=True)
    assert built.code == 0
    assert len(built.problems) == 1
    assert built.page("publications/index.html").select("ol.publications > li") == []


def test_one_bad_entry_among_good_ones_costs_only_itself(site):
    bib = "@article{bad, title={Open {brace,\n year={2024}\n}\n\n" + site.bib
    built = site.build({"content/publications.bib": bib})
    assert built.code == 0
    assert any(line.startswith("content/publications.bib:1:") for line in built.problems)
    shown = [li["id"] for li in built.page("publications/index.html").select("ol.publications > li")]
    assert {"alpha2020", "beta2021", "gamma2022"} <= set(shown)
    assert site.build(STRICT=True).code == 1


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"IBID_MARKS": ["x"]}, "pelicanconf.py:23: bad-setting: IBID_MARKS is ['x']; write `IBID_MARKS = {"),
        (
            {"IBID_LINK_FIELDS": ["talk"]},
            "pelicanconf.py:23: bad-setting: IBID_LINK_FIELDS is ['talk']; write `IBID_LINK_FIELDS = {",
        ),
        (
            {"IBID_LINK_FIELDS": {"talk": 1}},
            "pelicanconf.py:23: bad-setting: IBID_LINK_FIELDS contains 'talk': 1; write `IBID_LINK_FIELDS = {",
        ),
        ({"IBID_PEOPLE": 3}, "pelicanconf.py:23: bad-setting: IBID_PEOPLE is 3; write a path"),
        (
            {"STRICT": "yes"},
            "pelicanconf.py:23: bad-setting: STRICT is 'yes'; write `STRICT = True` or `STRICT = False`.",
        ),
    ],
)
def test_a_bad_setting_stops_the_build_and_says_what_to_write(site, setting, said):
    built = site.build(**setting)
    assert built.code == 1
    assert built.stderr.startswith(said)


def test_pages_kept_by_the_reader_s_cache_are_linked_all_the_same(site):
    first = site.build({"content/pages/a.md": PAGE}, CACHE_CONTENT=True, LOAD_CONTENT_CACHE=True).files()
    assert site.build().files() == first


def test_a_setting_that_does_not_exist_is_a_warning(site):
    built = site.build(IBID_PEPLE="x.yml")
    assert built.problems[0].startswith(
        "pelicanconf.py:23: unknown-setting: there is no setting IBID_PEPLE; did you mean IBID_PEOPLE?"
    )


def test_a_post_that_pelican_itself_drops_fails_a_strict_build(site):
    post = "Title: Lost\nDate: the other day\n\nText.\n"
    built = site.build({"content/news/lost.md": post, "content/pages/a.md": PAGE})
    assert built.code == 0
    strict = site.build(STRICT=True)
    assert strict.code == 1
    assert "lost.md" in strict.stdout + strict.stderr
    mended = site.build({"content/news/lost.md": post.replace("the other day", "2024-01-01")})
    assert mended.code == 0


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"CATEGORY_SAVE_AS": ""},
        {"CATEGORY_SAVE_AS": "", "THEME": "simple"},
        {"CATEGORY_SAVE_AS": "", "DRAFT_SAVE_AS": "drafts/{category}/{slug}.html"},
        {"DEFAULT_CATEGORY": "", "USE_FOLDER_AS_CATEGORY": False},
    ],
)
def test_a_draft_is_written_with_a_category_and_without(site, settings):
    built = site.build({"content/news/soon.md": "Title: Soon\nDate: 2024-05-03\nStatus: draft\n\nText.\n"}, **settings)
    assert (built.code, "drafts/soon.html" in built.files()) == (0, True)
    assert "category/news.html" not in built.files(), "a draft is in no list"


def test_a_source_that_cannot_be_written_to_is_only_read(site):
    site.build({"content/pages/a.md": PAGE})
    source = site.folder / "content/pages/a.md"
    source.chmod(stat.S_IRUSR)
    assert site.build().code == 0
    assert source.read_text() == PAGE


def test_links_of_the_site_own(site):
    bib = (
        "@article{a, title={A}, author={Doe, Jane}, journal={J}, year={2020}, openreview={https://e.org/o?a&amp;b},\n"
        "  repository={https://e.org/r}, biburl={https://e.org/b}, hal={hal-1}}\n"
    )
    built = site.build({"content/publications.bib": bib}, IBID_LINK_FIELDS={"openreview": "OpenReview"})
    links = built.page("publications/a/index.html").select(".links a")
    assert [(link.get_text(), link["href"]) for link in links] == [("OpenReview", "https://e.org/o?a&b")]
    assert "openreview" not in built.text("publications/a.bib")
    assert "repository" in built.text("publications/a.bib")
    assert [line.split(";")[0] for line in built.problems if "unused-address" in line] == [
        "content/publications.bib:2:3: unused-address: `a`: `repository` contains an address, and is not a field for links"
    ]


def test_marks_of_the_site_own(site):
    bib = (
        "@article{a, title={A}, author={Doe, Jane and Roe, Richard}, author+an={2=student}, journal={J}, year={2020}}\n"
    )
    built = site.build(
        {"content/publications.bib": bib, "content/pages/a.md": "Title: A\n\n{publications}\n\n{legend}\n"},
        IBID_MARKS={"student": ("°", "indicates a student.")},
    )
    assert built.page("a/index.html").select_one(".legend").get_text().split() == ["°", "indicates", "a", "student."]
    assert "Richard Roe°" in built.page("a/index.html").select_one("ol.publications").get_text()
