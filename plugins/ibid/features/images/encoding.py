"""Work with Pillow: facts of image files and smaller copies. No format that may run programs is ever opened."""

from __future__ import annotations

import os
import stat
import warnings
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ibid.features.images.facts import MOST_PIXELS, Facts, svg_facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL.Image import Image


_OPENED = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP")
_HEAD = 65_536
"""The first bytes of an SVG, in which its root element must begin."""
_TURN = 0x0112
"""The EXIF tag for the orientation of the camera; for values of 5 or more width and height are swapped."""
_SIDEWAYS = 5
_PLAIN = {"1": "L", "L": "L", "LA": "RGBA", "La": "RGBA", "P": "RGBA", "PA": "RGBA", "RGBA": "RGBA", "RGBa": "RGBA"}
_LOSSY = {"webp": {"quality": 80, "method": 4}, "avif": {"quality": 60, "speed": 8}}
"""These take a half to a third of the time of the best settings, for a few percent more bytes."""
_LOSSLESS = {"lossless": True, "quality": 25, "method": 2}
"""Four times as fast as Pillow's default, for a file less than one percent larger."""
_FINE = {"quality": 90, "method": 4}
_WORTH_IT = 0.9
"""AVIF is used if it has less than this share of WebP's bytes."""


class UnreadableImageError(ValueError):
    """A file that cannot be decoded; the message says why."""


def measure(path: Path) -> Facts:
    """Return the facts of a file, from its first bytes. Never raises; what is wrong is in `fault`."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return Facts("", fault="it is not a regular file")
        if path.stat().st_size == 0:
            return Facts("", fault="it is empty")
        if path.suffix.lower() == ".svg":
            with path.open("rb") as file:
                return svg_facts(file.read(_HEAD).decode("utf-8", "replace"))
        return _measured(path)
    except (OSError, ValueError) as error:
        return Facts("", fault=f"it cannot be read: {getattr(error, 'strerror', None) or 'it is not an image'}")


def encode(path: Path, facts: Facts, planned: Iterable[tuple[int, int]]) -> list[tuple[tuple[int, int], str, bytes]]:
    """Return a size, a format and bytes for each copy that is smaller than the original's file.

    Copies have no metadata, such as place or author of a photograph. Raises UnreadableImageError.
    """
    most = path.stat().st_size
    sizes = list(planned)
    try:
        image = opened(path, max(width for width, _ in sizes))
        made = [(size, name, data) for size in sizes for name, data in _encoded(image, size, facts.format)]
    except Exception as error:  # Pillow's decoders raise OSError, SyntaxError, struct.error, EOFError and others.
        raise UnreadableImageError(str(error) or type(error).__name__) from error
    return [each for each in made if len(each[2]) < most]


def encode_cropped(path: Path, size: tuple[int, int], most: int) -> bytes:
    """Return a copy cropped to a size around its centre, as WebP, in the best quality with at most `most` bytes.

    It is empty if there is none. Raises UnreadableImageError.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415  only sites with images load it

    try:
        image = ImageOps.fit(opened(path), size, Image.Resampling.LANCZOS)
        tries = (_saved(image, "webp", {"quality": quality, "method": 6}) for quality in (85, 75, 60, 45, 30, 15, 5))
        return next((data for data in tries if len(data) <= most), b"")
    except Exception as error:  # as above
        raise UnreadableImageError(str(error) or type(error).__name__) from error


def _measured(path: Path) -> Facts:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415  only sites with images load it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit is ours, and lower
        try:
            with Image.open(path, formats=_known_formats()) as image:
                return _facts_of(image)
        except UnidentifiedImageError:
            return Facts("", fault="it is not in an image format that browsers show")
        except Image.DecompressionBombError:
            return Facts("", fault="it has far too many pixels")
        except Exception:  # noqa: BLE001  a decoder may raise anything: SyntaxError, struct.error
            return Facts("", fault="it is broken")


def _known_formats() -> list[str]:
    from PIL import Image  # noqa: PLC0415  as above

    Image.init()
    return [name for name in _OPENED if name in Image.OPEN]


def _facts_of(image: Any) -> Facts:
    width, height = image.size
    if image.getexif().get(_TURN, 1) >= _SIDEWAYS:
        width, height = height, width
    fault = ""
    if width * height > MOST_PIXELS:
        fault = f"it has {width * height // 1_000_000} million pixels; at most {MOST_PIXELS // 1_000_000} are possible"
    moves = getattr(image, "n_frames", 1) > 1
    # 16 bits a channel would be truncated, not rounded, by the conversion.
    odd = image.mode.startswith(("I", "F"))
    return Facts("" if odd else image.format or "", width, height, moves, fault)


def opened(path: Path, wide: int = 0) -> Image:
    """Return the pixels of a file, upright, in sRGB. Raises whatever Pillow's decoder raises.

    With `wide`, a JPEG may be read at a half or less of its size, but at least that many pixels wide.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415  as above

    with Image.open(path, formats=_known_formats()) as image:
        profile = image.info.get("icc_profile")
        if wide:
            image.draft(image.mode, (wide, wide))
        turned = ImageOps.exif_transpose(image)
        turned.load()
        plain = _in_srgb(turned, profile)
        plain.info = {}
        return plain


def _in_srgb(image: Image, profile: bytes | None) -> Image:
    transparent = image.mode == "RGB" and "transparency" in image.info
    mode = "RGBA" if transparent else _PLAIN.get(image.mode, "RGB")
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        from PIL import ImageCms  # noqa: PLC0415  as above

        try:
            srgb = ImageCms.createProfile("sRGB")
            target = "RGBA" if image.mode == "RGBA" else "RGB"
            converted = ImageCms.profileToProfile(image, BytesIO(profile), srgb, outputMode=target)
            return converted or image.convert(mode)
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile: the values are read as sRGB, as browsers do
    return image.convert(mode)


def _encoded(image: Image, size: tuple[int, int], source: str) -> Iterable[tuple[str, bytes]]:
    from PIL import Image as Pillow  # noqa: PLC0415  as above

    small = image if image.size == size else image.resize(size, Pillow.Resampling.LANCZOS, reducing_gap=3.0)
    if source != "JPEG":
        yield "webp", _drawing_or_photograph(small)
        return
    webp = _saved(small, "webp", _LOSSY["webp"])
    yield "webp", webp
    if "AVIF" in Pillow.SAVE:
        avif = _saved(small, "avif", _LOSSY["avif"])
        if len(avif) < _WORTH_IT * len(webp):
            yield "avif", avif


def _drawing_or_photograph(image: Image) -> bytes:
    """Return WebP, lossless for plots and screenshots, but lossy if that is far smaller, as for photographs in PNG."""
    exact, close = _saved(image, "webp", _LOSSLESS), _saved(image, "webp", _FINE)
    return close if len(close) < len(exact) / 2 else exact


def _saved(image: Image, name: str, options: dict[str, Any]) -> bytes:
    to = BytesIO()
    image.save(to, name.upper(), **options)
    return to.getvalue()


def fingerprint(path: Path) -> tuple[int, int]:
    """Return a file's size and time in nanoseconds, which change when the file does."""
    status = os.stat(path)  # noqa: PTH116  the same either way, and this is the edge
    return status.st_size, status.st_mtime_ns
