"""An author's file is written as a whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from ibid.read import author_files
from ibid.read.author_files import AuthorFileError, read_author_file, write_author_file

OLD, NEW = "old\n" * 50, "new\n" * 5_000
OURS = author_files.__file__


def write(path: Path, text: str = NEW) -> None:
    write_author_file(read_author_file(path, path.name), text)


def refused(path: Path, text: str = NEW) -> str:
    with pytest.raises(AuthorFileError) as failure:
        write(path, text)
    return str(failure.value)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with a text in it, in a folder of its own."""
    path = tmp_path / "content" / "a.toml"
    path.parent.mkdir()
    path.write_text(OLD)
    return path


# What stays.


def test_a_new_file_has_the_mode_that_any_new_file_has(tmp_path):
    (tmp_path / "other").touch()
    write(tmp_path / "data" / "a.toml")
    assert (tmp_path / "data/a.toml").read_text() == NEW
    assert (tmp_path / "data/a.toml").stat().st_mode == (tmp_path / "other").stat().st_mode
    assert names(tmp_path / "data") == ["a.toml"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_the_mode_stays(file, mode):
    file.chmod(mode)
    write(file)
    assert (stat.S_IMODE(file.stat().st_mode), file.read_text(), names(file.parent)) == (mode, NEW, ["a.toml"])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_owner_and_group_stay(file):
    os.chown(file, 1234, 5678)
    write(file)
    assert (file.stat().st_uid, file.stat().st_gid) == (1234, 5678)


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        (b"\xef\xbb\xbfa\r\n", "b\r\n", b"\xef\xbb\xbfb\r\n"),
        (b"a\n", "b\n", b"b\n"),
        (b"a\r\n", "b\r\nc\nd\r", b"b\r\nc\nd\r"),
    ],
)
def test_a_byte_order_mark_and_line_ends_stay(file, before, text, after):
    file.write_bytes(before)
    there = read_author_file(file, "a.toml")
    assert (there.text, there.newline) == ("a\r\n" if b"\r" in before else "a\n", "\r\n" if b"\r" in before else "\n")
    write_author_file(there, text)
    assert file.read_bytes() == after


def test_the_same_text_leaves_the_file_untouched(file):
    before = file.stat()
    write(file, OLD)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("to", ["a.toml", "../content/a.toml", "one", "folder/a.toml"])
def test_a_link_stays_and_the_file_behind_it_is_written(file, to):
    folder = file.parent
    (folder / "one").symlink_to("two")
    (folder / "two").symlink_to(file)
    (folder / "folder").symlink_to(folder, target_is_directory=True)
    (folder / "link").symlink_to(to)
    write(folder / "link")
    assert (str((folder / "link").readlink()), file.read_text(), file.is_symlink()) == (to, NEW, False)
    assert names(folder) == ["a.toml", "folder", "link", "one", "two"]


def test_another_name_of_the_file_keeps_the_former_text(file):
    """A backup made of hard links is a backup: written in place, it would change too, and a full disk would cut both."""
    backup = file.with_name("backup")
    backup.hardlink_to(file)
    write(file)
    assert (file.read_text(), backup.read_text()) == (NEW, OLD)


@pytest.mark.parametrize("name", ["x" * 255, "文" * 85])
def test_a_name_may_be_as_long_as_the_disk_allows(tmp_path, name):
    write(tmp_path / name)
    write(tmp_path / name, OLD)
    assert ((tmp_path / name).read_text(), names(tmp_path)) == (OLD, [name])


@pytest.fixture
def disk(monkeypatch):
    """What the disk is told, in order, and what it answers for a file or a folder."""
    told, answers, fsync, replace = [], {}, os.fsync, os.replace

    def sync(descriptor: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"
        told.append(kind)
        fsync(descriptor)
        if number := answers.get(kind):
            raise OSError(number, os.strerror(number))

    def rename(*paths: Path) -> None:
        told.append("rename")
        replace(*paths)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", rename)
    return told, answers


@pytest.mark.parametrize("answer", [0, errno.EINVAL, errno.ENOTSUP])
def test_the_text_is_on_the_disk_before_the_name_and_both_at_the_end(file, disk, answer):
    """Also on disks that cannot be told so."""
    told, answers = disk
    answers |= {"file": answer, "folder": answer}
    write(file)
    assert (told, file.read_text()) == (["file", "rename", "folder"], NEW)


def test_a_disk_that_fails_is_said_with_what_is_true_then(file, disk):
    _, answers = disk
    answers["file"] = errno.EIO
    assert refused(file) == "a.toml cannot be written: Input/output error. The file is unchanged."
    assert (file.read_text(), names(file.parent)) == (OLD, ["a.toml"])
    answers |= {"file": 0, "folder": errno.EIO}
    assert (
        refused(file)
        == "a.toml is written, but the disk does not confirm it: Input/output error. Check that it is complete."
    )
    assert (file.read_text(), names(file.parent)) == (NEW, ["a.toml"])


# What is refused.


def test_a_link_to_nothing_is_said_and_nothing_is_made_there(tmp_path):
    (tmp_path / "a.toml").symlink_to("b.toml")
    (tmp_path / "b.toml").symlink_to("gone/c.toml")
    (tmp_path / "content").symlink_to("gone")
    end = "which does not exist. Create it, or remove the link."
    assert refused(tmp_path / "a.toml") == (
        f"a.toml cannot be written: {tmp_path}/a.toml is a link to {tmp_path}/gone/c.toml, {end}"
    )
    assert refused(tmp_path / "content/news/a.md") == (
        f"a.md cannot be written: {tmp_path}/content is a link to {tmp_path}/gone, {end}"
    )
    assert names(tmp_path) == ["a.toml", "b.toml", "content"]


def test_what_is_no_file_is_left_alone(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    (tmp_path / "folder").mkdir()
    (tmp_path / "bytes").write_bytes(b"a\nb\xff\n")
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "a") == "a cannot be read: it is a link to itself. Remove it."
    assert refused(tmp_path / "folder") == "folder is not a regular file, so it was not written."
    assert refused(tmp_path / "pipe") == "pipe is not a regular file, so it was not written."
    assert refused(tmp_path / "bytes/a") == "a cannot be read: Not a directory. Nothing was written."
    assert (
        refused(tmp_path / "new", "a\udcff") == r"new cannot contain '\udcff', which is not UTF-8. Nothing was written."
    )
    with pytest.raises(AuthorFileError, match=r"bytes is not UTF-8 in line 2\. Save it as UTF-8\."):
        read_author_file(tmp_path / "bytes", "bytes").text  # noqa: B018  reading it is what fails
    assert names(tmp_path) == ["a", "b", "bytes", "folder", "pipe"]


CHANGES: list[tuple[str, Callable[[Path], Any]]] = [
    ("saved", lambda path: path.write_text("theirs")),
    ("saved by another file in its place", lambda path: path.with_name("b").replace(path)),
    ("removed", lambda path: path.unlink()),
    ("now a link elsewhere", lambda path: (path.unlink(), path.symlink_to("b"))),
    ("now a folder", lambda path: (path.unlink(), path.mkdir())),
]


@pytest.mark.parametrize("change", [change for _, change in CHANGES], ids=[name for name, _ in CHANGES])
def test_what_somebody_has_changed_meanwhile_is_left_to_them(file, change):
    file.with_name("b").write_text("theirs")
    there = read_author_file(file, "a.toml")
    change(file)
    before = names(file.parent)
    with pytest.raises(
        AuthorFileError, match=r"a\.toml (changed while the task ran|is not a regular file), so it was not written"
    ):
        write_author_file(there, NEW)
    assert names(file.parent) == before
    assert not file.is_file() or file.read_text() == "theirs"


def test_a_file_that_is_new_meanwhile_is_left_to_its_author(tmp_path):
    there = read_author_file(tmp_path / "a.md", "a.md")
    (tmp_path / "a.md").write_text("theirs")
    with pytest.raises(AuthorFileError, match=r"a\.md changed while the task ran, so it was not written\."):
        write_author_file(there, NEW)
    assert ((tmp_path / "a.md").read_text(), names(tmp_path)) == ("theirs", ["a.md"])


# Interrupted and killed.


@contextmanager
def at_line(count: int, do: Callable[[], None]) -> Iterator[list[int]]:
    """Do something before the line of our module that is executed as the `count`-th; yields how many there were."""
    seen = [0]

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename != OURS:
            return None
        if event == "line":
            seen[0] += 1
            if seen[0] == count:
                do()
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield seen
    finally:
        sys.settrace(before)


def interrupt() -> None:
    raise KeyboardInterrupt


def has_no_links(*_: Any) -> None:
    """What os.link meets on file systems where a file has one name, of which no kernel here can mount any."""
    raise PermissionError(errno.EPERM, "Operation not permitted")


# Raised between the lines of a `with`, it keeps Python from closing the file, which nothing can mend.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("old", [OLD, None])
def test_an_interruption_at_any_line_leaves_the_old_file_or_the_new_and_nothing_beside_it(
    tmp_path, monkeypatch, old, links
):
    if not links:
        monkeypatch.setattr(os, "link", has_no_links)
    count = 0
    while True:
        count += 1
        path = tmp_path / str(count) / "a.toml"
        path.parent.mkdir()
        if old:
            path.write_text(old)
        try:
            with at_line(count, interrupt) as seen:
                write(path)
        except KeyboardInterrupt:
            assert (path.read_text() if path.exists() else None) in (old, NEW), count
            assert names(path.parent) in ([], ["a.toml"]), count
        if seen[0] < count:
            break
    assert count > 40, "it was interrupted at each line"


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_somebody_makes_at_any_line_is_left_to_them(tmp_path, monkeypatch, links):
    if not links:
        monkeypatch.setattr(os, "link", has_no_links)
    path, theirs = tmp_path / "a.md", tmp_path / "theirs"

    def make() -> None:
        if not path.exists():
            path.write_text("theirs")
            theirs.touch()

    there = read_author_file(path, "a.md")
    count, seen = 0, [0]
    while seen[0] >= count:
        count += 1
        path.unlink(missing_ok=True)
        theirs.unlink(missing_ok=True)
        with suppress(AuthorFileError), at_line(count, make) as seen:
            write_author_file(there, NEW)
        assert path.read_text() == ("theirs" if theirs.exists() else NEW), count
        assert names(tmp_path) == sorted(["a.md", *(["theirs"] if theirs.exists() else [])])


KILLED = """\
import json, os, signal, sys, time
from pathlib import Path
from ibid.read import author_files
from ibid.read.author_files import read_author_file, write_author_file

def kill_at(count):
    left = [count]
    def trace(frame, event, _):
        if frame.f_code.co_filename != author_files.__file__:
            return None
        if event == "line":
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace
    sys.settrace(trace)

def run(path, count, text):
    child = os.fork()
    if child == 0:
        kill_at(count)
        write_author_file(read_author_file(path, path.name), text)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

path, old, new = Path(sys.argv[1]), *json.loads(sys.stdin.read())
found, count, code = [], 0, -9
while code:
    count += 1
    path.unlink(missing_ok=True)
    if old:
        path.write_text(old)
    code = run(path, count, new)
    beside = [other.name for other in path.parent.iterdir() if other != path]
    found.append([code, path.read_text() if path.exists() else None, beside])
    for name in beside:
        os.unlink(path.with_name(name))
print(json.dumps(found))
"""


def child(program: str, *words: str, given: str = "", before: tuple[str, ...] = ()) -> str:
    """What a Python of its own prints, which a program such as prlimit may start."""
    done = subprocess.run(
        [*before, sys.executable, "-c", program, *words],
        env={**os.environ, "PYTHONPATH": str(Path(OURS).parents[2])},
        input=given,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("old", [OLD, None])
def test_killed_at_any_line_the_file_is_the_old_or_the_new(tmp_path, old):
    found = json.loads(child(KILLED, str(tmp_path / "a.toml"), given=json.dumps([old, NEW])))
    assert [code for code, _, _ in found[:-1]] == [-9] * (len(found) - 1)
    assert len(found) > 40, "it was killed at each line"
    assert {text for _, text, _ in found} == {old, NEW}
    left = [name for _, _, beside in found for name in beside]
    assert left, "some were killed while they wrote"
    assert [name for name in left if not author_files._ASIDE.fullmatch(name)] == []  # noqa: SLF001  their pattern is the promise
    assert found[-1] == [0, NEW, []]


def test_what_a_killed_task_left_is_taken_away_later_and_nothing_else(file):
    leftover, recent = (file.with_name(f".a.toml.ibid-{digit * 16}") for digit in "01")
    others = [file.with_name(name) for name in (".a.toml.ibid-mine", ".b.toml.ibid-0000000000000000", "a.toml.ibid")]
    for path in (leftover, recent, *others):
        path.write_text("half")
        os.utime(path, (time.time() - 3_600,) * 2)
    os.utime(recent)
    write(file)
    assert names(file.parent) == sorted(path.name for path in (file, recent, *others))


def test_a_leftover_is_no_content_whatever_pelican_is_told_to_ignore(site):
    files = {
        f"content/{folder}/.{name}.ibid-0123456789abcdef": "Title: Half\nDate: 2020-01-01\n\nHalf\n"
        for folder, name in [("news", "2020-01-01-a.md"), ("pages", "a.md"), ("files", "a.txt"), (".", "numbers.toml")]
    }
    site.write({"content/files/b.txt": "whole", "content/files/.hidden": "as Pelican has it"})
    for ignored in ({}, {"IGNORE_FILES": ["*.bak"]}):
        built = site.build(files, STATIC_PATHS=["files", "news", "pages", "."], **ignored)
        assert "files/b.txt" in built.files()
        assert [name for name, data in built.files().items() if ".ibid-0" in name or b"Half" in data] == []


# Limits.

WRITE = """\
import json, sys
from pathlib import Path
from ibid.read.author_files import AuthorFileError, read_author_file, write_author_file
try:
    write_author_file(read_author_file(Path(sys.argv[1]), "content/a.toml"), sys.stdin.read())
except AuthorFileError as error:
    print(error)
"""


@pytest.mark.parametrize("old", [OLD, None])
def test_a_size_limit_leaves_the_file_as_it_was(file, old, require_tool):
    if not old:
        file.unlink()
    said = child(WRITE, str(file), given=NEW, before=(require_tool("prlimit"), "--fsize=1000"))
    state = "The file is unchanged." if old else "Nothing was written."
    assert said == f"content/a.toml cannot be written: File too large. {state}\n"
    assert (file.read_text() if file.exists() else None, names(file.parent)) == (old, ["a.toml"] if old else [])


def test_a_file_or_folder_that_may_not_be_written_stays_as_it_is(file, without_privileges):
    def said(path: Path) -> str:
        return child(WRITE, str(path), given=NEW, before=without_privileges)

    file.chmod(0o444)
    assert said(file) == "content/a.toml cannot be written: Permission denied. The file is unchanged.\n"
    file.chmod(0o644)
    file.parent.chmod(0o555)
    beside = f"no file can be created in its folder, {file.parent}: Permission denied"
    assert said(file) == f"content/a.toml cannot be written: {beside}. The file is unchanged.\n"
    assert said(file.with_name("b")) == f"content/a.toml cannot be written: {beside}. Nothing was written.\n"
    file.parent.chmod(0o600)
    assert said(file) == "content/a.toml cannot be read: Permission denied. Nothing was written.\n"
    file.parent.chmod(0o755)
    assert (file.read_text(), names(file.parent)) == (OLD, ["a.toml"])
    file.parent.chmod(0o333)  # a folder that may be written and not read
    assert said(file) == ""
    file.parent.chmod(0o755)
    assert (file.read_text(), names(file.parent)) == (NEW, ["a.toml"])


def test_a_full_disk_leaves_the_file_as_it_was(file, small_disk):
    small_disk(file.parent)
    file.write_text(OLD)
    state = "No space left on device. The file is unchanged."
    assert refused(file, "x" * 100_000) == f"a.toml cannot be written: {state}"
    assert (
        refused(file.with_name("b"), "x" * 100_000)
        == f"b cannot be written: {state.replace('The file is unchanged', 'Nothing was written')}"
    )
    assert (file.read_text(), names(file.parent)) == (OLD, ["a.toml"])


RACE = """\
import os, sys, time
from pathlib import Path
from ibid.read.author_files import AuthorFileError, read_author_file, write_author_file
children, start = [], time.monotonic() + 0.1
for n in range(8):
    child = os.fork()
    if child == 0:
        file = read_author_file(Path(sys.argv[1]), "a.md")
        while time.monotonic() < start:
            pass
        try:
            write_author_file(file, f"{n}\\n" * 10_000)
        except AuthorFileError as error:
            os._exit(1 if "changed while" in str(error) else 2)
        os._exit(0)
    children.append(child)
print(*[os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children])
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_of_several_who_write_a_new_file_at_once_one_does(tmp_path):
    codes = child(RACE, str(tmp_path / "a.md")).split()
    assert sorted(codes) == ["0", *["1"] * 7]
    assert (tmp_path / "a.md").read_text() == f"{codes.index('0')}\n" * 10_000
    assert names(tmp_path) == ["a.md"]
