"""The check that Pelican loaded all plugins that PLUGINS names.

If Pelican cannot load a plugin, it logs that, goes on without it and exits with 0: the site would be written without
its publications, or without all that Ibid adds. So a site that lacks one of its plugins is not built at all.

Pelican replaces PLUGINS by the loaded plugins before it signals that it is initialized; so its value is kept when a
plugin is registered. A plugin that was not loaded is loaded once more, to learn why that fails.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from pelican_bibtex.diagnostics.codes import BAD_SETTING, BROKEN_PLUGIN, MISSING_PLUGIN
from pelican_bibtex.diagnostics.problem import Problem, in_one_line, own_line, shown
from pelican_bibtex.diagnostics.setting_places import place_of
from pelican_bibtex.diagnostics.stop import stop_before_runs, stop_build
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest
from pelican_bibtex.pelican_compat import (
    NAMESPACE,
    installed_plugins,
    is_autoreload_asked,
    is_not_found,
    load_plugin,
    settings_in_use,
    under_autoreload,
)

OURS: Final = ("pelican_bibtex", "ibid")
"""The plugins of this project; another plugin with one of these names is not one of them."""
WRITE: Final = 'PLUGINS = ["pelican_bibtex", "ibid"]'
"""The line for the settings of a site with both plugins."""

_ASKED: Final = "pelican-bibtex-asked"  # in lower case: Pelican takes only names in capitals as settings


def remember_plugins() -> None:
    """Keep the value of PLUGINS; call this when a plugin is registered."""
    if (settings := settings_in_use()) is not None:
        settings.setdefault(_ASKED, settings["PLUGINS"])


def check_remembered(pelican: Any) -> None:
    """End the build before anything is written if Pelican did not load a plugin; call this when it is initialized."""
    if _ASKED in pelican.settings:
        check_plugins(pelican, pelican.settings.pop(_ASKED))


def check_plugins(pelican: Any, asked: Sequence[Any] | None, required: Sequence[str] = ()) -> None:
    """End the build if a plugin that PLUGINS names, or one that is required, was not loaded."""
    if not _never_runs():
        stop_before_runs(pelican, faults(pelican, asked, required))


def stop_at_culprits(settings: Mapping[str, Any], asked: Any) -> None:
    """End the build with the error of each plugin that cannot be loaded, or because PLUGINS is no list of plugins."""
    if not isinstance(asked, list | tuple | None):
        message = f"PLUGINS is {asked!r}, of type {type(asked).__name__}; write `{WRITE}`."
        stop_build([Problem(BAD_SETTING, message, *place())])
    paths = list(settings.get("PLUGIN_PATHS") or ())
    if found := [problem for plugin in asked or () if (problem := fault_of(plugin, paths))]:
        stop_build(found)


def faults(pelican: Any, asked: Sequence[Any] | None, required: Sequence[str] = ()) -> list[Problem]:
    """Return a problem for each plugin that was asked for, or is required, and was not loaded."""
    paths = list(pelican.settings.get("PLUGIN_PATHS") or ())
    absent = not_loaded([*(asked or ())], pelican.plugins)
    found = [fault_of(plugin, paths) or _refused(plugin) for plugin in absent]
    found += [_shadowed(plugin) for plugin in pelican.plugins if _is_stranger(plugin)]
    known = {_short(name) for name in (*map(_name, absent), *map(_name, pelican.plugins))}
    said = " ".join(problem.message for problem in found)
    lacking = [name for name in required if name not in known and f"`{name}`" not in said]
    return [*found, *(lacks(name, asked) for name in lacking)]


def not_loaded(asked: Sequence[Any], loaded: Sequence[Any]) -> list[Any]:
    """Return the plugins, named or given as objects, that are asked for and were not loaded."""
    if len(asked) == len(loaded):  # a plugin's own name may differ from the one in PLUGINS
        return []
    names = {_short(_name(plugin)) for plugin in loaded}
    return [plugin for plugin in asked if plugin not in loaded and _short(_name(plugin)) not in names]


def fault_of(plugin: Any, paths: Sequence[str]) -> Problem | None:
    """Return why Pelican cannot load and register a plugin, found by trying again; None if it can."""
    name = _name(plugin)
    try:
        (load_plugin(plugin, paths) if isinstance(plugin, str) else plugin).register()
    except Exception as error:  # noqa: BLE001  a plugin may raise anything
        return _missing(name, paths) if is_not_found(error) else _broken(name, error)
    return None


def lacks(name: str, asked: Sequence[Any] | None) -> Problem:
    """Return the problem that PLUGINS does not name a plugin which the site needs."""
    has = "PLUGINS is not set, so Pelican does not load" if asked is None else "PLUGINS lacks"
    names = [*(asked or OURS), *([name] if asked else ())]
    write = f"PLUGINS = {names!r}".replace("'", '"') if all(isinstance(each, str) for each in names) else WRITE
    return Problem(MISSING_PLUGIN, f"{has} `{name}`, which this site needs; write `{write}`.", *place())


def place(name: str = "") -> tuple[str, int]:
    """Return the file and line where the settings name a plugin, or else where they set PLUGINS."""
    return place_of("PLUGINS", name)


def _never_runs() -> bool:
    """Return whether Pelican creates this instance only to create another for --autoreload, which is checked then."""
    return is_autoreload_asked() and not under_autoreload()


def _name(plugin: Any) -> str:
    """Return a plugin's name; Pelican takes names, modules and objects."""
    if isinstance(plugin, str):
        return plugin
    return str(getattr(plugin, "__name__", type(plugin).__qualname__))


def _short(name: str) -> str:
    return name.removeprefix(NAMESPACE)


def _missing(name: str, paths: Sequence[str]) -> Problem:
    message = f"the plugin `{name}` in PLUGINS does not exist; {_advice(name, _known(paths))}"
    return Problem(MISSING_PLUGIN, message, *place(name))


def _advice(name: str, known: Sequence[str]) -> str:
    joined = next((f"`{one}` and `{two}`" for one in known for two in known if one + two == name), "")
    if joined:
        return f"is a comma missing between {joined}?"
    otherwise = "install it, add its folder to PLUGIN_PATHS, or remove it."
    return did_you_mean(nearest(name, known), otherwise, "`{}`")


def _known(paths: Iterable[str]) -> list[str]:
    """Return the names of plugins that may have been meant: ours, installed ones and those in `paths`."""
    return list(dict.fromkeys((*OURS, *installed_plugins(), *(module.name for module in pkgutil.iter_modules(paths)))))


def _broken(name: str, error: Exception) -> Problem:
    """Return the problem of a plugin that raises an error, at the line in the site's folder that led to it."""
    mend = "install the missing module" if isinstance(error, ModuleNotFoundError) else "fix that"
    without = "" if name in OURS else f", or remove `{name}` from PLUGINS"
    message = f"the plugin `{name}` cannot be loaded: {in_one_line(error)}; {mend}{without}."
    return Problem(BROKEN_PLUGIN, message, *(own_line(error) or place(name)))


def _refused(plugin: Any) -> Problem:
    name = _name(plugin)
    message = f"Pelican could not load the plugin `{name}`; see its message, or remove the plugin from PLUGINS."
    return Problem(BROKEN_PLUGIN, message, *place(name))


def _is_stranger(plugin: Any) -> bool:
    """Return whether a plugin only shares its name with one of ours, which are packages with a `plugin` module."""
    name = _name(plugin)
    return isinstance(plugin, ModuleType) and name in OURS and not (_is_package(plugin) and find_spec(f"{name}.plugin"))


def _is_package(plugin: ModuleType) -> bool:
    return hasattr(plugin, "__path__")


def _shadowed(plugin: ModuleType) -> Problem:
    name, file = _name(plugin), shown(Path(str(plugin.__file__)))
    message = f"this is another plugin with the name `{name}`; rename it, or remove its folder from PLUGIN_PATHS."
    return Problem(MISSING_PLUGIN, message, file)
