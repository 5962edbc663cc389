"""Puts `pelican_bibtex`, which lies beside this package, within reach of imports.

Pelican finds plugins through PLUGIN_PATHS, which it never puts on `sys.path`; without this, running from a clone with
another provider of `publications` would not find our reader. Last in line, so that nothing installed is shadowed.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

if find_spec("pelican_bibtex") is None:
    sys.path.append(str(Path(__file__).parents[1]))
