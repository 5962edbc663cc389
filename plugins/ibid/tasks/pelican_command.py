"""The program `pelican`, as the tasks run it: it ends if Ibid is not among its plugins, or if a plugin fails.

Our plugins detect much of this themselves if loaded (`pelican_bibtex.loading`); this module also detects it if none
is loaded, or if a plugin raises an exception that Pelican does not expect. It is run by its path, because a file
`ibid.py` in the site's folder would hide `ibid.tasks`. It imports no module of ours before Pelican has loaded its
plugins, so that they are found just as without it.
"""

from __future__ import annotations

import logging
import os
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

_REQUIRED = ("ibid",)


class Watched:
    """Pelican's loading of plugins, with checks of its result."""

    def __init__(self, load: Callable[[dict[str, Any]], list[Any]]) -> None:
        self._load = load
        self._asked: Any = None

    def load(self, settings: dict[str, Any]) -> list[Any]:
        """Load plugins as Pelican does; an error that it does not expect ends the build and is reported in one line."""
        self._asked = settings.get("PLUGINS")
        try:
            return self._load(settings)
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

    watched = Watched(pelican.load_plugins)
    pelican.load_plugins = watched.load
    pelican.signals.initialized.connect(watched.check)
    logging.getLogger("pelican").addFilter(_without_traceback)
    pelican.main()


def _loading() -> Any:
    """Return our module `pelican_bibtex.loading`, even if another plugin has that name."""
    runpy.run_path(str(Path(__file__).parents[1] / "path_setup.py"))
    from pelican_bibtex import loading  # noqa: PLC0415  see above

    return loading


def _without_traceback(record: logging.LogRecord) -> bool:
    """Drop Pelican's traceback of a failed plugin, whose line is in our report; `--debug` shows all."""
    if "register plugin" in str(record.msg) and not logging.getLogger("pelican").isEnabledFor(logging.DEBUG):
        record.exc_info = None
    return True


if __name__ == "__main__":
    main()
