"""No task builds a site that lacks one of its plugins: it says which, and what to write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ibid.tasks.project import read_project
from ibid.tasks.serving.preview import Preview

ANOTHER = "def register():\n    pass\n"
WRITE = 'write `PLUGINS = ["pelican_bibtex", "ibid"]`.'
STOPPED = "Stopped before anything was written; correct the errors above.\n"

SETTINGS = {
    # what stands in pelicanconf.py in place of PLUGINS, files beside it, the first line of the report
    "unset": (
        "",
        {},
        (
            "pelicanconf.py: missing-plugin: PLUGINS is not set, so Pelican does not load `ibid`, which this site needs; "
            f"{WRITE}"
        ),
    ),
    "empty": (
        "PLUGINS = []",
        {},
        f"pelicanconf.py:5: missing-plugin: PLUGINS lacks `ibid`, which this site needs; {WRITE}",
    ),
    "a name, not a list": (
        'PLUGINS = "ibid"',
        {},
        (
            "pelicanconf.py:5: missing-plugin: PLUGINS is not set, so Pelican does not load `ibid`, which this site needs; "
            f"{WRITE}"
        ),
    ),
    "no list at all": (
        "PLUGINS = 1",
        {},
        f"pelicanconf.py:5: bad-setting: PLUGINS is 1, of type int; {WRITE}",
    ),
    "the reader alone": (
        'PLUGINS = ["pelican_bibtex"]',
        {},
        f"pelicanconf.py:5: missing-plugin: PLUGINS lacks `ibid`, which this site needs; {WRITE}",
    ),
    "ibid alone": (
        'PLUGINS = ["ibid"]',
        {},
        (
            "pelicanconf.py:5: missing-plugin: PLUGINS lacks `pelican_bibtex`, which this site needs; "
            'write `PLUGINS = ["ibid", "pelican_bibtex"]`.'
        ),
    ),
    "both misspelt": (
        'PLUGINS = [\n    "pelican_bibtx",\n    "ibbid",\n]',
        {},
        (
            "pelicanconf.py:6: missing-plugin: the plugin `pelican_bibtx` in PLUGINS does not exist; did you mean "
            "`pelican_bibtex`?\npelicanconf.py:7: missing-plugin: the plugin `ibbid` in PLUGINS does not exist; did "
            "you mean `ibid`?"
        ),
    ),
    "a comma forgotten": (
        'PLUGINS = ["pelican_bibtex" "ibid"]',
        {},
        (
            "pelicanconf.py:5: missing-plugin: the plugin `pelican_bibtexibid` in PLUGINS does not exist; is a comma "
            "missing between `pelican_bibtex` and `ibid`?"
        ),
    ),
    "one that raises": (
        'PLUGINS = ["pelican_bibtex", "ibid", "mine"]',
        {"mine.py": "\n\n1 / 0\n"},
        (
            "mine.py:3: broken-plugin: the plugin `mine` cannot be loaded: ZeroDivisionError: division by zero; fix that, "
            "or remove `mine` from PLUGINS."
        ),
    ),
    "one that is no Python": (
        'PLUGINS = ["mine"]',
        {"mine.py": "def register(:\n"},
        "mine.py:1: broken-plugin: the plugin `mine` cannot be loaded: SyntaxError: ",
    ),
    "one that cannot be registered": (
        'PLUGINS = ["pelican_bibtex", "ibid", "mine"]',
        {"mine.py": 'def register():\n    raise KeyError("oops")\n'},
        "mine.py:2: broken-plugin: the plugin `mine` cannot be loaded: KeyError: 'oops'; fix that, or remove `mine` from",
    ),
    "one that is no plugin": (
        'PLUGINS = ["pelican_bibtex", "ibid", "mine"]',
        {"mine.py": ""},
        "pelicanconf.py:5: broken-plugin: the plugin `mine` cannot be loaded: AttributeError: module 'mine' has no",
    ),
    "a namesake of ibid": (
        'PLUGINS = ["pelican_bibtex", "ibid"]\nPLUGIN_PATHS = ["mine"]',
        {"mine/ibid.py": ANOTHER},
        "mine/ibid.py: missing-plugin: this is another plugin with the name `ibid`; rename it, or remove its folder",
    ),
    "a namesake of the reader": (
        'PLUGINS = ["pelican_bibtex"]\nPLUGIN_PATHS = ["mine"]',
        {"mine/pelican_bibtex.py": ANOTHER},
        "mine/pelican_bibtex.py: missing-plugin: this is another plugin with the name `pelican_bibtex`; rename it",
    ),
}
GOOD = {
    "modules": "import ibid\nimport pelican_bibtex\n\nPLUGINS = [pelican_bibtex, ibid]",
    "a tuple": 'PLUGINS = ("ibid", "pelican_bibtex")',
    "another provider": 'PLUGINS = ["pelican_bib", "ibid"]\nPUBLICATIONS_SRC = "content/publications.bib"',
}
TASKS = ["check", "build", "rebuild", "preview", "number", "keys", "publish rsync --to=public"]


def settings(site, plugins: str) -> None:
    site.write("pelicanconf.py", site.read("pelicanconf.py").replace('PLUGINS = ["pelican_bibtex", "ibid"]', plugins))


def files(site) -> dict[str, bytes]:
    """All of the site's folder but what Python and Pelican keep to be quicker."""
    paths = [path for path in site.folder.rglob("*") if path.is_file() and not {"__pycache__", "cache"} & {*path.parts}]
    return {path.relative_to(site.folder).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.parametrize("case", SETTINGS)
def test_a_site_that_lacks_a_plugin_is_not_built(site, case: str) -> None:
    plugins, more, message = SETTINGS[case]
    settings(site, plugins)
    for name, text in {"output/index.html": "the last site", "output/.ibid-site": "", **more}.items():
        site.write(name, text)
    before = files(site)
    done = site.invoke("build", fresh="namesake" in case)  # a process that has imported ours would go on with them
    assert done.stderr.startswith(message)
    assert done.stderr.endswith(STOPPED)
    assert "Traceback" not in done.stderr + done.stdout
    assert (done.returncode, files(site)) == (1, before)


@pytest.mark.parametrize("plugins", GOOD.values(), ids=GOOD)
def test_plugins_may_be_named_in_all_of_pelican_s_ways(site, plugins: str) -> None:
    if "pelican_bib" in plugins:
        pytest.importorskip("pelican_bib")
    settings(site, plugins)
    site.write("content/publications.bib", "% none yet\n")
    done = site.invoke("build")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("task", TASKS)
def test_no_task_goes_on_without_a_plugin(site, require_tool, task: str) -> None:
    if "rsync" in task:
        require_tool("rsync")
    settings(site, 'PLUGINS = ["pelican_bibtex", "ibbid"]')
    before = files(site)
    done = site.invoke(*task.split())
    assert "pelicanconf.py:5: missing-plugin: the plugin `ibbid` in PLUGINS does not exist" in done.stderr
    assert (done.returncode, files(site)) == (1, before)


def test_a_plugin_of_publishconf_is_named_where_it_stands(site) -> None:
    site.write("publishconf.py", site.read("publishconf.py") + 'PLUGINS += ["sitemapp"]\n')
    done = site.invoke("preview")
    assert done.stderr.startswith("publishconf.py:4: missing-plugin: the plugin `sitemapp` in PLUGINS")
    assert not site.path("output").exists()


def test_programs_are_told_too(site) -> None:
    settings(site, 'PLUGINS = ["pelican_bibtex", "ibbid"]')
    [found] = json.loads(site.invoke("check", "--format=json").stdout)
    assert (found["path"], found["line"], found["code"]) == ("pelicanconf.py", 5, "missing-plugin")


def test_the_page_of_serve_says_it(site, tmp_path: Path) -> None:
    settings(site, 'PLUGINS = ["ibid"]')
    preview = Preview(tmp_path / "preview")
    assert not preview.build(read_project(site.folder))
    assert "missing-plugin: PLUGINS lacks `pelican_bibtex`" in preview.state.fault


def test_what_the_author_passes_to_pelican_counts(site) -> None:
    done = site.invoke("build", "--", "-e", 'PLUGINS=["pelican_bibtex", "ibid", "sitemapp"]')
    assert done.returncode == 1
    assert "missing-plugin: the plugin `sitemapp` in PLUGINS" in done.stderr
