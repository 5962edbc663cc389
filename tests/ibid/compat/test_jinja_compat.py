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
    shape = "as ever"
    compiled = CompiledTemplates(lambda _: shape, {})

    def shown(cache: CompiledTemplates) -> str:
        return Environment(loader=DictLoader(templates), bytecode_cache=cache).get_template("a.html").render()  # noqa: S701  no HTML

    with promised("a bucket of compiled code no longer has a key, a checksum of its source, and the code"):
        assert shown(compiled) == "old 1"
        (kept,) = compiled.used.values()
        assert shown(compiled) == "old 1"
        assert [*compiled.used.values()] == [kept], "compiled again, though its source is the same"
        later = CompiledTemplates(lambda _: shape, dict(compiled.used))
        assert shown(later) == "old 1"
        assert [*later.used.values()] == [kept], "compiled again in a later process"
        shape = "another environment"
        assert shown(later) == "old 1"
        assert [*later.used.values()] != [kept], "taken from another environment"
        templates["a.html"] = "new {{ 1 }}"
        assert shown(compiled) == shown(later) == "new 1"
