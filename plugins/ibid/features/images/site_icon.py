"""The icon of a site: what is written of it, what pages link, and what is wrong with the image."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from ibid.features.colours.colour import read_colour
from ibid.features.images.encoding import UnreadableImageError, measure
from ibid.features.images.icon_drawing import draw_icons
from ibid.features.images.image_cache import Shelf
from ibid.features.images.manifest import MANIFEST, ManifestIcon, manifest
from ibid.features.images.sizes import FAVICON, ICONS, LEAST, TOUCH
from ibid.languages.tags import bcp47
from ibid.model.planned import PlannedFile
from ibid.problems import codes
from ibid.read.settings import Settings
from pelican_bibtex.diagnostics.problem import Problem, shown

_OWNER: Final = "IBID_ICON"
_MADE_AS: Final = "1"
"""To be raised whenever the same image would be made into something else."""
_PAPER: Final = "#ffffff"
"""The theme's own `--bg`."""
_SVG: Final = "icon.svg"
_SVG_TYPE, _PNG_TYPE = "image/svg+xml", "image/png"


@dataclass(frozen=True, slots=True)
class IconLink:
    """One `<link>` in every page's head."""

    rel: str
    path: str
    """Below the site's root."""
    type: str = ""
    sizes: str = ""


@dataclass(frozen=True, slots=True)
class SiteIcon:
    """An image as icons."""

    links: tuple[IconLink, ...] = ()
    listed: tuple[ManifestIcon, ...] = ()
    """What the manifest names."""
    files: tuple[PlannedFile, ...] = ()
    paper: str = _PAPER
    """The colour of the page in a light scheme."""
    problems: tuple[Problem, ...] = ()


def icon_of(ibid: Settings, settings: Mapping[str, Any], shelf: Shelf) -> SiteIcon:
    """The author's own icon, or else the theme's, if it has one. Icons once made are kept on the shelf."""
    paper = str(read_colour(str(ibid.tokens["bg"][0]))) if "bg" in ibid.tokens else _PAPER
    theme = Path(settings["THEME"], "static", _SVG)
    own = _drawing(f"{settings['THEME_STATIC_DIR']}/{_SVG}") if theme.is_file() else SiteIcon()
    own = replace(own, paper=paper)
    return site_icon(ibid.icon, own, shelf) if ibid.icon else own


def icon_files(icon: SiteIcon, settings: Mapping[str, Any], taken: Collection[str]) -> Iterator[PlannedFile]:
    """What is written of an icon: itself in every size, and the manifest; not what is in `taken`, the author's own."""
    name, description = str(settings["SITENAME"]), str(settings.get("SITESUBTITLE") or "")
    files = list(icon.files)
    if icon.listed:
        data = manifest(name, description, bcp47(str(settings["DEFAULT_LANG"])), icon.paper, icon.listed)
        files.append(PlannedFile(MANIFEST, "the web manifest", data))
    yield from (file for file in files if file.path not in taken)


def site_icon(image: Path, otherwise: SiteIcon, shelf: Shelf) -> SiteIcon:
    """The icons made of an image; where it is not fit for that, `otherwise` with what is wrong.

    An image of pixels is made into every size, once: `shelf` keeps them. A drawing stands as it is.
    """
    facts = measure(image)
    drawing = facts.format == "SVG"
    fault = facts.fault or _misshapen(facts.width, facts.height, drawing=drawing)
    if fault:
        return replace(otherwise, problems=(_problem(image, fault),))
    if drawing:
        file = PlannedFile(_SVG, _OWNER, image.read_bytes())
        return replace(_drawing(_SVG), files=(file,), paper=otherwise.paper)
    try:
        files = tuple(_files(image, shelf, otherwise.paper))
    except (UnreadableImageError, OSError) as error:
        return replace(otherwise, problems=(_problem(image, f"its pixels cannot be read ({error})"),))
    return replace(otherwise, links=_LINKS, listed=_LISTED, files=files)


def _drawing(path: str) -> SiteIcon:
    links = (IconLink("icon", path, _SVG_TYPE), _MANIFEST)
    return SiteIcon(links, (ManifestIcon(path, "any", _SVG_TYPE, "any"),))


def _misshapen(width: int, height: int, *, drawing: bool) -> str:
    if width != height:
        return f"it is {width} × {height}, and has to be square"
    if width < LEAST and not drawing:
        return f"it is {width} × {height}, and has to have {LEAST} × {LEAST} pixels or more"
    return ""


def _files(image: Path, shelf: Shelf, paper: str) -> Iterator[PlannedFile]:
    mark = sha256(f"{_MADE_AS} {paper} ".encode() + image.read_bytes()).hexdigest()[:10]
    drawn: dict[str, bytes] = {}
    for icon in ICONS:
        if not drawn and (kept := shelf.kept(_name(icon.path, mark))):
            yield PlannedFile(icon.path, _OWNER, kept)
            continue
        drawn = drawn or draw_icons(image, paper)
        shelf.keep(_name(icon.path, mark), drawn[icon.path])
        yield PlannedFile(icon.path, _OWNER, drawn[icon.path])


def _name(path: str, mark: str) -> str:
    return f"{mark}.{path.replace('/', '-')}"


def _problem(image: Path, fault: str) -> Problem:
    missing = not image.exists()
    what = "there is no such file" if missing else fault
    return Problem(codes.BAD_ICON, f"this is to be the site's icon, but {what}; the theme's own is used", shown(image))


_MANIFEST: Final = IconLink("manifest", MANIFEST)
_LINKS: Final = (
    IconLink("icon", FAVICON.path, sizes=f"{FAVICON.size}x{FAVICON.size}"),
    IconLink("apple-touch-icon", TOUCH.path),
    _MANIFEST,
)
_LISTED: Final = tuple(
    ManifestIcon(icon.path, f"{icon.size}x{icon.size}", _PNG_TYPE, icon.purpose) for icon in ICONS if icon.purpose
)
