"""The plugin in real builds: settings, stops, what templates of pelican-bibtex and pelican-bib get."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import metadata
from pathlib import Path

import pytest

from workshop import zygote

ROOT = Path(__file__).resolve().parents[2]

BIB = r"""@article{b2021,
  author = {Doe, Jane and Roe, Richard},
  title = {A {B}: on \emph{C} & D},
  journal = {Journal},
  year = 2021,
  pdf = {/papers/b.pdf},
  slides = {/slides/b.html},
  tags = {theory, code}
}
@inproceedings{a2020,
  author = {Doe, Jane},
  title = {Older},
  booktitle = {Proceedings},
  year = 2020,
  poster = {https://example.org/poster.pdf},
  tags = {theory}
}
@misc{c2021, author = {Roe, Richard}, title = {Untagged}, howpublished = {Web}, year = 2021}
"""

CONF = """
SITENAME = "T"
AUTHOR = "T"
TIMEZONE = "UTC"
PATH = "content"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
STATIC_PATHS = ["."]
"""

TUPLES = """
{% for key, year, text, bibtex, pdf, slides, poster in publications %}
<li id="{{ key }}">{{ text }} <pre>{{ bibtex|escape }}</pre>
{% for label, target in [('PDF', pdf), ('Slides', slides), ('Poster', poster)] %}
{{ '<a href="%s">%s</a>' % (target, label) if target }}
{% endfor %}</li>
{% endfor %}
"""
"""How pelican-bibtex's documentation uses its tuples."""


@dataclass
class Site:
    """A small site in a folder of its own."""

    path: Path

    def write(self, name: str, text: str) -> None:
        (self.path / name).parent.mkdir(parents=True, exist_ok=True)
        (self.path / name).write_text(text)

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "pelican", "content", "-o", "output", *arguments]

    def build(
        self, plugin: str = "pelican_bibtex", conf: str = "", *arguments: str
    ) -> subprocess.CompletedProcess[str]:
        paths = f"PLUGIN_PATHS = [{str(ROOT / 'plugins')!r}]\nPLUGINS = [{plugin!r}]\n"
        paths += f"THEME_TEMPLATES_OVERRIDES = [{str(self.path / 'templates')!r}]\n"
        self.write("pelicanconf.py", CONF + paths + conf)
        return zygote.run(["pelican", "content", "-o", "output", *arguments], self.path, os.environ)

    def page(self) -> str:
        return (self.path / "output/pages/publications.html").read_text()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with one page that is drawn by the template `publications`."""
    site = Site(tmp_path)
    site.write("content/pages/publications.md", "Title: Publications\nTemplate: publications\n\nx\n")
    site.write("content/pubs.bib", BIB)
    site.write("templates/publications.html", TUPLES)
    return site


SRC = 'PUBLICATIONS_SRC = "content/pubs.bib"\n'


def items(page: str) -> list[tuple[str, list[str]]]:
    """Key and links of each publication on a page, sorted: the packages sort differently."""
    found = re.findall(r'<li id="([^"]*)">(.*?)</li>', page, re.DOTALL)
    return sorted((key, re.findall(r'href="(?!javascript)([^"]*)"', body)) for key, body in found)


def readme_templates() -> Iterator[tuple[str, str]]:
    """The templates in the documentation of pelican-bib, by their headings."""
    text = str(metadata("pelican-bib").get_payload())
    for heading in ("Example templates", "Sorting entries", "Grouping entries", "Using lists of publications"):
        section = text.partition(f"# {heading}\n")[2]
        code = "\n".join(re.findall(r"^ {4}(?!@)(.*)$", section.partition("\n##")[0], re.MULTILINE))
        yield heading, code.replace("\n...\n", "\n").removesuffix("...")


EXPECTED = [
    ("a2020", ["https://example.org/poster.pdf"]),
    ("b2021", ["/papers/b.pdf", "/slides/b.html"]),
    ("c2021", []),
]


@pytest.mark.parametrize("provider", ["pelican_bibtex", "pelican_bib"])
@pytest.mark.parametrize(("heading", "template"), list(readme_templates()), ids=lambda value: value[:20])
def test_the_templates_of_pelican_bibs_documentation_render_the_same_with_either(site, heading, template, provider):
    if "block content" not in template:
        template = '{% extends "base.html" %}{% block content %}' + template + "{% endblock %}"
    site.write("templates/publications.html", template)
    lists = 'PUBLICATIONS_SPLIT_BY = "tags"\nPUBLICATIONS_UNTAGGED_TITLE = "others"\n' if "lists" in heading else ""
    result = site.build(provider, SRC + lists)
    assert result.returncode == 0, result.stderr
    page = site.page()
    assert "CRITICAL" not in result.stdout + result.stderr
    assert "Doe" in page
    if lists:
        assert [page.count(f"<h2>{tag}</h2>") for tag in ("theory", "code", "others")] == [1, 1, 1]
        assert sorted(links for _, links in items(page)) == sorted(EXPECTED[n][1] for n in (0, 1, 1, 2))
    else:
        assert items(page) == EXPECTED


def test_the_tuples_of_pelican_bibtex_unpack(site):
    assert site.build(conf=SRC).returncode == 0
    assert items(site.page()) == EXPECTED
    assert "papers" not in "".join(re.findall("<pre>.*?</pre>", site.page(), re.DOTALL))


def test_years_are_text_with_either_provider(site):
    site.write(
        "templates/publications.html",
        "{% for p in publications|sort(attribute='key') %}{{ p.year ~ p['key'] }},{% endfor %}",
    )
    pages = [site.build(provider, SRC).returncode or site.page() for provider in ("pelican_bibtex", "pelican_bib")]
    assert pages == ["2020a2020,2021b2021,2021c2021,"] * 2


def test_the_newest_is_first_and_problems_are_in_the_context(site):
    site.write(
        "templates/publications.html",
        "{% for p in publications %}{{ p.key }} {% endfor %}{{ publications_problems|length }}{{ publications_lists }}",
    )
    assert site.build(conf=SRC).returncode == 0
    assert site.page() == "b2021 c2021 a2020 0{}"


def test_without_the_setting_there_is_nothing_and_nothing_is_said(site):
    result = site.build()
    assert (result.returncode, items(site.page())) == (0, [])
    assert "ublication" not in result.stderr


@pytest.mark.parametrize(
    "value",
    [
        '"content/pubs.bib"',
        '["content/pubs.bib", "content/pubs.bib"]',
        'Path("content/pubs.bib")',
        'Path("content/pubs.bib").resolve()',
        '("content/pubs.bib",)',
    ],
)
def test_the_source_may_be_a_path_or_several(site, value):
    assert site.build(conf=f"from pathlib import Path\nPUBLICATIONS_SRC = {value}\n").returncode == 0
    assert items(site.page()) == EXPECTED


def test_the_source_is_looked_for_beside_the_content_wherever_the_command_runs(site, tmp_path_factory):
    site.build(conf=SRC)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    words = ["pelican", "-s", str(site.path / "pelicanconf.py"), "-o", str(site.path / "output")]
    result = zygote.run(words, elsewhere, os.environ)
    assert result.returncode == 0, result.stderr
    assert items(site.page()) == EXPECTED


def test_the_bibliography_is_never_copied_out(site):
    assert site.build(conf=SRC).returncode == 0
    assert list((site.path / "output").rglob("*.bib")) == []


def test_problems_are_printed_unwrapped_and_counted(site):
    site.write(
        "content/pubs.bib",
        BIB + "@misc{d, title={" + "long " * 30 + "}, author={A}, url={javascript:x}, year={2024a}}\n",
    )
    result = site.build(conf=SRC)
    assert result.returncode == 0
    lines = [line for line in result.stderr.splitlines() if line.startswith("content/pubs.bib:")]
    assert [re.sub(r"`.*", "", line) for line in lines] == [
        "content/pubs.bib:19:182: unsafe-link: ",
        "content/pubs.bib:19:202: bad-date: ",
    ]
    assert "2 warnings" in result.stdout + result.stderr


def test_problems_are_not_printed_where_another_plugin_does(site):
    site.write("content/pubs.bib", "@misc{d, author={A}}")
    assert "missing-field" not in site.build(conf=SRC + "PUBLICATIONS_REPORT = False\n").stderr


def test_fatal_ends_the_build_after_the_whole_report(site):
    site.write("content/pubs.bib", "@misc{d, author={A}}\n@misc{e, author={A}}")
    result = site.build("pelican_bibtex", SRC, "--fatal", "warnings")
    assert result.returncode != 0
    assert len(re.findall("missing-field", result.stderr)) == 2


def test_many_alike_are_one_line_with_the_first_twenty_places(site):
    site.write("content/pubs.bib", "\n".join(f"@misc{{k{n}, author={{A}}}}" for n in range(30)))
    lines = [line for line in site.build(conf=SRC).stderr.splitlines() if "missing-field" in line]
    assert len(lines) == 1
    assert lines[0].startswith("content/pubs.bib:1:1: missing-field: `k0`: there is no title; ")
    assert lines[0].endswith(f" (and 29 more like it, lines {', '.join(map(str, range(2, 22)))} ...)")


def test_an_empty_file_is_a_warning_and_an_empty_list(site):
    site.write("content/pubs.bib", "")
    result = site.build(conf=SRC)
    assert (result.returncode, items(site.page())) == (0, [])
    assert "content/pubs.bib: empty-file: " in result.stderr


def nothing(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def saved_page(path: Path) -> None:
    path.write_text("<!DOCTYPE html><html>404</html>")


def latin_1(path: Path) -> None:
    path.write_bytes(b"@misc{a, title={\xe9}}")


@pytest.mark.parametrize(
    ("spoil", "report"),
    [
        (nothing, "no-file"),
        (folder, "unreadable-file"),
        (pipe, "unreadable-file"),
        (saved_page, "not-bibtex"),
        (latin_1, "wrong-encoding"),
    ],
)
def test_a_bibliography_that_cannot_be_read_stops_before_the_last_site_is_touched(
    site: Site, spoil: Callable[[Path], None], report: str
):
    conf = SRC + "DELETE_OUTPUT_DIRECTORY = True\n"
    assert site.build(conf=conf).returncode == 0
    spoil(site.path / "content/pubs.bib")
    result = site.build(conf=conf)
    assert result.returncode == 1
    at = r"pelicanconf\.py:\d+" if report == "no-file" else r"content/pubs.bib(:\d+:\d+)?"
    assert re.search(rf"^{at}: {report}: ", result.stderr, re.MULTILINE)
    assert "Stopped before anything was written" in result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    assert items(site.page()) == EXPECTED


def test_another_encoding_is_read_if_it_is_named(site):
    site.write("content/pubs.bib", "")
    (site.path / "content/pubs.bib").write_bytes("@misc{é, title={É}, author={A}}".encode("latin-1"))
    assert site.build(conf=SRC + 'PUBLICATIONS_ENCODING = "latin-1"\n').returncode == 0
    assert "<strong>É</strong>" in site.page()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("PUBLICATIONS_SRC = 3", "PUBLICATIONS_SRC is 3, of type int; write a path or a list of paths"),
        ("PUBLICATIONS_SRC = ''", "PUBLICATIONS_SRC is ''; write a path"),
        ("PUBLICATIONS_SRC = [3]", "PUBLICATIONS_SRC is [3], of type list"),
        ("PUBLICATIONS_ENCODING = 'utf9'", "PUBLICATIONS_ENCODING is 'utf9'; write the name of an encoding"),
        (
            "PUBLICATIONS_SPLIT_BY = ['tags']",
            "PUBLICATIONS_SPLIT_BY is ['tags'], of type list; write the name of a field",
        ),
        ("PUBLICATIONS_REPORT = 'no'", "PUBLICATIONS_REPORT is 'no'; write True or False"),
        (
            "PUBLICATIONS_PRIVATE_FIELDS = 1",
            "PUBLICATIONS_PRIVATE_FIELDS is 1, of type int; write a list of fields",
        ),
    ],
)
def test_a_setting_of_the_wrong_kind_stops_and_says_what_to_write(site, line, words):
    result = site.build(conf=SRC + line + "\n")
    assert result.returncode == 1
    assert words in result.stderr
    assert "Traceback" not in result.stdout + result.stderr


def test_a_mistyped_setting_is_a_warning(site):
    result = site.build(conf='PUBLICATION_SRC = "content/pubs.bib"\n')
    assert result.returncode == 0
    assert "there is no setting PUBLICATION_SRC; did you mean PUBLICATIONS_SRC?" in result.stderr


def test_an_authors_own_private_fields_stay_out_of_the_bibtex(site):
    assert "tags" in (site.build(conf=SRC) and site.page())
    site.build(conf=SRC + 'PUBLICATIONS_PRIVATE_FIELDS = ["Tags"]\n')
    assert "tags" not in site.page()


def test_under_autoreload_a_broken_file_is_reported_and_awaited(site):
    site.build(conf=SRC)
    bib = site.path / "content/pubs.bib"
    bib.unlink()
    with subprocess.Popen(
        site.command("--autoreload"), cwd=site.path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr
            assert "no-file" in process.stderr.readline()
            assert "the next change of these files starts a new build" in process.stderr.readline()
            assert items(site.page()) == EXPECTED
            bib.write_text("@misc{new, title={New}, author={A}}")
            wait_for(lambda: "new" in site.page())
            assert process.poll() is None
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
