"""A branch of a real repository on disk: what each publication leaves on it."""

import subprocess
from pathlib import Path

import pytest
from invoke.exceptions import Exit
from publishing import HOME, Publisher, write

from ibid.tasks.publishing.delivery import Consent, put_in_place, target_named

SITE = {"index.html": HOME, "news/x/index.html": "<p>x</p>"}
FILES = {".ibid-site", ".nojekyll", *SITE}


class Repository(Publisher):
    """A project in a git repository, with a bare one as `origin`."""

    def __init__(self, folder: Path, **settings: object) -> None:
        super().__init__(folder, "git", **settings)
        self.bare = folder / "a bare remote.git"
        self.git("init", "--quiet", "--bare", str(self.bare))
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("remote", "add", "origin", str(self.bare))

    def git(self, *arguments: str, cwd: Path | None = None) -> str:
        done = subprocess.run(["git", *arguments], cwd=cwd or self.root, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def online(self, *arguments: str) -> str:
        return self.git(*arguments, cwd=self.bare)

    def files(self, branch: str = "gh-pages") -> set[str]:
        return set(self.online("ls-tree", "-r", "--name-only", branch).splitlines())

    def commits(self) -> int:
        return int(self.online("rev-list", "--count", "gh-pages"))

    def commit(self, files: dict[str, str], branch: str = "gh-pages") -> None:
        """Commit files onto the branch from elsewhere, as a host's settings page does."""
        elsewhere = self.root.parent / "elsewhere"
        if not elsewhere.exists():
            self.git("clone", "--quiet", str(self.bare), str(elsewhere))
        self.git("fetch", "--quiet", cwd=elsewhere)
        start = f"origin/{branch}" if self.online("branch", "--list", branch) else "--orphan"
        self.git("checkout", "-q", *([start, "-B", branch] if start != "--orphan" else [start, branch]), cwd=elsewhere)
        write(elsewhere, files)
        self.git("add", "--all", cwd=elsewhere)
        self.git("commit", "--quiet", "-m", "Elsewhere", cwd=elsewhere)
        self.git("push", "--quiet", "origin", branch, cwd=elsewhere)


@pytest.fixture
def git(tmp_path: Path, require_tool, monkeypatch: pytest.MonkeyPatch) -> Repository:
    require_tool("git")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "A Name")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@b.c")
    return Repository(tmp_path)


def test_the_site_is_one_commit_on_the_branch(git):
    said = git.publish(SITE)
    assert said.startswith("Published 4 files, 0.0 MB to branch gh-pages of origin (")
    assert git.files() == FILES
    assert git.online("show", "gh-pages:index.html") == HOME
    assert git.git("for-each-ref", "refs/heads", "refs/ibid") == "", "no branch of the project is touched"


def test_without_a_change_nothing_is_committed_or_pushed(git):
    git.publish(SITE)
    before = git.online("rev-parse", "gh-pages")
    assert git.publish(SITE).startswith("Nothing has changed since commit")
    assert git.online("rev-parse", "gh-pages") == before


def test_only_what_was_published_goes(git, capsys):
    git.publish(SITE)
    git.commit({"CNAME": "me.example.net\n", ".well-known/proof": "a", "old.html": "by hand", "link": "x"})
    capsys.readouterr()
    git.publish({"index.html": HOME}, yes=True)
    assert git.files() == {".ibid-site", ".nojekyll", "index.html", "CNAME", ".well-known/proof", "old.html", "link"}
    assert (
        "4 files that Ibid did not write are kept:\n  .well-known/proof\n  CNAME\n  link\n  old.html\n"
        in capsys.readouterr().out
    )
    assert git.commits() == 3


def test_a_domain_is_written_and_taken_back(git):
    git.settings = {"PUBLISH_GIT_DOMAIN": "me.example.net"}
    git.publish(SITE)
    assert git.online("show", "gh-pages:CNAME") == "me.example.net"
    git.settings = {}
    git.publish(SITE)
    assert "CNAME" not in git.files()


@pytest.mark.parametrize(
    ("there", "needs_first", "left"),
    [
        ({"CNAME": "me.example.net"}, False, {"CNAME"}),
        ({"README.md": "Pages"}, False, {"README.md"}),
        ({"index.html": "old", "CNAME": "me", "old.html": "old"}, True, {"CNAME"}),
        ({"thesis.tex": "years of work"}, True, set()),
    ],
)
def test_a_branch_that_no_publication_wrote(git, there, needs_first, left):
    git.commit(there)
    before = git.files()
    if needs_first:
        with pytest.raises(Exit, match=r"contains files that no publication of this site wrote: .*\n?.*--first"):
            git.publish(SITE, yes=True)
        assert git.files() == before
    git.publish(SITE, first=needs_first, yes=True)
    assert git.files() == FILES | left


def test_what_readers_would_lose_needs_a_yes(git):
    git.publish(SITE)
    with pytest.raises(Exit, match="--yes"):
        git.publish({"index.html": HOME})
    assert git.files() == FILES
    assert git.publish({"index.html": HOME}, dry_run=True).endswith("Nothing was changed.")
    assert git.files() == FILES
    git.publish({"index.html": HOME}, yes=True)
    assert git.files() == FILES - {"news/x/index.html"}


def test_published_numbers_keep_their_meaning(git):
    git.publish(SITE, {1: "a", 2: "b"})
    with pytest.raises(Exit, match=r"\[2\] was b, and would be c"):
        git.publish(SITE, {1: "a", 2: "c", 3: "b"}, yes=True)
    git.publish(SITE, {1: "a", 2: "c", 3: "b"}, renumbered=True)
    write(git.root, {"content/numbers.toml": '1 = "a"\n2 = "c"\n3 = "b"\n'})
    git.publish({**SITE, "new.html": ""}, {1: "a", 2: "c", 3: "b"})
    (git.root / "content/numbers.toml").unlink()
    with pytest.raises(Exit, match=r"content/numbers.toml is missing"):
        git.publish(SITE, {1: "a", 2: "c", 3: "b"}, yes=True)


def test_a_rollback_is_a_new_commit_with_the_former_site(git):
    with pytest.raises(Exit, match="no publication before"):
        git.roll_back()
    git.publish(SITE)
    git.publish({"index.html": "<p>A mistake</p>"}, yes=True)
    git.commit({"CNAME": "me.example.net"})
    assert git.roll_back().startswith("Restored the publication of ")
    assert git.files() == FILES | {"CNAME"}
    assert git.online("show", "gh-pages:index.html") == HOME
    assert git.commits() == 4
    git.roll_back()
    assert git.online("show", "gh-pages:index.html") == "<p>A mistake</p>", "a second one takes the first one back"


def test_from_a_clone_that_is_cut_short(git, tmp_path):
    git.commit({"pelicanconf.py": ""}, "main")
    git.publish(SITE)
    git.publish({**SITE, "new.html": ""})
    shallow = tmp_path / "shallow"
    git.git("clone", "--quiet", "--depth=1", "--branch=main", f"file://{git.bare}", str(shallow))
    git.root = shallow
    git.publish({**SITE, "new.html": "other"})
    git.roll_back()
    assert git.online("show", "gh-pages:new.html") == ""
    assert git.commits() == 4


def test_a_push_that_is_refused_is_gits_own_words(git):
    git.publish(SITE)
    hook = git.bare / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'Quota exceeded.' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(
        Exit, match=r"(?s)^git push failed: .*Quota exceeded\..*\nNothing was published: the branch is unchanged\."
    ):
        git.publish({"index.html": "new"}, yes=True)
    assert git.files() == FILES
    assert git.git("for-each-ref", "refs/ibid") == ""


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"PUBLISH_GIT_BRANCH": "main"}, "main is the branch that you work on"),
        ({"PUBLISH_GIT_BRANCH": "sources"}, "contains the sources of a site"),
        ({"PUBLISH_GIT_BRANCH": "HEAD"}, "'HEAD' cannot be the branch of a site"),
        ({"PUBLISH_GIT_BRANCH": "-f"}, "'-f' cannot be the branch"),
        ({"PUBLISH_GIT_BRANCH": "refs/heads/main"}, "cannot be the branch"),
        ({"PUBLISH_GIT_BRANCH": "a..b"}, "cannot be the branch"),
        ({"PUBLISH_GIT_BRANCH": "main:gh-pages"}, "cannot be the branch"),
        ({"PUBLISH_GIT_BRANCH": "/a/path"}, "cannot be the branch"),
        ({"PUBLISH_GIT_REMOTE": "nowhere"}, r"no git remote 'nowhere' \(there are: origin\)"),
        ({"PUBLISH_GIT_REMOTE": "../a bare remote.git"}, "no git remote"),
        ({"PUBLISH_GIT_REMOTE": "--upload-pack=touch x"}, "no git remote"),
    ],
)
def test_no_branch_of_the_authors_is_replaced(git, settings, message):
    git.commit({"pelicanconf.py": ""}, "sources")
    git.settings = settings
    with pytest.raises(Exit, match=message):
        git.publish(SITE, first=True, yes=True)
    assert git.files("sources") == {"pelicanconf.py"}
    assert git.online("branch", "--list").split() == ["sources"]


def test_a_project_without_a_repository(tmp_path):
    with pytest.raises(Exit, match="git init"):
        Publisher(tmp_path, "git").publish(SITE)


def test_odd_names_reach_the_branch_as_they_are(git):
    odd = {'a "quoted" name.html': "1", "a\\b.html": "2", "é/中文.html": "3", "a b.html": "4"}
    git.publish({**SITE, **odd})
    listed = git.online("-c", "core.quotePath=false", "ls-tree", "-r", "-z", "--name-only", "gh-pages").split("\0")
    assert set(odd) < set(listed)
    git.publish(SITE, yes=True)
    assert git.files() == FILES


def test_two_publications_at_once(git):
    """What another machine publishes while this one builds is not pushed over."""
    git.publish(SITE)
    target = target_named("git", git.project)
    target.prepare()
    git.commit({"index.html": "published from elsewhere"})
    site = git.root.parent / "built"
    write(site, {"index.html": "published from here"})
    with pytest.raises(Exit, match=r"(?s)git push failed: .*rejected.*Nothing was published"):
        put_in_place(site, git.project, target, Consent(yes=True))
    assert git.online("show", "gh-pages:index.html") == "published from elsewhere"


def test_a_rollback_where_somebody_deleted_the_record(git):
    git.publish(SITE)
    git.publish({"index.html": "<p>A mistake</p>"}, yes=True)
    git.commit({"CNAME": "me.example.net"})
    (git.root.parent / "elsewhere/.ibid-site").unlink()
    git.commit({"CNAME": "other.example.net"})
    assert ".ibid-site" not in git.files()
    git.roll_back()
    assert git.files() == FILES | {"CNAME"}
    assert git.online("show", "gh-pages:index.html") == HOME
