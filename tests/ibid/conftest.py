"""What tests of whole sites may ask for."""

from pathlib import Path

import pytest
from tiny_site import Site


@pytest.fixture
def site(tmp_path: Path, root: Path) -> Site:
    """A site with three publications and no pages, in a folder whose path has a space."""
    return Site(tmp_path / "my site", root)
