"""A site through its history: no citation ever comes to lead to another publication, no number to mean another."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest


@dataclass
class History:
    """The sources of a site as its author has them at one moment."""

    publications: dict[str, str] = field(default_factory=dict)
    bullets: list[str] = field(default_factory=list)

    def add(self, key: str, year: int, kind: str = "article") -> None:
        venue = (
            "journal={J}"
            if kind == "article"
            else f"eprint={{2401.0000{len(self.publications)}}}, archiveprefix={{arXiv}}"
        )
        self.publications[key] = f"@{kind}{{{key}, title={{On {key}}}, author={{Doe, Jane}}, {venue}, year={{{year}}}}}"

    def files(self) -> dict[str, str]:
        page = "Title: Research\nTopics: true\n\n" + "\n".join(self.bullets) + "\n"
        return {
            "content/publications.bib": "\n".join(self.publications.values()) + "\n",
            "content/pages/research.md": page,
        }


def start(h: History) -> None:
    for key, year in (("ada", 2019), ("bob", 2020), ("cyd", 2021)):
        h.add(key, year)
    h.bullets = [
        "- **Sets**: [@*]",
        "    - **Small** [@ada; @bob]",
        "    - **Large** [@cyd]",
        "- **Typed**: [1], [2][3]",
    ]


def add_older(h: History) -> None:
    h.add("eve", 1999)
    h.bullets[2] = "    - **Large** [@cyd; @eve]"


def post_preprint(h: History) -> None:
    h.add("fay", 2023, "misc")
    h.bullets.append("- **New** [@fay]")


def publish_it(h: History) -> None:
    h.publications["fay"] = "@article{fay, title={On fay}, author={Doe, Jane}, journal={J}, year={2024}}"


def redate(h: History) -> None:
    h.publications["ada"] = h.publications["ada"].replace("2019", "2025")


def shuffle(h: History) -> None:
    h.publications = dict(reversed(h.publications.items()))


def rename_topic(h: History) -> None:
    h.bullets[1] = "    - **Tiny**{#sets/small} [@ada; @bob]"


def move_bullet(h: History) -> None:
    h.bullets.append(h.bullets.pop(2).strip())


def remove(h: History) -> None:
    del h.publications["bob"]
    h.bullets[1] = "    - **Tiny**{#sets/small} [@ada]"


def add_after_removal(h: History) -> None:
    h.add("gus", 2026)
    h.bullets[-1] += " [@gus]"


GONE = "content/pages/research.md:6: unknown-number: [2] was `bob`, which is no longer in the bibliography."
STEPS: list[tuple[Callable[[History], None], list[str]]] = [
    (start, []),
    (add_older, []),
    (post_preprint, []),
    (publish_it, []),
    (redate, []),
    (shuffle, []),
    (rename_topic, []),
    (move_bullet, []),
    (remove, [GONE]),
    (add_after_removal, [GONE]),
]


@pytest.fixture(scope="module")
def replayed(tmp_path_factory, root):
    """The site built after each step, with what its numbers and citations mean there."""
    from tiny_site import Site  # noqa: PLC0415  beside this test

    site = Site(tmp_path_factory.mktemp("history"), root)
    history, moments = History(), []
    for step, _ in STEPS:
        step(history)
        site.number(history.files())
        built = site.build()
        moments.append((step.__name__, built.problems, meanings(built), citations(built)))
        shutil.rmtree(built.folder / "output")
    return moments


def meanings(built) -> dict[int, str]:
    return {int(li["value"]): li["id"] for li in built.page("publications/index.html").select("ol.publications > li")}


def citations(built) -> set[tuple[str, int, str]]:
    """Where each chip stands, its number, and where it leads."""
    chips = built.page("research/index.html").main.select("a.cite")
    return {
        (
            a.find_parent("li")["id"].rpartition("/")[2],
            int(re.search(r"\d+", a.get_text())[0]),
            a["href"].partition("#")[2],
        )
        for a in chips
    }


def test_findings_are_exactly_those_expected(replayed):
    assert [(name, problems) for name, problems, _, _ in replayed] == [(step.__name__, found) for step, found in STEPS]


def test_every_number_ever_shown_means_the_same_publication_for_ever(replayed):
    ever: dict[int, str] = {}
    for name, _, numbers, _ in replayed:
        for number, key in numbers.items():
            assert ever.setdefault(number, key) == key, name
    assert ever == {1: "ada", 2: "bob", 3: "cyd", 4: "eve", 5: "fay", 6: "gus"}


def test_no_citation_leads_to_another_publication_than_the_step_before(replayed):
    for (_, _, _, before), (name, _, _, after) in pairwise(replayed):
        led = {number: key for _, number, key in before}
        for _, number, key in after:
            assert led.get(number, key) == key, name


def test_chips_show_the_number_of_what_they_lead_to(replayed):
    for name, _, numbers, chips in replayed:
        assert {(number, key) for _, number, key in chips} <= set(numbers.items()), name
