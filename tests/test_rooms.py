"""The rooms of the plugins: which may import which, one name for one thing, and how large a module is.

A room imports itself and the rooms above it; features import the core and never one another; the core imports no
feature. Imports within functions and for types alone are judged like all others: what a module has to know of another
is the same.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PLUGINS = Path(__file__).resolve().parents[1] / "plugins"
CORE = ("compat", "problems", "languages", "mark", "model", "read", "link", "write", "check")
ROOMS = {
    "pelican_bibtex": (
        *(
            "lazy_pattern",
            "pelican_compat",
            "diagnostics",
            "loading",
            "tex",
            "publication",
            "syntax",
            "entries",
            "names",
            "dates",
            "facts",
        ),
        *("bibliography", "entry_description", "settings", "plugin", "__main__"),
    ),
    "ibid": ("path_setup", *CORE, "feature", "features", "build", "tasks", "plugin"),
}
"""The rooms of each plugin in the order of the flow: a folder, or a module beside them."""
PACKAGES = tuple(ROOMS)
"""The plugins in their order: pelican_bibtex knows nothing of ibid."""
ENTRANCES = ("plugin", "loading", "path_setup")
"""The rooms that `__init__.py` of a plugin may import: Pelican calls `register()` there."""
SAME_NAMES = {
    "plugin": "each plugin's entry for Pelican's signals",
    "settings": "each plugin's settings",
    "codes": "each plugin's codes of problems",
    "tokens": "the tokens of TeX in pelican_bibtex.tex, those that carry line numbers through Markdown in ibid.mark",
    "links": "a publication's links in pelican_bibtex, a page's in ibid.check",
    "pelican_compat": "what each plugin relies on in Pelican",
}
"""Modules that share a name, and why the folder makes it another word."""
LIST_OF_FEATURES = "registry"
"""The module among the features that names them all, for `build`."""
MOST_LINES = 300
LONG = {
    "pelican_bibtex.diagnostics.codes": "a table, a row for each code",
    "ibid.problems.codes": "a table, a row for each code",
}
"""Modules that may be longer, and why."""


@dataclass(frozen=True)
class Import:
    """One import of a module of ours by another."""

    importer: str
    imported: str
    place: str
    """`file:line`."""


def modules() -> dict[str, Path]:
    """Return every module of the plugins by its name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((PLUGINS / package).rglob("*.py")):
            parts = path.relative_to(PLUGINS).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports() -> tuple[Import, ...]:
    """Return every import of one module by another, wherever it stands."""
    return tuple(
        Import(name, imported, f"{path.relative_to(PLUGINS.parent)}:{node.lineno}")
        for name, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for imported in _imported(node, MODULES)
        if imported != name
    )


def _imported(node: ast.AST, known: Mapping[str, Path]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in known)
    if isinstance(node, ast.ImportFrom) and node.module in known:
        for alias in node.names:
            whole = f"{node.module}.{alias.name}"
            yield whole if whole in known else node.module


MODULES = modules()


def room(module: str) -> tuple[str, str, str]:
    """Return a module's package, its room, and the feature it belongs to, if any."""
    package, _, rest = module.partition(".")
    first, *more = rest.split(".") if rest else [""]
    return package, first, more[0] if first == "features" and more and more[0] != LIST_OF_FEATURES else ""


def fault(one: Import) -> str:
    """Return what is wrong with an import; empty when it leads to the same room or to one above."""
    package, here, feature = room(one.importer)
    other, there, other_feature = room(one.imported)
    if package != other:
        is_back = PACKAGES.index(other) > PACKAGES.index(package)
        return f"{package} knows nothing of {other}" if is_back else ""
    if not here:
        return "" if there in ENTRANCES else f"{package} imports its entrance alone"
    if not there:
        return ""  # the package itself: where it lies, and that the plugin beside it is found
    if feature and other_feature and feature != other_feature:
        return f"the feature {feature} imports the feature {other_feature}"
    if here in CORE and there == "features":
        return f"the core ({here}) imports the feature {other_feature}"
    order = ROOMS[package]
    return f"{here} imports {there}, which comes after it" if order.index(there) > order.index(here) else ""


def test_every_room_is_in_the_table() -> None:
    assert {(package, room(name)[1]) for name in MODULES if (package := room(name)[0]) and room(name)[1]} == {
        (package, one) for package, rooms in ROOMS.items() for one in rooms
    }


def test_a_room_imports_only_rooms_above_it() -> None:
    found = [f"{one.place}: {said}" for one in imports() if (said := fault(one))]
    assert not found, "\n".join(found)


def circles(edges: Mapping[str, set[str]]) -> list[list[str]]:
    """Return every set of names that lead to each other (Tarjan's strongly connected components), sorted."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for other in sorted(edges.get(name, ())):
            if other not in order:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], order[other])
        if low[name] == order[name]:
            at = stack.index(name)
            found.append(sorted(stack[at:]))
            del stack[at:]

    for name in sorted(edges):
        if name not in order:
            visit(name)
    return sorted(one for one in found if len(one) > 1)


def test_no_modules_import_each_other() -> None:
    edges: dict[str, set[str]] = defaultdict(set)
    for one in imports():
        if room(one.importer)[1]:  # a plugin's `__init__.py` imports its entrance when Pelican calls `register()`
            edges[one.importer].add(one.imported)
    assert circles(edges) == []


def test_no_folders_import_each_other() -> None:
    edges: dict[str, set[str]] = defaultdict(set)
    for one in imports():
        here, there = (MODULES[name].parent.relative_to(PLUGINS).as_posix() for name in (one.importer, one.imported))
        if here != there and "/" in here and "/" in there:
            edges[here].add(there)
    assert circles(edges) == []


def test_a_circle_is_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]


@pytest.mark.parametrize(
    ("importer", "imported", "said"),
    [
        ("ibid.link.chips", "ibid.model.records", ""),
        ("ibid.model.records", "ibid.link.chips", "model imports link, which comes after it"),
        ("ibid.model.records", "pelican_bibtex.publication", ""),
        ("pelican_bibtex.publication", "ibid.model.records", "pelican_bibtex knows nothing of ibid"),
        ("ibid.write.pages", "ibid.features.search.index", "the core (write) imports the feature search"),
        ("ibid.features.cv.cv", "ibid.features.images.facts", "the feature cv imports the feature images"),
        ("ibid.features.cv.cv", "ibid.features.cv.inline", ""),
        ("ibid.features.cv.cv", "ibid.build.contents", "features imports build, which comes after it"),
        ("ibid.build.link_step", "ibid.features.cv.cv", ""),
        ("ibid", "ibid.plugin", ""),
        ("ibid", "ibid.link.linking", "ibid imports its entrance alone"),
    ],
)
def test_an_import_is_judged(importer: str, imported: str, said: str) -> None:
    assert fault(Import(importer, imported, "")) == said


def test_no_two_modules_have_one_name() -> None:
    places = defaultdict(list)
    for name, path in MODULES.items():
        if path.stem not in {"__init__", "__main__"}:
            places[path.stem].append(name)
    twice = {stem: names for stem, names in places.items() if len(names) > 1}
    assert {stem: names for stem, names in twice.items() if stem not in SAME_NAMES} == {}
    assert SAME_NAMES.keys() - twice.keys() == set()


def types_in(tree: ast.Module) -> Iterator[str]:
    """Yield the name of every class, also of those in others, and of every public alias of a type."""
    yield from (node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        yield from (one.id for one in targets if isinstance(one, ast.Name) and re.fullmatch("[A-Z]+[a-z]\\w*", one.id))


def test_no_two_classes_have_one_name() -> None:
    places = defaultdict(list)
    for name, path in MODULES.items():
        for one in types_in(ast.parse(path.read_text("utf-8"))):
            places[one].append(name)
    assert {one: names for one, names in places.items() if len(names) > 1} == {}


def test_classes_and_aliases_are_types() -> None:
    tree = ast.parse(
        "class A:\n  class B: ...\nPair = tuple[int, int]\nText: TypeAlias = str\nMANY = 1\n_Own = int\nsome = 2\nT = 1"
    )
    assert [*types_in(tree)] == ["A", "B", "Pair", "Text"]


def test_a_module_is_short_enough_to_be_read_at_once() -> None:
    lines = {name: len(path.read_text("utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: count for name, count in lines.items() if count > MOST_LINES and name not in LONG} == {}
    assert [name for name in LONG if lines.get(name, 0) <= MOST_LINES] == []


BESIDE_PELICAN = {
    "ibid.tasks.pelican_command": "is Pelican, run by the tasks",
}
"""What imports Pelican, besides the rooms that are its side of a build."""


def test_only_build_imports_pelican() -> None:
    found = []
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            is_pelican = any(one.partition(".")[0] == "pelican" for one in names)
            if (
                is_pelican
                and room(name)[1] not in {"compat", "pelican_compat", "build", "plugin", ""}
                and name not in BESIDE_PELICAN
            ):
                found.append(f"{path.relative_to(PLUGINS.parent)}:{node.lineno}")
    assert not found, "\n".join(found)


SLOW_TO_IMPORT = {"re.compile": "lazy_pattern", "dataclass": "msgspec.Struct"}
"""What takes long when a module is imported, and what to write instead: a build imports 150 modules of ours."""


BEFORE_PLUGINS = {"pelican_bibtex.lazy_pattern", "ibid.compat.pelican_compat", "ibid.compat.pelican_log"}
"""What is loaded before Pelican has found `pelican_bibtex`, which may be another plugin."""


def slow_calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and name of each call or decorator outside of functions that is slow to import."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from ((node.lineno, "dataclass") for one in node.decorator_list if "dataclass" in ast.unparse(one))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            yield node.lineno, "re.compile"
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from slow_calls(node)


def test_modules_are_quick_to_import():
    found = [
        f"{path.relative_to(PLUGINS.parent)}:{line}: {call}; write {SLOW_TO_IMPORT[call]}"
        for name, path in MODULES.items()
        if name not in BEFORE_PLUGINS
        for line, call in slow_calls(ast.parse(path.read_text("utf-8")))
    ]
    assert found == []
    samples = "A = re.compile('a')\nB = {'b': re.compile('b')}\ndef f(): re.compile('c')\n@dataclass\nclass C: ...\n"
    assert [*slow_calls(ast.parse(samples))] == [(1, "re.compile"), (2, "re.compile"), (5, "dataclass")]
