"""Pillow's side of icons: the same bytes each time for the same image."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ibid.features.images.encoding import UnreadableImageError, opened
from ibid.features.images.sizes import ICONS, IN_FAVICON, Icon

if TYPE_CHECKING:
    from PIL.Image import Image


_SOLID = 255


def draw_icons(path: Path, paper: str) -> dict[str, bytes]:
    """Every file by its path. `paper` is the colour behind an image that shines through, `#ffffff`.

    Raises UnreadableImageError when the image's pixels cannot be read.
    """
    try:
        image = opened(path).convert("RGBA")
        ground = _ground(image, paper)
        return {icon.path: _saved(_drawn(image, icon, ground), icon) for icon in ICONS}
    except Exception as error:  # Pillow's decoders raise what they meet: OSError, SyntaxError, struct.error, EOFError.
        raise UnreadableImageError(str(error) or type(error).__name__) from error


def _ground(image: Image, paper: str) -> tuple[int, ...]:
    """What surrounds the image where it is drawn smaller: its own corner, or paper behind one without a ground."""
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
