"""The marker: what it records, what is made of a broken one, and which files it lets be removed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ibid.write.site_record import (
    MARKER,
    SiteRecord,
    digest,
    file_digest,
    files_in,
    journal_line,
    path_digest,
    read_record,
    record_in,
    record_of,
    remove_empty_folders,
    remove_recorded,
    write_record,
)

COMPOSED, DECOMPOSED = "publications/é.bib", "publications/e\u0301.bib"
ONE = SiteRecord({path_digest("a.html"): digest(b"a")}, {2: "b", 10: "鍵", 1: "a"})
UNFINISHED = SiteRecord(ONE.files, finished=False)
B = journal_line(path_digest("b.html"), digest(b"b"))
NOT_UTF8 = os.fsdecode(b"caf\xe9.html")


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize(
    ("text", "record"),
    [
        (ONE.text(), ONE),
        (SiteRecord(finished=False).text(), SiteRecord(finished=False)),
        (SiteRecord(numbers={1: "a"}, frozen=True).text(), SiteRecord(numbers={1: "a"}, frozen=True)),
        (SiteRecord(ONE.files, others=frozenset(ONE.files)).text(), SiteRecord(ONE.files, others=frozenset(ONE.files))),
        # What a build that is writing, or was interrupted, has added.
        (UNFINISHED.text() + B, SiteRecord({**ONE.files, path_digest("b.html"): digest(b"b")}, finished=False)),
        (UNFINISHED.text() + B[:-9], UNFINISHED),
        (UNFINISHED.text() + "\n\x00 \nx y\n" + "z" * 99, UNFINISHED),
        (
            UNFINISHED.text() + journal_line(path_digest("a.html"), digest(b"new")),
            SiteRecord({path_digest("a.html"): digest(b"new")}, finished=False),
        ),
        # What somebody else has made of it.
        ("", SiteRecord()),
        ("\ufffd\x00", SiteRecord()),
        (ONE.text()[:-40], SiteRecord()),
        ("[]", SiteRecord()),
        ("null", SiteRecord()),
        ("[" * 100_000, SiteRecord()),
        ("{}", SiteRecord()),
        ('{"files": [], "numbers": "x", "others": {}, "finished": 3}', SiteRecord()),
        ('{"files": {"x": 3, "y": "z"}, "others": ["y", 4]}', SiteRecord({"y": "z"}, others=frozenset("y"))),
        (
            json.dumps({"numbers": {"1": "a", "x": "b", "2": 3, "": "", "-4": "c", "²": "d", "9" * 5000: "e"}}),
            SiteRecord(numbers={1: "a"}),
        ),
        ('{"numbers": {"1": "\\ud800"}}', SiteRecord(numbers={1: "\ud800"})),
    ],
)
def test_a_marker_is_read(text: str, record: SiteRecord):
    assert read_record(text) == record
    assert read_record(record.text()) == record, "and what was read can be written again"


def test_the_text_of_a_record_does_not_depend_on_the_order_it_was_made_in():
    files = {path_digest(name): digest(name.encode()) for name in "abc"}
    turned = dict(reversed(files.items()))
    assert SiteRecord(turned, {2: "b", 1: "a"}).text() == SiteRecord(files, {1: "a", 2: "b"}).text()


def test_no_path_can_be_read_in_a_marker(tmp_path: Path):
    written(tmp_path, {"drafts/secret-plan/index.html": b"x"})
    text = record_of(tmp_path, {1: "key"}).text()
    assert "secret" not in text
    assert "drafts" not in text


@pytest.mark.parametrize(
    ("recorded", "found", "is_known"),
    [
        ("a.html", "a.html", True),
        ("a.html", "A.html", False),
        (COMPOSED, DECOMPOSED, True),
        (DECOMPOSED, COMPOSED, True),
        (NOT_UTF8, NOT_UTF8, True),
        (NOT_UTF8, "café.html", False),
        ("\ud800", "\ud800", True),  # a name on Windows
    ],
)
def test_a_path_is_known_by_its_name(recorded: str, found: str, is_known: bool):
    record = SiteRecord({path_digest(recorded): digest(b"x")})
    assert (record.names(found), record.holds(found, b"x"), record.holds(found, b"y")) == (is_known, is_known, False)


def nothing(marker: Path) -> None:
    del marker


def a_folder(marker: Path) -> None:
    marker.mkdir()


def a_link(marker: Path) -> None:
    elsewhere = marker.parent.parent / "elsewhere"
    elsewhere.write_text(ONE.text())
    marker.symlink_to(elsewhere)


def a_link_to_nothing(marker: Path) -> None:
    marker.symlink_to("nowhere")


def a_pipe(marker: Path) -> None:
    os.mkfifo(marker)


def empty(marker: Path) -> None:
    marker.touch()


def bytes_of_another_program(marker: Path) -> None:
    marker.write_bytes(b"\xff\xfe\x00{")


@pytest.mark.parametrize(
    ("make", "record"),
    [
        (nothing, None),
        (a_folder, None),
        (a_link, None),
        (a_link_to_nothing, None),
        (a_pipe, None),
        (empty, SiteRecord()),
        (bytes_of_another_program, SiteRecord()),
    ],
)
def test_a_folder_is_ours_by_a_file_of_its_own(tmp_path: Path, make: Callable[[Path], None], record: SiteRecord | None):
    folder = tmp_path / "output"
    folder.mkdir()
    make(folder / MARKER)
    assert record_in(folder) == record


def test_a_marker_is_written_over_nothing_but_markers(tmp_path: Path):
    """A link in its place, or in that of the file that becomes it, is replaced."""
    written(tmp_path, {"precious": b"years of work"})
    for name in (MARKER, f"{MARKER}.new"):
        (tmp_path / name).symlink_to("precious")
    assert write_record(tmp_path, ONE) == tmp_path / MARKER
    assert record_in(tmp_path) == ONE
    assert files_in(tmp_path) == ["precious"]
    assert (tmp_path / "precious").read_bytes() == b"years of work"
    assert sorted(path.name for path in tmp_path.iterdir()) == [MARKER, "precious"]


def test_the_files_of_a_folder_and_not_what_lies_behind_links(tmp_path: Path):
    folder = written(
        tmp_path / "output", {"b/c.html": b"", "a.html": b"", ".git/HEAD": b"", MARKER: b"", "b/.git/x": b""}
    )
    written(tmp_path, {"elsewhere/mine": b""})
    (folder / "folder").symlink_to(tmp_path / "elsewhere")
    (folder / "b/gone").symlink_to("nowhere")
    os.mkfifo(folder / "pipe")
    assert files_in(folder) == [".git", "a.html", "b/.git", "b/c.html", "b/gone", "folder", "pipe"]
    assert files_in(tmp_path / "nowhere") == []
    (folder / "file").symlink_to("../elsewhere/mine")
    known = {path_digest(name) for name in ("a.html", "b/c.html", "file")}
    assert record_of(folder).files.keys() == known, "the others have no bytes to publish"


FILES = {"a.html": b"a", "b/c.html": b"c", "b/d/e.html": b"e", COMPOSED: b"bib", NOT_UTF8: b"x"}


def changed(folder: Path) -> None:
    written(folder, {"a.html": b"mine now"})


def replaced_by_a_link(folder: Path) -> None:
    written(folder.parent, {"mine": b"a"})
    (folder / "a.html").unlink()
    (folder / "a.html").symlink_to(folder.parent / "mine")


def replaced_by_a_folder(folder: Path) -> None:
    (folder / "a.html").unlink()
    (folder / "a.html").mkdir()


def in_a_folder_that_became_a_link(folder: Path) -> None:
    (folder / "b").rename(folder.parent / "mine")
    (folder / "b").symlink_to(folder.parent / "mine")


def beside_the_author_s(folder: Path) -> None:
    written(folder, {"b/d/notes.txt": b"mine"})


def under_another_composition(folder: Path) -> None:
    (folder / COMPOSED).rename(folder / DECOMPOSED)


def gone(folder: Path) -> None:
    (folder / "a.html").unlink()


@pytest.mark.parametrize(
    ("change", "left", "still_there"),
    [
        (nothing, [], set()),
        (changed, ["a.html"], {"a.html"}),
        (replaced_by_a_link, ["a.html"], {"a.html"}),
        (replaced_by_a_folder, ["a.html"], {"a.html"}),
        (in_a_folder_that_became_a_link, ["b/c.html", "b/d/e.html"], {"b"}),
        (beside_the_author_s, [], {"b", "b/d", "b/d/notes.txt"}),
        (under_another_composition, [COMPOSED], {"publications", DECOMPOSED}),
        (gone, ["a.html"], set()),
    ],
)
def test_what_is_recorded_is_removed_and_nothing_else(
    tmp_path: Path, change: Callable[[Path], None], left: list[str], still_there: set[str]
):
    folder = written(tmp_path / "output", FILES)
    record = record_of(folder)
    change(folder)
    assert remove_recorded(folder, record, [*FILES, "never/there", "../x", "b", "", "\0"])[:-5] == left
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*")} == still_there
    mine = folder.parent / "mine"
    assert not mine.is_dir() or (mine / "c.html").read_bytes() == b"c"
    assert not mine.is_file() or mine.read_bytes() == b"a"


def test_a_recorded_link_is_removed_while_it_leads_where_it_did(tmp_path: Path):
    """Pelican's STATIC_CREATE_LINKS makes some; what they lead to is the author's."""
    written(tmp_path, {"mine.pdf": b"pdf", "other.pdf": b"pdf"})
    folder = tmp_path / "output"
    folder.mkdir()
    for name in ("kept.pdf", "moved.pdf"):
        (folder / name).symlink_to(tmp_path / "mine.pdf")
    record = SiteRecord({path_digest(path): file_digest(folder / path) for path in files_in(folder)})
    (folder / "moved.pdf").unlink()
    (folder / "moved.pdf").symlink_to(tmp_path / "other.pdf")
    assert remove_recorded(folder, record, files_in(folder)) == ["moved.pdf"]
    assert (tmp_path / "mine.pdf").read_bytes() == b"pdf"


def test_a_folder_is_named_through_a_link_as_well(tmp_path: Path):
    folder = written(tmp_path / "real", FILES)
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert remove_recorded(link, record_of(link), files_in(link)) == []
    assert list(folder.iterdir()) == []


def test_empty_folders_are_removed_but_for_a_repository_s(tmp_path: Path):
    for name in ("a/b/c", ".git/refs/tags", "d"):
        (tmp_path / name).mkdir(parents=True)
    written(tmp_path, {"d/e": b""})
    remove_empty_folders(tmp_path)
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")} == {
        *(".git", ".git/refs", ".git/refs/tags", "d", "d/e")
    }
