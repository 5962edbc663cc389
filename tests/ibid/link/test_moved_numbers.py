"""A number that was committed means the same publication in every strict build after."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from ibid.link.number_changes import MovedNumber, moved_numbers
from ibid.read.numbers_file import commit_of, committed_numbers

NUMBERS = '1 = "alpha2020"\n2 = "beta2021"\n3 = "gamma2022"\n'
BEFORE = {1: "a", 2: "b", 3: "c"}
RULES = [
    # what happened, the numbers now, `ids` of entries, keys without a line, what has moved
    ("nothing", BEFORE, {}, (), []),
    ("a publication was added", {**BEFORE, 4: "d"}, {}, (), []),
    ("one was removed, its number stays unused", {1: "a", 3: "c"}, {}, (), []),
    ("all were removed", {}, {}, (), []),
    ("renamed, with the old key in ids", {1: "a", 2: "x", 3: "c"}, {"x": ["b"]}, (), []),
    ("renamed, on its line", {1: "a", 2: "x", 3: "c"}, {}, (), []),
    ("all are other publications, as in a demo that is made a site", {1: "x", 2: "y"}, {}, (), []),
    ("two have changed places", {1: "b", 2: "a", 3: "c"}, {}, (), [MovedNumber(1, "a", "b", "a", 2), MovedNumber(2, "b", "a", "b", 1)]),
    ("numbered anew by date with an older one", {1: "x", 2: "a", 3: "b", 4: "c"}, {}, (), [
        MovedNumber(1, "a", "x", "a", 2), MovedNumber(2, "b", "a", "b", 3), MovedNumber(3, "c", "b", "c", 4)]),
    ("a line was lost, and comes last", {1: "a", 3: "c", 4: "b"}, {}, {"b"}, [MovedNumber(2, "b", "", "b", 4)]),
    ("a removed one's number is another's", {1: "a", 2: "c"}, {}, (), [MovedNumber(2, "b", "c", "", 0), MovedNumber(3, "c", "", "c", 2)]),
    ("a removed one's line was lost, and a new one comes there", {1: "a", 2: "b", 3: "x"}, {}, {"x"}, [MovedNumber(3, "c", "x", "", 0)]),
    ("the old key is an entry yet", {1: "a", 2: "x", 3: "c", 4: "b"}, {}, (), [MovedNumber(2, "b", "x", "b", 4)]),
    ("renamed onto the line of another", {2: "x", 3: "c"}, {"x": ["a"]}, (), [MovedNumber(1, "a", "", "x", 2), MovedNumber(2, "b", "x", "", 0)]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "now", "ids", "unwritten", "moved"), RULES, ids=[rule[0] for rule in RULES])
def test_which_numbers_mean_another_publication(what, now, ids, unwritten, moved):
    assert moved_numbers(BEFORE, now, ids, unwritten) == moved


def test_a_publication_that_had_two_numbers_may_keep_either():
    assert moved_numbers({1: "old", 5: "new"}, {5: "new"}, {"new": ["old"]}) == []
    assert moved_numbers({1: "old", 5: "new"}, {1: "new"}, {"new": ["old"]}) == []
    assert moved_numbers({1: "old"}, {5: "new"}, {"new": ["old"]}) == [MovedNumber(1, "old", "", "new", 5)]


# In a repository.


@pytest.fixture
def git(site, require_tool, monkeypatch):
    """Runs git in the folder of the site, with nobody's own settings."""
    for name, value in {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}.items():
        monkeypatch.setenv(name, value)
    program = require_tool("git")

    def run(*words: str) -> str:
        who = ("-c", "user.name=A", "-c", "user.email=a@b.c")
        done = subprocess.run([program, *who, *words], cwd=site.folder, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    run("init", "--quiet")
    return run


@pytest.fixture
def committed(site, git):
    """The site with numbers.toml in the last commit."""
    site.write({"content/numbers.toml": NUMBERS})
    git("add", ".")
    git("commit", "--quiet", "-m", "Start")
    return site


def report(built) -> list[str]:
    return [line for line in built.problems if "numbers.toml" in line]


def test_a_strict_build_never_does_without_a_file_that_was_committed(committed, git):
    commit, path = git("rev-parse", "--short", "HEAD"), committed.folder / "content/numbers.toml"
    path.unlink()
    message = (
        f"this file is missing but was committed; restore it with `git checkout {commit} -- content/numbers.toml`."
    )
    for _ in ("in the folder", "in the repository"):
        built = committed.build(STRICT=True)
        assert (report(built), built.code) == ([f"content/numbers.toml: lost-numbers: {message}"], 1)
        git("commit", "--quiet", "--allow-empty", "-am", "Remove")
    assert report(committed.build(STRICT=False)) == [], "a build that is not strict asks nobody"
    git("checkout", commit, "--", "content/numbers.toml")
    assert committed.build(STRICT=True).code == 0


def test_a_file_that_was_never_committed_is_not_missed(site, git):
    git("commit", "--quiet", "--allow-empty", "-m", "Start")
    built = site.build(STRICT=True)
    assert (built.problems, built.code) == ([], 0)


MOVED = [
    # the file, what is added to or taken from the bibliography, the report of a strict build
    (
        '1 = "beta2021"\n2 = "alpha2020"\n3 = "gamma2022"\n',
        "",
        [
            (1, "1 was the number of `alpha2020` in the last commit, but is now that of `beta2021`; restore the line `1 = \"alpha2020\"`"),
            (2, "2 was the number of `beta2021` in the last commit, but is now that of `alpha2020`; restore the line `2 = \"beta2021\"`"),
        ],
    ),
    (
        '1 = "alpha2020"\n3 = "gamma2022"\n',
        "",
        [(0, "2 was the number of `beta2021` in the last commit, but its publication now has 4; restore the line `2 = \"beta2021\"`")],
    ),
    (
        '1 = "alpha2020"\n# mine\n3 = "gamma2022"\n4 = "beta2021"\n',
        "",
        [(4, "2 was the number of `beta2021` in the last commit, but its publication now has 4; restore the line `2 = \"beta2021\"`")],
    ),
    (
        '1 = "alpha2020"\n2 = "beta2021"\n',
        "gamma2022",
        [(0, "3 was the number of `gamma2022` in the last commit, but is now that of `delta2023`; restore the line `3 = \"gamma2022\"`")],
    ),
]  # fmt: skip
NEWER = "@article{delta2023, title={On Delta}, author={Poe, Ann}, journal={J}, year={2023}}\n"


@pytest.mark.parametrize(("numbers", "gone", "expected"), MOVED)
def test_a_strict_build_fails_on_a_number_that_has_moved_and_says_nothing_else_of_it(
    committed, numbers, gone, expected
):
    lines = committed.bib.splitlines(keepends=True)
    bib = "".join([line for line in lines if not gone or gone not in line] + [NEWER] * bool(gone))
    built = committed.build({"content/numbers.toml": numbers, "content/publications.bib": bib}, STRICT=True)
    assert report(built) == [
        f"content/numbers.toml{f':{line}' if line else ''}: moved-number: {message}, or commit numbers.toml if the number should change."
        for line, message in expected
    ]
    assert built.code == 1


def test_a_deliberate_renumbering_passes_once_it_is_committed(committed, git):
    done = committed.number({"content/publications.bib": committed.bib.replace("2020}", "2024}")}, renumber=True)
    assert done.stdout.endswith(
        "Commit numbers.toml to confirm this: a strict build compares it with the last commit.\n"
    )
    assert len(report(committed.build(STRICT=True))) == 3
    git("commit", "--quiet", "-am", "Number anew")
    built = committed.build(STRICT=True)
    assert (built.problems, built.code) == ([], 0)


@pytest.mark.parametrize("choices", [{"yes": True}, {"new": ["beta2021more"]}])
def test_what_invoke_number_decides_about_a_renamed_key_passes(committed, choices):
    done = committed.number({"content/publications.bib": committed.bib.replace("beta2021", "beta2021more")}, **choices)
    assert (done.code, committed.build(STRICT=True).problems) == (0, [])


def test_no_setting_lets_it_pass(committed):
    built = committed.build(STRICT=True, IBID_SEVERITY={"moved-number": "off"})
    assert built.code == 1
    assert (
        "IBID_SEVERITY contains 'moved-number', which is always an error in strict builds; remove it." in built.stderr
    )


def test_the_real_file_behind_a_link_is_what_is_compared(committed, git):
    path = committed.folder / "content/numbers.toml"
    (committed.folder / "data").mkdir()
    path.rename(committed.folder / "data/n.toml")
    path.symlink_to("../data/n.toml")
    git("add", ".")
    git("commit", "--quiet", "-m", "Move")
    assert committed.build(STRICT=True).problems == []
    (committed.folder / "data/n.toml").write_text(
        NUMBERS.replace("alpha2020", "beta2021", 1).replace('2 = "beta', '2 = "alpha')
    )
    assert [line.split(": ")[1] for line in report(committed.build())][:1] == ["moved-number"]
    (committed.folder / "data/n.toml").unlink()
    assert "lost-numbers" in report(committed.build())[0]


# Where git knows nothing.


def test_where_git_does_not_tell_nothing_is_known(committed, git, monkeypatch, tmp_path):
    file, gone = committed.folder / "content/numbers.toml", committed.folder / "content/data/gone.toml"
    assert committed_numbers(file) == {1: "alpha2020", 2: "beta2021", 3: "gamma2022"}
    assert (commit_of(file), commit_of(gone)) == (git("rev-parse", "--short", "HEAD"), "")

    def knows() -> bool:
        return bool(committed_numbers(file) or commit_of(file))

    with monkeypatch.context() as where:
        where.setenv("GIT_DIR", "elsewhere")  # as in a hook of git's, from where that runs
        assert knows()
    with monkeypatch.context() as where:
        where.setenv("PATH", str(tmp_path))
        assert not knows(), "no git"
    slow = tmp_path / "bin/git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    with monkeypatch.context() as where:
        where.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
        where.setattr("ibid.read.numbers_file.LONGEST", 0.05)
        begun = time.monotonic()
        assert not knows(), "no answer in time"
        assert time.monotonic() - begun < 10
    for data in (b"\xff\xfe1", b"<<<<<<< HEAD\n1 = 2\n"):
        file.write_bytes(data)
        git("commit", "--quiet", "-am", "Spoil")
        assert committed_numbers(file) == {}
    (committed.folder / ".git").rename(tmp_path / "git")
    assert not knows(), "no repository"
    git("init", "--quiet")
    assert not knows(), "no commit"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives folders away")
def test_in_somebody_else_s_repository_nothing_is_known_and_the_build_goes_on(committed):
    for path in (committed.folder, *Path(committed.folder).rglob("*")):
        os.chown(path, 1234, 1234, follow_symlinks=False)
    built = committed.build({"content/numbers.toml": '3 = "alpha2020"\n2 = "beta2021"\n1 = "gamma2022"\n'}, STRICT=True)
    assert (built.problems, built.code) == ([], 0)


def test_what_a_checkout_of_one_commit_holds_is_enough_for_the_file_itself(committed, git, site, tmp_path):
    git("clone", "--quiet", "--depth=1", f"file://{committed.folder}", str(tmp_path / "shallow"))
    file = tmp_path / "shallow/content/numbers.toml"
    assert committed_numbers(file)[1] == "alpha2020"
    file.unlink()
    assert commit_of(file)
