"""The site's icon, in every size, and the web manifest."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from tiny_site import Site

from ibid.features.images.image_cache import ImageCache
from ibid.features.images.site_icon import SiteIcon, site_icon

MADE = {
    "favicon.ico": (48, 48),
    "apple-touch-icon.png": (180, 180),
    "icons/192.png": (192, 192),
    "icons/512.png": (512, 512),
    "icons/maskable-512.png": (512, 512),
}
MEMBERS = {
    *("name", "short_name", "description", "lang", "start_url", "scope", "display", "theme_color", "background_color"),
    "icons",
}
"""Members of https://www.w3.org/TR/appmanifest/ that ours has."""
NASTY = '</script> "J" \u202e & \x07 王'
OTHERWISE = SiteIcon(paper="#101010")


def picture(size=(600, 600), colour="#204060", mode="RGB", form="PNG") -> bytes:
    """A plain square with another in its middle."""
    image = Image.new(mode, size, colour)
    image.paste(Image.new(mode, (200, 200), "#f0b878" if mode != "L" else 200), (200, 200))
    to = BytesIO()
    image.save(to, form)
    return to.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><title>J</title><circle cx="16" cy="16" r="16"/></svg>'


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.fixture(scope="module")
def site(tmp_path_factory, root) -> Site:
    site = Site(tmp_path_factory.mktemp("a b"), root)
    site.write({"content/images/mein Bild.png": picture()})
    return site


def test_a_site_with_an_icon(site):
    own = {"IBID_ICON": "content/images/mein Bild.png", "IBID_TOKENS": {"bg": ("ivory", "#111")}}
    built = site.build(SITEURL="https://e.org/~jane", SITENAME=NASTY, DEFAULT_LANG="zh_CN", **own)
    assert not built.problems
    files = built.files()
    assert {name: opened(files[name]).size for name in MADE} == MADE
    assert opened(files["favicon.ico"]).info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    touch, masked = opened(files["apple-touch-icon.png"]), opened(files["icons/maskable-512.png"])
    assert (touch.mode, masked.mode) == ("RGB", "RGB")
    assert masked.getpixel((20, 256)) == masked.getpixel((60, 60)) == (0x20, 0x40, 0x60), "its own ground, to the edge"
    head = built.page("publications/index.html").head
    assert [(link["rel"], link["href"]) for link in head.select("link[rel~=icon], link[rel$=icon], link[rel=manifest]")] == [
        (["icon"], "https://e.org/~jane/favicon.ico"),
        (["apple-touch-icon"], "https://e.org/~jane/apple-touch-icon.png"),
        (["manifest"], "https://e.org/~jane/manifest.webmanifest"),
    ]  # fmt: skip
    said = json.loads(files["manifest.webmanifest"])
    assert said.keys() <= MEMBERS
    assert (said["name"], said["lang"], said["theme_color"]) == (NASTY, "zh-CN", "#fffff0")
    assert {icon["src"]: icon["purpose"] for icon in said["icons"]} == {
        "icons/192.png": "any",
        "icons/512.png": "any",
        "icons/maskable-512.png": "maskable",
    }
    for icon in said["icons"]:
        assert icon["sizes"] == "{}x{}".format(*opened(files[icon["src"]]).size)

    times = {name: (built.folder / "output" / name).stat().st_mtime_ns for name in MADE}
    kept = {path: path.stat().st_mtime_ns for path in (built.folder / "cache/ibid/images").glob("*.png")}
    site.write({"content/extra/favicon.ico": b"my own"})
    places = {"extra/favicon.ico": {"path": "favicon.ico"}}
    again = site.build(STATIC_PATHS=["extra"], EXTRA_PATH_METADATA=places)
    del times["favicon.ico"]
    assert {name: (built.folder / "output" / name).stat().st_mtime_ns for name in times} == times
    assert {path: path.stat().st_mtime_ns for path in kept} == kept != {}, "nothing is made twice"
    assert again.text("favicon.ico") == "my own"
    assert not again.problems


def test_without_one_the_theme_s_stands_and_a_wrong_one_is_reported(tmp_path, root):
    site = Site(tmp_path, root)
    built = site.build({"content/small.png": picture((400, 300))}, IBID_ICON="content/small.png", RELATIVE_URLS=True)
    assert built.problems == [
        "content/small.png: bad-icon: this image cannot be the site's icon: it is 400 × 300, but must be square; the theme's icon is used instead. [warning]"
    ]
    assert json.loads(built.text("manifest.webmanifest"))["icons"] == [
        {"src": "theme/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    ]
    page = built.page("publications/index.html")
    assert [link["href"] for link in page.select("link[rel=icon]")] == ["../theme/icon.svg"]
    assert not page.select("link[rel=manifest]"), "on disk a browser may not read it, and says so"


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("none.png", None, "there is no such file"),
        ("empty.png", b"", "it is empty"),
        ("text.png", b"<html>", "it is not in an image format that browsers show"),
        ("broken.png", picture()[:900], "it is broken"),
        ("half.jpg", picture(form="JPEG")[:-900], "its pixels cannot be read"),
        ("small.png", picture((511, 511)), "it is 511 × 511, but must have at least 512 × 512 pixels"),
        ("wide.png", picture((600, 601)), "it is 600 × 601, but must be square"),
        ("wide.svg", SVG.replace(b"0 0 32 32", b"0 0 32 40"), "it is 32 × 40, but must be square"),
        ("none.svg", b"<svg", "it contains no <svg>"),
        ("folder", Path, "it is not a regular file"),
    ],
)
def test_an_image_that_is_not_fit(tmp_path, name, data, fault):
    file = tmp_path / name
    if data is Path:
        file.mkdir()
    elif data is not None:
        file.write_bytes(data)
    icon = site_icon(file, OTHERWISE, ImageCache.opened(tmp_path / "shelf"))
    [problem] = icon.problems
    assert fault in problem.message
    assert (problem.path, problem.code.name) == (str(file), "bad-icon")
    assert (icon.links, icon.files, icon.paper) == ((), (), "#101010")


@pytest.mark.parametrize(
    ("mode", "colour", "form", "ground"),
    [
        ("RGB", "#204060", "JPEG", (0x20, 0x40, 0x60)),
        ("RGBA", (0, 0, 0, 0), "PNG", (0x10, 0x10, 0x10)),
        ("L", 90, "PNG", (90, 90, 90)),
        ("CMYK", (0, 0, 0, 0), "JPEG", (255, 255, 255)),
        ("RGB", "#204060", "WEBP", (0x20, 0x40, 0x60)),
    ],
)
def test_images_of_every_kind(tmp_path, mode, colour, form, ground):
    file = tmp_path / "icon"
    file.write_bytes(picture(mode=mode, colour=colour, form=form))
    icon = site_icon(file, OTHERWISE, ImageCache.opened(tmp_path / "shelf"))
    made = {each.path: each.data for each in icon.files}
    assert made == {
        each.path: each.data for each in site_icon(file, OTHERWISE, ImageCache.opened(tmp_path / "other")).files
    }
    edge = opened(made["apple-touch-icon.png"]).getpixel((1, 1))
    assert all(abs(one - two) < 4 for one, two in zip(edge, ground, strict=True))
    shines_through = opened(made["icons/192.png"]).convert("RGBA").getpixel((1, 1))[3] == 0
    assert shines_through == (mode == "RGBA")


def test_a_drawing_stands_as_it_is(tmp_path):
    file = tmp_path / "jane.svg"
    file.write_bytes(SVG)
    icon = site_icon(file, OTHERWISE, ImageCache.opened(tmp_path / "shelf"))
    assert [(each.path, each.data) for each in icon.files] == [("icon.svg", SVG)]
    assert [(link.rel, link.path) for link in icon.links] == [
        ("icon", "icon.svg"),
        ("manifest", "manifest.webmanifest"),
    ]
    assert [(each.path, each.sizes) for each in icon.listed] == [("icon.svg", "any")]


def test_paper_is_the_theme_s_own(root):
    assert "--bg: #ffffff;" in (root / "theme/static/css/ibid.css").read_text("utf-8")
    assert SiteIcon().paper == "#ffffff"
