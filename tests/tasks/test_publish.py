"""`invoke publish`: a whole site replaces a whole site, or nothing happens."""

import re
from pathlib import Path

import pytest

from ibid.tasks.project import Project
from ibid.tasks.soundness import entries_of, faults


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
    assert {"index.html", "a-first-post.html", ".nojekyll"} < set(files(git, remote))
    assert "CNAME" not in files(git, remote)
    assert "https://me.example.net" in git("show", "gh-pages:index.html", cwd=remote)
    assert not site.path("output").exists()
    assert git("branch", "--show-current") == "main"


def test_git_replaces_the_whole_site_and_keeps_its_history(site, git, remote) -> None:
    site.invoke("publish", "git")
    site.path("content/news/2024-05-03-a-first-post.md").unlink()
    site.invoke("news", "Another", "--date=2024-06-01")
    assert site.invoke("publish", "git").returncode == 0
    assert "another.html" in files(git, remote)
    assert "a-first-post.html" not in files(git, remote)
    assert git("rev-list", "--count", "gh-pages", cwd=remote) == "2"


def test_git_takes_branch_remote_and_domain(site, git, remote) -> None:
    site.write("publishconf.py", site.read("publishconf.py") + "PUBLISH_GIT_DOMAIN = 'me.example.net'\n")
    git("remote", "rename", "origin", "web")
    assert site.invoke("publish", "git", "--remote=web", "--branch=pages").returncode == 0
    assert git("show", "pages:CNAME", cwd=remote) == "me.example.net"


def test_git_builds_on_what_was_published_from_elsewhere(site, git, remote, tmp_path: Path) -> None:
    site.invoke("publish", "git")
    other = tmp_path / "other"
    git("clone", "--quiet", "--branch=gh-pages", str(remote), str(other), cwd=tmp_path)
    (other / "extra.html").write_text("from another machine")
    git("add", "extra.html", cwd=other)
    git("commit", "--quiet", "-m", "Elsewhere", cwd=other)
    git("push", "--quiet", cwd=other)
    assert site.invoke("publish", "git").returncode == 0
    assert "extra.html" not in files(git, remote)
    assert git("rev-list", "--count", "gh-pages", cwd=remote) == "3"


def test_a_dry_run_changes_nothing(site, git, remote) -> None:
    done = site.invoke("publish", "git", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "Would publish" in done.stdout
    assert git("branch", "--list", "--all", cwd=remote) == ""
    assert git("branch", "--list", "gh-pages") == ""


def test_a_push_that_is_refused_is_reported(site, git, remote) -> None:
    hook = remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'Quota exceeded.' >&2\nexit 1\n")
    hook.chmod(0o755)
    done = site.invoke("publish", "git")
    assert done.returncode == 1
    assert "Quota exceeded." in done.stderr
    assert "Published" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--branch=main"], "main is the branch you work on"),
        (["--branch=sources"], "holds a site's sources"),
        (["--remote=nowhere"], r"no git remote nowhere \(there are: origin\)"),
    ],
)
def test_git_never_replaces_sources(site, git, remote, arguments: list[str], message: str) -> None:
    git("push", "--quiet", "origin", "main:sources")
    done = site.invoke("publish", "git", *arguments)
    assert done.returncode == 1
    assert re.search(message, done.stderr)
    assert "pelicanconf.py" in files(git, remote, "sources")


def test_git_needs_a_repository(site, git) -> None:
    done = site.invoke("publish", "git")
    assert done.returncode == 1
    assert "git repository" in done.stderr


@pytest.fixture
def folder(require_tool, tmp_path: Path) -> Path:
    """Where rsync publishes to."""
    require_tool("rsync")
    return tmp_path / "public html"


def test_rsync_fills_a_folder(site, folder: Path) -> None:
    done = site.invoke("publish", "rsync", f"--to={folder}")
    assert done.returncode == 0, done.stderr
    assert "Published" in done.stdout
    assert (folder / "index.html").is_file()
    assert (folder / "index.html").stat().st_mode & 0o777 == 0o644
    assert (folder / "category").stat().st_mode & 0o777 == 0o755


def test_rsync_sends_changes_and_deletes_what_is_gone(site, folder: Path) -> None:
    site.write("publishconf.py", site.read("publishconf.py") + f"PUBLISH_RSYNC_TO = {str(folder)!r}\n")
    site.invoke("publish", "rsync")
    (folder / ".well-known").mkdir()
    (folder / ".well-known" / "proof").write_text("the server's own")
    site.path("content/news/2024-05-03-a-first-post.md").unlink()
    site.invoke("news", "Another", "--date=2024-06-01")
    untouched = (folder / "theme/css/main.css") if (folder / "theme/css/main.css").exists() else None
    preview = site.invoke("publish", "rsync", "--dry-run")
    assert "*deleting   a-first-post.html" in preview.stdout
    assert (folder / "a-first-post.html").exists()
    done = site.invoke("publish", "rsync")
    assert "1 deleted" in done.stdout
    assert (folder / "another.html").exists()
    assert not (folder / "a-first-post.html").exists()
    assert (folder / ".well-known" / "proof").exists()
    assert untouched is None or untouched.exists()


def test_rsync_refuses_a_folder_that_holds_something_else(site, folder: Path) -> None:
    folder.mkdir()
    (folder / "thesis.tex").write_text("years of work")
    done = site.invoke("publish", "rsync", f"--to={folder}")
    assert done.returncode == 1
    assert "thesis.tex" in done.stderr
    assert [file.name for file in folder.iterdir()] == ["thesis.tex"]


@pytest.mark.parametrize("to", ["", "/", "~", "~/", "me@host:"])
def test_rsync_refuses_a_folder_that_is_never_a_site(site, to: str) -> None:
    done = site.invoke("publish", "rsync", f"--to={to}")
    assert done.returncode == 1
    assert "PUBLISH_RSYNC_TO" in done.stderr


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
        ({"index.html": WHOLE, "publications/index.html": WHOLE}, "2 entries, the site not one publication"),
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
