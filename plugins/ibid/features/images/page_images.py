"""The images of all pages and posts of a build: finding, checking, scaling and rewriting them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ibid.compat.pelican_compat import resolve_also
from ibid.feature import PageAccess
from ibid.features.images.facts import fill
from ibid.features.images.image_cache import CachedImage, ImageCache
from ibid.features.images.image_files import ImageFile, ImageKind, StaticFiles
from ibid.features.images.image_tags import ImageTag, draw, image_tags, placed
from ibid.mark.code import Occurrences
from ibid.mark.html_reader import Edit, splice
from ibid.model.planned import PlannedFile
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem, shown
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest


@dataclass(frozen=True, slots=True)
class Stretch:
    """A field of a page or post that contains images."""

    content: Any
    name: str
    """`content`, or the name of the field."""
    html: str
    images: tuple[tuple[ImageTag, ImageFile], ...]


class PageImages:
    """The images in the pages and posts of one build."""

    def __init__(self, context: Mapping[str, Any], image_cache: ImageCache, access: PageAccess) -> None:
        self.files = StaticFiles(context)
        self.image_cache, self.access = image_cache, access
        self.problems: list[Problem] = []
        self.originals: dict[str, Path] = {}

    def place(self, contents: Iterable[Any], *, varied: bool) -> None:
        """Check every image; with `varied`, write its size into the page and offer smaller copies of it."""
        stretches = [stretch for content in contents for stretch in self._stretches(content)]
        here = [image for stretch in stretches for _, image in stretch.images if image.kind is ImageKind.FILE]
        if varied:
            self.image_cache.prepare(image.path for image in here)
            self.originals |= {image.save_as: image.path for image in here}
        lines: dict[Path, Occurrences] = {}
        for stretch in stretches:
            source = Path(stretch.content.source_path)
            if source not in lines:
                lines[source] = Occurrences(self.access.searched(source))
            self.problems += self._judged(stretch, lines[source])
            if varied:
                self.access.put_back(stretch.content, stretch.name, self._drawn(stretch))
                resolve_also(stretch.content, fill)  # Pelican ignores the addresses in `srcset`

    def planned(self) -> Iterator[PlannedFile]:
        """Yield the smaller copies, as files to be written."""
        for save_as, path in sorted(self.originals.items()):
            image = self.image_cache.images[path]
            for variant, at in placed(image, save_as):
                yield PlannedFile(at, f"an image made of {shown(path)}", self.image_cache.data(image, variant))

    def _stretches(self, content: Any) -> Iterator[Stretch]:
        # In reverse, since front matter comes before the body in the source.
        for name, html in reversed(list(self.access.fields_of(content))):
            tags = image_tags(html)
            if tags:
                yield Stretch(content, name, html, tuple((tag, self.files.find(content, tag.source)) for tag in tags))

    def _drawn(self, stretch: Stretch) -> str:
        edits: list[Edit] = []
        for nth, (tag, image) in enumerate(stretch.images):
            if image.kind is not ImageKind.EXTERNAL:
                first = nth == 0 and stretch.name == "content"
                text = draw(tag, self.image_cache.images.get(image.path), image, first=first)
                edits.append(Edit(tag.start, tag.end, text))
        return splice(stretch.html, edits)

    def _judged(self, stretch: Stretch, lines: Occurrences) -> Iterator[Problem]:
        path = shown(Path(stretch.content.source_path))
        for tag, image in stretch.images:
            line = lines.next_address(tag.source) if tag.source else 0
            if "alt" not in tag.attributes:
                yield Problem(codes.MISSING_ALT, _without_words(tag), path, line)
            if image.kind is ImageKind.EXTERNAL:
                yield Problem(
                    codes.EXTERNAL_IMAGE,
                    f"{tag.source} is loaded from another host; show a copy from your own files.",
                    path,
                    line,
                )
            if image.kind is ImageKind.MISSING:
                yield Problem(codes.MISSING_IMAGE, self._nowhere(tag.source), path, line)
            known: CachedImage | None = self.image_cache.images.get(image.path)
            if image.kind is ImageKind.FILE and known and known.facts.fault:
                yield Problem(
                    codes.BAD_IMAGE,
                    f"{tag.source}: {known.facts.fault}; it is not changed; save the image again.",
                    path,
                    line,
                )

    def _nowhere(self, source: str) -> str:
        known = [place for place, file in self.files.by_source.items() if file and Path(file.source_path).is_file()]
        name = PurePosixPath(source.partition("}")[2].lstrip("/"))
        near = nearest(str(name), known) or next((one for one in known if PurePosixPath(one).name == name.name), "")
        advice = did_you_mean(near, "add it to a folder in STATIC_PATHS.", "{{static}}/{}")
        return f"{source}: there is no such file in the content folder; {advice}"


def _without_words(tag: ImageTag) -> str:
    return f"{tag.source or 'an image'} has no alternative text; write it as in `![text](image.png)`."
