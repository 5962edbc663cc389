"""A publication under another key: its citations and its number go with it, or the author is told how they do."""

PAGE = "Title: A\n\nText [@alpha2020], [@beta2021] and [@gamma2022, p. 3].\n"
NUMBERS = '1 = "alpha2020"\n2 = "beta2021"\n3 = "gamma2022"\n'


def renamed(site, old, new, ids=""):
    """The bibliography with another key in one entry."""
    return site.bib.replace(f"{{{old},", f"{{{new}, ids={{{ids}}}," if ids else f"{{{new},")


def cited(built, path="a/index.html"):
    return [(a.get_text(), a["href"]) for a in built.page(path).main.select("a.cite")]


def test_a_former_key_in_ids_cites_the_publication_and_keeps_its_number(site):
    files = {
        "content/publications.bib": renamed(site, "alpha2020", "zeta", "older, alpha2020"),
        "content/pages/a.md": PAGE,
        "content/numbers.toml": NUMBERS,
    }
    built = site.build(files, STRICT=True)
    assert (built.problems, built.code) == ([], 0)
    assert cited(built)[0] == ("[1]", "/publications/#zeta")
    answer = site.build(IBID_FREEZE="add").stdout
    assert "Every publication has its number" in answer
    assert (site.folder / "content/numbers.toml").read_text() == NUMBERS


def test_a_former_key_that_two_entries_claim_is_reported_where_it_stands(site):
    bib = renamed(site, "alpha2020", "zeta", "old").replace("{beta2021,", "{beta2021, ids={old},")
    built = site.build({"content/publications.bib": bib, "content/pages/a.md": "Title: A\n\n[@old]\n"}, STRICT=True)
    assert built.code == 1
    assert built.problems[0] == (
        "content/publications.bib:2:20: duplicate-alias: `old` is in the ids of `zeta`, content/publications.bib:1, and"
        " `[@old]` leads there; take it out of the ids of `beta2021`"
    )
    assert cited(built) == [("[1]", "/publications/#zeta")]
