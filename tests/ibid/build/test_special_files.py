"""A named pipe, a socket, a device, a broken link among the sources: a build does not wait for it, and says where it is."""

import os
import shutil
import socket
from contextlib import chdir
from pathlib import Path

import pytest
from tiny_site import Built, Site

ADVICE = "and is left out; replace it by a file, or remove it from the content folder."
LEFT_OUT = {
    "content/images/pipe.png": "a named pipe",
    "content/news/disk": "a link to a folder above it",
    "content/pages/circle.md": "a link to itself",
    "content/pages/dangling.md": "a link to nowhere.md, which does not exist",
    "content/pages/socket.md": "a socket",
    "content/pages/through-a-file.md": "a link to fine.md/x.md, which does not exist",
    "content/pages/twin.md": "a named pipe",
    "content/pages/up": "a link to a folder above it",
    "content/pages/zero.md": "a device",
    "content/pipe": "a named pipe",
    "posts/pipe.md": "a named pipe",
}
"""What is put among the sources, and what an author is told that it is."""
LINKS = {
    "content/news/disk": "/",
    "content/pages/circle.md": "circle.md",
    "content/pages/dangling.md": "nowhere.md",
    "content/pages/through-a-file.md": "fine.md/x.md",
    "content/pages/up": "..",
    "content/pages/zero.md": "/dev/zero",
    "content/pages/.#fine.md": "ann@host.1234:5678",
    "content/pages/linked.md": "../../elsewhere/linked.md",
    "content/news/more": "../../elsewhere/news",
}
FILES = {
    "content/pages/fine.md": "Title: Fine\n\nFine.\n",
    "content/news/twin.md": "Title: A twin by name\nDate: 2024-05-03\n\nFine.\n",
    "elsewhere/linked.md": "Title: Linked\n\nFine.\n",
    "elsewhere/news/from-elsewhere.md": "Title: From elsewhere\nDate: 2024-05-03\n\nFine.\n",
    "posts/outside.md": "Title: Outside of the content folder\nDate: 2024-05-03\n\nFine.\n",
}


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = Site(tmp_path_factory.mktemp("special") / "my site", root)
    site.write(FILES)
    (site.folder / "content/images").mkdir()
    for name, target in LINKS.items():
        (site.folder / name).symlink_to(target)
    for name, kind in LEFT_OUT.items():
        if kind == "a named pipe":
            os.mkfifo(site.folder / name)
    bind(site.folder / "content/pages/socket.md")
    shutil.copytree(root / "theme", site.folder / "theme")
    for name in ("theme/templates/page.html", "theme/static/pipe.css", "theme/pipe"):
        (site.folder / name).unlink(missing_ok=True)
        os.mkfifo(site.folder / name)
    return site.build(THEME="theme", ARTICLE_PATHS=["./news/", "../posts"], STATIC_PATHS=["images"])


def bind(path: Path) -> None:
    """Leave a socket in a folder, from within: a socket's address has room for about a hundred characters."""
    with chdir(path.parent), socket.socket(socket.AF_UNIX) as bound:
        bound.bind(path.name)


def test_each_is_reported_once_and_what_it_is(built):
    special = [line for line in built.problems if " special-file: " in line]
    assert special == [f"{path}: special-file: this is {kind}, {ADVICE}" for path, kind in sorted(LEFT_OUT.items())]
    assert not [line for line in built.problems if any(path in line for path in LEFT_OUT) and line not in special]


def test_all_other_sources_are_built(built):
    pages = [path for path in built.files() if path.endswith("index.html") and not path.startswith("publications")]
    assert pages == [
        *("fine/index.html", "linked/index.html", "news/from-elsewhere/index.html", "news/index.html"),
        *("news/outside/index.html", "news/twin/index.html"),
    ]
    assert "Processed 3 articles, 0 drafts, 0 hidden articles, 2 pages" in " ".join(built.stdout.split())


def test_a_strict_build_fails(site):
    site.write({"content/pages/fine.md": "Title: Fine\n\nFine.\n"})
    os.mkfifo(site.folder / "content/pages/pipe.md")
    assert [site.build(STRICT=strict).code for strict in (True, False)] == [1, 0]


NAMED = {
    "PUBLICATIONS_SRC": "unreadable-file: this is not a regular file",
    "IBID_PEOPLE": "unreadable-file: this is a named pipe",
    "IBID_NUMBERS": "unreadable-file: this is a named pipe",
    "IBID_CV": "unreadable-file: this is a named pipe",
    "TEMPLATE_PAGES": "special-file: this is a named pipe",
}


@pytest.mark.parametrize(("setting", "said"), NAMED.items())
def test_one_that_a_setting_names_ends_the_build_before_anything_is_written(site, setting, said):
    (site.folder / "content").mkdir(exist_ok=True)
    os.mkfifo(site.folder / "content/pipe")
    built = site.build(**{setting: {"pipe": "pipe.html"} if setting == "TEMPLATE_PAGES" else "content/pipe"})
    assert built.code == 1
    assert built.problems[0].startswith(f"content/pipe: {said}")
    assert not (site.folder / "output").exists()


@pytest.mark.parametrize("setting", ["IBID_ICON", "IBID_LINKS", "IBID_LANGUAGES"])
def test_one_that_a_build_can_do_without_is_left_alone(site, setting):
    site.write({"content/pages/fine.md": "Title: Fine\n\nFine.\n"})
    os.mkfifo(site.folder / "content/pipe")
    built = site.build(**{setting: "content/pipe"})
    assert built.code == 0
    assert built.text("fine/index.html")
