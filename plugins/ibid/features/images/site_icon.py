"""The icon of a site in every size, and the web manifest (https://www.w3.org/TR/appmanifest/) that lists them.

The manifest's addresses are relative to the file, so that they work at a domain's root, below a path and on disk.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import replace

from ibid.features.images.encoding import UnreadableImageError, measure, opened
from ibid.features.images.image_cache import ImageCache
from ibid.languages.tags import bcp47
from ibid.model.addresses import MANIFEST
from ibid.model.colour import read_colour
from ibid.model.planned import PlannedFile
from ibid.problems import codes
from ibid.read.settings import Settings
from pelican_bibtex.diagnostics.problem import Problem, shown

if TYPE_CHECKING:
    from PIL.Image import Image


class Icon(Struct, frozen=True):
    """One icon file to be made."""

    path: str
    """Its path below the output folder."""
    size: int
    """Its width and height in pixels; for a `.ico`, which has several sizes, the largest."""
    share: float = 1.0
    """The share of its width that the image takes."""
    opaque: bool = False
    """Whether it has a background: a phone would show black behind transparent parts."""
    purpose: str = ""
    """Its purpose in the manifest: `any`, or `maskable` if a launcher may cut it to a shape; empty if not listed."""


FAVICON: Final = Icon("favicon.ico", 48)
TOUCH: Final = Icon("apple-touch-icon.png", 180, opaque=True)
ICONS: Final = (
    FAVICON,
    TOUCH,
    Icon("icons/192.png", 192, purpose="any"),
    Icon("icons/512.png", 512, purpose="any"),
    # Four fifths of the width are never cut off: https://www.w3.org/TR/appmanifest/#icon-masks
    Icon("icons/maskable-512.png", 512, share=0.8, opaque=True, purpose="maskable"),
)
LEAST: Final = 512
"""An image with fewer pixels would have to be enlarged."""
IN_FAVICON: Final = (16, 32, 48)


_SOLID = 255


def draw_icons(path: Path, paper: str) -> dict[str, bytes]:
    """Return every icon file by its path. `paper` is the colour behind a transparent image, `#ffffff`.

    Raises UnreadableImageError when the image's pixels cannot be read.
    """
    try:
        image = opened(path).convert("RGBA")
        ground = _ground(image, paper)
        return {icon.path: _saved(_drawn(image, icon, ground), icon) for icon in ICONS}
    except Exception as error:  # Pillow's decoders raise OSError, SyntaxError, struct.error, EOFError and others.
        raise UnreadableImageError(str(error) or type(error).__name__) from error


def _ground(image: Image, paper: str) -> tuple[int, ...]:
    """Return the colour around a smaller image: that of its corner or, if that is transparent, of the paper."""
    from PIL import ImageColor  # noqa: PLC0415  only sites with an icon of their own load it

    corner = image.getpixel((0, 0))
    if isinstance(corner, tuple) and corner[-1] == _SOLID:
        return corner
    return (*ImageColor.getrgb(paper)[:3], _SOLID)


def _drawn(image: Image, icon: Icon, ground: tuple[int, ...]) -> Image:
    from PIL import Image as Pillow  # noqa: PLC0415  as above

    inner = round(icon.size * icon.share)
    small = image.resize((inner, inner), Pillow.Resampling.LANCZOS, reducing_gap=3.0)
    canvas = Pillow.new("RGBA", (icon.size, icon.size), ground if icon.opaque else (0, 0, 0, 0))
    margin = (icon.size - inner) // 2
    canvas.alpha_composite(small, (margin, margin))
    return canvas.convert("RGB") if icon.opaque else canvas


def _saved(image: Image, icon: Icon) -> bytes:
    to = BytesIO()
    if icon.path.endswith(".ico"):
        image.save(to, "ICO", sizes=[(size, size) for size in IN_FAVICON])
    else:
        image.save(to, "PNG", optimize=True)
    return to.getvalue()


class ManifestIcon(Struct, frozen=True):
    """One icon in the manifest, which a launcher may choose."""

    path: str
    sizes: str
    """`192x192`, or `any` for a drawing."""
    type: str
    """Its media type."""
    purpose: str


def manifest(name: str, description: str, language: str, paper: str, icons: Iterable[ManifestIcon]) -> bytes:
    """Return the manifest. `paper` is the colour of the page in a light scheme; a manifest has only one for both.

    The site opens in the browser's window, since text and links are read best with back button, tabs and address.
    """
    said: dict[str, Any] = {
        "name": name,
        "short_name": name,
        "description": description,
        "lang": language,
        "start_url": "./",
        "scope": "./",
        "display": "browser",
        "theme_color": paper,
        "background_color": paper,
        "icons": [{"src": i.path, "sizes": i.sizes, "type": i.type, "purpose": i.purpose} for i in icons],
    }
    known = {key: value for key, value in said.items() if value}
    return (json.dumps(known, ensure_ascii=False, indent=1) + "\n").encode()


_OWNER: Final = "IBID_ICON"
_MADE_AS: Final = "1"
"""A version to increase whenever the icons made of the same image would be different."""
_PAPER: Final = "#ffffff"
"""The theme's own `--bg`."""
_SVG: Final = "icon.svg"
_SVG_TYPE, _PNG_TYPE = "image/svg+xml", "image/png"


class IconLink(Struct, frozen=True):
    """One `<link>` in every page's head."""

    rel: str
    path: str
    """The path below the site's root."""
    type: str = ""
    sizes: str = ""


class SiteIcon(Struct, frozen=True):
    """The icons of a site."""

    links: tuple[IconLink, ...] = ()
    listed: tuple[ManifestIcon, ...] = ()
    """The icons in the manifest."""
    files: tuple[PlannedFile, ...] = ()
    paper: str = _PAPER
    """The colour of the page in a light scheme."""
    problems: tuple[Problem, ...] = ()


def icon_of(ibid: Settings, settings: Mapping[str, Any], image_cache: ImageCache) -> SiteIcon:
    """Return the author's own icon, or else the theme's, if it has one. Icons are cached once they are made."""
    theme = Path(settings["THEME"], "static", _SVG)
    own = _drawing(f"{settings['THEME_STATIC_DIR']}/{_SVG}") if theme.is_file() else SiteIcon()
    own = replace(own, paper=_paper(ibid.tokens))
    return site_icon(ibid.icon, own, image_cache) if ibid.icon else own


def _paper(tokens: Mapping[str, Any]) -> str:
    """Return the colour of the page in a light scheme, `#ffffff`: the author's token `bg`, or the theme's."""
    return str(read_colour(str(tokens["bg"][0]))) if "bg" in tokens else _PAPER


def icon_files(icon: SiteIcon, settings: Mapping[str, Any], taken: Collection[str]) -> Iterator[PlannedFile]:
    """Yield the files of an icon in every size, and the manifest; not those in `taken`, which are the author's."""
    name, description = str(settings["SITENAME"]), str(settings.get("SITESUBTITLE") or "")
    files = list(icon.files)
    if icon.listed:
        data = manifest(name, description, bcp47(str(settings["DEFAULT_LANG"])), icon.paper, icon.listed)
        files.append(PlannedFile(MANIFEST.at(), "the web manifest", data))
    yield from (file for file in files if file.path not in taken)


def site_icon(image: Path, otherwise: SiteIcon, image_cache: ImageCache) -> SiteIcon:
    """Return the icons made of an image or, if it is not suitable, `otherwise` with the problem.

    An image of pixels is converted to every size once, and cached in `image_cache`. A drawing is used as it is.
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
        files = tuple(_files(image, image_cache, otherwise.paper))
    except (UnreadableImageError, OSError) as error:
        return replace(otherwise, problems=(_problem(image, f"its pixels cannot be read ({error})"),))
    return replace(otherwise, links=_LINKS, listed=_LISTED, files=files)


def _drawing(path: str) -> SiteIcon:
    links = (IconLink("icon", path, _SVG_TYPE), _MANIFEST)
    return SiteIcon(links, (ManifestIcon(path, "any", _SVG_TYPE, "any"),))


def _misshapen(width: int, height: int, *, drawing: bool) -> str:
    if width != height:
        return f"it is {width} × {height}, but must be square"
    if width < LEAST and not drawing:
        return f"it is {width} × {height}, but must have at least {LEAST} × {LEAST} pixels"
    return ""


def _files(image: Path, image_cache: ImageCache, paper: str) -> Iterator[PlannedFile]:
    mark = sha256(f"{_MADE_AS} {paper} ".encode() + image.read_bytes()).hexdigest()[:10]
    drawn: dict[str, bytes] = {}
    for icon in ICONS:
        if not drawn and (kept := image_cache.kept(_name(icon.path, mark))):
            yield PlannedFile(icon.path, _OWNER, kept)
            continue
        drawn = drawn or draw_icons(image, paper)
        image_cache.keep(_name(icon.path, mark), drawn[icon.path])
        yield PlannedFile(icon.path, _OWNER, drawn[icon.path])


def _name(path: str, mark: str) -> str:
    return f"{mark}.{path.replace('/', '-')}"


def _problem(image: Path, fault: str) -> Problem:
    missing = not image.exists()
    what = "there is no such file" if missing else fault
    return Problem(
        codes.BAD_ICON, f"this image cannot be the site's icon: {what}; the theme's icon is used instead.", shown(image)
    )


_MANIFEST: Final = IconLink("manifest", MANIFEST.at())
_LINKS: Final = (
    IconLink("icon", FAVICON.path, sizes=f"{FAVICON.size}x{FAVICON.size}"),
    IconLink("apple-touch-icon", TOUCH.path),
    _MANIFEST,
)
_LISTED: Final = tuple(
    ManifestIcon(icon.path, f"{icon.size}x{icon.size}", _PNG_TYPE, icon.purpose) for icon in ICONS if icon.purpose
)
