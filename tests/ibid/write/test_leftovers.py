"""What an earlier build wrote is taken away when it is no longer written, and nothing else ever is."""

from __future__ import annotations

from pathlib import Path

import pytest

from ibid.write.file_writer import Output
from ibid.write.recording import Recording, Whose, whose
from ibid.write.site_record import MARKER, SiteRecord, digest, files_in, path_digest

RESEARCH = "Title: Research\nTopics: true\n\n- **Letters** [@alpha2020; @beta2021]\n    - **Old** [@alpha2020]\n"
ENTRY = "@article{{{key}, title={{T}}, author={{Doe, Jane}}, journal={{J}}, year={{2019}}, pdf={{/files/x.pdf}}}}\n"
PDF = b"%PDF-1.4 a paper"


@pytest.mark.parametrize(
    ("facts", "owner"),
    [
        ("claimed changed", Whose.SITE),  # a new page
        ("claimed existed changed known", Whose.SITE),  # a page that changed
        ("claimed existed known", Whose.SITE),  # a page that did not
        ("claimed existed changed", Whose.SITE),  # written over what was there
        ("claimed existed", Whose.STRANGER),  # Pelican's STATIC_CHECK_IF_MODIFIED left it as it was
        ("existed known", Whose.LEFTOVER),  # the page of a post that is gone
        ("existed changed known", Whose.OTHER),  # another plugin has taken it over
        ("existed known other", Whose.OTHER),  # another plugin knows that its file is still good
        ("changed", Whose.OTHER),  # another plugin's
        ("existed", Whose.STRANGER),  # the author's
        ("existed changed", Whose.STRANGER),  # the author's, saved during the build
    ],
)
def test_whose_a_file_is(facts: str, owner: Whose):
    files = {path_digest("a"): digest(b"a")} if "known" in facts else {}
    record = SiteRecord(files, others=frozenset(files if "other" in facts else ()))
    known = {name: name in facts for name in ("claimed", "existed", "changed")}
    assert whose(record, "a", **known) is owner


def finished(folder: Path, files: dict[str, bytes], *, whole: bool = True, twin: str = "") -> list[str]:
    """The files of a folder after a build that wrote some, and perhaps another name for one, as some disks have it."""
    recording = Recording(folder)
    recording.begin()
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
        recording.note(path, data)
    if twin:
        (folder / twin).unlink()
        (folder / twin).hardlink_to(folder / next(iter(files)))
    survey = recording.survey(())
    if whole:
        recording.prune(survey)
    recording.finish(survey, SiteRecord(), is_whole=whole)
    return files_in(folder)


@pytest.mark.parametrize(
    ("before", "now", "twin", "left"),
    [
        ("a", "a", "", ["a"]),
        ("a", "b", "", ["b"]),
        ("publications/Key.bib", "publications/key.bib", "", ["publications/key.bib"]),
        ("publications/\u00e9.bib", "publications/e\u0301.bib", "", ["publications/e\u0301.bib"]),
        # One file under both names, where case or composition makes no difference.
        ("Key.bib", "key.bib", "Key.bib", ["Key.bib", "key.bib"]),
        ("\u00e9.bib", "e\u0301.bib", "\u00e9.bib", ["e\u0301.bib", "\u00e9.bib"]),
    ],
)
def test_a_name_that_differs_in_case_or_composition_is_one_file_where_the_disk_thinks_so(
    tmp_path: Path, before: str, now: str, twin: str, left: list[str]
):
    assert finished(tmp_path, {before: b"x"}) == [before]
    assert finished(tmp_path, {now: b"x"}, twin=twin) == left
    assert finished(tmp_path, {}) == [], "and it is known under each"


def test_a_build_with_an_error_keeps_what_was_known(tmp_path: Path):
    finished(tmp_path, {"a": b"a", "b": b"b"})
    assert finished(tmp_path, {"c": b"c"}, whole=False) == ["a", "b", "c"]
    (tmp_path / "b").write_bytes(b"mine now")
    assert finished(tmp_path, {"d": b"d"}) == ["b", "d"]
    assert finished(tmp_path, {}) == ["b"]


def test_a_build_that_another_has_overtaken_leaves_the_record_to_that_one(tmp_path: Path):
    slow = Recording(tmp_path)
    slow.begin()
    finished(tmp_path, {"a": b"a"})
    slow.finish(slow.survey(()), SiteRecord(), is_whole=True)
    assert finished(tmp_path, {}) == []


def test_what_is_left_is_what_a_fresh_build_writes(site):
    site.write({"content/files/x.pdf": PDF, "content/pages/research.md": RESEARCH})
    first = site.build({"content/publications.bib": site.bib + ENTRY.format(key="old")}).files()
    assert {"publications/old/x.pdf", "publications/old.ris", "publications-2019.bib"} < first.keys()
    second = site.build(
        {
            "content/publications.bib": site.bib,
            "content/pages/research.md": RESEARCH.replace("Letters", "Signs").replace("    - **Old** [@alpha2020]", ""),
        }
    ).files()
    assert {path for path in first if path not in second} >= {"topics/letters/index.html", "publications/old/x.pdf"}
    assert not (site.folder / "output/publications/old").exists()
    assert not (site.folder / "output/topics/letters").exists()
    fresh = site.build(None, "-o", "fresh")
    assert {path.relative_to(site.folder / "fresh") for path in (site.folder / "fresh").rglob("*")} == {
        path.relative_to(site.folder / "output") for path in (site.folder / "output").rglob("*")
    }
    assert fresh.files() == second, "another output has its own record"


def test_what_is_the_authors_stays_at_an_old_address(site):
    site.write({"content/files/x.pdf": PDF})
    site.build({"content/publications.bib": site.bib + "".join(ENTRY.format(key=key) for key in "abcd")})
    own = {
        "publications/a/notes.txt": b"beside a page",
        "publications/b/index.html": b"in its place",
    }
    site.write({f"output/{path}": data for path, data in own.items()})
    moved = "Title: Mine\nsave_as: publications/c/index.html\nurl: publications/c/\n\nMine.\n"
    built = site.build(
        {
            "content/publications.bib": site.bib,
            "content/pages/mine.md": moved,
            "content/publications/d/x.pdf": PDF,
        },
        STATIC_PATHS=["publications"],
    )
    files = built.files()
    assert {
        path: data for path, data in files.items() if path.startswith(("publications/a/", "publications/b/"))
    } == own
    assert b"Mine." in files["publications/c/index.html"]
    assert files["publications/d/x.pdf"] == PDF, "the very bytes, but now it is Pelican's"
    assert "publications/d/index.html" not in files


def test_a_build_with_an_error_removes_nothing_and_the_next_makes_up_for_it(site):
    site.build({"content/pages/research.md": RESEARCH})
    without = RESEARCH.replace("\n    - **Old** [@alpha2020]", "")
    assert "topics/letters/old/index.html" in site.build({"content/pages/research.md": without + "\n[@nope]\n"}).files()
    assert "topics/letters/old/index.html" not in site.build({"content/pages/research.md": without}).files()


def test_without_its_record_nothing_is_removed(site):
    before = site.build({"content/pages/research.md": RESEARCH}).files()
    (site.folder / "output" / MARKER).write_bytes(b"")
    built = site.build({"content/pages/research.md": "Title: Research\n\nNothing.\n"})
    assert (built.code, built.problems) == (0, [])
    assert built.files().keys() == before.keys()


def test_what_pelican_wrote_is_taken_away_as_well(site):
    """A post with its tag, a page, a file, one of the theme's, a feed, the sources of pages."""
    files = {
        "content/news/1.md": "Title: 1\nDate: 2024-05-03\nTags: passing\n\nText.\n",
        "content/news/2.md": "Title: 2\nDate: 2024-05-04\n\nText.\n",
        "content/pages/about.md": "Title: About\n\nText.\n",
        "content/files/x.pdf": PDF,
        "mine/static/css/passing.css": "a {}",
        "mine/templates/mine.html": "",
    }
    settings = {
        "STATIC_PATHS": ["files"], "OUTPUT_SOURCES": True, "FEED_ALL_ATOM": "feeds/all.atom.xml", "SITEURL": "https://e.org",
        "THEME_STATIC_PATHS": ["static", str(site.folder / "mine/static/css")],
    }  # fmt: skip
    first = site.build(files, **settings).files()
    passing = {
        *("news/1/index.html", "news/1/index.text", "tag/passing.html", "about/index.html", "about/index.text"),
        *("files/x.pdf", "theme/passing.css", "feeds/all.atom.xml"),
    }
    assert passing <= first.keys()
    for name in ("news/1.md", "pages/about.md", "files/x.pdf"):
        (site.folder / "content" / name).unlink()
    (site.folder / "mine/static/css/passing.css").unlink()
    second = site.build(FEED_ALL_ATOM=None)
    assert (second.code, second.problems) == (0, [])
    assert first.keys() - second.files().keys() == passing
    site.build(None, "-o", "fresh")
    assert second.files() == {
        path.relative_to(site.folder / "fresh").as_posix(): path.read_bytes()
        for path in (site.folder / "fresh").rglob("*")
        if path.is_file()
    }


def test_a_link_to_what_only_an_earlier_build_wrote_is_broken(site):
    page = "Title: A\n\n[The post](/news/1/), [a file](/files/x.pdf), [mine](/mine.html).\n"
    files = {"content/news/1.md": "Title: 1\nDate: 2024-05-03\n\nText.\n", "content/files/x.pdf": PDF}
    site.build({**files, "content/pages/a.md": page}, STATIC_PATHS=["files"])
    site.write({"output/mine.html": "<p>my own</p>"})
    assert site.build().problems == []
    (site.folder / "content/news/1.md").unlink()
    (site.folder / "content/files/x.pdf").unlink()
    built = site.build()
    assert [line.split(": ")[:2] for line in built.problems] == [["content/pages/a.md:3", "broken-link"]] * 2
    assert "news/1/index.html" in built.files(), "a build with an error removes nothing"


@pytest.mark.parametrize("path", ["../x", "a/../../x", "a/", ""])
def test_nothing_is_written_outside_of_the_output(tmp_path, path):
    with pytest.raises(ValueError, match=r"outside|no file"):
        Output(Recording(tmp_path / "output")).write(path, b"", "me")
    assert not (tmp_path / "x").exists()


def test_a_link_in_the_output_is_not_followed(tmp_path):
    (tmp_path / "mine.bib").write_bytes(b"mine")
    (tmp_path / "elsewhere").mkdir()
    output = tmp_path / "output"
    output.mkdir()
    (output / "publications.bib").symlink_to(tmp_path / "mine.bib")
    (output / "topics").symlink_to(tmp_path / "elsewhere")
    Output(Recording(output)).write("publications.bib", b"ours", "me")
    assert (output / "publications.bib").read_bytes() == b"ours"
    assert (tmp_path / "mine.bib").read_bytes() == b"mine"
    with pytest.raises(ValueError, match="outside"):
        Output(Recording(output)).write("topics/a/index.html", b"", "me")
