"""The W3C's checker finds nothing in all that is written, HTML, CSS and SVG."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

QUICK = ("-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A run this short does not pay for Java's second compiler; code of the first has larger frames on the stack."""


def test_every_file_of_both_sites_is_valid(sites, judges: Path, require_tool: Callable[..., str]):
    checker = [require_tool("java"), *QUICK, "-jar", str(judges / "vnu-jar" / "build" / "dist" / "vnu.jar")]
    folders = [str(site.output) for site in sites.values()]
    done = subprocess.run(
        [*checker, "--Werror", "--skip-non-html", "--also-check-css", "--also-check-svg", *folders],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stderr.splitlines() == []
    assert done.returncode == 0
