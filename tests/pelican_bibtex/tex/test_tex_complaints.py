"""What is wrong in a field's TeX, each fault once, in words that say what to write instead."""

import pytest

from pelican_bibtex.tex import parse

CASES = {
    "nothing wrong": [],
    r"{\'E}mile \& $k$-SAT -- ``x''": [],
    "100% of R&D and C#": [],
    r"\foo{a} \foo{b}": [r"unknown-command: `\foo` is unknown; its argument is shown as text."],
    r"\foo bar": [r"unknown-command: `\foo` is unknown; its name is shown; write the text without it."],
    r"\alpha x": [r"unknown-command: `\alpha` works only in a formula; write `$\alpha$`."],
    r"\cite{x}": [r"unknown-command: `\cite`: citations do not work in fields; its argument is shown as text."],
    "a\\": [r"unknown-command: there is a backslash without a command; delete it, or write `\textbackslash`."],
    r"\input{x}": [r"forbidden-command: `\input` is never run; write the text that it should produce."],
    r"\def\a{b}": [r"forbidden-command: `\def` is never run; write the text that it should produce."],
    "a } b": [r"unbalanced-tex: a closing brace has no opening brace; delete it, or write `\}`."],
    "a { b": [r"unbalanced-tex: an opening brace is never closed; close it, or write `\{`."],
    "5 $": [r"unbalanced-tex: the formula after `$` is never closed; close it, or write `\$` for a dollar sign."],
    r"\(x": [r"unbalanced-tex: the formula after `\(` is never closed; close it."],
    r"$\frac{1}$": [r"unreadable-math: `\frac{1}`: an argument is missing; it is shown as plain text."],
    r"$\nosuch$": [r"unreadable-math: `\nosuch`: `\nosuch` is unknown; it is shown as plain text."],
    r"$\input{x}$": [r"unreadable-math: `\input{x}`: `\input` is not allowed in a formula; it is shown as plain text."],
    r"\url{ftp://x}": ["unsafe-link: `ftp://x` cannot be a link; write the whole address with `https://`."],
    "R&amp;D": [r"html-entity: `&amp;` is HTML, not TeX; write `\&`."],
    r"{\$}{\textbackslash}alpha{\$}": [
        r"escaped-twice: TeX is escaped twice; write `\alpha`, not `{\textbackslash}alpha`."
    ],
    "x" * 50_001: ["long-value: the value has 50,001 characters; shorten it, or look for a missing brace or quote."],
}


@pytest.mark.parametrize(("source", "expected"), CASES.items())
def test_complaints(source: str, expected: list[str]) -> None:
    assert [f"{complaint.code.name}: {complaint.message}" for complaint in parse(source)[1]] == expected
