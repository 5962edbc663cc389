"""`invoke number` writes numbers.toml; nothing else does, and what is in it stays."""

import tomllib

import pytest

PAGE = "Title: A\n\nText [@alpha2020] and [@gamma2022].\n"
NEWER = "@article{delta2023, title={On Delta}, author={Doe, Jane}, journal={J}, year={2023}}\n"
KEYLESS = "@article{, title={On Nothing}, author={Doe, Jane}, journal={J}, year={2019}}\n"
OLDER = "@article{omega1999, title={On Omega}, author={Doe, Jane}, journal={J}, year={1999}}\n"


def frozen(site):
    numbers = tomllib.loads((site.folder / "content/numbers.toml").read_text())
    return {key: int(number) for number, key in numbers.items()}


def shown(built):
    return {li["id"]: int(li["value"]) for li in built.page("publications/index.html").select("ol.publications > li")}


def test_numbers_are_frozen_in_the_order_of_their_dates(site):
    done = site.number({"content/pages/a.md": PAGE})
    assert done.code == 0
    assert done.stdout.endswith('Added to numbers.toml:\n1 = "alpha2020"\n2 = "beta2021"\n3 = "gamma2022"\n')
    assert not (site.folder / "output").exists(), "this run writes no site"
    assert frozen(site) == {"alpha2020": 1, "beta2021": 2, "gamma2022": 3}


def test_a_history_moves_no_number_and_gives_none_twice(site):
    site.number()
    site.number({"content/publications.bib": site.bib + NEWER})
    site.number({"content/publications.bib": site.bib + NEWER + OLDER})
    assert frozen(site) == {"alpha2020": 1, "beta2021": 2, "gamma2022": 3, "delta2023": 4, "omega1999": 5}
    redated = site.bib.replace("year={2020}", "year={2025}")
    assert shown(site.build({"content/publications.bib": redated + NEWER + OLDER})) == frozen(site)
    without_beta = "".join(line for line in site.bib.splitlines(keepends=True) if "beta" not in line)
    added = NEWER.replace("delta2023", "later2024").replace("2023", "2024")
    site.number({"content/publications.bib": without_beta + NEWER + OLDER + added})
    assert frozen(site)["beta2021"] == 2, "the number of a removed publication stays its own"
    assert frozen(site)["later2024"] == 6


def test_a_strict_build_fails_on_a_publication_without_a_number_and_prints_the_line(site):
    site.number()
    built = site.build({"content/publications.bib": site.bib + NEWER}, STRICT=True)
    assert built.problems[0] == (
        'content/numbers.toml: no-number: `delta2023` has no number yet; run `invoke number`, or add the line `4 = "delta2023"`.'
    )
    assert built.code == 1
    with (site.folder / "content/numbers.toml").open("a") as file:
        file.write('4 = "delta2023"\n')
    assert site.build().code == 0


@pytest.mark.parametrize("renumber", [False, True])
def test_an_entry_without_a_key_gets_no_line_and_is_named(site, renumber):
    left = "The entry at content/publications.bib:1 has no key and gets no number; write a key after its opening brace."
    done = site.number({"content/publications.bib": KEYLESS + site.bib}, renumber=renumber)
    assert left in done.stdout.splitlines()
    assert frozen(site) == {"alpha2020": 1, "beta2021": 2, "gamma2022": 3}
    again = site.number().stdout
    assert again.endswith(f"{left}\nEvery other publication has its number in numbers.toml; nothing to add.\n")


def test_an_entry_without_a_key_is_numbered_behind_all_others_and_is_no_other_s_namesake(site):
    """So the line that the report offers for a new entry is the one that `invoke number` would write."""
    numbers = '1 = "alpha2020"\n2 = "unnamed-1"\n'
    built = site.build({"content/publications.bib": KEYLESS + site.bib, "content/numbers.toml": numbers})
    assert shown(built) == {"alpha2020": 1, "beta2021": 3, "gamma2022": 4, "unnamed-1": 5}
    assert [line.rpartition("; ")[2] for line in built.problems] == [
        *(f"run `invoke number`, or add the line `{line}`." for line in ('3 = "beta2021"', '4 = "gamma2022"')),
        "write one after the opening brace.",
    ]


def test_a_key_that_was_made_up_for_an_entry_cites_nothing_since_it_may_be_another_s_tomorrow(site):
    page = "Title: A\n\nText [@unnamed-1].\n"
    problems = site.build({"content/publications.bib": KEYLESS + site.bib, "content/pages/a.md": page}).problems
    assert [line for line in problems if "unknown-key: @unnamed-1 is not in the bibliography" in line]


def test_the_authors_lines_and_comments_stay(site):
    mine = '# mine\r\n\r\n7 = "gamma2022"   # the best\r\n'
    site.number({"content/numbers.toml": mine})
    assert (site.folder / "content/numbers.toml").read_bytes().decode() == (
        mine + '8 = "alpha2020"\r\n9 = "beta2021"\r\n'
    )


def test_nothing_to_add_leaves_the_file_alone(site):
    site.number()
    path = site.folder / "content/numbers.toml"
    path.chmod(0o400)
    before = path.stat().st_mtime_ns
    done = site.number()
    assert "nothing to add" in done.stdout
    assert path.stat().st_mtime_ns == before


def test_a_file_that_cannot_be_written_is_said_and_stays(site):
    path, missing = site.folder / "content/numbers.toml", site.folder / "content/elsewhere/missing/numbers.toml"
    path.symlink_to(missing)
    done = site.number()
    assert (done.code, done.stdout) == (1, "")
    assert done.stderr == (
        f"content/numbers.toml cannot be written: {path} is a link to {missing}, which does not exist."
        " Create it, or remove the link.\n"
    )
    assert not missing.parent.exists()


def test_renumbering_says_what_moves(site):
    site.number({"content/numbers.toml": '1 = "gamma2022"\n2 = "gone2000"\n3 = "beta2021"\n'}, renumber=True)
    assert frozen(site) == {"alpha2020": 1, "beta2021": 2, "gamma2022": 3}


def test_renumbering_prints_old_and_new(site):
    site.write({"content/numbers.toml": '1 = "gamma2022"\n2 = "gone2000"\n3 = "beta2021"\n'})
    done = site.number(renumber=True)
    assert done.stdout.splitlines() == [
        "Assigned all numbers in numbers.toml anew:",
        "[new] -> [1] alpha2020",
        "[1] -> [3] gamma2022",
        "[2] -> [gone] gone2000",
        "[3] -> [2] beta2021",
        "Commit numbers.toml to confirm this: a strict build compares it with the last commit.",
    ]


@pytest.mark.parametrize(
    ("before", "choices", "after"),
    [
        (b"\xef\xbb\xbf", {}, b'\xef\xbb\xbf1 = "alpha2020"\r\n2 = "beta2021"\r\n3 = "gamma2022"\r\n'),
        (b"\xef\xbb\xbf", {"renumber": True}, b'\xef\xbb\xbf1 = "alpha2020"\r\n2 = "beta2021"\r\n3 = "gamma2022"\r\n'),
        (b"# mine\r\n", {"renumber": True}, b'# mine\r\n1 = "alpha2020"\r\n2 = "beta2021"\r\n3 = "gamma2022"\r\n'),
    ],
)
def test_a_byte_order_mark_line_ends_and_comments_stay(site, before, choices, after):
    lines = b'1 = "alpha2020"\r\n' if not choices else b'7 = "gamma2022"\r\n8 = "alpha2020"\r\n'
    site.number({"content/numbers.toml": before + lines}, **choices)
    assert (site.folder / "content/numbers.toml").read_bytes() == after


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 = 'alpha2020'\n1 = 'beta2021'\n", "content/numbers.toml:2:15: bad-numbers: this number occurs twice"),
        ("x = 'alpha2020'\n", "content/numbers.toml:1: bad-numbers: `x` is not a number"),
    ],
)
def test_a_file_that_cannot_be_read_is_not_written(site, text, said):
    done = site.number({"content/numbers.toml": text})
    assert (done.code, done.problems[0].startswith(said)) == (1, True)
    assert (site.folder / "content/numbers.toml").read_text() == text


def test_without_the_file_numbers_follow_the_dates(site):
    assert shown(site.build(STRICT=True)) == {"alpha2020": 1, "beta2021": 2, "gamma2022": 3}
