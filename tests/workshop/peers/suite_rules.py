"""Why Ibid differs from what the test suites of other programs expect, by rule, besides `disagreements.RULES`."""

from __future__ import annotations

from typing import Final

from workshop.peers.disagreements import Rule

SUITE_RULES: Final[tuple[Rule, ...]] = ()
