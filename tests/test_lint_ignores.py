"""Each place where a rule of ruff or mypy is set aside says which rule and why."""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from tokenize import COMMENT, generate_tokens

import pytest

SOURCES = ("plugins/**/*.py", "tests/**/*.py", "*.py")
IGNORE = re.compile(r"#\s*(?:ruff:\s*|flake8:\s*|mypy:\s*)?(?:noqa|type:\s*ignore|ignore-errors|pyright:|pylint:)")
NAMED = re.compile(r"# (?:(?:ruff: )?noqa: [A-Z]+[0-9]+(?:, [A-Z]+[0-9]+)*|type: ignore\[[a-z-]+(?:, [a-z-]+)*\])")
REASON = re.compile(r"[^\W\d_]{2,}")


def bare(source: str) -> Iterator[tuple[int, str]]:
    """The comments of a source that set a rule aside without naming it, or without a reason after the last name."""
    tokens = generate_tokens(io.StringIO(source).readline) if IGNORE.search(source) else ()
    for line, comment in ((token.start[0], token.string) for token in tokens if token.type == COMMENT):
        is_named = len(IGNORE.findall(comment)) == len(NAMED.findall(comment))
        _, *after = NAMED.split(comment)
        if not is_named or (after and not REASON.search(after[-1])):
            yield line, comment


@pytest.mark.parametrize(
    ("comment", "is_right"),
    [
        ("# noqa: S704  every value is escaped", True),
        ("# noqa: S704, PLC0415  likewise", True),
        ("# type: ignore[misc]  # Pelican publishes no types", True),
        ("# type: ignore[override]  # noqa: ARG002, N802  Markdown's signature", True),
        ("# nothing is ignored", True),
        ("# noqa", False),
        ("# noqa: S704", False),
        ("# noqa: S704  -", False),
        ("# noqa  every value is escaped", False),
        ("# type: ignore  # why not", False),
        ("# type: ignore[misc]", False),
        ("# ruff: noqa: E501  a row of the table is one line", True),
        ("# ruff: noqa", False),
        ("# ruff: noqa: E501", False),
        ("# mypy: ignore-errors", False),
    ],
)
def test_what_a_comment_must_say(comment, is_right):
    assert bool(list(bare(f"x = 1  {comment}\n"))) is not is_right


def test_every_ignore_says_why(root: Path):
    files = sorted({path for pattern in SOURCES for path in root.glob(pattern)})
    assert len(files) > 300
    found = [
        f"{path.relative_to(root)}:{line}: {what}" for path in files for line, what in bare(path.read_text("utf-8"))
    ]
    assert found == []


def test_every_rule_that_a_setting_takes_out_says_why(root: Path):
    text = (root / "pyproject.toml").read_text("utf-8")
    lint = tomllib.loads(text)["tool"]["ruff"]["lint"]
    rules = [*lint["ignore"], *(rule for each in lint["per-file-ignores"].values() for rule in each)]
    lines = [line for line in text[text.index("\nignore = [") :].splitlines() if re.search(r'"[A-Z]+[0-9]*"', line)]
    assert [rule for line in lines for rule in re.findall(r'"([A-Z]+[0-9]*)"', line)] == rules
    assert [line for line in lines if not re.search(r"# \w", line)] == []
