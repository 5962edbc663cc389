"""A cache between builds of the copies made of images, in a folder beside Pelican's cache: each is made once.

If the folder is lost, broken or not writable, the copies are only made again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from ibid.features.images.encoding import UnreadableImageError, encode, encode_cropped, fingerprint, measure
from ibid.features.images.facts import Facts, Variant, plan

_MADE_AS = "1"
"""A version to increase whenever the copies of the same file would be different."""
_INDEX = "index.json"
_DIGITS = 10


class CachedImage(Struct, frozen=True):
    """The facts of an image file, and the smaller copies of it to offer."""

    facts: Facts
    digest: str = ""
    """The digest of its bytes; empty if there are no copies."""
    variants: tuple[Variant, ...] = ()


class ImageCache(Struct):
    """The images of one build."""

    folder: Path
    known: dict[str, Any] = field(default_factory=dict)
    """The index of the last build: for each path its fingerprint and what was made of it."""
    images: dict[Path, CachedImage] = field(default_factory=dict)
    """The images that this build has used."""
    fresh: dict[str, bytes] = field(default_factory=dict)
    """Copies that could not be written to the folder."""
    used: set[str] = field(default_factory=set)
    """Names of the folder's files that this build has used."""

    @classmethod
    def opened(cls, folder: Path) -> ImageCache:
        """Return the cache as the last build left it; empty if it cannot be read."""
        try:
            known = json.loads((folder / _INDEX).read_text("utf-8"))
        except (OSError, ValueError):
            known = {}
        return cls(folder, known if isinstance(known, dict) and known.get("") == _MADE_AS else {})

    def prepare(self, paths: Iterable[Path]) -> None:
        """Measure these files and make their copies, in parallel, since Pillow releases Python's global lock."""
        wanted = [path for path in dict.fromkeys(paths) if path not in self.images]
        self.images |= {path: known for path in wanted if (known := self._known(path))}
        unknown = [path for path in wanted if path not in self.images]
        measured = {path: measure(path) for path in unknown}
        self.images |= {path: CachedImage(facts) for path, facts in measured.items()}
        varied = [path for path in unknown if plan(measured[path])]
        if varied:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                made = pool.map(lambda path: self._made(path, measured[path]), varied)
                self.images |= dict(zip(varied, made, strict=True))

    def data(self, image: CachedImage, variant: Variant) -> bytes:
        """Return the bytes of a copy."""
        return self.kept(variant.name("image", image.digest)) or b""

    def cropped(self, path: Path, size: tuple[int, int], most: int) -> bytes:
        """Return a copy cropped to a size, of at most `most` bytes; empty if none can be made."""
        name = f"{size[0]}x{size[1]}.{digest_of(path)}.webp"
        if (kept := self.kept(name)) is None:
            try:
                kept = encode_cropped(path, size, most)
            except UnreadableImageError:
                kept = b""
            self.keep(name, kept)
        return kept

    def close(self) -> None:
        """Write the index, and remove copies that no page shows any more."""
        index: dict[str, Any] = {"": _MADE_AS}
        for path, image in sorted(self.images.items()):
            with suppress(OSError):
                variants = [[v.width, v.height, v.format] for v in image.variants]
                index[str(path)] = [fingerprint(path), asdict(image.facts), image.digest, variants]
        if json.loads(json.dumps(index)) != self.known and (len(index) > 1 or self.known):
            self.keep(_INDEX, json.dumps(index, ensure_ascii=False, indent=1).encode())
        with suppress(OSError):
            for path in self.folder.iterdir():
                if path.name not in self.used | {_INDEX}:
                    path.unlink()

    def _known(self, path: Path) -> CachedImage | None:
        try:
            (mark, facts, digest, variants) = self.known[str(path)]
            if tuple(mark) != fingerprint(path):
                return None
            image = CachedImage(Facts(**facts), digest, tuple(Variant(*variant) for variant in variants))
        except (KeyError, TypeError, ValueError, OSError):
            return None
        there = all((self.folder / variant.name("image", digest)).is_file() for variant in image.variants)
        return image if there else None

    def _made(self, path: Path, facts: Facts) -> CachedImage:
        try:
            digest = digest_of(path)
            copies = encode(path, facts, plan(facts))
        except (UnreadableImageError, OSError) as error:
            return CachedImage(replace(facts, fault=f"its pixels cannot be read ({error})"))
        variants = tuple(Variant(*size, name) for size, name, _ in copies)
        for variant, (_, _, data) in zip(variants, copies, strict=True):
            self.keep(variant.name("image", digest), data)
        return CachedImage(facts, digest if variants else "", variants)

    def kept(self, name: str) -> bytes | None:
        """Return the bytes stored under a name by this build or an earlier one; None if there are none."""
        self.used.add(name)
        try:
            return self.fresh[name] if name in self.fresh else (self.folder / name).read_bytes()
        except OSError:
            return None

    def keep(self, name: str, data: bytes) -> None:
        """Store a file in the folder in one step. It stays there as long as each build uses it."""
        self.used.add(name)
        aside = self.folder / f".{name}.{os.getpid()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(data)
            aside.replace(self.folder / name)
        except OSError:
            self.fresh[name] = data


def digest_of(path: Path) -> str:
    """Return a digest that changes with a file's bytes, and with the version of its copies."""
    return sha256(_MADE_AS.encode() + path.read_bytes()).hexdigest()[:_DIGITS]
