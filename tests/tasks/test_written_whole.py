"""What tasks write in an author's files, on disks that are full and in folders that may not be written."""

import os
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from ibid.tasks.building import asked
from ibid.tasks.project import read_project

BIB = "@article{doe2020, title={T}, author={Doe, Jane}, journal={J}, year={2020}}\n"
PAGE = "Title: Research\nTopics: true\n\n- **A**: text [1]\n"
PLUGINS = 'PLUGINS = ["pelican_bibtex", "ibid"]\nPUBLICATIONS_SRC = "content/publications.bib"\n'
TASKS = [
    # the task, what of it is said, and the file it would have written
    (["news", "Hello", "--date=2024-09-30"], "content/news/2024-09-30-hello.md", "Nothing was written."),
    (["number"], "content/numbers.toml", "The file is unchanged."),
    (["keys", "--yes"], "content/pages/research.md", "The file is unchanged. No other page was changed."),
]


@pytest.fixture
def full(site, small_disk):
    """A site whose content is on a disk that is full."""
    small_disk(site.path("content"))
    site.write("content/news/2024-05-03-a.md", "Title: A\nDate: 2024-05-03\n\nText.\n")
    site.write("content/publications.bib", BIB)
    site.write("content/numbers.toml", "# mine\n")
    site.write("content/pages/research.md", PAGE)
    site.write("pelicanconf.py", site.read("pelicanconf.py") + PLUGINS)
    with site.path("content/filler").open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(b"x" * 4096)
    return site


def contents(site):
    return {path: path.read_bytes() for path in site.path("content").rglob("*") if path.is_file()}


def test_a_full_disk_changes_nothing_and_is_said_in_one_line(full):
    before = contents(full)
    for task, file, state in TASKS:
        done = full.invoke(*task)
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1] == f"{file} cannot be written: No space left on device. {state}"
        assert "Traceback" not in done.stderr + done.stdout
    assert contents(full) == before


def started_by(site, starter, *task):
    """Run a task that another program starts; Python 3.11 would not notice that a limit cuts the bytecode it keeps."""
    command = [*starter, *site.command(*task)]
    environment = site.environment(PYTHONDONTWRITEBYTECODE="1")
    return subprocess.run(
        command, cwd=site.folder, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=60
    )


def test_a_size_limit_leaves_no_half_of_a_file(site, require_tool):
    site.write("content/publications.bib", BIB)
    site.write("content/numbers.toml", "# mine\n")
    site.write("content/pages/research.md", PAGE)
    site.write("pelicanconf.py", site.read("pelicanconf.py") + PLUGINS)
    before = contents(site)
    for task, file, state in TASKS:
        done = started_by(site, [require_tool("prlimit"), "--fsize=20"], *task)
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1] == f"{file} cannot be written: File too large. {state}"
        assert "Traceback" not in done.stderr + done.stdout
    assert contents(site) == before


@pytest.mark.parametrize("pipes", ["/dev/fd", "/dev/no pipes"])
def test_a_build_answers_through_a_pipe_or_a_file(site, monkeypatch, pipes):
    monkeypatch.setattr("ibid.tasks.building._FILES_OF_PIPES", Path(pipes))
    site.write("content/publications.bib", BIB)
    site.write("pelicanconf.py", site.read("pelicanconf.py") + PLUGINS)
    told = asked(read_project(site.folder), "IBID_FREEZE")
    assert [one["key"] for one in told["publications"]] == ["doe2020"]


def test_the_pages_before_the_one_that_cannot_be_written_are_named(site, without_privileges):
    site.write("content/publications.bib", BIB)
    site.write("pelicanconf.py", site.read("pelicanconf.py") + PLUGINS)
    pages = [f"content/pages/{name}.md" for name in ("a", "b", "locked/c", "z")]
    for page in pages:
        site.write(page, PAGE.replace("Research", page))
    site.path("content/pages/locked").chmod(0o555)
    done = started_by(site, without_privileges, "keys", "--yes")
    site.path("content/pages/locked").chmod(0o755)
    folder = site.path("content/pages/locked").resolve()
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        f"content/pages/locked/c.md cannot be written: no file can be created in its folder, {folder}: Permission denied."
        " The file is unchanged. Changed before it: content/pages/a.md, content/pages/b.md."
    )
    assert ["@doe2020" in site.read(page) for page in pages] == [True, True, False, False]
    assert not list(site.path("content").rglob(".*"))


def test_a_page_that_is_saved_while_the_question_stands_is_left_to_its_author(site):
    site.write("content/publications.bib", BIB)
    site.write("content/pages/research.md", PAGE)
    site.write("pelicanconf.py", site.read("pelicanconf.py") + PLUGINS)
    theirs = PAGE + "\nMore.\n"
    done = site.in_terminal(
        *("y\n", "keys"),
        question="Change these files?",
        meanwhile=lambda _: site.write("content/pages/research.md", theirs),
    )
    assert (done.returncode, site.read("content/pages/research.md")) == (1, theirs)
    assert done.stderr.endswith(
        "content/pages/research.md changed while the task ran, so it was not written. Run the task again."
        " No other page was changed.\n"
    )


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        ("link", "cannot be written: {path} is a link to {path}.gone, which does not exist."),
        ("folder", "is not a regular file, so it was not written."),
    ],
)
def test_a_post_goes_into_nothing_else_that_has_its_name(site, taken, said):
    path = site.path("content/news/2024-09-30-a.md")
    if taken == "link":
        path.symlink_to(f"{path}.gone")
    else:
        path.mkdir()
    done = site.invoke("news", "A", "--date=2024-09-30")
    assert done.returncode == 1
    assert done.stderr.startswith(f"content/news/2024-09-30-a.md {said.format(path=path)}")
    assert "Traceback" not in done.stderr


def test_posts_that_cannot_be_read_keep_nobody_from_starting_one(site, without_privileges):
    os.mkfifo(site.path("content/news/2024-01-01-pipe.md"))
    site.write("content/news/2024-01-02-secret.md", "Title: Secret\nDate: 2024-01-02\n\nText.\n").chmod(0)
    assert started_by(site, without_privileges, "news", "A", "--date=2024-09-30").returncode == 0
    done = started_by(site, without_privileges, "news", "Secret", "--date=2024-09-30")
    assert (done.returncode, "secret.md already has the address of this post" in done.stderr) == (1, True)


def test_a_title_in_bytes_that_are_no_text_is_refused_in_words(site):
    done = site.invoke("news", "Caf\udce9", "--date=2024-09-30", "--slug=cafe")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "cannot contain" in done.stderr
