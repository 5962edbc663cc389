"""Images in pages and posts, in whole sites: their sizes, their smaller copies, and what is wrong with them."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import page_health
import pytest
from bs4 import Tag
from drawn_images import DRAWING, TURNED, animation, bomb, photograph, picture
from PIL import Image
from tiny_site import Built, Site


@cache
def images() -> dict[str, bytes]:
    """The files of content/images/."""
    return {
        "big.png": picture(1600, 800),
        "照 片, eins.jpg": photograph(1000, 600),
        "small.png": picture(100, 50),
        "photo.jpg": picture(1300, 1000, "JPEG"),
        "print.jpg": picture(700, 500, "JPEG", "CMYK"),
        "clear.png": picture(500, 500, mode="LA"),
        "moving.gif": animation(),
        "drawing.svg": DRAWING.encode(),
        "none.png": b"",
        "text.jpg": b"hello",
        "cut.jpg": picture(900, 700, "JPEG")[:9000],
        "bomb.png": bomb(),
        "me.jpg": photograph(1000, 900),
        "in-posts.png": picture(640, 480),
    }


PAGE = """Title: Images
Summary: In a summary: ![Noise]({static}/images/big.png)

![First]({static}/images/big.png) ![Second > first]({attach}../images/照 片, eins.jpg){width=500}

![Small](/images/small.png) ![Moving]({static}/images/moving.gif) ![Drawn](../images/drawing.svg)
![Print]({static}/images/print.jpg) ![Clear]({static}/images/clear.png) ![Photo]({filename}/images/photo.jpg){height=100}

<p><img src="{static}/images/big.png" alt="" width="200" height="90" loading="eager" title="Kept"></p>

<picture><source srcset="/images/small.png"><img src="/images/big.png" alt="The author's own choice"></picture>
"""
FIGURES = r"""Title: Figures

![Words](/images/small.png "The *caption* [@alpha2020], with "quotes""){.wide}

![One](/images/small.png "one") ![Two](/images/small.png "two")

- ![In a list](/images/small.png)

    ![Own](/images/small.png 'In an item')
"""
WRONG = """Title: Wrong

![](/images/small.png) `![](/images/small.png)`

```
![](/images/small.png)
```

![](/images/small.png "Only a caption")

<img src="/images/small.png">
<img src="/images/small.png" alt="">

![a]({static}/images/none.png) ![b]({static}/images/text.jpg) ![c]({static}/images/cut.jpg)
![d]({static}/images/bomb.png)

![e]({static}/images/smal.png) ![f](https://e.org/x.png) ![g]({static}/../secret.png)
"""
RST = """\
Other formats
#############

.. figure:: {static}/images/big.png
   :width: 300px
   :alt: A thing

   The caption [@alpha2020]

   And the legend.

.. image:: {static}/images/small.png

.. image:: {static}/images/small.png
   :alt:
"""
HTML = """<html><head><title>Html</title></head><body>
<p><img src='{static}/images/big.png' alt='As it was'></p>
<p><img src="/images/small.png"></p></body></html>"""


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Everything that is shown and said of images, in one site."""
    site = Site(tmp_path_factory.mktemp("images") / "my site", root)
    files: dict[str, str | bytes] = {f"content/images/{name}": data for name, data in images().items()}
    files |= {
        "content/pages/good.md": PAGE,
        "content/pages/figures.md": FIGURES,
        "content/pages/wrong.md": WRONG,
        "content/pages/rst.rst": RST,
        "content/pages/html.html": HTML,
        "content/pages/home.md": "Title: Home\nTemplate: home\nsave_as: index.html\nurl:\n\nHello.\n",
        "content/people.yml": "Jane Doe:\n  owner: true\n  portrait: images/me.jpg\n",
        "content/news/2024-01-01-a.md": "Title: A post\n\n![Noise]({static}/images/in-posts.png)\n",
        "secret.png": picture(500, 500),
    }
    return site.build(
        files, STATIC_PATHS=["images"], SITEURL="https://e.org/me", FEED_ALL_ATOM="feed.xml", PAGE_EXCLUDES=[]
    )


def shown(built: Built, page: str, words: str) -> Tag:
    image = built.page(f"{page}/index.html").main.find("img", alt=words)
    assert isinstance(image, Tag)
    return image


def sources(image: Tag) -> dict[str, list[tuple[str, int]]]:
    """The copies an image offers: a type to addresses and widths."""
    if image.parent is None or image.parent.name != "picture":
        return {}
    return {
        str(source["type"]): [(a, int(w)) for a, w in re.findall(r"(\S+) (\d+)w", str(source["srcset"]))]
        for source in image.parent.select("source[type]")
    }


@pytest.mark.parametrize(
    ("words", "size", "widths"),
    [
        ("First", ("1600", "800"), [400, 800, 1200]),
        ("Second > first", ("500", "833"), [400, 600]),  # turned as it was held; its own width is the largest
        ("Small", ("100", "50"), []),
        ("Moving", ("900", "600"), []),
        ("Drawn", ("300", "150"), []),
        ("Print", ("700", "500"), [400, 700]),
        ("Clear", ("500", "500"), [400]),
        ("Photo", ("130", "100"), [400, 800, 1200]),
        ("The author's own choice", ("1600", "800"), []),
    ],
)
def test_an_image_has_its_size_and_smaller_copies_but_never_larger_ones(built: Built, words, size, widths):
    image = shown(built, "good", words)
    assert (image["width"], image["height"]) == size
    offered = [width for _, width in sources(image).get("image/webp", [])]
    assert [width for width in offered if width in widths] == widths or offered == widths


def test_every_copy_is_where_it_is_said_to_be_with_that_width_and_smaller_than_the_original(built: Built):
    seen = 0
    for page in ("good", "rst", "html", "news/a"):
        for image in built.page(f"{page}/index.html").select("picture > img[width]"):
            original = (built.folder / "output" / local(str(image["src"]))).stat().st_size
            for kind, copies in sources(image).items():
                for address, width in copies:
                    data = (built.folder / "output" / local(address)).read_bytes()
                    with Image.open(BytesIO(data)) as copy:
                        pass
                    assert (copy.width, f"image/{(copy.format or '').lower()}") == (width, kind)
                    assert len(data) < original
                    seen += 1
    assert seen > 15


def local(address: str) -> str:
    assert address.startswith("https://e.org/me/")
    return unquote(address.removeprefix("https://e.org/me/"))


def test_a_copy_says_nothing_of_where_a_photograph_was_taken_and_stands_upright(built: Built):
    copies = [path for path in (built.folder / "output").rglob("*照*") if path.suffix in {".webp", ".avif"}]
    assert copies
    for path in copies:
        with Image.open(path) as copy:
            assert copy.height > copy.width
            assert dict(copy.getexif()) == {}
            assert not {"exif", "xmp", "icc_profile"} & copy.info.keys()
    with Image.open(BytesIO(images()["照 片, eins.jpg"])) as original:
        assert original.getexif()[TURNED] == 6


def test_attached_files_and_their_copies_lie_beside_the_page(built: Built):
    (address, _), *_ = sources(shown(built, "good", "Second > first"))["image/webp"]
    assert local(address).startswith("good/照 片, eins.400.")
    assert (built.folder / "output/good/照 片, eins.jpg").is_file()


def test_the_first_image_does_not_wait_and_the_authors_attributes_stay(built: Built):
    page = built.page("good/index.html").main
    assert [image.get("loading") for image in page.find_all("img")][:2] == [None, "lazy"]
    assert all(image["decoding"] == "async" for image in page.find_all("img"))
    kept = page.select_one("img[title='Kept']")
    assert kept is not None
    assert (kept["width"], kept["height"], kept["loading"], kept["alt"]) == ("200", "90", "eager", "")


def test_the_widths_that_a_browser_is_told_fit_the_line(built: Built):
    image = shown(built, "good", "Second > first")
    assert image.parent.source["sizes"] == "(max-width: 500px) 100vw, 500px"
    assert shown(built, "good", "First").parent.source["sizes"] == "(max-width: 600px) 100vw, 600px"


def test_feeds_have_whole_addresses_and_nothing_of_ours_is_left_anywhere(built: Built):
    assert 'srcset="https://e.org/me/images/in-posts.' in built.text("feed.xml")
    for name, data in built.files().items():
        assert b"ibid-root" not in data, name


def test_an_image_with_a_title_alone_in_its_paragraph_is_a_figure(built: Built):
    main = built.page("figures/index.html").main
    first, second = main.find_all("figure")
    assert first.img["class"] == ["wide"]
    assert not first.img.has_attr("title")
    assert first.figcaption.decode_contents().startswith('The <em>caption</em> <a class="cite"')
    assert first.figcaption.get_text() == 'The caption [1], with "quotes"'
    assert second.find_parent("li")
    assert second.figcaption.get_text() == "In an item"
    assert [image.get("title") for image in main.select("p > img")] == ["one", "two", None]


def test_restructuredtext_and_html_are_treated_alike(built: Built):
    figure = built.page("rst/index.html").main.figure
    assert (figure.img["width"], figure.img["height"]) == ("300", "150")
    assert not figure.img.has_attr("style")
    assert figure.figcaption.get_text(" ", strip=True) == "The caption [1] And the legend."
    assert sources(shown(built, "html", "As it was"))["image/webp"]


def said(built: Built, path: str) -> list[str]:
    found = [re.match(rf"{re.escape(path)}(:\d+: [\w-]+: .*)", line) for line in built.problems]
    return [match[1] for match in found if match]


@pytest.mark.parametrize(
    ("path", "reports"),
    [
        (
            "content/pages/wrong.md",
            [
                ":3: missing-alt: /images/small.png has no alternative text",
                ":9: missing-alt: ",
                ":11: missing-alt: ",
                ":14: bad-image: {static}/images/cut.jpg: its pixels cannot be read",
                ":14: bad-image: {static}/images/none.png: it is empty",
                ":14: bad-image: {static}/images/text.jpg: it is not in an image format that browsers show",
                ":15: bad-image: {static}/images/bomb.png: it has 100 million pixels",
                ":17: external-image: https://e.org/x.png is loaded from another host; show a copy from your own files.",
                ":17: missing-image: {static}/../secret.png: there is no such file",
                ":17: missing-image: {static}/images/smal.png: there is no such file in the content folder; did you mean {static}/images/small.png?",
            ],
        ),
        ("content/pages/rst.rst", [":12: missing-alt: {static}/images/small.png"]),
        ("content/pages/html.html", [":3: missing-alt: /images/small.png"]),
        ("content/pages/good.md", []),
    ],
)
def test_what_is_wrong_is_said_with_its_line(built: Built, path, reports):
    found = said(built, path)
    assert len(found) == len(reports), found
    for line, report in zip(found, reports, strict=True):
        assert line.startswith(report)


def test_a_drawing_is_shown_and_never_run(built: Built):
    assert shown(built, "good", "Drawn")["src"] == "https://e.org/me/images/drawing.svg"
    assert b"alert(1)" not in built.files()["good/index.html"]
    assert not [path for path in built.files() if path.endswith((".webp", ".avif")) and "drawing" in path]


def test_the_portrait_is_cut_to_size_and_light(built: Built):
    portrait = built.page("index.html").select_one(".hero img")
    assert (portrait["alt"], portrait["width"], portrait["height"]) == ("Portrait of Jane Doe", "160", "200")
    addresses = {str(portrait["src"]): (160, 200), str(portrait["srcset"]).removesuffix(" 2x"): (320, 400)}
    for address, size in addresses.items():
        data = (built.folder / "output" / local(address)).read_bytes()
        assert len(data) <= 20_000
        with Image.open(BytesIO(data)) as copy:
            assert copy.size == size
            assert dict(copy.getexif()) == {}


def test_the_site_is_whole(built: Built):
    pages = {name: data for name, data in built.files().items() if not name.startswith("wrong/")}
    assert [fault for name, data in pages.items() for fault in page_health.faults(name, data)] == []


def test_copies_are_made_once_and_old_ones_are_forgotten(site: Site):
    page = "Title: A\n\n![Noise]({static}/images/a.png)\n"
    first = site.build({"content/images/a.png": picture(700, 300), "content/pages/a.md": page}, STATIC_PATHS=["images"])
    shelf = site.folder / "cache/ibid/images"
    made = {path: path.stat().st_mtime_ns for path in shelf.iterdir()}
    files = first.files()
    assert site.build().files() == files
    assert {path: path.stat().st_mtime_ns for path in shelf.iterdir()} == made
    (shelf / "index.json").write_text("[broken")
    assert site.build({"content/images/a.png": picture(700, 200)}, SITEURL="", RELATIVE_URLS=True).code == 0
    kept = {path.name for path in shelf.iterdir()}
    assert len(kept) == len(made)
    assert kept & {path.name for path in made} == {"index.json"}
    assert 'srcset="../images/a.400.' in (site.folder / "output/a/index.html").read_text()


def test_a_build_does_without_the_folder_for_copies(site: Site):
    page = "Title: A\n\n![Noise]({static}/images/a.png)\n"
    files = {"content/images/a.png": picture(700, 300), "content/pages/a.md": page, "cache/ibid/images": "in its place"}
    built = site.build(files, STATIC_PATHS=["images"])
    assert built.code == 0
    assert len([path for path in built.files() if path.endswith(".webp")]) == 2
    assert (site.folder / "cache/ibid/images").read_text() == "in its place"


def test_a_portrait_that_is_not_there_is_said_where_it_is_named(site: Site):
    people = "Jane Doe:\n  owner: true\n  portrait: images/none.jpg\n"
    built = site.build({"content/people.yml": people}, STATIC_PATHS=["images"])
    (line,) = [line for line in built.problems if "missing-picture" in line]
    assert line.startswith("content/people.yml:1: missing-picture: there is no file /images/none.jpg for the portrait")


def test_images_are_left_alone_when_asked_but_still_need_words(site: Site):
    page = "Title: A\n\n![]({static}/images/a.png)\n"
    files = {"content/images/a.png": picture(700, 300), "content/pages/a.md": page}
    built = site.build(files, STATIC_PATHS=["images"], IBID_IMAGES=False)
    assert "<picture" not in built.text("a/index.html")
    assert said(built, "content/pages/a.md")[0].startswith(":3: missing-alt: ")
    assert not (site.folder / "cache/ibid/images").exists()


def test_pelican_wonders_at_nothing(built: Built):
    assert "Indicator" not in built.stdout + built.stderr
