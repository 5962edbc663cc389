"""Puts `pelican_bibtex`, which lies beside this package, within reach of imports.

Pelican finds plugins through PLUGIN_PATHS, which it never puts on `sys.path`; without this, running from a clone with
another provider of `publications` would not find our reader.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

_FOLDER = str(Path(__file__).parents[1])
_NAME = "pelican_bibtex"


def reach() -> None:
    """Make sure that `pelican_bibtex` can be imported, and is ours.

    Last in line, so that nothing installed is shadowed. Only another plugin of that name, which is no package, makes
    room for ours: `pelican_bibtex.loading` then ends the build, and says which file it is.
    """
    loaded = sys.modules.get(_NAME)
    if loaded and not hasattr(loaded, "__path__"):
        del sys.modules[_NAME]
        sys.path.insert(0, _FOLDER)
    elif find_spec(_NAME) is None:
        sys.path.append(_FOLDER)


reach()
