"""`invoke publish`: a whole site replaces a whole site, or nothing happens."""

import re
from pathlib import Path

import pytest

from ibid.tasks.built_folder import entries_of, faults
from ibid.tasks.project import Project


@pytest.fixture
def remote(site, git, tmp_path: Path) -> Path:
    """A bare repository on disk, which the site's own repository has as `origin`."""
    bare = tmp_path / "bare remote.git"
    git("init", "--quiet", "--bare", str(bare), cwd=tmp_path)
    git("init", "--quiet", "--initial-branch=main")
    git("remote", "add", "origin", str(bare))
    git("add", "content", "pelicanconf.py")
    git("commit", "--quiet", "-m", "Start")
    return bare


def files(git, remote: Path, branch: str = "gh-pages") -> list[str]:
    return git("ls-tree", "-r", "--name-only", branch, cwd=remote).splitlines()


def test_git_puts_the_site_on_a_branch(site, git, remote) -> None:
    done = site.invoke("publish", "git")
    assert done.returncode == 0, done.stderr
    assert re.search(r"Published \d+ files, .* to branch gh-pages of origin .*, commit \w+", done.stdout)
    assert {"index.html", "a-first-post.html", ".nojekyll", ".ibid-site"} < set(files(git, remote))
    assert "https://me.example.net" in git("show", "gh-pages:index.html", cwd=remote)
    assert not site.path("output").exists()
    assert git("branch", "--show-current") == "main"
    again = site.invoke("publish", "git")
    assert (again.returncode, "Nothing has changed since commit" in again.stdout) == (0, True)


def test_a_publication_is_looked_at_taken_back_and_never_ends_in_a_traceback(site, git, remote) -> None:
    site.invoke("publish", "git", "--branch=pages")
    site.path("content/news/2024-05-03-a-first-post.md").unlink()
    site.invoke("news", "Another", "--date=2024-06-01")
    dry = site.invoke("publish", "git", "--branch=pages", "--dry-run")
    assert "  /a-first-post.html: if the page has moved, write `Aliases: /a-first-post.html`" in dry.stdout
    assert dry.stdout.endswith("Nothing was changed.\n")
    refused = site.invoke("publish", "git", "--branch=pages")
    assert (refused.returncode, "--yes" in refused.stderr) == (1, True)
    assert "a-first-post.html" in files(git, remote, "pages")
    assert site.invoke("publish", "git", "--branch=pages", "--yes").returncode == 0
    assert "another.html" in files(git, remote, "pages")
    assert "a-first-post.html" not in files(git, remote, "pages")
    assert site.invoke("publish", "git", "--branch=pages", "--rollback").returncode == 0
    assert "a-first-post.html" in files(git, remote, "pages")
    hook = remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'Quota exceeded.' >&2\nexit 1\n")
    hook.chmod(0o755)
    broken = site.invoke("publish", "git", "--branch=pages", "--yes")
    assert (broken.returncode, "Quota exceeded." in broken.stderr, "Published" in broken.stdout) == (1, True, False)
    assert "Traceback" not in dry.stderr + refused.stderr + broken.stderr


@pytest.fixture
def folder(require_tool, tmp_path: Path) -> Path:
    """Where rsync publishes to."""
    require_tool("rsync")
    return tmp_path / "public html"


@pytest.mark.parametrize(("answer", "published"), [("y", True), ("n", False), ("", False)])
def test_in_a_terminal_the_author_is_asked(site, folder: Path, answer: str, published: bool) -> None:
    question = f"Publish this to {folder}? [y/N]"
    done = site.in_terminal(f"{answer}\n", "publish", "rsync", f"--to={folder}", question=question)
    assert "new pages:" in done.stdout
    assert (done.returncode == 0, (folder / "index.html").exists()) == (published, published), done.stderr


def test_an_unknown_target_names_those_that_exist(site) -> None:
    done = site.invoke("publish", "ftp")
    assert done.returncode == 1
    assert "'ftp'" in done.stderr
    assert "git" in done.stderr
    assert "rsync" in done.stderr


@pytest.mark.parametrize("address", ["", "me.example.net", "https://example.org", "http://example.org/me"])
def test_a_site_without_an_address_of_its_own_is_not_published(site, folder: Path, address: str) -> None:
    site.write("publishconf.py", f"from pelicanconf import *\nSITEURL = {address!r}\n")
    done = site.invoke("publish", "rsync", f"--to={folder}")
    assert done.returncode == 1
    assert "publishconf.py: SITEURL" in done.stderr
    assert not folder.exists()


@pytest.mark.parametrize(
    "breaking",
    [
        "DIRECT_TEMPLATES = []\n",  # no home page
        "PLUGINS = 1\n",  # Pelican itself fails
        "SITEURL = 'https://me.example.net'\nINDEX_SAVE_AS = 'elsewhere.html'\n",
    ],
)
def test_a_broken_build_leaves_the_site_as_it_was(site, folder: Path, breaking: str) -> None:
    site.invoke("publish", "rsync", f"--to={folder}")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    site.write("publishconf.py", site.read("publishconf.py") + breaking)
    done = site.invoke("publish", "rsync", f"--to={folder}")
    assert done.returncode == 1
    assert "published" in done.stderr.lower() or "errors" in done.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


WHOLE = "<!doctype html><html><p>Hello</p></html>\n"


@pytest.mark.parametrize(
    ("built", "fault"),
    [
        ({}, "no page"),
        ({"style.css": "a {}"}, "no page"),
        ({"about/index.html": WHOLE}, "no index.html"),
        ({"index.html": WHOLE, "about.html": ""}, "1 of 2 pages are empty or cut off: about.html"),
        ({"index.html": "<!doctype html><html><p>Hel"}, "cut off: index.html"),
        ({"index.html": WHOLE, "publications/index.html": WHOLE}, "2 entries, but the site has no publication"),
    ],
)
def test_a_half_built_site_is_recognised(tmp_path: Path, built: dict[str, str], fault: str) -> None:
    for name, text in built.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    bibliography = tmp_path / "publications.bib"
    bibliography.write_text(
        "@comment{x}\n@string{a = {b}}\n@article{k,\n title={T}}\n  @InProceedings (l, title={U})\n"
    )
    project = Project(tmp_path, "publishconf.py", {"PLUGINS": ["ibid"], "PUBLICATIONS_SRC": "publications.bib"})
    assert any(fault in found for found in faults(tmp_path, project))


def test_a_whole_site_has_no_faults(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(WHOLE)
    (tmp_path / "google123.html").write_text("google-site-verification: google123.html")
    assert faults(tmp_path, Project(tmp_path, "publishconf.py", {})) == []
    assert entries_of(tmp_path / "missing.bib") == 0
