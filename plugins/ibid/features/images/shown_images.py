"""The images of a build: those in pages and posts, the previews of publications and the portraits of owners.

Templates show a preview on the publication's own page. All are found, checked, scaled and written with their sizes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from msgspec import Struct, field

from ibid.compat.pelican_compat import resolve_also
from ibid.feature import PageAccess
from ibid.features.images.facts import ROOT_MARK, fill
from ibid.features.images.image_cache import CachedImage, ImageCache, digest_of
from ibid.features.images.image_tags import (
    ImageFile,
    ImageKind,
    ImageTag,
    StaticFiles,
    draw,
    image_tags,
    placed,
    write_tag,
)
from ibid.mark.code import Occurrences
from ibid.mark.html_reader import Edit, splice
from ibid.model.addresses import ROOT, WEB
from ibid.model.person import Person
from ibid.model.planned import PlannedFile
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Problem, shown
from pelican_bibtex.diagnostics.suggestions import did_you_mean, nearest
from pelican_bibtex.publication import Publication
from pelican_bibtex.tex.urls import address


class Stretch(Struct, frozen=True):
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


PORTRAIT = (160, 200)
"""Width and height in CSS pixels; for screens of double density twice that, if the photograph has so many."""
MOST_BYTES = 20_000
"""The maximum size of a portrait's file."""
_ELSEWHERE = (*WEB, "//")


class TemplateImages(Struct):
    """The images that templates use, as `pictures`."""

    files: StaticFiles
    image_cache: ImageCache
    varied: bool
    """Whether smaller copies are made; else every image is shown as it is."""
    problems: list[Problem] = field(default_factory=list)
    previews: dict[str, str] = field(default_factory=dict)
    """The HTML of a publication's image, by its key."""
    portraits: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The copies of a portrait, smallest first, by the path in people.yml."""
    missing: set[str] = field(default_factory=set)
    """The portraits that are not files of the site."""
    copies: dict[str, tuple[Path, bytes]] = field(default_factory=dict)
    """Files to be written, by path: the source of each, and its bytes."""

    def preview(self, key: str, root: str) -> Markup:
        """Return the preview of a publication, or an empty string. `root` leads to the site's root."""
        return Markup(fill(self.previews.get(key, ""), root))  # noqa: S704  drawn by us, every value escaped

    def portrait(self, owner: Person, words: str, root: str) -> Markup:
        """Return an owner's portrait, empty if its file is missing; `words` is its `alt` text.

        In a list within an author's page, whose links Pelican resolves later, `root` is `ROOT`.
        """
        if owner.portrait in self.missing:
            return Markup()
        copies = self.portraits.get(owner.portrait, ())
        source = quote(copies[0]) if copies else owner.portrait.lstrip("/")
        attributes = {"src": f"{ROOT_MARK}/{source}", "alt": words}
        if len(copies) > 1:
            attributes["srcset"] = f"{ROOT_MARK}/{quote(copies[1])} 2x"
        attributes |= {"width": str(PORTRAIT[0]), "height": str(PORTRAIT[1])}
        return Markup(fill(write_tag(attributes), ROOT_MARK if root == ROOT else root))  # noqa: S704  as above

    def add_previews(self, publications: Iterable[Publication]) -> None:
        """Add every preview that is a file of the site; others are reported at the publication's entry."""
        found = {one.key: (one, self._preview_of(one)) for one in publications if one.fields.get("preview", "").strip()}
        shown_files = {key: file for key, (_, file) in found.items() if file and file.kind is ImageKind.FILE}
        if self.varied:
            self.image_cache.prepare(file.path for file in shown_files.values())
        for key, file in shown_files.items():
            self._add_preview(found[key][0], file)

    def add_portrait(self, owner: Person, people: str) -> None:
        """Crop the owner's portrait to size. `people` is the file that names it."""
        file = self.files.at(owner.portrait)
        if file.kind is not ImageKind.FILE:
            self.missing.add(owner.portrait)
            message = _nowhere("portrait", owner.portrait)
            self.problems.append(Problem(codes.MISSING_PICTURE, message, people, owner.line))
            return
        self.image_cache.prepare([file.path])
        facts = self.image_cache.images[file.path].facts
        if facts.fault:
            message = f"{owner.portrait}: {facts.fault}; it is not changed; save the image again."
            self.problems.append(Problem(codes.BAD_IMAGE, message, people, owner.line))
        if not (self.varied and facts.can_vary):
            return
        width = min(facts.width, facts.height * PORTRAIT[0] // PORTRAIT[1])
        made = (self._cut(file, times) for times in (1, 2) if width >= times * PORTRAIT[0])
        self.portraits[owner.portrait] = tuple(path for path in made if path)

    def planned(self) -> Iterator[PlannedFile]:
        """Yield the copies to be written."""
        for path, (source, data) in self.copies.items():
            yield PlannedFile(path, f"an image made of {shown(source)}", data)

    def _cut(self, file: ImageFile, times: int) -> str:
        size = (PORTRAIT[0] * times, PORTRAIT[1] * times)
        data = self.image_cache.cropped(file.path, size, MOST_BYTES)
        if not data:
            return ""
        original = PurePosixPath(file.save_as)
        path = str(original.with_name(f"{original.stem}.{size[0]}x{size[1]}.{digest_of(file.path)}.webp"))
        self.copies[path] = (file.path, data)
        return path

    def _preview_of(self, one: Publication) -> ImageFile | None:
        path = address(one.fields["preview"])
        place = one.location
        if path.startswith(_ELSEWHERE):
            message = f"`{one.key}`: {path} is on another host, so the preview is left out; copy it to your own files."
            self.problems.append(Problem(codes.EXTERNAL_IMAGE, message, place.path, place.line, key=one.key))
            return None
        file = self.files.at(path if path.startswith("/") else f"/{path}")
        if file.kind is not ImageKind.FILE:
            message = f"`{one.key}`: {_nowhere('preview', path)}"
            self.problems.append(Problem(codes.MISSING_PICTURE, message, place.path, place.line, key=one.key))
        return file

    def _add_preview(self, one: Publication, file: ImageFile) -> None:
        image = self.image_cache.images.get(file.path)
        if image and image.facts.fault:
            message = (
                f"`{one.key}`: {file.save_as}: {image.facts.fault}; the preview is left out; save the image again."
            )
            self.problems.append(Problem(codes.BAD_IMAGE, message, one.location.path, one.location.line, key=one.key))
            return
        tag = ImageTag(0, 0, {"src": f"{ROOT_MARK}/{quote(file.save_as)}", "alt": ""})
        self.previews[one.key] = draw(tag, image, file, first=True)
        if image:
            made = placed(image, file.save_as)
            self.copies |= {at: (file.path, self.image_cache.data(image, variant)) for variant, at in made}


def _nowhere(what: str, path: str) -> str:
    return f"there is no file {path} for the {what} in STATIC_PATHS; add the file, or add its folder to STATIC_PATHS."
