"""`invoke build` and its relatives: Pelican as a process of its own, strict, with what the author passes on."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from ibid.tasks.building import command, split_extra
from ibid.tasks.project import Project
from ibid.write.site_record import digest, path_digest, record_in, write_record


@pytest.mark.parametrize(
    ("arguments", "rest", "extra"),
    [
        ([], [], []),
        (["-v"], ["-v"], []),
        (["-e", 'SITENAME="My lab"', "A=1", "-v"], ["-v"], ['SITENAME="My lab"', "A=1"]),
        (["-D", "--extra-settings", "A=1", "-e", "B=2"], ["-D"], ["A=1", "B=2"]),
    ],
)
def test_extra_settings_are_told_from_other_arguments(arguments: list[str], rest: list[str], extra: list[str]) -> None:
    assert split_extra(arguments) == (rest, extra)


def test_the_author_s_settings_stand_beside_ours_and_win() -> None:
    """Pelican forgets the first of two `-e`."""
    project = Project(Path("/site"), "pelicanconf.py", {})
    words = command(project, Path("/out"), {"STRICT": True, "NAME": "a b"}, ["-e", "STRICT=false", "-v"])
    assert words[3:] == [
        *["/site/content", "-s", "pelicanconf.py", "-o", "/out"],
        *["-v", "-e", "STRICT=true", 'NAME="a b"', "STRICT=false"],
    ]


def test_build_writes_to_output(site) -> None:
    done = site.invoke("build")
    assert done.returncode == 0, done.stderr
    assert "It has one sentence." in site.read("output/a-first-post.html")


def test_what_follows_two_dashes_goes_to_pelican(site) -> None:
    assert site.invoke("build", "--", "-e", 'SITENAME="My  <lab>"', "-o", "else where").returncode == 0
    assert "My  <lab>" in site.read("else where/index.html")
    assert not site.path("output").exists()


def test_preview_builds_with_publishconf(site) -> None:
    assert site.invoke("preview").returncode == 0
    assert "https://me.example.net" in site.read("output/index.html")


def test_rebuild_leaves_nothing_old(site) -> None:
    """What another plugin once made stays in a build, since that plugin may count on it."""
    assert site.invoke("build").returncode == 0
    stale = site.write("output/stale.html", "<p>old</p>")
    name, record = path_digest("stale.html"), record_in(stale.parent)
    assert record
    files = {**record.files, name: digest(stale.read_bytes())}
    write_record(stale.parent, replace(record, files=files, others=frozenset({name})))
    assert site.invoke("build").returncode == 0
    assert stale.exists()
    assert site.invoke("rebuild").returncode == 0
    assert not stale.exists()


def test_a_build_refuses_a_folder_that_holds_what_no_build_wrote(site) -> None:
    stale = site.write("output/stale.html", "<p>old</p>")
    for task in ("build", "rebuild", "preview"):
        done = site.invoke(task)
        assert (done.returncode, done.stderr.count("output: unsafe-output: ")) == (1, 1)
        assert [path.name for path in stale.parent.iterdir()] == ["stale.html"]


def test_check_leaves_output_alone(site) -> None:
    site.write("output/index.html", "the last build")
    done = site.invoke("check")
    assert done.returncode == 0, done.stderr
    assert "no errors" in done.stdout
    assert site.read("output/index.html") == "the last build"


@pytest.mark.parametrize("task", ["build", "check", "clean", "serve", "publish rsync", "number"])
@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("SITENAME = 'x\n", "pelicanconf.py:1: settings: SyntaxError"),
        ("A = 1\nB = C\n", "pelicanconf.py:2: settings: NameError: name 'C' is not defined"),
        (
            "THEME = 'thme'\n",
            "settings: THEME is 'thme': there is no such folder, and no such theme in Pelican.",
        ),
    ],
)
def test_a_mistake_in_the_settings_is_located(site, task: str, settings: str, message: str) -> None:
    site.write("pelicanconf.py", settings)
    done = site.invoke(*task.split())
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_without_settings_it_says_what_is_missing(site) -> None:
    site.path("pelicanconf.py").unlink()
    done = site.invoke("build")
    assert done.returncode == 1
    assert "pelicanconf.py: this settings file is missing" in done.stderr
