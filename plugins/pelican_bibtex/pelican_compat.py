"""What this plugin relies on in Pelican although Pelican's documentation does not promise it.

Seen in Pelican 4.11 and 4.12; a test for each function says what another version changed. Nothing else in this package
may use such names. Pelican is imported in functions only, so that the reader works without it.
"""

from __future__ import annotations

import inspect
import pkgutil
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import FrameType
from typing import Any, Final

NAMESPACE: Final = "pelican.plugins."
"""The prefix of the names of installed plugins."""


def under_autoreload() -> bool:
    """Return whether Pelican rebuilds on changes: its function `autoreload` is among the callers then."""
    return _calling("autoreload") is not None


def settings_in_use() -> dict[str, Any] | None:
    """Return the settings of the instance that registers plugins now, or None.

    Relies on `Pelican.init_plugins`, which replaces PLUGINS by the names of the plugins that it could load.
    """
    frame = _calling("init_plugins")
    return frame.f_locals["self"].settings if frame else None


def settings_file() -> str | None:
    """Return the settings file that the command line names; relies on the variable `args` of Pelican's functions."""
    return getattr(_arguments(), "settings", None)


def overridden_settings() -> frozenset[str]:
    """Return the names of the settings that the command line sets with `-e`; relies on what `settings_file` does."""
    return frozenset(getattr(_arguments(), "overrides", None) or ())


def is_autoreload_asked() -> bool:
    """Return whether the command line has `--autoreload`; relies on what `settings_file` does."""
    return bool(getattr(_arguments(), "autoreload", False))


def guard_run(pelican: Any, guard: Callable[[Callable[[], None]], None]) -> None:
    """Have `guard` called with Pelican's `run` in place of each run; relies on `--autoreload` calling `pelican.run`."""
    run = pelican.run
    pelican.run = lambda: guard(run)


def load_plugin(name: str, paths: Sequence[str]) -> Any:
    """Return the module of a plugin, loaded as Pelican does.

    Relies on the two functions of `pelican.plugins._utils` for plugins that are installed and for others.
    """
    from pelican.plugins._utils import get_namespace_plugins, load_legacy_plugin  # noqa: PLC0415  works without Pelican

    return get_namespace_plugins().get(NAMESPACE + name.removeprefix(NAMESPACE)) or load_legacy_plugin(
        name, list(paths)
    )


def is_not_found(error: Exception) -> bool:
    """Return whether Pelican raised an error of `load_plugin` because there is no such plugin.

    Relies on `pelican.plugins._utils` raising it itself, other than the errors that the plugin raises.
    """
    from pelican.plugins import _utils  # noqa: PLC0415  likewise

    raised_in = traceback.extract_tb(error.__traceback__)[-1].filename
    return raised_in == _utils.__file__ and not isinstance(error, SyntaxError)


def installed_plugins() -> list[str]:
    """Return the names of the installed plugins; relies on `pelican.plugins` being a package with a `__path__`."""
    import pelican.plugins  # noqa: PLC0415  likewise

    return [module.name for module in pkgutil.iter_modules(pelican.plugins.__path__) if module.ispkg]


def never_copy(context: dict[str, Any], paths: Iterable[str]) -> None:
    """Keep Pelican from copying files, by their paths below the content folder.

    Relies on `context["generated_content"]`, which holds the sources of pages; Pelican copies none of them.
    """
    context["generated_content"].update(dict.fromkeys(paths))


def _arguments() -> object:
    """Return the arguments of Pelican's command line, or None."""
    frames = (_calling(function) for function in ("get_instance", "autoreload", "main"))
    return next((frame.f_locals["args"] for frame in frames if frame and "args" in frame.f_locals), None)


def _calling(function: str) -> FrameType | None:
    """Return the frame of a function of the module `pelican` that is among the callers, or None."""
    frames = (frame for frame in _callers() if frame.f_globals.get("__name__") == "pelican")
    return next((frame for frame in frames if frame.f_code.co_name == function), None)


def _callers() -> Iterator[FrameType]:
    frame = inspect.currentframe()
    while frame:
        yield frame
        frame = frame.f_back
