"""Bad pages, people, settings and files in whole sites: the rows of tests/hostile/index.tsv that have no file.

What one site can show stands in one site, built once. The rows with a file: test_hostile_site.py.
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import drawn_images
import page_health
import pytest
from bs4 import Tag
from tiny_site import BIB, Built, Site

from ibid.link.numbers import Numbered, assign
from pelican_bibtex.bibliography import Options, read_sources
from pelican_bibtex.syntax.source import Source

INDEX = Path(__file__).resolve().parents[2] / "hostile/index.tsv"
NASTY = """<script>alert(1)</script> "'><img src=x onerror=alert(2)> & {{ 7*7 }}"""

WANGS = """
@article{wangs, title={On Wangs}, journal={J}, year={2019},
  author={Wang, M. and Wang, M.-Z. and Wang, Mingze and M{\\"u}ller, J{\\"o}rg and {Wang Mingze Lab} and Wangmingze, A.}}
"""
PEOPLE = """\
Mingze Wang:
  owner: true
  forms: ["Wang, M.-Z."]
Minghao Wang: {homepage: https://example.org/minghao}
Meng Wang: {homepage: https://example.org/meng}
Jörg Müller: {homepage: https://example.org/joerg}
<script>alert(1)</script>: {homepage: "https://example.org/a?b=\\"onclick=c"}
C++ (Bob): {}
"""
LOOKALIKES = r"""Title: Lookalikes
Topics: true

- **T**: all of them [@alpha2020]

A [link](http://e.org/3) and [3](http://e.org), ![3](x.png), `[3]`, a note[^3], e-mail a@b.org, http://e.org/@key,
escaped \[3], [4] by reference.

    [3] in a block of code

and [named][3].

[3]: http://e.org/three
[4]: http://e.org/four
[^3]: The note.
"""
FORMS = """Title: Forms
Topics: true

- **T**: [@alpha2020; @beta2021, p. 3], [-@alpha2020], @alpha2020 [p. 3], [@{a/b:c}], [2,3-4], [2][3][4], [2–4]
"""
RAW = """Title: Raw
Topics: true

- **T**: [@alpha2020]

<script>var a = ["[@alpha2020]", [1]];</script>

<pre>[@alpha2020] [1]  two  blanks</pre>

<div data-x="[@alpha2020]"><code>[1]</code></div>
"""
WINDOWS = (
    "\ufeffTitle: Windows\r\nTopics: true\r\n\r\n"
    "- **A**: one [2]\u00a0[3]  \r\n    - **B**:\ttwo [@alpha2020]\t\r\n        - **C**: three [@beta2021]\r\n\r\n"
    "Text.\r\n\r\n1. one [@alpha2020]\r\n2. two\r\n"
)
UNKNOWN = "Title: Unknown\nTopics: true\n\n- **T**: text [@alpha2020]\n- **U**: text\n    [@nope] and [99]\n"
CLASH = "Title: Mine\nsave_as: publications/beta2021/index.html\nurl: publications/beta2021/\n\nMine.\n"


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One site with everything in it that one site can show."""
    site = Site(tmp_path_factory.mktemp("project") / "my site", root)
    pages = {
        "lookalikes": LOOKALIKES,
        "forms": FORMS,
        "raw": RAW,
        "windows": WINDOWS,
        "unknown": UNKNOWN,
        "mine": CLASH,
    }
    files = {f"content/pages/{name}.md": text for name, text in pages.items()}
    files["content/pages/home.md"] = "Title: Home\nTemplate: home\nsave_as: index.html\nurl:\n\nHello.\n"
    files["content/news/2024-01-01-a.md"] = "Title: A <b>post</b>\n\nText [@alpha2020].\n"
    odd = "@article{a/b:c, title={Odd}, author={Doe, Jane}, journal={J}, year={2023}}\n"
    files |= {"content/publications.bib": BIB + odd + WANGS, "content/people.yml": PEOPLE}
    settings = {
        "SITENAME": NASTY,
        "SITESUBTITLE": NASTY,
        "AUTHOR": NASTY,
        "SITEURL": "https://here/",
        "MENUITEMS": ((NASTY, "/forms/"), ("Bad", "javascript:alert(1)")),
        "LINKS": ((NASTY, "https://e.org/?a=1&b=2"), ("Bad", "JavaScript:alert(1)")),
        "SOCIAL": (("Bad", "data:text/html,<script>alert(1)</script>"),),
        "FEED_ALL_ATOM": "feeds/all.atom.xml",
        "FEED_ALL_RSS": "feeds/all.rss.xml",
        "IBID_PEPLE": "x",
        "STATIC_PATHS": ["."],
    }
    return site.build(files, **settings)


def page(built: Built, name: str) -> Tag:
    main = built.page(f"{name}/index.html").main
    assert main is not None
    return main


def said(built: Built, path: str) -> list[str]:
    """Place and code of what is said of one file."""
    found = [re.match(rf"{re.escape(path)}(?::\d+)*: [\w-]+(?=: )", line) for line in built.problems]
    return [match[0].removeprefix(path) for match in found if match]


def test_row_56_twenty_thousand_entries_are_read_and_numbered():
    """How long that takes is `invoke bench`'s to say."""
    lines = [f"@misc{{k{n}, title={{Title {n}}}, author={{Doe, J.}}, year={1990 + n % 30}}}" for n in range(20_000)]
    many = read_sources([Source("p.bib", "\n".join(lines))], Options())
    numbers = assign([Numbered(p.key, p.date.order) for p in many.publications], {})
    assert (len(many.publications), many.problems) == (20_000, ())
    assert sorted(numbers.by_key.values()) == list(range(1, 20_001))


def test_row_58_an_unknown_key_is_reported_and_visible(built: Built):
    assert said(built, "content/pages/unknown.md")[-2:] == [":6: unknown-key", ":6: unknown-number"]
    text = page(built, "unknown").get_text()
    assert "[?nope]" in text
    assert "[?99]" in text
    assert {a["href"] for a in page(built, "unknown").select("a.cite")} == {"https://here/publications/#alpha2020"}


def test_row_59_what_looks_like_a_citation_stays_what_it_is(built: Built):
    main = page(built, "lookalikes")
    assert [a.get_text() for a in main.select("a.cite")] == ["[2]"]
    links = {str(a["href"]): a.get_text() for a in main.select("a:not(.cite)")}
    assert links["http://e.org"] == "3"
    assert links["http://e.org/three"] == "named"
    assert links["http://e.org/four"] == "4"
    assert [code.get_text().strip() for code in main.select("code")] == ["[3]", "[3] in a block of code"]
    assert main.select_one("img[alt='3']")
    text = main.get_text()
    for words in ("a@b.org", "http://e.org/@key", "escaped [3]"):
        assert words in text


def test_row_60_every_form_of_citation(built: Built):
    text = page(built, "forms").select_one("li").get_text()
    assert text.strip() == "T: [2][3, p. 3], [2], Doe [2, p. 3], [5], [2][3][4], [2][3][4], [2][3][4]"


def test_row_61_raw_html_is_the_authors_own_byte_for_byte(built: Built):
    html = built.text("raw/index.html")
    for line in RAW.splitlines()[5:]:
        assert line in html


def test_row_62_a_page_from_windows(built: Built):
    main = page(built, "windows")
    shown = {str(li["id"]): [a.get_text() for a in li.select("a.cite")] for li in main.select("li[id]")}
    assert shown == {
        "a": ["[2]", "[3]", "[2]", "[3]"],
        "a/b": ["[2]", "[3]"],
        "a/b/c": ["[3]"],
    }
    assert "\ufeff" not in built.text("windows/index.html")
    assert [a.get_text() for a in main.select("ol a.cite")] == ["[2]"]


@pytest.mark.parametrize(
    ("people", "report"),
    [
        ("Ann Lee: [", "content/people.yml:1: bad-people: "),
        ("Ann Lee:\n  role: !!python/object/apply:os.system ['touch owned']\n", "content/people.yml:2: bad-people: "),
        ("Ann Lee:\n  homepage: javascript:alert(1)\n", "content/people.yml:2: bad-people: "),
    ],
)
def test_row_63_a_bad_people_file_is_an_error_at_its_line(site: Site, people: str, report: str):
    built = site.build({"content/people.yml": people})
    assert (built.code, built.files()) == (1, {})
    assert built.problems[0].startswith(report)
    assert not (built.folder / "owned").exists()


def test_row_63_a_people_file_may_be_missing_or_empty(site: Site):
    assert site.build({"content/people.yml": "# nobody yet\n"}, STRICT=True, IBID_PEOPLE="content/none.yml").code == 0


def test_row_64_people_are_found_by_whole_names_only(built: Built):
    authors = built.page("publications/wangs/index.html").select_one(".authors")
    assert authors is not None
    assert [b.get_text() for b in authors.select("b")] == ["Mingze Wang", "Mingze Wang"]
    assert authors.get_text() == "M. Wang, Mingze Wang, Mingze Wang, Jörg Müller, Wang Mingze Lab, A. Wangmingze"
    assert [a["href"] for a in authors.select("a")] == ["https://example.org/joerg"]


def test_row_68_a_local_pdf_stays_within_the_site(site: Site):
    bib = "".join(
        f"@article{{k{n}, title={{T}}, author={{A, B}}, journal={{J}}, year={{2020}}, pdf={{{path}}}}}\n"
        for n, path in enumerate(["../../../x.pdf", "papers/../../x.pdf", "%2e%2e/x.pdf", "C:\\x.pdf", "file:///x.pdf"])
    )
    built = site.build({"content/publications.bib": bib})
    assert len([line for line in built.problems if ": unsafe-link: " in line]) == 5
    assert built.page("publications/index.html").select(".links > a") == []


def test_row_69_a_link_to_a_file_elsewhere_is_read_and_never_copied_out(site: Site, tmp_path: Path):
    (tmp_path / "secret.bib").write_text(BIB.replace("year={2020}", "year={2020}, abstract={A}, file={/home/me/x.pdf}"))
    source = site.folder / "content/publications.bib"
    source.unlink()
    source.symlink_to(tmp_path / "secret.bib")
    built = site.build(STATIC_PATHS=["."])
    assert built.code == 0
    assert b"/home/me" not in b"".join(built.files().values())


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.symlink_to(path.name), "symbolic links"),
        (os.mkfifo, "not a regular file"),
        (Path.mkdir, "a folder"),
    ],
    ids=["loop", "pipe", "folder"],
)
def test_row_69_what_is_no_file_is_named_and_nobody_waits(site: Site, make: Callable[[Path], None], words: str):
    source = site.folder / "content/publications.bib"
    source.unlink()
    make(source)
    built = site.build()
    assert (built.code, built.files()) == (1, {})
    assert built.problems[0].startswith("content/publications.bib: unreadable-file: ")
    assert words in built.problems[0]


def test_row_70_names_that_differ_by_case_alone(site: Site, root: Path):
    (site.folder / "content/publications.bib").rename(site.folder / "content/Publications.bib")
    built = site.build()
    if built.code:  # a file system that tells them apart
        assert "did you mean Publications.bib?" in built.problems[0]
    for folder in ("theme", "plugins"):
        names = [str(path).lower() for path in (root / folder).rglob("*")]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("value", [None, "", ["content/publications.bib", 3], "content"])
def test_row_71_a_source_of_the_wrong_kind(site: Site, value: object):
    built = site.build(PUBLICATIONS_SRC=value)
    if value is None:
        assert (built.code, built.problems) == (0, [])
        return
    assert built.code == 1
    where = "content: unreadable-file: " if value == "content" else "bad-setting: PUBLICATIONS_SRC is "
    assert built.problems[0].removeprefix("pelicanconf.py:13: ").startswith(where)


def test_row_71_a_slash_behind_the_sites_address_and_addresses_that_are_relative(built: Built, site: Site):
    assert not re.search(rb"https://here//", b"".join(built.files().values()))
    home = "Title: Home\nsave_as: index.html\nurl:\n\nHello [@alpha2020].\n"
    files = site.build({"content/pages/home.md": home}, RELATIVE_URLS=True, SITEURL="https://here/").files()
    assert page_health.dead_links(files) == []
    assert b'href="/' not in b"".join(data for name, data in files.items() if name.endswith(".html"))


def test_row_71_a_mistyped_setting_is_a_warning(built: Built):
    assert [line for line in built.problems if "unknown-setting" in line and "did you mean IBID_PEOPLE?" in line]


def test_row_72_settings_are_text_everywhere(built: Built):
    name = built.page("forms/index.html").select_one("header .name")
    assert name is not None
    assert name.get_text() == NASTY
    faults = [
        fault
        for file, data in built.files().items()
        if file != "raw/index.html"  # whose script is the author's own
        for fault in page_health.faults(file, data)
    ]
    assert faults == []
    assert not [a for a in built.page("forms/index.html").find_all("a") if a.get_text() == "Bad"]


def test_row_73_a_half_written_file_leaves_the_last_site_until_it_is_whole(site: Site):
    bib = site.folder / "content/publications.bib"
    site.build()
    listing = site.folder / "output/publications/index.html"
    first = listing.read_bytes()
    half = "@article{half, title={Ünfinished".encode()[:-10] + b"\xc3"
    report = site.folder.parent / "report"
    with report.open("wb") as told, subprocess.Popen(
        [sys.executable, "-m", "pelican", "content", "--autoreload"],
        cwd=site.folder, stdout=subprocess.DEVNULL, stderr=told,
    ) as pelican:  # fmt: skip
        try:
            assert saved_until(bib, half, lambda: b"publications.bib" in report.read_bytes())
            assert b"wrong-encoding" in report.read_bytes()
            assert listing.read_bytes() == first
            whole = BIB.replace("On Alpha", "On Alpha again").encode()
            assert saved_until(bib, whole, lambda: b"On Alpha again" in listing.read_bytes())
        finally:
            pelican.kill()


def saved_until(file: Path, data: bytes, condition: Callable[[], bool], seconds: float = 60) -> bool:
    """Save a file every two seconds, as Pelican may not watch it yet, until the condition holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        file.write_bytes(data)
        for _ in range(20):
            time.sleep(0.1)
            if condition():
                return True
    return False


def test_row_74_a_page_and_a_publication_of_one_address(built: Built):
    (clash,) = [line for line in built.problems if "same-address" in line]
    assert "content/pages/mine.md" in clash
    assert "content/publications.bib:2" in clash
    assert "Mine." in page(built, "publications/beta2021").get_text()


def previewed(site: Site, previews: dict[str, str], files: dict[str, str | bytes]) -> Built:
    """One entry a preview, and those files in `content/images/`."""
    entry = "@article{{{key}, title={{T}}, author={{A, B}}, journal={{J}}, year=2020, preview={{{path}}}}}\n"
    bib = "".join(entry.format(key=key, path=path) for key, path in previews.items())
    written = {f"content/images/{name}": data for name, data in files.items()}
    return site.build({"content/publications.bib": bib, **written}, STATIC_PATHS=["images"])


def preview_of(built: Built, key: str) -> Tag | None:
    return built.page(f"publications/{key}/index.html").select_one(".publication figure img")


def test_row_65_a_preview_that_is_none_is_a_warning_and_a_photograph_says_not_where_it_was_taken(site: Site):
    files = {
        "empty.png": b"",
        "text.png": b"no image",
        "jpeg.png": drawn_images.picture(500, 400, "JPEG"),
        "bomb.png": drawn_images.bomb(),
        "moving.gif": drawn_images.animation(),
        "cmyk.jpg": drawn_images.picture(500, 400, "JPEG", "CMYK"),
        "gps.jpg": drawn_images.photograph(500, 700),
    }
    previews = {path.partition(".")[0]: f"/images/{path}" for path in files} | {"absent": "images/absent.png"}
    built = previewed(site, previews, files)
    assert built.code == 0
    report = {re.search(r"`(\w+)`", line)[1]: line.split(": ")[1] for line in built.problems if "`" in line}
    assert report == {"empty": "bad-image", "text": "bad-image", "bomb": "bad-image", "absent": "missing-picture"}
    assert all("[warning]" in line for line in built.problems if "`" in line)
    for key in ("jpeg", "moving", "cmyk", "gps"):
        image = preview_of(built, key)
        assert image is not None
        assert (image["alt"], bool(image["width"])) == ("", True)
    copies = [data for path, data in built.files().items() if re.match(r"images/gps\.\d+\.", path)]
    assert copies
    assert not [data for data in copies if b"Exif" in data]


def test_row_66_a_drawing_is_shown_as_an_image_and_never_looked_into(site: Site):
    built = previewed(site, {"svg": "/images/a.svg"}, {"a.svg": drawn_images.DRAWING})
    image = preview_of(built, "svg")
    assert (image["src"], image["width"], image["height"]) == ("/images/a.svg", "300", "150")
    assert b"alert" not in built.files()["publications/svg/index.html"]
    assert built.files()["images/a.svg"] == drawn_images.DRAWING.encode()


def test_row_67_a_preview_stays_within_the_site_whatever_its_name(site: Site):
    (site.folder.parent / "secret.png").write_bytes(drawn_images.picture(500, 400))
    site.write({"secret.png": drawn_images.picture(500, 400)})
    outside = ["../../secret.png", "/../secret.png", "/etc/passwd", "C:\\x.png", "http://e.org/x.png", "//e.org/x.png"]
    names = ["a b.png", "a%20c.png", "a#d.png", "照片.png", "a'b&c.png"]
    previews = {f"bad{n}": path for n, path in enumerate(outside)}
    previews |= {f"good{n}": f"/images/{name}" for n, name in enumerate(names)}
    built = previewed(site, previews, {name: drawn_images.picture(450, 300) for name in names})
    codes = [line.split(": ")[1] for line in built.problems if "`bad" in line]
    assert sorted(codes) == ["external-image"] * 2 + ["missing-picture"] * 4
    assert not [path for path in built.files() if "secret" in path or "passwd" in path]
    for n in range(len(outside)):
        assert preview_of(built, f"bad{n}") is None
    for n, name in enumerate(names):
        image = preview_of(built, f"good{n}")
        assert unquote(str(image["src"])) == f"/images/{name}"
        for address in re.findall(r"(\S+) \d+w", str(image.parent.source["srcset"])):
            assert unquote(address).lstrip("/") in built.files()
        assert page_health.faults("p.html", built.files()[f"publications/good{n}/index.html"]) == []


def test_every_row_without_a_file_has_its_test():
    rows = list(csv.DictReader(INDEX.read_text("utf-8").splitlines(), delimiter="\t"))
    wanted = {row["n"] for row in rows if not row["file"] or row["n"] == "56"}
    assert wanted == {match[1] for name in globals() if (match := re.match(r"test_row_(\d+)_", name))}
