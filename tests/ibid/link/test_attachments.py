"""PDFs kept in content/: beside their pages, or reported."""

import os

import pytest

PDF = b"%PDF-1.4 a paper"
SITE = "https://e.org/site"


ENTRY = "@article{{k{n},\n  title = {{T}},\n  author = {{Doe, Jane}},\n  journal = {{J}},\n  year = 2024,\n  pdf = {{{path}}}\n}}\n"
LINES = ENTRY.count("\n")


def bib(*paths):
    """An entry for each PDF: k1, k2 and so on."""
    return "".join(ENTRY.format(n=n, path=path) for n, path in enumerate(paths, 1))


def pdf_links(built):
    return [a["href"] for a in built.page("publications/k1/index.html").select(".links a") if a.text == "PDF"]


@pytest.mark.parametrize(
    ("written", "kept", "placed", "linked"),
    [
        ("/files/x.pdf", "files/x.pdf", "x.pdf", "x.pdf"),
        ("files/x.pdf", "files/x.pdf", "x.pdf", "x.pdf"),
        ("/files/my%20paper.PDF#page=3", "files/my paper.PDF", "my paper.PDF", "my%20paper.PDF"),
        ("/files/naïve.pdf", "files/naïve.pdf", "naïve.pdf", "na%C3%AFve.pdf"),
    ],
)
def test_a_pdf_is_placed_beside_its_page(site, written, kept, placed, linked):
    built = site.build({"content/publications.bib": bib(written), f"content/{kept}": PDF}, SITEURL=SITE)
    assert built.files()[f"publications/k1/{placed}"] == PDF
    address = f"{SITE}/publications/k1/{linked}"
    assert pdf_links(built) == [address]
    page = built.page("publications/k1/index.html")
    assert page.select_one('meta[name="citation_pdf_url"]')["content"] == address
    assert page.select_one('link[rel="item"]')["href"] == address
    assert "missing-file" not in built.stderr
    assert address.removeprefix(SITE) in built.text("publications/index.html")


def test_a_pdf_that_pelican_copies_too_is_found_by_its_address_there(site):
    files = {"content/publications.bib": bib("/papers/x.pdf"), "content/files/x.pdf": PDF}
    moved = {"EXTRA_PATH_METADATA": {"files/x.pdf": {"path": "papers/x.pdf"}}, "STATIC_PATHS": ["files"]}
    built = site.build(files, **moved)
    assert built.files()["publications/k1/x.pdf"] == built.files()["papers/x.pdf"] == PDF
    assert "missing-file" not in built.stderr


def test_a_pdf_that_lies_there_already_has_one_writer(site):
    files = {
        "content/publications.bib": bib("/publications/k1/x.pdf"),
        "content/publications/k1/x.pdf": PDF,
    }
    built = site.build(files, STATIC_PATHS=["publications"])
    assert built.files()["publications/k1/x.pdf"] == PDF
    assert "same-address" not in built.stderr
    assert pdf_links(built) == ["/publications/k1/x.pdf"]


def reported(built):
    """Where the bibliography's entries start of which a file is missing, or leads out of the site."""
    lines = [line for line in built.problems if "unsafe-link" in line or "missing-file" in line]
    return sorted(int(line.removeprefix("content/publications.bib:").partition(":")[0]) for line in lines)


def test_a_pdf_that_is_not_there_is_reported_at_its_entry(site):
    paths = ("/files/none.pdf", "files/", "/files/%00.pdf")
    built = site.build({"content/publications.bib": bib(*paths), "content/files/x.txt": "x"})
    assert built.code == 0
    assert reported(built) == [1, 1 + 2 * LINES], "a folder is no file"


def test_nothing_outside_of_the_sources_is_copied(site):
    paths = ("../../x.pdf", "/files/../../x.pdf", "/files/..%2f..%2fx.pdf", "/link.pdf")
    site.write({"x.pdf": PDF, "content/publications.bib": bib(*paths), "content/files/y.txt": ""})
    (site.folder / "content/link.pdf").symlink_to(site.folder / "x.pdf")
    built = site.build()
    assert PDF not in built.files().values()
    assert {(line - 1) // LINES for line in reported(built)} == {0, 1, 2, 3}


def test_what_cannot_be_read_is_not_there(site):
    site.write({"content/publications.bib": bib("/files/x.pdf"), "content/files/y.txt": ""})
    os.mkfifo(site.folder / "content/files/x.pdf")
    assert [line for line in site.build().problems if "missing-file" in line]
    (site.folder / "content/files/x.pdf").unlink()
    (site.folder / "content/files/x.pdf").symlink_to("x.pdf")
    assert [line for line in site.build().problems if "missing-file" in line]


def test_an_address_of_another_host_is_left_alone(site):
    built = site.build({"content/publications.bib": bib("https://arxiv.org/pdf/2410.11474.pdf")})
    assert pdf_links(built) == ["https://arxiv.org/pdf/2410.11474.pdf"]
    assert "missing-file" not in built.stderr


def test_two_publications_with_one_pdf_each_have_it(site):
    both = bib("/files/x.pdf", "/files/x.pdf")
    files = site.build({"content/publications.bib": both, "content/files/x.pdf": PDF}).files()
    assert files["publications/k1/x.pdf"] == files["publications/k2/x.pdf"] == PDF


def test_the_nearest_file_anywhere_is_offered(site):
    files = {
        "content/publications.bib": bib("x.pdf"),
        "content/files/pdf/X.pdf": PDF,
        "content/pages/a.md": "Title: A\n\nText.\n",
    }
    (line,) = [line for line in site.build(files).problems if "missing-file" in line]
    assert line.endswith("for `pdf = {...}`; did you mean `files/pdf/X.pdf`?")
