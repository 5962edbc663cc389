"""A folder on disk, and one behind a real SSH server on loopback: what each publication leaves there."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from invoke.exceptions import Exit
from publishing import HOME, Publisher, held_in, ssh_server, write

SITE = {"index.html": HOME, "news/x/index.html": "<p>x</p>", "a b/é\u2028\x85.html": "<p>é</p>"}
"""With a name that is more than one line for `str.splitlines`."""
SMALLER = {"index.html": "<p>New</p>", "new.html": "<p>New</p>"}


class Place(Publisher):
    """A destination, as rsync names it, and the folder that it is."""

    def __init__(self, folder: Path, to: str, **settings: object) -> None:
        super().__init__(folder, "rsync", PUBLISH_RSYNC_TO=to, **settings)
        self.folder = folder / "public html"

    @property
    def online(self) -> dict[str, str]:
        return held_in(self.folder)

    @property
    def beside(self) -> list[str]:
        return sorted(path.name for path in self.folder.parent.glob(".public html.ibid*"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, require_tool: Callable[..., str]) -> Iterator[str]:
    with ssh_server(tmp_path_factory.mktemp("ssh"), require_tool) as shell:
        yield shell


@pytest.fixture
def local(tmp_path: Path, require_tool: Callable[..., str]) -> Place:
    require_tool("rsync")
    return Place(tmp_path, str(tmp_path / "public html"))


@pytest.fixture
def place(request: pytest.FixtureRequest, local: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    if getattr(request, "param", "here") == "over SSH":
        monkeypatch.setenv("RSYNC_RSH", request.getfixturevalue("server"))
        local.settings = {"PUBLISH_RSYNC_TO": f"127.0.0.1:{local.folder}"}
    return local


over_ssh_too = pytest.mark.parametrize("place", ["here", "over SSH"], indirect=True)


@pytest.fixture
def plain(place: Place) -> Place:
    place.settings = {**place.settings, "PUBLISH_RSYNC_ATOMIC": False}
    return place


@over_ssh_too
def test_a_folder_is_a_link_to_the_present_publication(place):
    assert place.publish(SITE).startswith("Published 4 files")
    assert place.online == SITE
    assert (place.folder / "index.html").stat().st_mode & 0o777 == 0o644
    assert [(place.folder / name).stat().st_mode & 0o777 for name in (".", "news")] == [0o755, 0o755]
    place.publish(SMALLER, yes=True)
    assert place.online == SMALLER
    assert place.folder.readlink() == Path(".public html.ibid.2")
    assert place.publish(SMALLER).startswith("Nothing has changed: nothing was published to ")
    place.publish(SITE, yes=True)
    assert place.beside == [".public html.ibid.2", ".public html.ibid.3"], "the former one is kept, no older one"


@over_ssh_too
def test_a_plain_folder_is_changed_file_by_file(plain):
    plain.publish(SITE)
    assert plain.online == SITE
    assert not plain.folder.is_symlink()
    write(plain.folder, {"mine/notes.txt": "mine", ".well-known/proof": "a"})
    plain.publish(SMALLER, yes=True)
    assert plain.online == {**SMALLER, "mine/notes.txt": "mine", ".well-known/proof": "a"}
    assert not (plain.folder / "news").exists(), "an empty folder would be shown in place of a page that is gone"
    assert plain.publish(SMALLER).startswith("Nothing has changed")
    assert plain.beside == []
    with pytest.raises(Exit, match="keeps no previous publication"):
        plain.roll_back()


def test_a_plain_folder_loses_what_is_named_and_nothing_that_the_name_matches_as_a_pattern(plain):
    gone = {"x[1]*.html": "", "a b/q?\\.html": "", "#n/;s.html": "", "a b/ é\u2028.html": ""}
    plain.publish({**SITE, **gone})
    others = {"x1y.html": "", "a b/qz.html": "", "a b/qz\\.html": "", "#n/t": ""}
    write(plain.folder, others)
    plain.publish(SITE, yes=True)
    assert plain.online == {**SITE, **others}


@over_ssh_too
def test_files_of_others_stay_where_they_are(place, capsys):
    place.publish(SITE)
    others = {"CNAME": "me", ".well-known/acme/token": "a", "[odd] *name?.txt": "b", "news/x/comments.txt": "c"}
    write(place.folder, others)
    write(place.folder.parent, {"papers/thesis.pdf": "pdf"})
    (place.folder / "papers").symlink_to("../papers")
    capsys.readouterr()
    place.publish(SMALLER, yes=True)
    assert place.online == {**SMALLER, **others, "papers/thesis.pdf": "pdf"}
    assert "5 files that Ibid did not write are kept:\n  .well-known/acme/token\n  CNAME\n" in capsys.readouterr().out


def test_a_published_file_that_others_changed_stays(place):
    place.publish(SITE)
    write(place.folder, {"news/x/index.html": "changed by hand"})
    place.publish(SMALLER, yes=True)
    assert place.online == {**SMALLER, "news/x/index.html": "changed by hand"}


def test_a_file_of_others_is_replaced_only_with_a_yes(place):
    place.publish(SITE)
    write(place.folder, {"robots.txt": "mine"})
    with pytest.raises(Exit, match="--yes"):
        place.publish({**SITE, "robots.txt": "ours"})
    assert place.online == {**SITE, "robots.txt": "mine"}
    place.publish({**SITE, "robots.txt": "ours"}, yes=True)
    assert place.online == {**SITE, "robots.txt": "ours"}


@over_ssh_too
def test_a_rollback_shows_the_former_site_with_the_files_of_others(place):
    place.publish(SITE)
    with pytest.raises(Exit, match="no publication before"):
        place.roll_back()
    place.publish(SMALLER, yes=True)
    write(place.folder, {"CNAME": "me"})
    assert place.roll_back().startswith("Restored the previous publication")
    assert place.online == {**SITE, "CNAME": "me"}
    place.roll_back()
    assert place.online == {**SMALLER, "CNAME": "me"}, "a second one takes the first one back"


@pytest.mark.parametrize("atomic", [True, False])
@pytest.mark.parametrize(
    "there", [{"index.html": "old", "thesis.tex": "years of work", ".htaccess": "x"}, {"thesis.tex": "mine"}]
)
def test_a_folder_that_no_publication_wrote(place, there, atomic):
    place.settings = {**place.settings, "PUBLISH_RSYNC_ATOMIC": atomic}
    write(place.folder, there)
    with pytest.raises(Exit, match=r"contains files that no publication of this site wrote: .*thesis\.tex.*--first"):
        place.publish(SITE, yes=True)
    assert place.online == there
    place.publish(SITE, yes=True, first=True)
    assert place.online == {**SITE, **{path: text for path, text in there.items() if path.startswith(".")}}
    if atomic:
        place.roll_back()
        assert place.online == there, "even then nothing is lost"


@over_ssh_too
def test_a_plain_folder_becomes_a_link(place):
    place.settings = {**place.settings, "PUBLISH_RSYNC_ATOMIC": False}
    place.publish(SITE)
    write(place.folder, {"CNAME": "me"})
    place.settings = {**place.settings, "PUBLISH_RSYNC_ATOMIC": True}
    place.publish(SMALLER, yes=True)
    assert place.folder.is_symlink()
    assert place.online == {**SMALLER, "CNAME": "me"}


@pytest.mark.parametrize(
    ("to", "message"),
    [
        ("", "PUBLISH_RSYNC_TO"),
        ("/", "PUBLISH_RSYNC_TO"),
        ("~", "PUBLISH_RSYNC_TO"),
        ("~/", "PUBLISH_RSYNC_TO"),
        ("me@host:", "PUBLISH_RSYNC_TO"),
        ("me@host:~", "not a folder for a site"),
        ("me@host:/", "not a folder for a site"),
        ("me@host:a/..", "not a folder for a site"),
        ("-rf", "cannot be a folder"),
        ("-e sh:x", "cannot be a folder"),
        ("a\nb", "cannot be a folder"),
        (".", "PUBLISH_RSYNC_TO"),
        ("../project", "is the site's own folder"),
        ("content", "is content, a source of the site"),
        ("content/pages", "lies inside content"),
        ("a-link", "is content, a source"),
        ("..", "PUBLISH_RSYNC_TO"),
        ("{home}/../..", "contains"),
        (".git/x", "lies inside .git"),
        ("pelicanconf.py", "is a file"),
        ("{home}", "is a home directory"),
        ("{home}/..", "contains a home directory"),
        ("host::module", "accepts only files"),
    ],
)
def test_a_destination_that_is_never_a_site(local, to, message, monkeypatch):
    home = local.root.parent / "home" / "me"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    write(local.root, {"pelicanconf.py": "", "content/pages/a.md": "a", "index.html": "<p>"})
    (local.root / "a-link").symlink_to("content")
    before = held_in(local.root)
    local.settings = {"PUBLISH_RSYNC_TO": to.format(home=home), "PATH": "content"}
    with pytest.raises(Exit, match=message):
        local.publish(SITE, yes=True, first=True)
    assert held_in(local.root) == before


def test_a_link_of_the_authors_is_not_replaced(local, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    local.folder.symlink_to("elsewhere")
    with pytest.raises(Exit, match="is a link to elsewhere"):
        local.publish(SITE)
    local.settings = {**local.settings, "PUBLISH_RSYNC_ATOMIC": False}
    local.publish(SITE)
    assert held_in(tmp_path / "elsewhere") == SITE


def test_what_ssh_says_is_passed_on(local, server, monkeypatch):
    monkeypatch.setenv("RSYNC_RSH", f"{server} -p 1")
    local.settings = {"PUBLISH_RSYNC_TO": "127.0.0.1:public"}
    with pytest.raises(Exit, match=r"(?s)^ssh .*failed: .*Connection refused"):
        local.publish(SITE)


def test_a_second_publication_waits_for_the_first(local, monkeypatch):
    local.publish(SITE)
    owner = subprocess.Popen(["sleep", "1.5"])
    host = os.uname().nodename
    lock = local.folder.parent / ".public html.ibid.lock"
    lock.symlink_to(f"{host}:{owner.pid}")
    ended = []
    waiting = threading.Thread(target=lambda: ended.append(local.publish(SMALLER, yes=True)))
    waiting.start()
    time.sleep(0.7)
    assert local.online == SITE
    owner.wait()  # whose lock is stale from now on
    waiting.join(20)
    assert ended
    assert local.online == SMALLER
    assert not lock.is_symlink()
    lock.symlink_to("another-host:1")
    monkeypatch.setattr("ibid.tasks.publishing.rsync.WAIT", 0)
    with pytest.raises(Exit, match=r"(?s)under way \(another-host:1\).*remove .*lock first"):
        local.publish(SITE, yes=True)
    assert local.online == SMALLER


def test_a_publication_killed_at_any_moment_leaves_the_old_or_the_new_site(local, root):
    """Most moments are of the transfer; that both ends occur shows that the moments reach from start to end."""
    program = [sys.executable, str(Path(__file__).with_name("interrupted.py")), str(local.root.parent)]
    done = subprocess.run(
        program,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "PYTHONPATH": f"{root}/plugins"},
    )
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    assert counts["neither"] == []
    assert counts["old"] >= 10
    assert counts["new"] >= 1
    assert counts["old"] + counts["new"] == 100
    assert counts["repaired"], f"the next publication leaves nothing of the broken ones: {counts['beside']}"
