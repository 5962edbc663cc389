"""What an earlier build wrote is taken away when it is no longer written, and nothing else ever is."""

import json

import pytest

from ibid.output.folder import Output
from ibid.output.leftovers import LIST, gone

RESEARCH = "Title: Research\nTopics: true\n\n- **Letters** [@alpha2020; @beta2021]\n    - **Old** [@alpha2020]\n"
ENTRY = "@article{{{key}, title={{T}}, author={{Doe, Jane}}, journal={{J}}, year={{2019}}, pdf={{/files/x.pdf}}}}\n"
PDF = b"%PDF-1.4 a paper"


@pytest.mark.parametrize(
    ("before", "now", "removed"),
    [
        (["a", "b"], ["a"], ["b"]),
        (["publications/Key.bib"], ["publications/key.bib"], []),  # one file, where case makes no difference
        (["publications/é.bib"], ["publications/e\u0301.bib"], []),  # likewise, where composition makes none
        ([], ["a"], []),
    ],
)
def test_what_is_gone(before, now, removed):
    assert list(gone(before, now)) == removed


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
    assert fresh.files() == second, "another output has its own list"


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


def test_a_list_that_is_lost_or_lies_removes_nothing(site):
    before = site.build({"content/pages/research.md": RESEARCH}).files()
    kept = site.folder / "cache" / LIST
    (output,) = json.loads(kept.read_text("utf-8"))
    site.write({"mine.txt": "mine"})
    for lie in ("", "[]", "{", json.dumps({output: {"../mine.txt": "0" * 32, "": "", "\0": "", "topics": ""}})):
        kept.write_text(lie, encoding="utf-8")
        built = site.build({"content/pages/research.md": "Title: Research\n\nNothing.\n"})
        assert (built.code, built.problems) == (0, [])
        assert built.files().keys() == before.keys()
    assert (site.folder / "mine.txt").read_text() == "mine"


def test_where_no_list_can_be_kept_nothing_is_removed(site):
    site.write({"cache": "a file"})
    before = site.build({"content/pages/research.md": RESEARCH}).files()
    built = site.build({"content/pages/research.md": "Title: Research\n\nNothing.\n"})
    assert (built.code, built.problems) == (0, [])
    assert built.files().keys() == before.keys()


def test_outputs_that_are_gone_are_forgotten(site):
    site.build(None, "-o", "passing")
    (site.folder / "passing").rename(site.folder / "passed")
    site.build()
    lists = json.loads((site.folder / "cache" / LIST).read_text("utf-8"))
    assert list(lists) == [str((site.folder / "output").resolve())]


@pytest.mark.parametrize("path", ["../x", "a/../../x", "a/", ""])
def test_nothing_is_written_outside_of_the_output(tmp_path, path):
    with pytest.raises(ValueError, match=r"outside|no file"):
        Output(tmp_path / "output").write(path, b"", "me")
    assert not (tmp_path / "x").exists()


def test_a_link_in_the_output_is_not_followed(tmp_path):
    (tmp_path / "mine.bib").write_bytes(b"mine")
    (tmp_path / "elsewhere").mkdir()
    output = tmp_path / "output"
    output.mkdir()
    (output / "publications.bib").symlink_to(tmp_path / "mine.bib")
    (output / "topics").symlink_to(tmp_path / "elsewhere")
    Output(output).write("publications.bib", b"ours", "me")
    assert (output / "publications.bib").read_bytes() == b"ours"
    assert (tmp_path / "mine.bib").read_bytes() == b"mine"
    with pytest.raises(ValueError, match="outside"):
        Output(output).write("topics/a/index.html", b"", "me")
