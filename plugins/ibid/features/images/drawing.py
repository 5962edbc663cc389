"""One image as its page shows it. Pure: what is known of its file comes as an argument."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from ibid.features.images.facts import Facts
from ibid.features.images.image_cache import Shelved
from ibid.features.images.image_files import ImageFile
from ibid.features.images.image_tags import ImageTag, pixels, without_size_style, write_tag
from ibid.features.images.variants import ROOT_MARK, Variant, write_sources

Attributes = dict[str, str | None]


def draw(tag: ImageTag, image: Shelved | None, file: ImageFile, *, first: bool) -> str:
    """The image with its size, and in a `<picture>` where there are smaller copies of it.

    `image` is None where nothing is known of the file. What the author has set is kept. The first image of a page is
    likely to be in sight at once, so that it does not wait.
    """
    attributes = without_size_style(tag.attributes)
    if file.address:
        attributes["src"] = f"{ROOT_MARK}/{file.address}"
    if image:
        attributes |= missing_size(attributes, image.facts)
    if not first:
        attributes.setdefault("loading", "lazy")
    attributes.setdefault("decoding", "async")
    attributes.setdefault("alt", "")
    written = write_tag(attributes)
    if image is None or not image.variants or tag.in_picture or "srcset" in attributes:
        return written
    shown = pixels(attributes.get("width")) or image.facts.width
    return f"<picture>{write_sources(placed(image, file.save_as), shown)}{written}</picture>"


def placed(image: Shelved, save_as: str) -> Sequence[tuple[Variant, str]]:
    """Each copy with its path: beside the original."""
    original = PurePosixPath(save_as)
    return [(each, str(original.with_name(each.name(original.stem, image.digest)))) for each in image.variants]


def missing_size(attributes: Attributes, facts: Facts) -> Attributes:
    """The width and height that the author left out; of one that is there follows the other."""
    if not (facts.width and facts.height):
        return {}
    if "width" not in attributes and "height" not in attributes:
        return {"width": str(facts.width), "height": str(facts.height)}
    width, height = pixels(attributes.get("width")), pixels(attributes.get("height"))
    if width and "height" not in attributes:
        return {"height": str(max(1, round(width * facts.height / facts.width)))}
    if height and "width" not in attributes:
        return {"width": str(max(1, round(height * facts.width / facts.height)))}
    return {}
