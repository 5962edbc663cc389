"""Messages are plain sentences: none uses a word of the house's past, and each ends as a sentence does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ibid.problems.codes import CODES as OURS
from pelican_bibtex.diagnostics.codes import CODES as READING

STALE = {
    # a word or phrase -> the plain word for it
    r"mends?|mended": "correct",
    r"blanks?": "space",
    r"stands?(?! for\b)|stood": "is",
    r"(?:is|are) none\b": "is not",
    r"(?<!there )(?<!There )(?:is|are) no(?! longer\b| such\b)": "is not a",
    r"behind": "after",
    r"leads? to|leads? (?:out|there|nowhere)": "links to",
    r"holds?": "contains",
    r"told": "set, shown",
    r"in (?:its|their) place|in place of": "instead of",
    r"as it (?:is|was|stands)": "unchanged, as written",
    r"(?:put|bring) back": "restore",
    r"take (?:it|one|the \w+) out|leave (?:it|the \w+) out": "remove",
    r"is to be|are to be": "will be, must be",
    r"nobody|nothing but": "no one, only",
}
"""Regular expressions of phrases that no text for authors has, each with the word to use."""
MESSAGES = {"Problem": 1, "Complaint": 1, "SyntaxFault": 1, "YamlError": 1, "PeriodError": 0, "at": 1, "fault": 2}
"""Functions that take a message, which ends as a sentence, and the index of that argument."""
PLUGINS = ("ibid", "pelican_bibtex")


@pytest.fixture(scope="module")
def modules(root: Path) -> dict[str, ast.Module]:
    paths = [path for plugin in PLUGINS for path in sorted((root / "plugins" / plugin).rglob("*.py"))]
    paths.append(root / "tasks.py")
    return {path.relative_to(root).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


def written(node: ast.expr) -> str:
    """The text of a string, with `{}` for each value in it."""
    if isinstance(node, ast.JoinedStr):
        return "".join(written(value) if isinstance(value, ast.Constant) else "{}" for value in node.values)
    return str(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def texts(module: ast.Module) -> Iterator[tuple[int, str]]:
    """The strings of a module that could be shown, with their lines: no docstrings, no patterns, no HTML."""
    silent = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            silent.update(id(value) for value in node.values)
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in silent:
            text = re.sub(r"`[^`]*`", "``", written(node))
            if text.count(" ") > 1 and not re.search(r"\\|</|\(\?|\]\+", text):
                yield node.lineno, text


def test_no_text_has_a_stale_word(modules):
    found = "\n".join(
        f"{path}:{line}: {match[0]!r} in {text!r}: write {plain}"
        for path, module in modules.items()
        for line, text in texts(module)
        for stale, plain in STALE.items()
        if (match := re.search(rf"\b(?:{stale})(?!\w)", text))
    )
    assert found == ""


@pytest.mark.parametrize(
    "text",
    [
        "Braces that mean a list are none, by their place or their spelling.",
        "what follows the first is no blank, what precedes the second neither",
        "the value does not stand in braces",
        "put back the line",
    ],
)
def test_the_words_that_were_there_are_stale(text):
    assert [plain for stale, plain in STALE.items() if re.search(rf"\b(?:{stale})(?!\w)", text)]


def endings(node: ast.expr | None, scope: ast.AST) -> Iterator[str]:
    """The literal ends that a message can have, followed through names, conditions and `did_you_mean`."""
    match node:
        case ast.Constant():
            yield written(node)
        case ast.JoinedStr(values=[*_, ast.FormattedValue(value=last)]):
            yield from endings(last, scope)
        case ast.JoinedStr():
            yield written(node)
        case ast.IfExp():
            yield from endings(node.body, scope)
            yield from endings(node.orelse, scope)
        case ast.Name():
            for each in ast.walk(scope):
                if isinstance(each, ast.Assign) and any(getattr(name, "id", "") == node.id for name in each.targets):
                    yield from endings(each.value, scope)
        case ast.Call(func=ast.Name(id="did_you_mean")):
            yield from endings(node.args[1] if len(node.args) > 1 else None, scope)


def functions(module: ast.Module) -> Iterator[ast.AST]:
    return (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef))


def messages(module: ast.Module, takers: dict[str, int]) -> Iterator[tuple[int, str]]:
    """The literal ends of the messages that functions give to one of `takers`, with their lines."""
    for function in functions(module):
        for node in ast.walk(function):
            name = getattr(node, "func", None)
            place = takers.get(getattr(name, "id", getattr(name, "attr", "")))
            if isinstance(node, ast.Call) and place is not None and len(node.args) > place:
                yield from ((node.lineno, end) for end in endings(node.args[place], function) if end)


def test_every_message_ends_as_a_sentence(modules):
    ends = [(path, line, end) for path, module in modules.items() for line, end in messages(module, MESSAGES)]
    assert len(ends) > 150, "the messages are found"
    assert "\n".join(f"{path}:{line}: {end}" for path, line, end in ends if not end.endswith((".", "?", ")"))) == ""


def test_a_finding_is_followed_by_its_page_so_it_has_no_full_stop(modules):
    ends = [(path, line, end) for path, module in modules.items() for line, end in messages(module, {"Finding": 2})]
    assert len(ends) > 5, "the findings are found"
    assert "\n".join(f"{path}:{line}: {end}" for path, line, end in ends if end.endswith(".")) == ""


def test_every_code_says_what_is_wrong_and_what_to_write_in_sentences():
    for code in (*OURS, *READING):
        assert re.fullmatch(r"\S[^\n]*\.", code.meaning), code.name
        assert re.fullmatch(r"[A-Z][^\n]*\.", code.mend), code.name
        assert len(code.meaning) <= 120 and len(code.mend) <= 120, code.name  # noqa: PT018  one limit for both
