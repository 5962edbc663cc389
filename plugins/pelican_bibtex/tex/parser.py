"""Parsing a field's value into a tree: one pass over its tokens with an explicit stack, so that any depth is safe."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Final

from pelican_bibtex.diagnostics.codes import FORBIDDEN_COMMAND, UNBALANCED_TEX, UNKNOWN_COMMAND, UNSAFE_LINK
from pelican_bibtex.diagnostics.problem import Code, Complaint
from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.tex.commands import MEANINGS, Forbidden, Raw, Silent, Switch, TexCommand, link
from pelican_bibtex.tex.math import Converted, formula, in_words, symbol
from pelican_bibtex.tex.repairs import LONG, mend
from pelican_bibtex.tex.stack import Stack
from pelican_bibtex.tex.text import EMPTY, Node, Span, Style, Text
from pelican_bibtex.tex.tokens import Stream
from pelican_bibtex.tex.urls import address, safe_url

_QUOTED: Final = lazy_pattern("`[^`]*'")
_BARE_URL: Final = lazy_pattern(r"(https?://\S+)")
_DASHES: Final = (("---", "—"), ("--", "–"))


def ligatures(source: str) -> Callable[[str], str]:
    """Return the function that turns typed text into what TeX prints, chosen for one value as a whole.

    Dashes are always replaced. Quotation marks only in a value that uses TeX's: if a backtick or `''` shows that its
    author writes TeX, apostrophes become curly too; in other values straight quotes and backticks are kept.
    """
    replacements = (_DASHES if "--" in source else ()) + (_quotes(source) if "`" in source or "''" in source else ())
    if not replacements:
        return str

    def printed(text: str) -> str:
        if "://" not in text:
            return _replaced(text, replacements)
        parts = _BARE_URL.split(text)  # Addresses in running text are kept as typed.
        parts[::2] = [_replaced(part, replacements) for part in parts[::2]]
        return "".join(parts)

    return printed


def _quotes(source: str) -> tuple[tuple[str, str], ...]:
    if "``" in source and "''" not in source:
        return (("``", "“"), ('"', "”"), ("`", "‘"), ("'", "’"))
    if "``" in source or "''" in source or _QUOTED.search(source):
        return (("``", "“"), ("''", "”"), ("`", "‘"), ("'", "’"))
    return ()


def _replaced(text: str, replacements: tuple[tuple[str, str], ...]) -> str:
    for typed, printed in replacements:
        if typed in text:
            text = text.replace(typed, printed)
    return text


_SPECIAL: Final = lazy_pattern(
    r"[\\{}$~`\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_ENTITY: Final = lazy_pattern(r"&#?\w{2,10};")

_MOST_COMPLAINTS: Final = 50
_MOST_FORMULAS: Final = 1_000
"""Maximum number of different formulas of one value that are converted; more would take too long."""


def parse(source: str) -> tuple[Text, tuple[Complaint, ...]]:
    """Return the text of a field's value, given without its outer braces or quotes, and complaints about it.

    Any string gives a text; nothing is raised, executed, expanded or read. Each fault is reported once.
    """
    if not source:
        return EMPTY, ()
    if is_text(source):
        return Text((source,)), ()
    source, mended = mend(source)
    nodes, complaints = _Parser(source).parsed()
    return Text(nodes), (*mended, *complaints)[:_MOST_COMPLAINTS]


def is_text(source: str) -> bool:
    """Return whether a value is plain text: it has no TeX, nothing to repair and no repeated blanks."""
    return not (
        _SPECIAL.search(source)  # one set of characters, which `re` finds much faster than alternatives
        or "  " in source
        or "--" in source
        or "''" in source
        or ("&" in source and _ENTITY.search(source))
        or len(source) > LONG
        or not unicodedata.is_normalized("NFC", source)
    )


class _Parser:
    """The state of one parsing pass."""

    __slots__ = ("_complaints", "_formulas", "_stack", "_stream")

    def __init__(self, source: str) -> None:
        self._stream = Stream(source)
        self._stack = Stack(ligatures(source))
        self._complaints: dict[Complaint, None] = {}
        self._formulas: dict[tuple[str, bool], Converted] = {}

    def parsed(self) -> tuple[tuple[Node, ...], tuple[Complaint, ...]]:
        stack = self._stack
        for token in self._stream:
            match token[0]:
                case "{":
                    stack.open()
                case "}":
                    if not stack.close():
                        self._complain(
                            UNBALANCED_TEX, "a closing brace has no opening brace; delete it, or write `\\}`."
                        )
                case "\\":
                    self._backslash(token)
                case "$":
                    self._formula(token)
                case "~":
                    stack.deliver(("\u00a0",))
                case _:
                    stack.write(token)
        if stack.end():
            self._complain(UNBALANCED_TEX, "an opening brace is never closed; close it, or write `\\{`.")
        return stack.nodes(), tuple(self._complaints)

    def _complain(self, code: Code, message: str) -> None:
        self._complaints[Complaint(code, message)] = None

    def _formula(self, token: str) -> None:
        source = self._stream.formula()
        if source is None:
            self._stack.deliver((token.lstrip("\\"),))
            sign = f"the formula after `{token}` is never closed; close it"
            self._complain(
                UNBALANCED_TEX, f"{sign}, or write `\\$` for a dollar sign." if token[0] == "$" else f"{sign}."
            )
            return
        self._convert(source, display=token in {"$$", "\\["})

    def _convert(self, source: str, *, display: bool) -> None:
        """Add the nodes of a formula; one that is repeated is converted once."""
        if (source, display) not in self._formulas:
            convert = formula if len(self._formulas) < _MOST_FORMULAS else in_words
            self._formulas[source, display] = convert(source, display=display)
        nodes, complaints = self._formulas[source, display]
        self._stack.deliver(nodes)
        self._complaints |= dict.fromkeys(complaints)

    def _backslash(self, token: str) -> None:
        if token in {"\\(", "\\["}:
            self._formula(token)
            return
        name = token[1:].rstrip() or token[1:]
        match MEANINGS.get(name):
            case str(text):
                self._stack.deliver((text,))
            case TexCommand() as command:
                if command.regret:
                    self._complain(UNKNOWN_COMMAND, f"`\\{name}`: {command.regret}; its argument is shown as text.")
                self._stream.skip_options()
                self._stack.call(command)
            case Switch(style):
                self._stack.switch(style)
            case Silent():
                self._stream.skip_options()
            case Raw(kind):
                self._raw(kind)
            case Forbidden() as forbidden:
                self._forbidden(name, forbidden)
            case None:
                self._unknown(token, name)

    def _raw(self, kind: str) -> None:
        r"""Add an argument that is not text: address, formula, literal text; `\href` then waits for the link's text."""
        source = self._stream.raw()
        match kind:
            case "math":
                self._convert(source, display=False)
            case "verb":
                self._stack.deliver((Span(Style.CODE, (source,)),))
            case "path":
                self._stack.deliver((address(source),))
            case "href":
                self._stack.call(TexCommand(1, partial(link, self._url(address(source)))))
            case _:
                target = address(source)
                self._stack.deliver(link(self._url(target), (target,)))

    def _url(self, target: str) -> str | None:
        url = safe_url(target)
        if url is None:
            message = f"`{target[:80]}` cannot be a link; write the whole address with `https://`."
            self._complain(UNSAFE_LINK, message)
        return url

    def _forbidden(self, name: str, forbidden: Forbidden) -> None:
        self._complain(FORBIDDEN_COMMAND, f"`\\{name}` is never run; write the text that it should produce.")
        if forbidden.defines:
            self._stream.skip_definition()
        else:
            self._stream.skip_digits()

    def _unknown(self, token: str, name: str) -> None:
        r"""Show the argument of an unknown command; without one, its symbol from formulas or its name."""
        self._stream.skip_options()
        if self._stream.has_argument():
            self._complain(UNKNOWN_COMMAND, f"`\\{name}` is unknown; its argument is shown as text.")
            return
        shown = symbol(name) if name.isalpha() else None
        if shown:
            self._complain(UNKNOWN_COMMAND, f"`\\{name}` works only in a formula; write `$\\{name}$`.")
        elif name:
            self._complain(UNKNOWN_COMMAND, f"`\\{name}` is unknown; its name is shown; write the text without it.")
        else:
            self._complain(
                UNKNOWN_COMMAND, "there is a backslash without a command; delete it, or write `\\textbackslash`."
            )
        blank = " " if token.endswith(" ") and not shown else ""
        self._stack.deliver(((shown or name) + blank,))
