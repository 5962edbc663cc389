"""Topics and citations link whatever plugin provides `publications`."""

import pytest

RESEARCH = "Title: Research\nTopics: true\n\n- **A** [@alpha2020; @beta2021]\n- **B** [3][2]\n"
NUMBERS = '1 = "beta2021"\n2 = "gamma2022"\n3 = "alpha2020"\n'


def chips(built):
    return [(a.get_text(), a["href"], a["title"]) for a in built.page("research/index.html").select("main a.cite")]


def test_the_real_pelican_bib_gives_the_same_links(site):
    pytest.importorskip("pelican_bib")
    site.write({"content/numbers.toml": NUMBERS})
    ours = site.build({"content/pages/research.md": RESEARCH})
    theirs = site.build(PLUGINS=["pelican_bib", "ibid"])
    assert (theirs.code, theirs.problems) == (0, [])
    assert chips(theirs) == chips(ours)
    assert [text for text, _, _ in chips(ours)] == ["[1]", "[3]", "[3]", "[2]"]
    assert "On Alpha" in theirs.page("publications/alpha2020/index.html").h1.get_text()


def test_a_provider_of_tuples_links_too(site):
    plugin = """
from pelican import signals

def fill(generator):
    bibtex = "@article{alpha2020, title={On Alpha}, author={Doe, Jane}, journal={J}, year={2020}}"
    generator.context["publications"] = [("alpha2020", "2020", "Doe", bibtex, None, None, None)]

def register():
    signals.generator_init.connect(fill)
"""
    page = "Title: Research\nTopics: true\n\n- **A** [@alpha2020]\n"
    built = site.build(
        {"here/tuples.py": plugin, "content/pages/research.md": page},
        PLUGINS=["tuples", "ibid"],
        PLUGIN_PATHS=["here", *site.settings["PLUGIN_PATHS"]],
    )
    assert chips(built) == [("[1]", "/publications/#alpha2020", "On Alpha")]


PRIVATE = "@article{alpha2020, title={On Alpha}, author={Doe, Jane}, journal={J}, year={2020}, grant={G-1}, owner={me}}"


def test_another_provider_s_private_fields_are_private_too_and_its_file_is_not_copied(site):
    pytest.importorskip("pelican_bib")
    built = site.build(
        {"content/bib/mine.bib": PRIVATE},
        PLUGINS=["pelican_bib", "ibid"],
        PUBLICATIONS_PRIVATE_FIELDS=["grant"],
        PUBLICATIONS_SRC="content/bib/mine.bib",
        STATIC_PATHS=["bib"],
    )
    assert "On Alpha" in built.text("publications/alpha2020.bib")
    assert [name for name, data in built.files().items() if b"G-1" in data or b"owner" in data] == []
    assert "bib/mine.bib" not in built.files()
