"""How well one colour is read on another, and the shade nearest to it that is read well."""

from __future__ import annotations

from collections.abc import Iterable

from ibid.features.colours.colour import Colour, read_colour

_BLACK, _WHITE = Colour(0, 0, 0), Colour(1, 1, 1)
_STEPS = 256
"""As fine as a screen tells colours apart."""


def luminance(colour: Colour) -> float:
    """Relative luminance, from 0 to 1, as WCAG 2.2 defines it."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  the definition's
        for channel in colour.channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: Colour, ground: Colour) -> float:
    """Contrast ratio, from 1 to 21, as WCAG 2.2 defines it; a translucent ink is seen on its ground."""
    dark, light = sorted((luminance(ink.over(ground)), luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


def nearest_shade(ink: Colour, needs: Iterable[tuple[Colour, float]]) -> Colour | None:
    """The least darkened or lightened ink that has each ratio on its ground; None if no shade has them all."""
    wanted = tuple(needs)
    for step in range(_STEPS + 1):
        for end in (_BLACK, _WHITE):
            shade = read_colour(str(ink.mixed(end, step / _STEPS)))
            if shade and all(contrast(shade, ground) >= ratio for ground, ratio in wanted):
                return shade
    return None
