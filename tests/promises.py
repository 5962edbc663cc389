"""Promises of other libraries that their documentation does not make, and what a test says when one no longer holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

import pytest


@contextmanager
def promise(library: str, broken: str) -> Iterator[None]:
    """Fail with the library, its version and what broke in it if the body raises or asserts what does not hold.

    `broken` continues the sentence "Pelican 4.12.0: ...": what the library no longer does.
    """
    try:
        yield
    except Exception as error:  # noqa: BLE001  whatever comes of a promise that no longer holds
        pytest.fail(f"{library} {version(library)}: {broken} ({type(error).__name__}: {error})", pytrace=False)
