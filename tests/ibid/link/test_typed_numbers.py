"""`invoke keys` puts keys in place of typed numbers; nothing else in the file changes, and nothing on the site."""

import pytest

TYPED = (
    "Title: Research\r\nTopics: true\r\nSummary: In short [2]\r\n\r\n"
    "- **A**:\ttext [1][3], [3][1], [1, 2], learning[2]  \r\n"
    "    - **In text** as @alpha2020 [2] and @beta2021 [p. 3], @alpha2020 [1-2]\r\n"
    "    - **B** [1-3] [4]\r\n\r\n"
    "`[1]` [1](u) \\[1] [^1]\r\n\r\n```\r\n[1]\r\n```\r\n\r\n"
    "    [2] code\r\n\r\n[^1]: note [3]"
)
KEYED = (
    TYPED.replace("Summary: In short [2]", "Summary: In short [@beta2021]")
    .replace("[1][3], [3][1], [1, 2], learning[2]", "[@alpha2020; @{odd/key/}], [@{odd/key/}][@alpha2020], [@alpha2020; @beta2021], learning[@beta2021]")
    .replace("[1-3]", "[@alpha2020; @beta2021; @{odd/key/}]")
    .replace("@alpha2020 [2]", "@alpha2020 [@beta2021]")
    .replace("@alpha2020 [1-2]", "@alpha2020 [@alpha2020; @beta2021]")
    .replace("note [3]", "note [@{odd/key/}]")
)  # fmt: skip


@pytest.fixture
def typed(site):
    bib = site.bib.replace("gamma2022", "odd/key/")
    site.write({"content/publications.bib": bib, "content/pages/research.md": TYPED})
    return site


def source(site):
    return (site.folder / "content/pages/research.md").read_bytes().decode()


def test_a_run_shows_the_difference_and_changes_nothing(typed):
    done = typed.keys(yes=False)
    assert done.code == 0
    assert "-- **A**:\ttext [1][3], [3][1]" in done.stdout
    assert "+- **A**:\ttext [@alpha2020; @{odd/key/}]" in done.stdout
    assert "content/pages/research.md:7: [4] is kept: no publication has the number 4." in done.stdout
    assert "\nWould rewrite 1 page.\n" in done.stdout
    assert source(typed) == TYPED


def test_numbers_become_keys_and_every_other_byte_stays(typed):
    typed.keys()
    assert source(typed) == KEYED


def test_the_site_is_the_same_before_and_after(typed):
    before = typed.build().files()
    typed.keys()
    assert typed.build().files() == before
    assert source(typed) == KEYED


def test_there_is_nothing_left_for_a_second_run(typed):
    typed.keys()
    assert "Rewrote 0 pages." in typed.keys().stdout
    assert source(typed) == KEYED


def test_a_key_that_was_made_up_replaces_no_number(site):
    entry = "@article{, title={On Nothing}, author={Doe, Jane}, journal={J}, year={2019}}\n"
    page = "Title: R\nTopics: true\n\n- **A**: [4] and [1]\n"
    done = site.keys({"content/publications.bib": entry + site.bib, "content/pages/research.md": page})
    assert source(site) == page.replace("[1]", "[@alpha2020]")
    why = "the entry with the number 4 has no key; write one after its opening brace."
    assert f"content/pages/research.md:4: [4] is kept: {why}" in done.stdout


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_whatever_ends_a_line_stays(site, end):
    page = (
        f"Title: R{end}Topics: true{end}{end}A line\rwith a return.{end}{end}- **A**: [1]{end}- **B**: [@beta2021]{end}"
    )
    site.write({"content/pages/research.md": page.encode()})
    site.keys()
    assert source(site) == page.replace("[1]", "[@alpha2020]")


def test_pages_without_topics_are_left_alone(typed):
    page = "Title: A\n\nArray[1] and [2].\n"
    typed.write({"content/pages/a.md": page})
    typed.keys()
    assert (typed.folder / "content/pages/a.md").read_text() == page


def test_the_file_keeps_its_mode(typed):
    path = typed.folder / "content/pages/research.md"
    path.chmod(0o640)
    typed.keys()
    assert path.stat().st_mode & 0o777 == 0o640
    assert not list(path.parent.glob(".*"))
