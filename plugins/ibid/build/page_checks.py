"""The templates that pages and posts name in their front matter: for one that is not there Pelican ends the build."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from jinja2 import Environment, TemplateNotFound
from pelican.contents import Content

from ibid.build.read_step import source_of
from ibid.problems import codes
from ibid.read.front_matter import read_fields
from pelican_bibtex.diagnostics.problem import Problem, shown


def give_each_a_template(
    contents: Iterable[Content], environment: Environment, endings: Sequence[str]
) -> list[Problem]:
    """Draw pages whose template is not there as any other, and say so. `endings` is TEMPLATE_EXTENSIONS."""
    known: dict[str, bool] = {}
    problems = []
    for content in contents:
        name = str(content.template)
        if name not in known:
            known[name] = _exists(environment, name, endings)
        if not known[name]:
            problems.append(_unknown(content, _names(environment, endings)))
            content.template = content.default_template
    return problems


def _exists(environment: Environment, name: str, endings: Sequence[str]) -> bool:
    try:
        environment.select_template([name + ending for ending in endings])
    except TemplateNotFound:
        return False
    return True


def _names(environment: Environment, endings: Sequence[str]) -> list[str]:
    """What may be named: templates at the top, not what these are put together from."""
    files = [file for file in environment.list_templates() if "/" not in file]
    return [file.removesuffix(ending) for file in files for ending in endings if file.endswith(ending)]


def _unknown(content: Content, names: Iterable[str]) -> Problem:
    source = Path(content.source_path)
    field = read_fields(source_of(source), source.suffix).get("template")
    near = get_close_matches(str(content.template).casefold(), names, n=1)
    otherwise = (
        f"leave the line out for {content.default_template}, or put the template among THEME_TEMPLATES_OVERRIDES."
    )
    advice = f"did you mean {near[0]}?" if near else otherwise
    message = f"the theme has no template {str(content.template)!r}; {advice}"
    return Problem(codes.UNKNOWN_TEMPLATE, message, shown(source), field.line if field else 0)
