"""Image files as authors keep them: good ones, and all that goes wrong with them."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

TURNED, PLACE = 0x0112, 0x8825


def picture(width: int, height: int, name: str = "PNG", mode: str = "RGB", **options: object) -> bytes:
    """Soft noise, which no format makes very small."""
    image = Image.effect_noise((max(1, width // 4), max(1, height // 4)), 60).resize((width, height)).convert(mode)
    to = BytesIO()
    image.save(to, name, **options)
    return to.getvalue()


def photograph(width: int, height: int) -> bytes:
    """A JPEG that was taken upright with a camera that lay on its side, at a known place."""
    exif = Image.Exif()
    exif[TURNED] = 6
    exif[PLACE] = {1: "N", 2: (48.0, 12.0, 3.0)}
    return picture(width, height, "JPEG", exif=exif)


def animation() -> bytes:
    """A GIF of three frames, large enough for copies."""
    frames = [Image.new("P", (900, 600), shade) for shade in (1, 2, 3)]
    to = BytesIO()
    frames[0].save(to, "GIF", save_all=True, append_images=frames[1:])
    return to.getvalue()


def bomb() -> bytes:
    """A few kilobytes that decode into 100 million pixels."""
    to = BytesIO()
    Image.new("1", (10_000, 10_000)).save(to, "PNG")
    return to.getvalue()


DRAWING = """<?xml version="1.0"?>
<!DOCTYPE svg [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 150" onload="alert(1)"><script>alert(2)</script><text>&secret;</text></svg>
"""
