"""Colours in CSS notation (CSS Color 4, sections 5 to 7), and their contrast as WCAG 2.2 defines it."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable

from msgspec import Struct

from pelican_bibtex.lazy_pattern import lazy_pattern

_HEX = lazy_pattern(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_FUNCTION = lazy_pattern(r"(rgb|hsl)a?\(([^()]*)\)", re.IGNORECASE)
_NUMBER = lazy_pattern(r"([+-]?(?:\d+\.?\d*|\.\d+))(%|deg|turn|rad|grad)?")
_TURN = {"": 360, "deg": 360, "turn": 1, "rad": 6.283185307179586, "grad": 400}
"""The number of each unit in a full turn of hues."""
_OPAQUE = 3
"""The number of values of a colour without alpha."""


class Colour(Struct, frozen=True):
    """A colour in sRGB, with each value from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1

    @property
    def channels(self) -> tuple[float, float, float]:
        """Red, green and blue."""
        return self.red, self.green, self.blue

    def __str__(self) -> str:
        """Return `#0f4c81`: the colour as on a screen, without alpha."""
        return "#" + "".join(f"{round(255 * each):02x}" for each in self.channels)

    def over(self, ground: Colour) -> Colour:
        """Return the visible colour of this on an opaque ground."""
        return self.mixed(ground, 1 - self.alpha)

    def mixed(self, other: Colour, share: float) -> Colour:
        """Return this colour mixed with a share, from 0 to 1, of another, and opaque."""
        both = zip(self.channels, other.channels, strict=True)
        return Colour(*(one + (two - one) * share for one, two in both))


def read_colour(text: str) -> Colour | None:
    """Return the colour of a CSS value; None for unsupported notations such as `oklch()` or `currentcolor`."""
    value = text.strip()
    if _HEX.fullmatch(value):
        return _of_hex(value[1:])
    function = _FUNCTION.fullmatch(value)
    if function:
        return _of_function(function[1].lower(), function[2])
    return _of_name(value.lower()) if value.isalpha() else None


def _of_name(name: str) -> Colour | None:
    from PIL.ImageColor import colormap  # noqa: PLC0415  few sites name a colour, and Pillow takes long to load

    found = colormap.get(name)
    return _of_hex(found[1:]) if isinstance(found, str) else None


def _of_hex(digits: str) -> Colour:
    if len(digits) <= _OPAQUE + 1:
        digits = "".join(2 * digit for digit in digits)
    return Colour(*(int(digits[at : at + 2], 16) / 255 for at in range(0, len(digits), 2)))


def _of_function(name: str, inside: str) -> Colour | None:
    """Return the colour of `rgb(1 2 3 / 50%)`, `rgba(1, 2, 3, 0.5)` or `hsl(210deg 80% 30%)`; None if invalid."""
    words = [_NUMBER.fullmatch(word) for word in re.split(r"[\s,/]+", inside.strip())]
    values = [(float(word[1]), word[2] or "") for word in words if word]
    if len(values) != len(words) or len(values) not in (_OPAQUE, _OPAQUE + 1):
        return None
    alpha = _share(values[_OPAQUE], 1) if len(values) > _OPAQUE else 1
    if name == "rgb":
        red, green, blue = (_share(value, 255) for value in values[:_OPAQUE])
    else:
        (hue, unit), saturation, lightness = values[:_OPAQUE]
        once_round = hue / _TURN.get(unit, 360) % 1
        red, green, blue = colorsys.hls_to_rgb(once_round, _share(lightness, 100), _share(saturation, 100))
    return Colour(red, green, blue, alpha)


def _share(value: tuple[float, str], whole: float) -> float:
    """Return a number with its unit as a share of the whole, from 0 to 1."""
    number, unit = value
    return min(1, max(0, number / (100 if unit == "%" else whole)))


_BLACK, _WHITE = Colour(0, 0, 0), Colour(1, 1, 1)
_STEPS = 256
"""The number of values of a channel that a screen distinguishes."""


def luminance(colour: Colour) -> float:
    """Return the relative luminance, from 0 to 1, as WCAG 2.2 defines it."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  the definition's
        for channel in colour.channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: Colour, ground: Colour) -> float:
    """Return the contrast ratio, from 1 to 21, as WCAG 2.2 defines it; a translucent ink is mixed with its ground."""
    dark, light = sorted((luminance(ink.over(ground)), luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


def nearest_shade(ink: Colour, needs: Iterable[tuple[Colour, float]]) -> Colour | None:
    """Return the least darkened or lightened ink with each ratio on its ground; None if no shade has them all."""
    wanted = tuple(needs)
    for step in range(_STEPS + 1):
        for end in (_BLACK, _WHITE):
            shade = read_colour(str(ink.mixed(end, step / _STEPS)))
            if shade and all(contrast(shade, ground) >= ratio for ground, ratio in wanted):
                return shade
    return None
