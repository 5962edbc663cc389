"""Compiled templates are kept from build to build, and made anew when anything they are made of has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from ibid.build import compiled_templates
from ibid.build.cache_file import CacheFile, cache_path
from ibid.build.compiled_templates import KeptTemplates


def settings(folder: Path, *, wanted: bool = True) -> dict[str, object]:
    return {"CACHE_PATH": str(folder / "cache"), "IBID_CACHE": wanted}


def build(folder: Path, *, wanted: bool = True, **options: object) -> tuple[str, int]:
    """Return what the template shows, and how many templates this process had to compile."""
    kept = KeptTemplates(settings(folder, wanted=wanted))
    environment = Environment(loader=FileSystemLoader(folder), bytecode_cache=kept, autoescape=True, **options)  # type: ignore[arg-type]  # any options
    environment.filters["loud"] = FILTERS.get("loud", str.upper)
    shown = environment.get_template("a.html").render()
    compiled = sum(kept.known.get(key) != made for key, made in kept.used.items())
    kept.save()
    return shown, compiled


FILTERS: dict[str, Callable[[str], str]] = {}


@pytest.fixture(autouse=True)
def site(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(compiled_templates, "OWN", tmp_path / "own")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "part.html").write_text("part", "utf-8")
    (tmp_path / "a.html").write_text("{{ 'a' | loud }}{% if 1 %} {% endif %}\n", "utf-8")
    assert build(tmp_path) == ("A ", 1)
    assert build(tmp_path) == ("A ", 0), "a later build takes it from the cache"
    return tmp_path


def test_a_changed_source_filter_option_or_part_is_compiled_anew(site, monkeypatch):
    (site / "a.html").write_text("{{ 'b' | loud }} ", "utf-8")
    assert build(site) == ("B ", 1)
    monkeypatch.setitem(FILTERS, "loud", lambda text: f"{text}!")
    assert build(site) == ("b! ", 1)
    assert build(site, trim_blocks=True) == ("b! ", 1)
    assert build(site, trim_blocks=True) == ("b! ", 0)
    (site / "own" / "part.html").write_text("another part", "utf-8")
    assert build(site, trim_blocks=True) == ("b! ", 1)


@pytest.mark.parametrize("spoilt", [b"", b"x" * 50, None], ids=["empty", "foreign", "cut off"])
def test_a_spoilt_file_is_ignored_and_replaced(site, spoilt):
    file = site / "cache" / "ibid" / "templates"
    data = file.read_bytes()
    file.write_bytes(data[:-9] if spoilt is None else spoilt)
    assert build(site) == ("A ", 1)
    assert file.read_bytes() == data


def test_without_a_cache_or_where_it_cannot_be_written(site):
    file = site / "cache" / "ibid" / "templates"
    file.unlink()
    assert [build(site, wanted=False), build(site, wanted=False)] == [("A ", 1)] * 2
    assert not file.exists()
    file.parent.rmdir()
    file.parent.write_text("in its place")
    assert [build(site), build(site)] == [("A ", 1)] * 2


def test_data_made_with_something_else_is_no_data(site):
    path = cache_path(settings(site), "data")
    CacheFile(path, "one").save({"a": 1})
    assert [CacheFile(path, made_with).load() for made_with in ("one", "another")] == [{"a": 1}, None]
    assert sorted(path.name for path in (site / "cache" / "ibid").iterdir()) == ["data", "templates"], (
        "no file is left aside"
    )
