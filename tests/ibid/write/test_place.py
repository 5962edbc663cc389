"""Which folders of a machine a site may be written to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ibid.write.site_place import fault_of_contents, fault_of_place, named, site_sources
from ibid.write.site_record import MARKER

SETTINGS = {
    "PATH": "content",
    "ARTICLE_PATHS": [""],
    "STATIC_PATHS": ["images", "../shared"],
    "THEME": "theme",
    "PLUGIN_PATHS": ["plugins"],
    "THEME_TEMPLATES_OVERRIDES": ["templates"],
    "PUBLICATIONS_SRC": ["content/publications.bib", "bib/more.bib"],
}
NOBODY = 65534


@pytest.fixture
def project(tmp_path: Path, monkeypatch) -> Path:
    """A project's folder in a home directory, and where a command is run."""
    folder = tmp_path / "home/me/my site"
    for name in ("content/pages", "content/images", "theme", "plugins", "bib", ".git", "../papers"):
        (folder / name).mkdir(parents=True)
    (folder / "link").symlink_to("content/pages")
    (folder / "circle").symlink_to("circle")
    monkeypatch.setenv("HOME", str(tmp_path / "home/me"))
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        ("output", ""),
        ("output/deep/er", ""),
        ("../output", ""),
        ("../papers/site", ""),
        ("docs", ""),
        ("content-old", ""),
        (".", "is the site's own folder"),
        ("../my site", "is the site's own folder"),
        ("..", "is a home directory"),
        ("../..", "contains a home directory"),
        ("/", "is the root of the file system"),
        (".git", "lies inside .git"),
        (".git/hooks", "lies inside .git"),
        ("../papers/.git/x", "lies inside .git"),
        ("content", "is content, a source of the site"),
        ("content/", "is content, a source of the site"),
        ("./content/../content", "is content, a source of the site"),
        ("content/pages", "lies inside content, a source of the site"),
        ("content/new/folder", "lies inside content, a source of the site"),
        ("link", "lies inside content, a source of the site"),
        ("link/new", "lies inside content, a source of the site"),
        ("theme/static", "lies inside theme, a source of the site"),
        ("plugins", "is plugins, a source of the site"),
        ("templates", "is templates, a source of the site"),
        ("languages", "is languages, a source of the site"),
        ("shared", "is shared, a source of the site"),
        ("shared/x", "lies inside shared, a source of the site"),
        ("bib", "contains more.bib, a source of the site"),
        ("circle", ""),  # it is no folder, which its contents tell
    ],
)
def test_a_site_is_never_written_among_its_sources(project: Path, place: str, fault: str):
    assert fault_of_place(Path(place), site_sources(SETTINGS, project), project) == fault


@pytest.mark.parametrize(
    ("settings", "place", "fault"),
    [
        # Sources that hold all of the project: its output lies among them.
        ({"PATH": "."}, "output", ""),
        ({"PATH": ".", "PLUGIN_PATHS": ["."], "STATIC_PATHS": ["", "images"]}, "output", ""),
        ({"PATH": "."}, ".", "is the site's own folder"),
        ({"PATH": ".", "ARTICLE_PATHS": ["posts"]}, "posts/x", "lies inside posts, a source of the site"),
        ({"PATH": ".", "STATIC_PATHS": ["images"]}, "images", "is images, a source of the site"),
        # What settings may be beside what they should be.
        ({"PATH": None, "PLUGIN_PATHS": "plugins", "PUBLICATIONS_SRC": None}, "plugins", "is plugins, a source of the site"),
        ({"PLUGIN_PATHS": 3, "STATIC_PATHS": [4, "pics"], "PUBLICATIONS_SRC": {}}, "content/pics", "lies inside content, a source of the site"),
        ({"PUBLICATIONS_SRC": Path("/elsewhere/all.bib")}, "/elsewhere", "contains all.bib, a source of the site"),
        ({"IBID_PEOPLE": "people/people.yml"}, "people", "contains people.yml, a source of the site"),
    ],
)  # fmt: skip
def test_sources_are_what_the_settings_name(project: Path, settings: dict, place: str, fault: str):
    assert fault_of_place(Path(place), site_sources(settings, project), project) == fault


def test_a_home_directory_is_known_without_its_variable(project: Path, monkeypatch):
    pwd = pytest.importorskip("pwd")
    home = Path(pwd.getpwuid(os.getuid()).pw_dir)
    assert fault_of_place(home, [], project), home


def file(folder: Path) -> None:
    folder.write_text("thesis")


def link_to_nothing(folder: Path) -> None:
    folder.symlink_to("nowhere")


def circle(folder: Path) -> None:
    folder.symlink_to(folder)


def pipe(folder: Path) -> None:
    os.mkfifo(folder)


def below_a_file(folder: Path) -> None:
    folder.parent.rmdir()
    folder.parent.write_text("thesis")


def nothing(folder: Path) -> None:
    del folder


def holding(*names: str):
    def make(folder: Path) -> None:
        folder.mkdir()
        for name in names:
            (folder / name).mkdir() if name.endswith("/") else (folder / name).write_text("")

    make.__name__ = f"holding {' '.join(names)}"
    return make


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (nothing, ""),
        (holding(), ""),
        (holding(".DS_Store", "Thumbs.db", "desktop.ini"), ""),
        (holding(MARKER), ""),
        (holding(MARKER, "thesis.tex", ".git/"), ""),
        (holding("thesis.tex"), "contains files that Ibid did not write: thesis.tex"),
        (holding(".git/"), "contains files that Ibid did not write: .git"),
        (holding("index.html", *"abcdefg"), "contains files that Ibid did not write: a, b, c, d, e and 3 more"),
        (holding(os.fsdecode(b"caf\xe9")), r"contains files that Ibid did not write: caf\udce9"),
        (holding(f"{MARKER}/"), f"contains files that Ibid did not write: {MARKER}"),
        (file, "is not a folder"),
        (link_to_nothing, "is not a folder"),
        (circle, "is not a folder"),
        (pipe, "is not a folder"),
        (below_a_file, "cannot be created, since {above} is not writable"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_a_folder_without_a_marker_takes_a_site_only_if_it_is_empty(tmp_path: Path, make, fault: str):
    folder = tmp_path / "above/output"
    folder.parent.mkdir()
    make(folder)
    assert fault_of_contents(folder) == fault.format(above=folder.parent)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Be somebody who may not do everything."""
    if os.getuid():
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.mark.parametrize(
    ("mode", "names", "fault"),
    [
        (0o755, [], ""),
        (0o555, [], "is not writable"),
        (0o555, [MARKER], "is not writable"),
        (0o311, ["thesis.tex"], "cannot be read: Permission denied"),
    ],
)
def test_a_folder_must_be_one_s_own_to_read_and_write(mode: int, names: list[str], fault: str):
    with TemporaryDirectory() as above:
        folder = Path(above, "output")
        folder.mkdir()
        for name in names:
            (folder / name).write_text("")
        Path(above).chmod(0o755)
        if not os.getuid():
            os.chown(folder, NOBODY, NOBODY)
        folder.chmod(mode)
        with as_nobody():
            found = fault_of_contents(folder), fault_of_contents(folder / "new" / "one")
        folder.chmod(0o700)
    assert found == (fault, f"cannot be created, since {folder} is not writable" if mode & 0o222 == 0 else "")


def test_the_place_comes_before_what_it_holds(project: Path):
    def fault(name: str) -> str:
        sources = site_sources(SETTINGS, project)
        return fault_of_place(project / name, sources, project) or fault_of_contents(project / name)

    assert fault("content").startswith("is content")
    assert fault("bib/x") == ""
    (project / "docs").mkdir()
    (project / "docs/a").write_text("")
    assert fault("docs").startswith("contains files")


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (list("abcde"), "a, b, c, d, e"),
        (list("abcdefg"), "a, b, c, d, e and 2 more"),
        (["é 站", "a\nb", "\x1b[1m"], r"é 站, a\nb, \x1b[1m"),
    ],
)
def test_names_are_few(names: list[str], text: str):
    assert named(iter(names)) == text
