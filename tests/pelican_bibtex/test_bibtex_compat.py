"""What pelican_bibtex relies on in Pelican without a promise: the callers of a plugin, how plugins are found."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from pelican_bibtex import pelican_compat
from promises import promise

promised: Callable[[str], AbstractContextManager[None]] = partial(promise, "Pelican")

PROBE = """
from pelican import signals

from pelican_bibtex import pelican_compat as compat


def register():
    settings = compat.settings_in_use()
    print("asked for", settings and settings["PLUGINS"])
    print("settings file", compat.settings_file())
    print("overridden", *sorted(compat.overridden_settings()))
    print("autoreload asked", compat.is_autoreload_asked())
    signals.initialized.connect(guard)
    signals.get_generators.connect(look)
    signals.generator_init.connect(hide)


def guard(pelican):
    compat.guard_run(pelican, guarded)


def guarded(run):
    print("guarded", callable(run))
    run()
    if compat.under_autoreload():
        raise KeyboardInterrupt


def look(pelican):
    print("under autoreload", compat.under_autoreload())


def hide(generator):
    compat.never_copy(generator.context, ["hidden.txt"])
"""
CONF = """
import sys

sys.path[:0] = {paths!r}
THEME = "simple"
PLUGINS = ["probe", "missing"]
PLUGIN_PATHS = ["."]
"""


def run(folder: Path, root: Path, *arguments: str) -> str:
    """What the probe printed in a build by `python -m pelican`, a line each."""
    conf = CONF.format(paths=[str(root / "plugins")])
    files = {"content/hidden.txt": "", "content/shown.txt": "", "probe.py": PROBE, "other.py": conf}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    command = [sys.executable, "-m", "pelican", "content", "-s", "other.py", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=120)
    return " ".join((done.stdout + done.stderr).split())


@pytest.mark.parametrize(("arguments", "autoreload"), [((), False), (("--autoreload",), True)])
def test_the_callers_of_a_plugin(root: Path, tmp_path: Path, arguments: tuple[str, ...], *, autoreload: bool):
    said = run(tmp_path, root, *arguments)
    with promised("Pelican no longer registers plugins in init_plugins, with self.settings"):
        assert "asked for ['probe', 'missing']" in said
    with promised("main, autoreload and get_instance no longer keep the command line in args"):
        assert "settings file other.py" in said
        assert f"autoreload asked {autoreload}" in said
    with promised("a build under --autoreload is no longer run by autoreload of the module pelican"):
        assert f"under autoreload {autoreload}" in said
    with promised("a build is no longer run by the attribute run"):
        assert "guarded True" in said


def test_never_copy(root: Path, tmp_path: Path):
    with_all = ["-e", 'STATIC_PATHS=[""]']
    said = run(tmp_path, root, *with_all)
    with promised("the command line no longer keeps the settings of -e in args.overrides"):
        assert "overridden STATIC_PATHS" in said
    with promised('a file in context["generated_content"] is copied'):
        assert [path.name for path in (tmp_path / "output").glob("*.txt")] == ["shown.txt"]


def test_load_plugin(tmp_path: Path):
    (tmp_path / "found_here.py").write_text("NAME = 'here'\n", "utf-8")
    with promised("pelican.plugins._utils no longer loads a plugin by load_legacy_plugin(name, paths)"):
        assert pelican_compat.load_plugin("found_here", [str(tmp_path)]).NAME == "here"
    del sys.modules["found_here"]


@pytest.mark.parametrize(
    ("text", "is_not_found"),
    [(None, True), ("import nothing_of_this_name\n", False), ("1 // 0\n", False), ("def broken(:\n", False)],
)
def test_is_not_found(tmp_path: Path, text: str | None, *, is_not_found: bool):
    if text is not None:
        (tmp_path / "looked_for.py").write_text(text, "utf-8")
    with pytest.raises(Exception) as raised:  # noqa: PT011  whatever Pelican or the plugin raises
        pelican_compat.load_plugin("looked_for", [str(tmp_path)])
    with promised("pelican.plugins._utils no longer raises the error of a plugin that does not exist"):
        assert pelican_compat.is_not_found(raised.value) is is_not_found


def test_installed_plugins():
    with promised("pelican.plugins is no longer a package that others put plugins into"):
        assert "signals" not in pelican_compat.installed_plugins()
        assert isinstance(pelican_compat.installed_plugins(), list)
