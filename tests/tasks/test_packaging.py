"""Installed from its wheel, in an environment of its own and far from the clone, Ibid builds a site."""

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

from workshop.requirements import canonical, lowest, pins, project

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = """\
import ibid

SITENAME = "Far away"
PATH = "content"
TIMEZONE = "UTC"
PUBLICATIONS_SRC = "content/publications.bib"
PLUGINS = ["pelican_bibtex", "ibid"]
THEME = ibid.THEME
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""
BIBLIOGRAPHY = """\
@article{li2024slow,
  author = {Li, Ada}, title = {Slow Results}, journal = {Annals of Minima}, year = {2024},
}
"""
RESEARCH = """\
Title: Research
Topics: true

- **Minima**: where they are. [@li2024slow]
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("a wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path) -> Path:
    """The interpreter of a fresh environment that holds the wheel and sees the dependencies installed here."""
    home = wheel.parent / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    scheme = {"base": str(home), "platbase": str(home)}
    python = Path(sysconfig.get_path("scripts", vars=scheme)) / Path(sys.executable).name
    packages = Path(sysconfig.get_path("purelib", vars=scheme))
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", "--quiet"]
    subprocess.run([*install, str(wheel)], check=True)
    # A .pth file adds folders, but does not read the .pth files in them: the clone installed here stays out.
    (packages / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return python


def test_the_wheel_holds_plugins_theme_and_types_and_nothing_else(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert {"ibid/__init__.py", "pelican_bibtex/__init__.py", "ibid/theme/templates/base.html"} <= set(names)
    assert {"ibid/py.typed", "pelican_bibtex/py.typed", "ibid/tasks/serving/reload.js"} <= set(names)
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"ibid", "pelican_bibtex", "pelican_ibid"}
    theme = {path.relative_to(ROOT).as_posix() for path in (ROOT / "theme").rglob("*") if path.is_file()}
    assert {f"ibid/{name}" for name in theme} <= set(names)


def test_a_site_elsewhere_builds_with_the_installed_theme_and_plugins(python: Path, tmp_path: Path) -> None:
    site = tmp_path / "far away"
    (site / "content" / "pages").mkdir(parents=True)
    (site / "pelicanconf.py").write_text(SETTINGS, encoding="utf-8")
    (site / "content" / "publications.bib").write_text(BIBLIOGRAPHY, encoding="utf-8")
    (site / "content" / "pages" / "research.md").write_text(RESEARCH, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(python), "-m", "pelican", "content", "-e", "STRICT=true"],
        cwd=site,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    research = (site / "output" / "research" / "index.html").read_text(encoding="utf-8")
    assert re.search(r'<a [^>]*role="doc-biblioref"[^>]*>\[1\]</a>', research)
    publications = (site / "output" / "publications" / "index.html").read_text(encoding="utf-8")
    assert "Slow Results" in publications
    assert (site / "output" / "theme" / "css").is_dir()


def test_the_oldest_versions_tested_are_those_promised() -> None:
    written = (ROOT / "requirements-lowest.txt").read_text(encoding="utf-8").splitlines()[1:]
    assert written == lowest(project()["dependencies"])
    assert len(written) == len(project()["dependencies"]), "each dependency needs a lower bound, as in `name>=1.2`"


def test_the_lock_pins_every_dependency_and_names_no_place() -> None:
    first, *lines = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8").splitlines()
    assert first.startswith("# Written by `invoke lock`")
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9][\w.]*", line) for line in lines)
    pinned = {line.partition("==")[0] for line in lines}
    wanted = [*project()["dependencies"], *project()["optional-dependencies"]["dev"]]
    assert {canonical(re.match(r"[\w.-]+", name)[0]) for name in wanted} <= pinned


def test_the_lock_is_what_pip_would_install_less_ibid_itself() -> None:
    report = {
        "install": [
            {"metadata": {"name": "PyYAML", "version": "6.0.3"}},
            {"metadata": {"name": "pelican_ibid", "version": "0.1.0"}},
            {"metadata": {"name": "beautifulsoup4", "version": "4.15.0"}},
        ]
    }
    assert pins(report, "pelican-ibid") == ["beautifulsoup4==4.15.0", "pyyaml==6.0.3"]


@pytest.mark.parametrize(
    ("dependency", "pin"),
    [("PyYAML>=6.0", ["pyyaml==6.0"]), ("ruamel.yaml >= 1", ["ruamel-yaml==1"]), ("unbounded", [])],
)
def test_a_lower_bound_becomes_a_pin(dependency: str, pin: list[str]) -> None:
    assert lowest([dependency]) == pin


def test_what_is_promised_is_this_python() -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert table["project"]["requires-python"] == ">=3.11"
    assert table["tool"]["mypy"]["python_version"] == "3.11"
