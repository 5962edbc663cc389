"""Builds of tiny sites without the second that each would spend on imports.

A zygote is a process that has imported Pelican, our plugins and what they stand on, and does nothing itself: for each
run it forks a child, which finds the modules as they were imported, never as another run left them. So a run is as good
as `python -W error::ResourceWarning -m MODULE`, except that runs of one zygote share its hash seed, the code that
Jinja compiled (`compiled_templates`) and the regular expressions that a run before it compiled, and that a script which
`invoke` runs is forked from that (`forked`). A test about imports, or about the order of sets, asks for a process of its
own (`fresh`) or sets PYTHONHASHSEED.
"""

from __future__ import annotations

import atexit
import gc
import json
import marshal
import os
import re
import runpy
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

FLAGS = ("-W", "error::ResourceWarning")
"""What a file left open must come to, in a run and in a zygote alike."""
PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
IMPORTS = (
    *("pelican", "ibid.plugin", "pelican_bibtex.plugin"),
    *("ibid.features.cv.cv_pages", "ibid.features.images.image_steps", "ibid.features.formulas.formulas"),
    *("ibid.features.colours.colour_tokens", "ibid.features.redirects.aliases"),
    *("ibid.mark.markdown_extension", "ibid.build.restructuredtext"),
    *("babel.dates", "babel.messages.mofile", "babel.messages.pofile", "yaml"),
    *("markdown.extensions.extra", "markdown.extensions.meta", "pygments.lexers.python"),
    *("markdown.extensions.abbr", "markdown.extensions.def_list", "markdown.extensions.footnotes"),
    *("markdown.extensions.attr_list", "markdown.extensions.fenced_code", "markdown.extensions.md_in_html"),
    *("markdown.extensions.tables", "markdown.extensions.sane_lists", "pymdownx.gemoji_db", "pymdownx.magiclink"),
    *("latex2mathml.converter", "docutils.languages.en", "docutils.readers.standalone", "docutils.transforms.misc"),
    *("docutils.transforms.frontmatter", "docutils.transforms.references", "rich._emoji_codes", "uuid"),
    *("rich.live", "rich.table", "rich.status"),
    *("invoke.main", "ibid.tasks.posts", "ibid.tasks.building", "ibid.tasks.built_folder"),
    *("ibid.tasks.numbers_and_keys", "ibid.tasks.publishing.delivery"),
)
"""What most builds load, and what leaves no trace by being loaded."""
READ_AT_START = ("PYTHON", "LC_", "LANG", "TZ", "TERM", "COLUMNS", "NO_COLOR", "FORCE_COLOR")
"""How the variables begin that Python and Pelican look at when they start: each setting of them has its own zygote."""


def run(
    words: Sequence[str], folder: Path, environment: Mapping[str, str], *, timeout: int = 120, fresh: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run `python -m WORDS` in a folder; the plugins, if it asks for them, must be those of this project.

    With `fresh`, or where a process cannot be forked, Python is started anew.
    Raises subprocess.TimeoutExpired when it takes longer than `timeout` seconds.
    """
    if fresh or not hasattr(os, "fork"):
        return subprocess.run(
            [sys.executable, *FLAGS, "-m", *words],
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=timeout,
        )
    start = sorted((name, value) for name, value in environment.items() if name.startswith(READ_AT_START))
    return _zygote(tuple(start)).run(words, folder, environment, timeout)


@cache
def _zygote(start: tuple[tuple[str, str], ...]) -> Zygote:
    """The one of this process for some variables."""
    zygote = Zygote(dict(start))
    atexit.register(zygote.end)
    return zygote


class Zygote:
    """This process's side of a zygote: one run at a time."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.folder = TemporaryDirectory(prefix="zygote-")
        self.process = subprocess.Popen(
            [sys.executable, "-P", *FLAGS, __file__, self.folder.name],
            env={**environment, "PATH": os.environ.get("PATH", "")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(
        self, words: Sequence[str], folder: Path, environment: Mapping[str, str], timeout: int
    ) -> subprocess.CompletedProcess[str]:
        """Have a child run a module, as `run` says."""
        outputs = [Path(self.folder.name, name) for name in ("stdout", "stderr")]
        for output in outputs:
            output.write_bytes(b"")
        request = [list(words), str(folder), dict(environment), timeout, list(map(str, outputs))]
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the zygote ended with {self.process.wait()}")
        code = int(answer)
        said, complained = (output.read_text("utf-8") for output in outputs)
        if code == -signal.SIGALRM:
            raise subprocess.TimeoutExpired(list(words), timeout, said, complained)
        return subprocess.CompletedProcess(list(words), code, said, complained)

    def end(self) -> None:
        """Let the process go, and its files."""
        self.process.communicate()
        self.folder.cleanup()


def serve() -> None:
    """Read requests, a line each; answer each with its exit code."""
    folder = Path(sys.argv[1])
    forked = _import_all(folder)
    patterns = Patterns(folder / "patterns")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            words, *rest = json.loads(line)
            if words[0] == "invoke":
                forked.fork_scripts()
            _become(words, *rest)
            run = partial(runpy.run_module, words[0], run_name="__main__", alter_sys=True)
            forked.exit_after(partial(patterns.told_after, run))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        patterns.learn()


class Patterns:
    """The regular expressions that `re` has compiled: a run tells the zygote of those it had to compile, for the next."""

    def __init__(self, told: Path) -> None:
        self.told = told
        vars(re).update(_MAXCACHE=1 << 14)  # all that is imported fills the 512 that it would keep
        self.known = self._cached()

    @staticmethod
    def _cached() -> frozenset[tuple[str | bytes, int]]:
        return frozenset((pattern, flags) for kind, pattern, flags in vars(re)["_cache"] if kind in (str, bytes))

    def told_after(self, run: Callable[[], object]) -> None:
        """Run, in a child, and write down what is new."""
        try:
            run()
        finally:
            if new := self._cached() - self.known:
                with suppress(OSError):  # a test limits what this process may write
                    self.told.write_bytes(marshal.dumps(list(new)))

    def learn(self) -> None:
        """Compile, in the zygote, what a child has written down, but for what a run is to be warned of."""
        if not self.told.is_file():
            return
        with warnings.catch_warnings(), suppress(EOFError, ValueError):  # it was killed while it wrote
            warnings.simplefilter("error")
            for pattern, flags in marshal.loads(self.told.read_bytes()):  # noqa: S302  a child wrote it
                with suppress(Warning):
                    re.compile(pattern, flags)
        self.told.unlink()
        self.known = self._cached()


def _import_all(folder: Path) -> Any:
    """Import what runs need; return `workshop.forked`, which they do not."""
    sys.path[:0] = [str(PLUGINS), str(PLUGINS.parent / "tests")]
    for name in IMPORTS:
        import_module(name)
    import_module("bs4.dammit").EntitySubstitution.HTML_ENTITY_TO_CHARACTER  # noqa: B018  a table made when it is asked for
    import_module("workshop.compiled_templates").share(folder)
    forked = import_module("workshop.forked")
    del sys.path[:2]
    for name in [name for name in sys.modules if name.startswith("workshop")]:
        del sys.modules[name]  # a run that has a module of that name finds its own
    gc.freeze()
    return forked


def _become(words: list[str], folder: str, environment: dict[str, str], timeout: int, outputs: list[str]) -> None:
    """Make this process what `python -m WORDS` would be."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in enumerate((os.devnull, *outputs)):
        opened = os.open(path, os.O_RDWR)
        os.dup2(opened, number)
        os.close(opened)
    sys.argv = words
    sys.dont_write_bytecode = True  # what is new in the folder afterwards is what the run wrote there
    sys.path.insert(0, os.getcwd())  # noqa: PTH109  as Python itself does
    signal.alarm(timeout)


if __name__ == "__main__":
    serve()
