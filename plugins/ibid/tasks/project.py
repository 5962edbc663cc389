"""An author's project as its settings describe it: paths of content, theme and output, and what a build reads."""

from __future__ import annotations

import os
import runpy
import sys
import traceback
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from invoke.exceptions import Exit
from msgspec import Struct


class Project(Struct, frozen=True):
    """The folder of one site, with the uppercase settings of one settings file."""

    root: Path
    """The folder of the settings file; relative paths in it start here."""
    file: str
    """The settings file's name: `pelicanconf.py` or `publishconf.py`."""
    settings: Mapping[str, Any]

    @property
    def content(self) -> Path:
        """The folder of the sources."""
        return self.path("PATH", "content")

    @property
    def output(self) -> Path:
        """The folder that `build` writes to."""
        return self.path("OUTPUT_PATH", "output")

    @property
    def bibliographies(self) -> tuple[Path, ...]:
        """The files of PUBLICATIONS_SRC: relative to the project, else to the working directory."""
        source = self.settings.get("PUBLICATIONS_SRC") or ()
        names = [source] if isinstance(source, str | os.PathLike) else list(source)
        return tuple(here if (here := self.root / name).exists() else Path(os.path.realpath(name)) for name in names)

    @property
    def numbers(self) -> Path:
        """The path of numbers.toml."""
        return self.path("IBID_NUMBERS", "content/numbers.toml")

    @property
    def languages(self) -> Path:
        """The folder of the author's own catalogues."""
        return self.path("IBID_LANGUAGES", "languages")

    @property
    def overrides(self) -> tuple[Path, ...]:
        """The folders of the author's own templates."""
        return tuple(self.root / name for name in self.settings.get("THEME_TEMPLATES_OVERRIDES") or ())

    def uses(self, plugin: str) -> bool:
        """Return whether a plugin is in PLUGINS, by its name or as a module."""
        return plugin in {getattr(each, "__name__", each) for each in self.settings.get("PLUGINS") or ()}

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders whose files are all part of the site: content, theme, plugins, catalogues."""
        plugins = [self.root / name for name in self.settings.get("PLUGIN_PATHS") or ()]
        found = [self.content, self.path("THEME", "theme"), *plugins, *self.overrides, self.languages]
        return tuple(folder.resolve() for folder in found if folder.is_dir())

    @property
    def files(self) -> tuple[Path, ...]:
        """The single files that the site is made from, inside those folders or not."""
        names = ("IBID_PEOPLE", "IBID_NUMBERS", "IBID_CV", "IBID_ICON")
        named = [self.root / str(self.settings[name]) for name in names if self.settings.get(name)]
        return (self.root / self.file, *self.bibliographies, *named)

    def path(self, name: str, default: str) -> Path:
        """Return a setting that is a path, relative to the project's folder."""
        return self.root / str(self.settings.get(name) or default)

    def shown(self, path: Path) -> str:
        """Return a path as the author knows it: relative to the project if it is inside."""
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)


def read_project(root: Path, file: str = "pelicanconf.py") -> Project:
    """Return a project from its settings file, which is run as Pelican does; its uppercase names are the settings.

    Raises Exit, with the file's line, when it cannot be run: the author may write any code there.
    """
    path = root / file
    if not path.is_file():
        raise Exit(f"{path}: this settings file is missing. Run the task in the site's folder.")
    before = list(sys.path)
    sys.path.insert(0, str(root))
    sys.modules.pop("pelicanconf", None)  # publishconf.py imports it, and it may have changed
    try:
        names = runpy.run_path(str(path))
    except Exception as error:  # noqa: BLE001  whatever an author's file raises, its line is what helps
        raise Exit(_located(error, root)) from None
    finally:
        sys.path[:] = before
    project = Project(root, file, {name: value for name, value in names.items() if name.isupper()})
    if not project.content.is_dir():
        raise Exit(
            f"{file}: settings: PATH is {str(project.settings.get('PATH', 'content'))!r}: there is no such folder."
        )
    _check_theme(project)
    return project


def _check_theme(project: Project) -> None:
    """Raise Exit if the theme does not exist, since Pelican would end with a traceback and read no plugin."""
    name = str(project.settings.get("THEME") or "")
    pelican = find_spec("pelican")
    shipped = [Path(folder, "themes") for folder in (pelican and pelican.submodule_search_locations) or ()]
    if name and not any((folder / name).is_dir() for folder in (project.root, Path.cwd(), *shipped)):
        raise Exit(
            f"{project.file}: settings: THEME is {name!r}: there is no such folder, and no such theme in Pelican."
        )


def _located(error: Exception, root: Path) -> str:
    """Return `pelicanconf.py:12: settings: NameError: ...`, with the author's last line that led to the error."""
    if isinstance(error, SyntaxError) and error.filename:
        place = (error.filename, error.lineno)
    else:
        frames = traceback.extract_tb(error.__traceback__)
        place = next(((f.filename, f.lineno) for f in reversed(frames) if f.filename.startswith(str(root))), ("", 0))
    file = Path(place[0]).name
    reason = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"{file}:{place[1]}: settings: {type(error).__name__}: {reason}"
