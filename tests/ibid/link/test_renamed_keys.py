"""A publication under another key: its citations and its number go with it, or the author is told how they do."""

import pytest
from tiny_site import BIB

from ibid.link.number_changes import Answer, decide
from ibid.link.numbers import Numbered, assign, renamings

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
    answer = site.number().stdout
    assert "Every publication has its number" in answer
    assert (site.folder / "content/numbers.toml").read_text() == NUMBERS


def test_the_page_at_the_old_address_leads_to_the_new_one(site):
    bib = renamed(site, "alpha2020", "zeta", "alpha2020, Alpha2020, Zeta, a/b:c, gamma2022x")
    built = site.build({"content/publications.bib": bib}, STRICT=True, SITEURL="https://doe.example.org")
    assert (built.problems, built.code) == ([], 0)
    old = built.page("publications/alpha2020/index.html")
    assert old.find("link", rel="canonical")["href"] == "https://doe.example.org/publications/zeta/"
    assert (
        old.find("meta", attrs={"http-equiv": "refresh"})["content"]
        == "0; url=https://doe.example.org/publications/zeta/"
    )
    assert old.main.h1.get_text() == "On Alpha"
    assert "alpha2020" not in built.text("sitemap.xml")
    pages = {path.split("/")[1] for path in built.files() if path.startswith("publications/") and path.count("/") == 2}
    assert pages == {"zeta", "alpha2020", "a-b-c", "gamma2022x", "beta2021", "gamma2022"}


FOLDED = """
@misc{delta2019, title={On Alpha}, author={Doe, Jane}, year={2019}, eprint={1901.00001}, archiveprefix={arXiv}}
"""


@pytest.mark.parametrize(
    ("bib", "said"),
    [
        (BIB.replace("{beta2021,", "{delta2019x, ids={b, delta2019},"), "2, ids delta2019 of delta2019x"),
        (BIB + FOLDED, "1, preprint delta2019 of alpha2020"),
    ],
)
def test_a_former_address_that_a_page_of_the_authors_has_is_put_down_to_the_entry(site, bib, said):
    page = "Title: P\nurl: publications/delta2019/\nsave_as: publications/delta2019/index.html\n\nMine.\n"
    built = site.build({"content/publications.bib": bib, "content/pages/p.md": page}, STRICT=True)
    [line] = [line for line in built.problems if "same-address" in line]
    assert line.startswith(
        f"content/pages/p.md: same-address: content/pages/p.md and content/publications.bib:{said} would both write"
    )
    assert "Mine." in built.text("publications/delta2019/index.html")


def test_what_is_wrong_on_the_page_at_a_former_address_is_put_down_to_the_entry(site):
    bib = renamed(site, "beta2021", "zeta", "old")
    site.write({"templates/redirect.html": "<html lang=en><title>T</title><h1>T</h1><p id='a b'></p></html>"})
    built = site.build({"content/publications.bib": bib}, THEME_TEMPLATES_OVERRIDES=["templates"])
    [line] = [line for line in built.problems if "bad-id" in line]
    assert (line.split(": ")[0], "/publications/old/" in line) == ("content/publications.bib:2", True)


def test_a_former_key_that_two_entries_claim_is_reported_where_it_stands(site):
    bib = renamed(site, "alpha2020", "zeta", "old").replace("{beta2021,", "{beta2021, ids={old},")
    built = site.build({"content/publications.bib": bib, "content/pages/a.md": "Title: A\n\n[@old]\n"}, STRICT=True)
    assert built.code == 1
    assert built.problems[0] == (
        "content/publications.bib:2:20: duplicate-alias: `old` is in the `ids` of `zeta`, content/publications.bib:1, which"
        " `[@old]` cites; remove it from the `ids` of `beta2021`."
    )
    assert cited(built) == [("[1]", "/publications/#zeta")]


def test_a_renamed_key_is_told_where_its_number_stands(site):
    files = {"content/publications.bib": renamed(site, "beta2021", "beta2021more"), "content/numbers.toml": NUMBERS}
    built = site.build(files, STRICT=True)
    assert built.code == 1
    assert built.problems[0] == (
        "content/numbers.toml:2: no-number: `beta2021more` has no number yet, and 2 belongs to `beta2021`, which no entry"
        ' has any more; if you renamed the key, change this line to `2 = "beta2021more"`, or write `ids = {beta2021}` into'
        ' the entry; otherwise add the line `4 = "beta2021more"`; `invoke number` asks you and does either.'
    )


NEWER = "@article{delta2019, title={On Delta}, author={Doe, Jane}, journal={J}, year={2019}}\n"
KEPT = NUMBERS.replace("beta2021", "beta2021more")
CHOICES = [
    # what the author says, numbers.toml after that, what is said, whether something is left to decide
    ({}, NUMBERS + '4 = "delta2019"\n', ["Added to numbers.toml:", '4 = "delta2019"'], True),
    (
        {"yes": True},
        KEPT + '4 = "delta2019"\n',
        [
            "Changed in numbers.toml:",
            '2 = "beta2021more", which was `beta2021`',
            "Added to numbers.toml:",
            '4 = "delta2019"',
        ],
        False,
    ),
    (
        {"new": ["beta2021more"]},
        NUMBERS + '4 = "delta2019"\n5 = "beta2021more"\n',
        ["Added to numbers.toml:", '4 = "delta2019"', '5 = "beta2021more"'],
        False,
    ),
]


@pytest.mark.parametrize(("choices", "numbers", "said", "left"), CHOICES)
def test_a_number_is_given_to_a_renamed_key_only_when_its_author_says_so(site, choices, numbers, said, left):
    bib = renamed(site, "beta2021", "beta2021more") + NEWER
    done = site.number({"content/publications.bib": bib, "content/numbers.toml": NUMBERS}, **choices)
    assert (site.folder / "content/numbers.toml").read_text() == numbers
    assert (done.code, done.stdout.splitlines()) == (int(left), said)
    why = (
        "`beta2021more` has no number yet: it may be `beta2021` [2], which no entry has any more, under another key."
        " If it is, run `invoke number --yes`, or write `ids = {beta2021}` into the entry; if it is a new publication,"
        " run `invoke number --new=beta2021more`."
    )
    assert done.problems == ([why] if left else [])


def test_the_lines_that_a_report_offers_are_those_that_are_written_then(site):
    bib = renamed(site, "beta2021", "beta2021more") + NEWER
    built = site.build({"content/publications.bib": bib, "content/numbers.toml": NUMBERS})
    said = [line for line in built.problems if "no-number" in line]
    assert [line.partition("add the line `")[2].partition("`")[0] for line in said] == [
        '4 = "delta2019"',
        '5 = "beta2021more"',
    ]
    site.number()
    site.number(new=["beta2021more"])
    assert (site.folder / "content/numbers.toml").read_text() == NUMBERS + '4 = "delta2019"\n5 = "beta2021more"\n'


@pytest.mark.parametrize(
    ("key", "advice"), [("beta2021mroe", "did you mean beta2021more?"), ("x", "write a key in the bibliography.")]
)
def test_a_new_key_that_no_entry_has_is_refused(site, key, advice):
    bib = renamed(site, "beta2021", "beta2021more")
    done = site.number({"content/publications.bib": bib, "content/numbers.toml": NUMBERS}, new=[key])
    assert (done.code, done.problems) == (1, [f"--new={key}: no entry has this key; {advice}"])
    assert (site.folder / "content/numbers.toml").read_text() == NUMBERS


def test_an_old_key_whose_likeliest_heir_is_new_may_have_another():
    known = [Numbered(key, (2024, 13, 32)) for key in ("doe2024seas", "doe2024z", "roe2020")]
    asked = []

    def answer(renaming):
        asked.append((renaming.key, renaming.old))
        return Answer.NEW if renaming.key == "doe2024seas" else Answer.KEEP

    decided = decide(known, {"doe2024sea": 1, "roe2020": 2}, answer)
    assert asked == [("doe2024seas", "doe2024sea"), ("doe2024z", "doe2024sea")]
    assert ([renaming.line for renaming in decided.kept], decided.added) == (['1 = "doe2024z"'], {"doe2024seas": 3})


def test_an_old_key_that_is_left_open_keeps_no_other_publication_waiting():
    known = [Numbered(f"doe2024{x}", (2024, 13, 32)) for x in "bcd"]
    decided = decide(known, {"doe2024a": 1}, lambda _: Answer.LATER)
    assert (len(decided.later), list(decided.added.values())) == (1, [2, 3])


def test_both_ways_out_give_the_number_back(site):
    bib = renamed(site, "beta2021", "beta2021more")
    line = NUMBERS.replace("beta2021", "beta2021more")
    assert site.build({"content/publications.bib": bib, "content/numbers.toml": line}, STRICT=True).problems == []
    bib = renamed(site, "beta2021", "beta2021more", "beta2021")
    assert site.build({"content/publications.bib": bib, "content/numbers.toml": NUMBERS}, STRICT=True).problems == []


def test_a_removed_publication_keeps_its_line_and_nothing_is_said(site):
    without_beta = "".join(line for line in site.bib.splitlines(keepends=True) if "beta" not in line)
    built = site.build({"content/publications.bib": without_beta, "content/numbers.toml": NUMBERS}, STRICT=True)
    assert (built.problems, built.code) == ([], 0)


LIKELY = [
    # keys that are gone, keys that are new, which was perhaps which
    ("the author and the year", ["wang2024improving"], ["wang2024irebetter"], {"wang2024irebetter": "wang2024improving"}),
    ("written otherwise", ["wang_how_2024"], ["WangHow2024"], {"WangHow2024": "wang_how_2024"}),
    ("another year", ["wang2023how"], ["wang2024how"], {"wang2024how": "wang2023how"}),
    ("a letter", ["transfomers"], ["transformers"], {"transformers": "transfomers"}),
    ("the most alike of several", ["e2020deep", "doe2020sea"], ["doe2020seas", "doe2020x"], {"doe2020seas": "doe2020sea"}),
    ("each to its own", ["doe2020a", "doe2020b"], ["doe2020bb", "doe2020aa"], {"doe2020aa": "doe2020a", "doe2020bb": "doe2020b"}),
    ("another author", ["wang2024how"], ["wu2024why"], {}),
    ("too short for another year", ["alpha2019"], ["alpha2020"], {}),
    ("another paper of another year", ["wang2023understanding"], ["wang2024how"], {}),
    ("nothing in common", ["wang2024improving"], ["ire"], {}),
    ("nothing gone", [], ["wang2024how"], {}),
]  # fmt: skip


@pytest.mark.parametrize(("what", "gone", "new", "expected"), LIKELY)
def test_which_key_was_perhaps_which(what, gone, new, expected):
    known = [Numbered(key, (2024, 13, 32)) for key in new]
    numbers = assign(known, {key: number for number, key in enumerate(gone, 1)})
    assert {key: doubt.old for key, doubt in renamings(known, numbers).items()} == expected


def test_however_many_keys_of_one_author_and_year_are_new_they_are_paired_in_turn():
    # letter by letter, these took 38 seconds
    gone, new = ([f"doe2020{kind}{n:04}" for n in range(2_000)] for kind in ("old", "new"))
    known = [Numbered(key, (2024, 13, 32)) for key in [*new, "roe2021b"]]
    numbers = assign(known, {key: number for number, key in enumerate([*gone, "roe2021a", "roe2021bb"], 1)})
    found = {key: doubt.old for key, doubt in renamings(known, numbers).items()}
    assert found == {**dict(zip(new, gone, strict=True)), "roe2021b": "roe2021bb"}


def test_a_key_in_the_ids_of_an_entry_is_not_gone():
    known = [Numbered("doe2020", (2020, 13, 32), ("doe2020old",)), Numbered("doe2020new", (2021, 13, 32))]
    assert renamings(known, assign(known, {"doe2020": 1, "doe2020old": 2})) == {}
