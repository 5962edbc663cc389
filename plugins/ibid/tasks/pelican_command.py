"""The program `pelican`, as the tasks run it: it ends if Ibid is not among its plugins, or if a plugin fails.

Our plugins detect much of this themselves if loaded (`pelican_bibtex.loading`); this module also detects it if none
is loaded, or if a plugin raises an exception that Pelican does not expect. It is run by its path, because a file
`ibid.py` in the site's folder would hide `ibid.tasks`. It imports no module of ours before Pelican has loaded its
plugins, so that they are found just as without it.
"""

from __future__ import annotations

import os
import runpy
import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

_REQUIRED = ("ibid",)
_IBID = Path(__file__).parents[1]


class Watched:
    """Pelican's loading of plugins, with checks of its result."""

    def __init__(self) -> None:
        self._asked: Any = None

    def load(self, load: Callable[[dict[str, Any]], list[Any]], settings: dict[str, Any]) -> list[Any]:
        """Load plugins with Pelican's own `load`; an error that it does not expect is reported in one line."""
        self._asked = settings.get("PLUGINS")
        try:
            return load(settings)
        except Exception:
            _loading().stop_at_culprits(settings, self._asked)
            raise

    def check(self, pelican: Any) -> None:
        """End the build if a required plugin is missing."""
        _loading().check_plugins(pelican, self._asked, _REQUIRED)


def main() -> None:
    """Run Pelican with the arguments of the command line."""
    sys.path.insert(0, os.getcwd())  # noqa: PTH109  what `python -m pelican` has there, and `python -P` leaves out
    import pelican  # noqa: PLC0415  it is looked for there

    watched = Watched()
    _compat("pelican_compat").watch_loading(watched.load)
    pelican.signals.initialized.connect(watched.check)
    _compat("pelican_log").hide_traceback_of_plugins()
    pelican.main()


def _loading() -> Any:
    """Return our module `pelican_bibtex.loading`, even if another plugin has that name."""
    runpy.run_path(str(_IBID / "path_setup.py"))
    from pelican_bibtex import loading  # noqa: PLC0415  see above

    return loading


def _compat(name: str) -> Any:
    """Return a module of `compat/`, loaded by its path and not imported, for the same reason as this one."""
    spec = spec_from_file_location(f"ibid_{name}", _IBID / "compat" / f"{name}.py")
    if not spec or not spec.loader:
        raise ImportError(f"{name}.py is missing from {_IBID / 'compat'}")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
