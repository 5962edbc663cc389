"""`invoke keys`: shows, asks, and only then changes the author's pages."""

BIB = "@article{doe2020, title={T}, author={Doe, Jane}, journal={J}, year={2020}}\n"
PAGE = "Title: Research\nTopics: true\n\n- **A**: text [1]\n"
PLUGINS = (
    'PLUGINS = ["pelican_bibtex", "ibid"]\nPUBLICATIONS_SRC = "content/publications.bib"\nPAGE_PATHS = ["pages"]\n'
)


def start(site):
    site.write("content/publications.bib", BIB)
    site.write("content/pages/research.md", PAGE)
    site.write("pelicanconf.py", site.read("pelicanconf.py") + PLUGINS)


def test_without_an_answer_nothing_changes(site):
    start(site)
    done = site.invoke("keys")
    assert done.returncode == 0, done.stderr
    assert "-- **A**: text [1]\n+- **A**: text [@doe2020]" in done.stdout
    assert "Nothing was changed" in done.stdout
    assert site.read("content/pages/research.md") == PAGE


def test_with_yes_the_page_has_keys(site):
    start(site)
    done = site.invoke("keys", "--yes")
    assert done.returncode == 0, done.stderr
    assert site.read("content/pages/research.md") == PAGE.replace("[1]", "[@doe2020]")


def test_a_site_that_cannot_be_read_is_left_alone(site):
    start(site)
    site.write("content/publications.bib", "no bibliography")
    done = site.invoke("keys", "--yes")
    assert done.returncode == 1
    assert "content/publications.bib: not-bibtex" in done.stderr
    assert site.read("content/pages/research.md") == PAGE
