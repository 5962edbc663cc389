"""The stack of all that is open while a value is read: groups, styles, and commands that wait for arguments."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import Final

from msgspec import Struct, field

from pelican_bibtex.tex.commands import Nodes, TexCommand
from pelican_bibtex.tex.text import Node, Span, Style

DEEPEST: Final = 32
"""Styles, links and accents nested deeper than this are shown as their text, so that a tree is safe to walk."""


class _ScopeKind(Enum):
    GROUP = auto()
    ARGUMENT = auto()
    SWITCH = auto()


class _Scope(Struct):
    """An open group; a plain one appends directly to the list of the group around it."""

    kind: _ScopeKind
    nodes: list[Node]
    verbatim: bool
    style: Style | None = None


class _Call(Struct):
    """A command that waits for arguments."""

    command: TexCommand
    verbatim: bool
    arguments: list[Nodes] = field(default_factory=list)


class Stack:
    """Takes nodes and braces in the order of the value, and builds the tree."""

    __slots__ = ("_depth", "_items", "_printed")

    def __init__(self, printed: Callable[[str], str]) -> None:
        self._printed = printed
        self._items: list[_Scope | _Call] = [_Scope(_ScopeKind.GROUP, [], verbatim=False)]
        self._depth = 0

    def write(self, text: str) -> None:
        """Add a run of text in printed form; a command that waits takes its first character, as in TeX."""
        while not isinstance(top := self._items[-1], _Scope):
            text = text.lstrip(" ")
            if not text:
                return
            self.deliver((text[0],))
            text = text[1:]
        if text:
            top.nodes.append(text if top.verbatim else self._printed(text))

    def deliver(self, nodes: Nodes) -> None:
        """Add nodes to the open group, or pass them to the command that waits, and its result to the next."""
        while True:
            top = self._items[-1]
            if isinstance(top, _Scope):
                top.nodes.extend(nodes)
                return
            top.arguments.append(nodes)
            if len(top.arguments) < top.command.arity:
                return
            nodes = self._finished(top)

    def call(self, command: TexCommand) -> None:
        """Let a command wait for its arguments; one that is nested too deep is ignored."""
        if self._depth >= DEEPEST:
            return
        self._depth += 1
        self._items.append(_Call(command, self._items[-1].verbatim or command.verbatim))

    def switch(self, style: Style | None) -> None:
        """Set the style for the rest of the open group; None is upright text in normal weight."""
        top = self._items[-1]
        if isinstance(top, _Call) or self._depth >= DEEPEST:
            return
        if style is None:
            self._end_switches()
            return
        self._depth += 1
        self._items.append(_Scope(_ScopeKind.SWITCH, [], top.verbatim or style is Style.CODE, style))

    def open(self) -> None:
        """Open a group."""
        top = self._items[-1]
        if isinstance(top, _Call):
            self._items.append(_Scope(_ScopeKind.ARGUMENT, [], top.verbatim))
        elif top.kind is _ScopeKind.GROUP:
            self._items.append(top)  # The same scope again: a plain group in a plain group has no state of its own.
        else:
            self._items.append(_Scope(_ScopeKind.GROUP, top.nodes, top.verbatim))

    def close(self) -> bool:
        """Close the innermost group; return False if none is open."""
        self._end_calls()
        self._end_switches()
        if len(self._items) == 1:
            return False
        scope = self._items.pop()
        if isinstance(scope, _Scope) and scope.kind is _ScopeKind.ARGUMENT:
            self.deliver(scope.nodes)
        return True

    def end(self) -> bool:
        """Close all that is open; return True if that included a group."""
        opened = False
        while self.close():
            opened = True
        return opened

    def nodes(self) -> tuple[Node, ...]:
        """Return the tree, with adjacent strings joined."""
        bottom = self._items[0]
        return _joined(bottom.nodes) if isinstance(bottom, _Scope) else ()

    def _finished(self, call: _Call) -> Nodes:
        self._items.pop()
        self._depth -= 1
        return call.command.build(*map(_joined, call.arguments))

    def _end_calls(self) -> None:
        """Finish commands whose arguments are missing with those that they have."""
        while isinstance(top := self._items[-1], _Call):
            top.arguments += [()] * (top.command.arity - len(top.arguments))
            self.deliver(self._finished(top))

    def _end_switches(self) -> None:
        while isinstance(top := self._items[-1], _Scope) and top.kind is _ScopeKind.SWITCH:
            self._items.pop()
            self._depth -= 1
            if top.nodes and top.style:
                self.deliver((Span(top.style, _joined(top.nodes)),))


def _joined(nodes: Nodes) -> tuple[Node, ...]:
    """Return the nodes, with adjacent strings joined."""
    joined: list[Node] = []
    run: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            run.append(node)
            continue
        if run:
            joined.append("".join(run))
            run = []
        joined.append(node)
    text = "".join(run)
    return (*joined, text) if text else tuple(joined)
