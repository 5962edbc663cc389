"""What Pelican refuses it names without a line, a reason or a remedy, and goes on; or it gives up with a traceback."""

from __future__ import annotations

import pytest
from tiny_site import Site

from ibid.read.front_matter import FrontMatterField, read_fields

POST, PAGE = "content/news/d.md", "content/pages/p.md"

REFUSED = [
    (
        POST, "Title: D\nDate: 2024-31-12\n\nText.\n",
        ":2: no-date: Date: the date '2024-31-12' is not valid; write year, month and day, as in `2024-12-31`.",
    ),
    (
        POST, "Title: D\nDate: the other day\n\nText.\n",
        ":2: no-date: Date: the date 'the other day' is not valid; write year, month and day, as in `2024-05-03`.",
    ),
    (
        PAGE, "Title: P\nModified: 2024-02-30 18:00\n\nText.\n",
        ":2: no-date: Modified: the date '2024-02-30 18:00' is not valid; write year, month and day, as in `2024-05-03`.",
    ),
    (
        "content/news/2024-13-01-x.md", "Title: D\n\nText.\n",
        ": no-date: the date '2024-13-01' in the file name is not valid; rename the file, as in `2024-01-13-x.md`.",
    ),
    (POST, "Title: D\n\nText.\n", ": no-date: the post has no date; write `Date: 2024-05-03` below its title."),
    (PAGE, "Summary: S\n\nText.\n", ": no-title: the front matter has no title; write `Title: ...` in its first line."),
    (PAGE, "Title: P\nStatus: Drft\n\nText.\n", ":2: unknown-status: there is no status 'Drft'; did you mean draft?"),
    (
        PAGE, "Title: P\nStatus: soon\n\nText.\n",
        ":2: unknown-status: there is no status 'soon'; write one of published, hidden, draft, skip.",
    ),
    (
        "content/pages/p.rst", "P\n#\n\n:modified: soon\n\nText.\n",
        ":4: no-date: Modified: the date 'soon' is not valid; write year, month and day, as in `2024-05-03`.",
    ),
    (
        "content/news/p.html", '<html><head><title>P</title>\n<meta content="soon" name="date"></head><body>x</body></html>',
        ":2: no-date: Date: the date 'soon' is not valid; write year, month and day, as in `2024-05-03`.",
    ),
    (PAGE, b"Title: P\nSummary: \xfc\n\nText.\n", ":2: unreadable-file: this is not UTF-8; save the file as UTF-8."),
    (
        PAGE, "Title: P\nTimezone: Nowhere/X\n\nText.\n",
        ": left-out: Pelican left this file out: ZoneInfoNotFoundError: 'No time zone found with key Nowhere/X';",
    ),
    (
        "content/pages/p.rst", "P\n#\n\n:timezone: Nowhere/X\n\nText.\n\n:date: of birth\n",
        ": left-out: Pelican left this file out: ZoneInfoNotFoundError: 'No time zone found with key Nowhere/X';",
    ),
    (
        PAGE, "Title: P\nSummary: a\u2028b\x0cc\nStatus: soon\n\nText.\n",
        ":3: unknown-status: there is no status 'soon'; write one of published, hidden, draft, skip.",
    ),
    (
        PAGE, "Title: P\nsave_as: ../../x.html\n\nText.\n",
        ": left-out: Pelican left this file out: Skipping content/pages/p.md: file '../../x.html' would be written outside output",
    ),
]  # fmt: skip
"""A source, what stands in it, and the problem that is reported there."""


@pytest.mark.parametrize(("file", "text", "said"), REFUSED)
def test_a_source_that_pelican_refuses_is_a_problem_with_its_reason(
    site: Site, file: str, text: str | bytes, said: str
):
    built = site.build({file: text}, STRICT=True)
    [line] = built.problems
    assert line.startswith(file + said)
    assert built.code == 1


def test_every_date_of_a_source_that_is_none_is_reported(site: Site):
    built = site.build(
        {"content/news/2024-00-01-x.md": "Title: X\nDate: soon\nModified: later\nStatus: dark\n\nText.\n"}
    )
    places = [line.rpartition("2024-00-01-x.md")[2].split(" ")[:2] for line in built.problems]
    assert [place for place in places if place[1] in ("no-date:", "unknown-status:")] == [
        [":", "no-date:"],
        [":2:", "no-date:"],
        [":3:", "no-date:"],
        [":4:", "unknown-status:"],
    ]
    assert built.code == 0, "it degrades where nobody asked for strictness"


@pytest.mark.parametrize(
    ("settings", "front_matter", "said"),
    [
        ({}, "Template: reserch\n", "content/pages/p.md:2: unknown-template: the theme has no template 'reserch'; did you mean research?"),
        ({}, "Template: zzz\n", "content/pages/p.md:2: unknown-template: the theme has no template 'zzz'; remove the line to use page, or"),
        ({"DEFAULT_METADATA": {"template": "artcle"}}, "", "content/pages/p.md: unknown-template: the theme has no template 'artcle'; did"),
        ({}, "Template: research\n", ""),
        ({"THEME_TEMPLATES_OVERRIDES": ["templates"]}, "Template: mine\n", ""),
    ],
)  # fmt: skip
def test_a_page_whose_template_is_not_there_is_drawn_as_any_other(site: Site, settings, front_matter: str, said: str):
    site.write({"templates/mine.html": '{% extends "page.html" %}'})
    built = site.build({PAGE: f"Title: P\n{front_matter}Summary: S\n\nText.\n"}, STRICT=True, **settings)
    found = [line for line in built.problems if "-template" in line]
    assert [line[: len(said)] for line in found] == ([said] if said else [])
    assert built.code == bool(said)
    assert "Text." in built.text("p/index.html")


SAID = [
    ("log.error('No luck with %s', 'that')", "pelican-error: Pelican reported: No luck with that"),
    (
        "log.critical('no cache, going on without')",
        "pelican-error: Pelican reported: no cache, going on without: ZeroDivisionError: division by zero",
    ),
    (
        "log.error('cannot read %s', 'images/a.png')",
        "content/images/a.png: pelican-error: Pelican reported: cannot read images/a.png: ZeroDivisionError: division by zero",
    ),
    (
        "log.error('cannot number %s', 'pages/p.md')",
        "content/pages/p.md: pelican-error: Pelican reported: cannot number pages/p.md: ZeroDivisionError: division by zero",
    ),
]  # fmt: skip
"""What a plugin logs while it handles an error or not, and what is reported of it."""


@pytest.mark.parametrize(("call", "said"), SAID)
def test_what_another_plugin_could_not_do_fails_a_strict_build_with_its_words(site: Site, call: str, said: str):
    plugin = "import logging\nfrom pelican import signals\n\nlog = logging.getLogger('pelican.plugins.mine')\n\n\n"
    plugin += "def register():\n    signals.all_generators_finalized.connect(say)\n\n\ndef say(_):\n"
    failing = f"    try:\n        1 / 0\n    except ZeroDivisionError:\n        {call}\n"
    site.write({"extra/mine.py": plugin + (failing if "ZeroDivisionError" in said else f"    {call}\n")})
    site.write({"content/images/a.png": b"\x89PNG\xff", PAGE: "Title: P\nSummary: S\n\nText.\n"})
    folders = [str(site.root / "plugins"), "extra"]
    built = site.build(PLUGIN_PATHS=folders, PLUGINS=["pelican_bibtex", "ibid", "mine"])
    assert (built.code, built.problems) == (0, [said]), "it goes on without"
    assert "Text." in built.text("p/index.html")
    assert site.build(STRICT=True).code == 1


READER = """
from pelican import signals
from pelican.readers import BaseReader


class OfDocuments(BaseReader):
    file_extensions = ["odt"]

    def read(self, source_path):
        raise ValueError("no document")


def register():
    signals.readers_init.connect(lambda readers: readers.reader_classes.update(odt=OfDocuments))
"""


def test_a_source_of_another_plugins_format_is_no_text(site: Site):
    site.write({"extra/documents.py": READER, "content/pages/p.odt": b"PK\x03\x04\xff"})
    folders = [str(site.root / "plugins"), "extra"]
    built = site.build(PLUGIN_PATHS=folders, PLUGINS=["pelican_bibtex", "ibid", "documents"])
    [line] = built.problems
    assert line.startswith(
        "content/pages/p.odt: left-out: Pelican left this file out: ValueError: no document; correct that,"
    )


@pytest.mark.parametrize(
    ("suffix", "text", "fields"),
    [
        (".md", "Title: A\nDate:  2024-05-03 \n\nStatus: draft\n", [("title", "A", 1), ("date", "2024-05-03", 2)]),
        (".md", "---\nTitle: A\nTAGS: a,\n    b\n---\nStatus: draft\n", [("title", "A", 2), ("tags", "a, b", 3)]),
        (".md", "Date: 1\nDate: 2\n", [("date", "1", 1)]),
        (".md", "Title: A\nText begins.\nDate: of birth\n", [("title", "A", 1)]),
        (".md", "Title: a\u2028b\x0cc\x85\r\nDate: 1\rStatus: draft", [("title", "a\u2028b\x0cc", 1), ("date", "1", 2), ("status", "draft", 3)]),
        (".md", "", []),
        (".rst", "A\n#\n\n:Date: 2024-05-03\n:status: draft\n", [("date", "2024-05-03", 4), ("status", "draft", 5)]),
        (".rst", "===\n A\n===\nB\n-\n\n.. note to self\n   :no: field\n\n:a b: c\n  d\n\n:tags:\n", [("a b", "c", 10), ("tags", "", 13)]),
        (".rst", "A\n#\n\n:date: 1\n\nText.\n\n:status: of matter\n", [("date", "1", 4)]),
        (".rst", "A\n#\n\nText.\n\n:status: of matter\n", []),
        (".rst", "A\n#\n\n..  image:: a.png\n   :alt: A\n\n:status: of matter\n", []),
        (".rst", "A\n#\n\n:date: 1\n:emphasis:`B` is text.\n:status: of matter\n", [("date", "1", 4)]),
        (".html", "<head>\n<meta name=date content='a &amp; b'>\n<meta charset=utf-8>", [("date", "a & b", 2)]),
        (".html", "<head><!--\n<meta name=date content=1>--><meta name=date content=2></head>", [("date", "2", 2)]),
        (".html", "<header></header><head><meta data-name=a></head><meta name=date content=1>", []),
        (".odt", "Title: A\n", []),
    ],
)  # fmt: skip
def test_fields_are_read_with_their_lines(suffix: str, text: str, fields: list[tuple[str, str, int]]):
    assert list(read_fields(text, suffix).values()) == [FrontMatterField(*field) for field in fields]
