"""A Pelican plugin that uses each function of `ibid.compat` that needs a whole build, and writes what came of it.

It stands in for Ibid, so that a build which breaks says which promise broke, not how Ibid fails on it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pelican.plugins import signals

from ibid.compat import pelican_compat, pelican_log

seen: dict[str, Any] = {"errors": [], "steps": [], "written": [], "broken": {}}


class Errors(logging.Handler):
    """Notes what Pelican's log says, read by `pelican_log`."""

    def emit(self, record: logging.LogRecord) -> None:
        error = pelican_log.error_in_hand()
        writing = pelican_log.page_being_written(error) if error else None
        seen["errors"].append(
            {
                "is_pelicans": pelican_log.is_pelicans(record),
                "leaves_source_out": pelican_log.leaves_source_out(record),
                "ends_build": pelican_log.ends_build(record),
                "named_in": [Path(str(one)).name for one in pelican_log.named_in(record)],
                "lacking_field": pelican_log.lacking_field(record.getMessage()),
                "says_only_which": pelican_log.says_only_which(record.getMessage()),
                "error": type(error).__name__ if error else "",
                "writing": Path(writing.source_path).name if writing else "",
            }
        )
        write()


def register() -> None:
    """Connect as Ibid does."""
    logging.getLogger().addHandler(Errors(logging.ERROR))
    signals.get_generators.connect(keep)
    signals.generator_init.connect(narrow)
    signals.all_generators_finalized.connect(link)
    signals.content_written.connect(note)
    signals.finalized.connect(finish)


def attempt(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function of `compat`; if it fails, note that, so that only the test of that function says so."""
    try:
        return function(*arguments)
    except Exception as error:  # noqa: BLE001  whatever comes of a name that is no longer there
        seen["broken"][function.__name__] = f"{type(error).__name__}: {error}"
        return None


def keep(pelican: Any) -> None:
    attempt(pelican_compat.keep_output_folder, pelican)
    pelican_log.filter_readers(hide=True)


def narrow(generator: Any) -> None:
    seen["steps"].append(type(generator).__name__)
    attempt(pelican_compat.narrow_search, generator, without_pipes)


def without_pipes(find: Any, paths: Any, exclude: Any = None, extensions: Any = None) -> set[str]:
    return {path for path in find(paths, exclude=exclude, extensions=extensions) if "pipe" not in path}


def link(generators: list[Any]) -> None:
    context = generators[0].context
    seen["steps"].append("all_generators_finalized")
    if environment := attempt(pelican_compat.environment_of, generators[0]):
        seen["template"] = environment.get_template("page.html").name
    contents = attempt(pelican_compat.generated_contents, context) or {}
    seen["contents"] = sorted(contents)
    files = [*(attempt(pelican_compat.static_files, context) or ())]
    seen["static files"] = sorted(Path(one.source_path).name for one in files)
    seen["static contents"] = sorted(attempt(pelican_compat.static_contents, context) or ())
    if files and (page := contents.get("pages/a.md")):
        paths_of(page, sorted(files, key=lambda one: str(one.source_path)))
    change([one for one in contents.values() if one is not None], contents)
    attempt(pelican_compat.link_from, "ROOT", context)


def paths_of(page: Any, copies: list[Any]) -> None:
    seen["paths"] = [attempt(pelican_compat.path_of_copy, one) for one in copies]
    seen["addresses"] = [attempt(pelican_compat.address_of_copy, one) for one in copies]
    attempt(pelican_compat.copy_beside, copies[0], page)
    seen["attached"] = [attempt(pelican_compat.path_of_copy, one) for one in copies]
    seen["folder"] = attempt(pelican_compat.folder_of, page)
    seen["beside"] = attempt(pelican_compat.path_beside, page, "../news/b.md")


def change(contents: list[Any], known: dict[str, Any]) -> None:
    for one in contents:
        attempt(pelican_compat.complete_draft, one)
        if one.source_path.endswith("unwritten.md"):
            attempt(pelican_compat.leave_unwritten, one)
    known["@ours/x"] = Address("ours/x/")


class Address:
    """What `{filename}` needs of a target."""

    def __init__(self, url: str) -> None:
        self.url = url


def note(path: str, context: Any) -> None:
    seen["written"].append(Path(path).name)
    if Path(path).name == "a.html":
        seen["summary"] = context["page"].metadata["summary"]


def finish(pelican: Any) -> None:
    write()


def write() -> None:
    Path("seen.json").write_text(json.dumps(seen), "utf-8")
