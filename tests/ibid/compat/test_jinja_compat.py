"""What Ibid relies on in Jinja without a promise, on Jinja's own objects."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment, FileSystemLoader

from ibid.compat.jinja_compat import CompiledTemplates, identity_of
from promises import promise

promised: Callable[[str], AbstractContextManager[None]] = partial(promise, "Jinja2")


def test_identity_of(tmp_path: Path):
    for name in ("one.html", "two.html"):
        (tmp_path / name).write_text("{% macro item(thing) %}{{ thing }}{% endmacro %}", "utf-8")
    environment = Environment(loader=FileSystemLoader(tmp_path), autoescape=True)
    made = [environment.get_template(name).make_module({}) for name in ("one.html", "two.html", "one.html")]
    macros: list[Any] = [module.item for module in made]  # type: ignore[attr-defined]  # the template's own macro
    with promised("a macro no longer keeps its function in _func, whose code names the template's file"):
        one, two, again = map(identity_of, macros)
        assert one == ("item", str(tmp_path / "one.html"))
        assert (one == again, one == two) == (True, False)


def test_compiled_templates():
    templates = {"a.html": "old {{ 1 }}"}
    compiled = CompiledTemplates()

    def shown() -> str:
        return Environment(loader=DictLoader(templates), bytecode_cache=compiled).get_template("a.html").render()  # noqa: S701  no HTML

    with promised("a bucket of compiled code no longer has a key, a checksum of its source, and the code"):
        assert shown() == "old 1"
        (kept,) = compiled.codes.values()
        assert shown() == "old 1"
        assert [*compiled.codes.values()] == [kept], "compiled again, though its source is the same"
        templates["a.html"] = "new {{ 1 }}"
        assert shown() == "new 1"
