"""docs/problems.md is the table of the codes, and each code is a promise."""

import re
from collections import Counter

from ibid.problems.codes import CODES as OURS
from ibid.problems.table import problem_table
from pelican_bibtex.diagnostics.codes import CODES as READING


def test_the_page_has_every_code(root):
    page = (root / "docs/problems.md").read_text("utf-8")
    assert page == problem_table(), "renew it: python -m ibid.problems.table > docs/problems.md"


def test_codes_are_unique_words_with_sentences():
    codes = [*OURS, *READING]
    assert not [name for name, count in Counter(code.name for code in codes).items() if count > 1]
    for code in codes:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code.name)
        assert re.fullmatch(r"\S.*\.", code.meaning), code.name
        assert re.fullmatch(r"\S.*\.", code.mend), code.name


def test_every_code_is_asserted_in_a_test(root):
    tests = "\n".join(path.read_text("utf-8") for path in (root / "tests").rglob("test_*.py"))
    missing = [code.name for code in (*OURS, *READING) if code.name not in tests]
    constants = {
        name
        for module in ("ibid.problems.codes", "pelican_bibtex.diagnostics.codes")
        for name in vars(__import__(module, fromlist=["x"]))
    }
    assert [
        name
        for name in missing
        if name.upper().replace("-", "_") not in tests or name.upper().replace("-", "_") not in constants
    ] == []
