"""What Pelican, Python-Markdown, Jinja and docutils do not document is used in one place of each plugin only.

That is `ibid/compat/`, and `pelican_bibtex/pelican_compat.py`. Everywhere else in the plugins it is a fault to use a
private name of another object, and any of the names below, which no documentation of those libraries has.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PLUGINS = Path(__file__).resolve().parents[1] / "plugins"
COMPAT = (
    *sorted((PLUGINS / "ibid/compat").glob("*_*.py")),
    PLUGINS / "pelican_bibtex/pelican_compat.py",
)
PELICAN = [
    "get_summary",
    "get_content",
    "override_save_as",
    "get_url_setting",
    "allowed_statuses",
    "get_relative_source_path",
    "relative_dir",
    "attach_to",
    "latest_post_date",
    "env",
    "generated_content",
    "static_content",
    "staticfiles",
    "localsiteurl",
    "delete_outputdir",
    "get_files",
    "load_plugins",
    "get_date",
    "slugify",
    "get_relative_path",
    "path_to_url",
    "PelicanTemplateNotFound",
    "DEFAULT_CONFIG",
    "get_namespace_plugins",
    "load_legacy_plugin",
]
MARKDOWN = [
    "stashed_nodes",
    "rawHtmlBlocks",
    "INLINE_RE",
    "INLINE_PLACEHOLDER",
    "INLINE_PLACEHOLDER_RE",
    "HTML_PLACEHOLDER",
]
JINJA = ["checksum", "root_render_func", "new_context"]
DOCUTILS = ["special_characters", "set_first_last", "set_class_on_child"]
PYTHON = [
    "f_locals",
    "f_globals",
    "f_code",
    "f_back",
    "tb_frame",
    "tb_next",
    "walk_tb",
    "co_filename",
    "currentframe",
    "exc_info",
]
"""What looks into the frames and the handled errors of other code."""
NAMES = frozenset([*PELICAN, *MARKDOWN, *JINJA, *DOCUTILS, *PYTHON])
PRIVATE = frozenset(["_content", "_summary", "_update_content", "_get_content", "_func"])
"""Private names that could be given as text, to `getattr` or `setattr`."""
LOGGERS = frozenset(["pelican.readers", "pelican.contents", "pelican.generators", "pelican.writers"])
NAMEDTUPLE = frozenset(["_replace", "_asdict", "_fields", "_make"])
"""The documented methods of a named tuple."""
MARKERS = re.compile(r"klzzwxh|wzxhzdk|hzzhzkh|\\x02\(?\\d")
"""The markers that Markdown puts in place of text, written out."""
MESSAGES = re.compile(r"Could not process|could not find information|Empty alt attribute|register plugin")
"""The words of Pelican's messages."""
OURS = {
    ("ibid/build/restructuredtext.py", "special_characters"): "the attribute by which a translator of ours sets them",
    ("ibid/tasks/serving/server.py", "exc_info"): "in `handle_error`, which Python calls while it handles an error",
}
"""What only looks like such a use, and why it is none."""


def touches(code: str) -> Iterator[tuple[int, str]]:
    """Yield the line and name of each use of a private name of another object, and of a name or word of the lists."""
    tree = ast.parse(code)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) not in docstrings:
            yield from ((node.lineno, name) for name in _names(node) if _is_touch(node, name))


def _names(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node uses: attributes, imports, names given as text, and methods that a class replaces."""
    if isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.ImportFrom):
        yield node.module or ""
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.FunctionDef):
        yield node.name


def _is_touch(node: ast.AST, name: str) -> bool:
    if name in NAMES:
        return True
    if isinstance(node, ast.Constant):
        return name in PRIVATE | LOGGERS or bool(MARKERS.search(name) or MESSAGES.search(name))
    if isinstance(node, ast.Attribute) and name not in NAMEDTUPLE:
        is_own = isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}
        return bool(_PRIVATE.match(name)) and not is_own
    return isinstance(node, ast.ImportFrom | ast.Import) and bool(_PRIVATE_MODULE.search(name))


_PRIVATE = re.compile(r"_(?!_)")
_PRIVATE_MODULE = re.compile(r"(^|\.)_(?!_)")


def test_what_is_not_documented_is_used_in_one_place():
    found = []
    for path in sorted(PLUGINS.rglob("*.py")):
        place = path.relative_to(PLUGINS).as_posix()
        if path not in COMPAT:
            uses = [(line, name) for line, name in touches(path.read_text("utf-8")) if (place, name) not in OURS]
            found += [
                f"plugins/{place}:{line}: {name}: use it in compat/, in a function with a test" for line, name in uses
            ]
    assert not found, "\n".join(found)


def test_templates_use_nothing_of_it():
    templates = sorted((PLUGINS.parent / "theme/templates").rglob("*.html"))
    assert templates
    private = re.compile(r"[\w)\]]\._[a-z]\w*|\b(?:" + "|".join(NAMES - {"env"}) + r")\b")
    found = [f"{path.name}: {use[0]}" for path in templates for use in private.finditer(path.read_text("utf-8"))]
    assert not found, "\n".join(found)


def test_every_use_has_a_test():
    tests = "".join(path.read_text("utf-8") for path in (PLUGINS.parent / "tests").rglob("compat/*.py"))
    tests += (PLUGINS.parent / "tests/pelican_bibtex/test_bibtex_compat.py").read_text("utf-8")
    defined = {
        node.name
        for path in COMPAT
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    }
    assert {name for name in defined if not re.search(rf"\b{name}\b", tests)} == set()


def test_the_list_is_of_what_is_used():
    used = {name for path in COMPAT for _, name in touches(path.read_text("utf-8"))}
    never = {"get_content", "get_relative_path", "path_to_url", "PelicanTemplateNotFound", "root_render_func"}
    never |= {"new_context", "set_first_last", "set_class_on_child", "tb_frame", "tb_next"}  # once used, or next to it
    assert NAMES - never - used == set()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("html = content._content", ["_content"]),
        ("self._content = html", []),
        ("setattr(content, '_summary', html)", ["_summary"]),
        ("content.get_summary = shorter", ["get_summary"]),
        ("def get_summary(self): ...", ["get_summary"]),
        ("context['localsiteurl'] = '/'", ["localsiteurl"]),
        ('"""It sets `localsiteurl`, and _content."""', []),
        ("from pelican.plugins import _utils", ["_utils"]),
        ("from pelican.plugins._utils import load_plugins", ["pelican.plugins._utils", "load_plugins"]),
        ("from __future__ import annotations", []),
        ("logging.getLogger('pelican.readers')", ["pelican.readers"]),
        ("import pelican.readers", []),
        ("found = re.compile(r'\\x02klzzwxh:')", ["\\x02klzzwxh:"]),
        ("found = re.compile(r'\\x02(\\d+)')", ["\\x02(\\d+)"]),
        ("said.startswith('Could not process')", ["Could not process"]),
        ("point._replace(x=1)", []),
        ("names = frame.f_locals", ["f_locals"]),
    ],
)
def test_a_touch_is_found(code: str, found: list[str]):
    assert [name for _, name in touches(code)] == found
