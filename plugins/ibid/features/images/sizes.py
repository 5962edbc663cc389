"""What is made of one square image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Icon:
    """One file to be made."""

    path: str
    """Below the output folder."""
    size: int
    """Its width and height in pixels; of a `.ico`, which has several, the largest."""
    share: float = 1.0
    """How much of its width the image takes."""
    opaque: bool = False
    """It has a ground: a telephone would put black behind what shines through."""
    purpose: str = ""
    """What a manifest calls it: `any`, or `maskable` where a launcher may cut it to a shape; empty: not named there."""


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
"""An image of fewer pixels would have to be blown up."""
IN_FAVICON: Final = (16, 32, 48)
