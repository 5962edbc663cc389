"""A Pelican plugin that uses each function of `ibid.compat` that needs a whole build, and writes what came of it.

It stands in for Ibid, so that a build which breaks says which promise broke, not how Ibid fails on it.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from pelican.plugins import signals

from ibid.compat import pelican_compat, pelican_log

seen: dict[str, Any] = {"errors": [], "steps": [], "written": []}


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


def keep(pelican: Any) -> None:
    pelican_compat.keep_output_folder(pelican)
    pelican_log.filter_readers(hide=True)


def narrow(generator: Any) -> None:
    seen["steps"].append(type(generator).__name__)
    pelican_compat.narrow_search(generator, without_pipes)


def without_pipes(find: Any, paths: Any, exclude: Any = None, extensions: Any = None) -> set[str]:
    return {path for path in find(paths, exclude=exclude, extensions=extensions) if "pipe" not in path}


def link(generators: list[Any]) -> None:
    context = generators[0].context
    seen["steps"].append("all_generators_finalized")
    seen["template"] = pelican_compat.environment_of(generators[0]).get_template("page.html").name
    contents = pelican_compat.generated_contents(context)
    seen["contents"] = sorted(contents)
    seen["static files"] = sorted(one.source_path for one in pelican_compat.static_files(context))
    seen["static contents"] = sorted(pelican_compat.static_contents(context))
    statics = {Path(one.source_path).name: one for one in pelican_compat.static_files(context)}
    copies = [statics["attached.txt"], statics["private.txt"]]
    seen["paths"] = [pelican_compat.path_of_copy(one) for one in copies]
    pelican_compat.copy_beside(copies[0], contents["pages/a.md"])
    seen["attached"] = [(pelican_compat.path_of_copy(one), pelican_compat.address_of_copy(one)) for one in copies]
    page = contents["pages/a.md"]
    seen["beside"] = [pelican_compat.folder_of(page), pelican_compat.path_beside(page, "../news/b.md")]
    for one in contents.values():
        if one is not None:
            pelican_compat.complete_draft(one)
    pelican_compat.leave_unwritten(contents["news/unwritten.md"])
    contents["@ours/x"] = Address("ours/x/")
    pelican_compat.link_from("ROOT", context)


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
