"""Makes `pelican_bibtex`, the package next to this one, importable.

Pelican finds plugins through PLUGIN_PATHS, which it never adds to `sys.path`. Without this module, a site built from a
clone with another provider of `publications` could not import our `pelican_bibtex`.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

_FOLDER = str(Path(__file__).parents[1])
_NAME = "pelican_bibtex"


def reach() -> None:
    """Make sure that `pelican_bibtex` can be imported, and that it is our package.

    The folder is appended to `sys.path`, so that it shadows no installed package. Only a plugin of that name that is
    a single module is replaced by ours: `pelican_bibtex.loading` then ends the build and names the other file.
    """
    loaded = sys.modules.get(_NAME)
    if loaded and not hasattr(loaded, "__path__"):
        del sys.modules[_NAME]
        sys.path.insert(0, _FOLDER)
    elif find_spec(_NAME) is None:
        sys.path.append(_FOLDER)


reach()
