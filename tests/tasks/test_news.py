"""`invoke news`: a dated post, never over a file that is there."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
from invoke.exceptions import Exit
from pelican.readers import MarkdownReader
from pelican.settings import read_settings

from ibid.tasks.posts import draft, editor_of, opening

TODAY = date(2024, 5, 3)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Two papers at NeurIPS", "2024-05-03-two-papers-at-neurips.md"),
        ("  Spaces \t and\nlines  ", "2024-05-03-spaces-and-lines.md"),
        ("Émile's “quotes”: 100% & <more>", "2024-05-03-emiles-quotes-100-and-more.md"),
        ("两篇论文", "2024-05-03-liang-pian-lun-wen.md"),
        ("../../etc/passwd", "2024-05-03-etcpasswd.md"),
        ("C:\\con\0", "2024-05-03-ccon.md"),
        ("x" * 300, f"2024-05-03-{'x' * 80}.md"),
    ],
)
def test_a_title_becomes_a_file_name(title: str, name: str) -> None:
    assert draft(title, today=TODAY).name == name


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"title": ""}, "needs a title"),
        ({"title": " \n\t"}, "needs a title"),
        ({"title": "🎉"}, "--slug="),
        ({"title": "x", "day": "3 May"}, "YYYY-MM-DD"),
        ({"title": "x", "day": "2024-02-30"}, "YYYY-MM-DD"),
    ],
)
def test_nonsense_is_refused_with_a_hint(arguments: dict[str, str], message: str) -> None:
    with pytest.raises(Exit, match=message):
        draft(**arguments)


@pytest.mark.parametrize(
    "title",
    [
        "Plain",
        'A "quoted" one: with a colon',
        "Status: draft",
        "--- # * [x](y)",
        "it's 100% *not* <b>",
        "王明泽\nSlug: x",
    ],
)
def test_pelican_reads_the_title_as_it_was_typed(tmp_path: Path, title: str) -> None:
    post = draft(title, tags="a b,  c, a b", slug="s", today=TODAY)
    path = tmp_path / post.name
    path.write_text(post.text, encoding="utf-8")
    _, metadata = MarkdownReader(read_settings()).read(str(path))
    assert metadata["title"] == " ".join(title.split())
    assert metadata["slug"] == "s"
    assert metadata["date"].date() == TODAY
    assert [tag.name for tag in metadata["tags"]] == ["a b", "c"]
    assert "status" not in metadata


def test_the_author_goes_on_at_the_first_line_of_the_text() -> None:
    post = draft("A title", tags="x", today=TODAY)
    lines = post.text.split("\n")
    assert lines[post.line - 2 :] == ["", "", ""]
    assert lines[post.line - 3] == "Tags: x"


def test_it_writes_the_post_and_prints_its_path(site) -> None:
    done = site.invoke("news", "Two papers: at NeurIPS", "--date=2024-09-30", "--tags=papers")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "content/news/2024-09-30-two-papers-at-neurips.md\n"
    assert site.read(done.stdout.strip()) == (
        "Title: Two papers: at NeurIPS\nDate: 2024-09-30\nSlug: two-papers-at-neurips\nTags: papers\n\n\n"
    )
    assert site.invoke("build").returncode == 0
    assert "Two papers: at NeurIPS" in site.read("output/index.html")


def test_it_works_from_a_folder_inside_the_site(site) -> None:
    done = site.invoke("news", "From inside", "--date=2024-09-30", cwd="content/news")
    assert done.stdout == "content/news/2024-09-30-from-inside.md\n"
    assert site.path(done.stdout.strip()).is_file()


@pytest.mark.parametrize("day", ["2024-05-03", "2024-06-01"])
def test_an_address_that_is_taken_is_left_as_it_is(site, day: str) -> None:
    """The same file, and another day's file that would be written to the same page."""
    name = "content/news/2024-05-03-a-first-post.md"
    before = site.read(name)
    done = site.invoke("news", "A first post", f"--date={day}")
    assert done.returncode == 1
    assert name in done.stderr
    assert "--slug=a-first-post-2" in done.stderr
    assert "Traceback" not in done.stderr
    assert site.read(name) == before
    assert site.invoke("news", "A first post", f"--date={day}", "--slug=a-first-post-2").returncode == 0


@pytest.mark.parametrize(
    ("environment", "editor"),
    [
        ({}, ""),
        ({"EDITOR": "vi"}, "vi"),
        ({"EDITOR": "vi", "VISUAL": "code --wait"}, "code --wait"),
        ({"EDITOR": "vi", "VISUAL": " "}, "vi"),
    ],
)
def test_the_visual_editor_comes_first(environment: dict[str, str], editor: str) -> None:
    assert editor_of(environment) == editor


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        ("vim", ["vim", "+6", "a b.md"]),
        ("/usr/bin/emacs -nw", ["/usr/bin/emacs", "-nw", "+6", "a b.md"]),
        ("code --wait", ["code", "--wait", "--goto", "a b.md:6"]),
        ("hx", ["hx", "a b.md:6"]),
        ("'/opt/my editor/ed'", ["/opt/my editor/ed", "a b.md"]),
    ],
)
def test_editors_are_opened_at_the_line(editor: str, command: list[str]) -> None:
    assert opening(editor, Path("a b.md"), 6) == command


def test_in_a_terminal_the_editor_is_opened(site) -> None:
    """The editor here is one that writes down what it is asked to open."""
    pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals to test with")
    editor = site.write("nano", '#!/bin/sh\necho "$@" > opened\n')
    editor.chmod(0o755)
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            site.command("news", "Hello", "--date=2024-09-30"),
            cwd=site.folder,
            env=site.environment(EDITOR=f"'{editor}'"),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, os.read(ours, 4096).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert site.read("opened").strip() == f"+5 {site.folder / 'content/news/2024-09-30-hello.md'}"
