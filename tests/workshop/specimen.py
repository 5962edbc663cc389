"""Made-up content of any size, the same every time: what builds and readers are timed with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

FAMILIES = "Ångström Bernoulli Chen Dantzig Erdős Fermi Gödel Hilbert Ito Jacobi Kolmogorov Li Müller Noether"
GIVEN = "Ada Bo Chen Dina Emil Fatima Grace Hans Ines Jun Kofi Lena Ming Nora"
WORDS = """
learning theory of deep networks with implicit bias and sharp minima under gradient descent for transformers
via approximation in high dimensions toward optimal convergence of stochastic methods on structured data
"""
VENUES = ["Journal of Slow Results", "Annals of Minima", "Transactions on Careful Proofs", "Notes on Convergence"]
YEARS = 25
MONTHS = 12
A_TOPIC = 20
"""Publications that one topic cites."""
DEEP = (10, 5, 5)
"""Topics at each level of a deep page: 10, with 5 below each, with 5 below each of those, 310 in all."""
CITED = 12
"""Publications that each of its lowest topics cites: 3,000 citations in all."""


def bibliography(size: int) -> str:
    """BibTeX of about 1 KB an entry: authors with accents, a title with mathematics, an abstract."""
    random = Random(size)
    return "\n".join(_entry(random, number) for number in range(size))


def posts(count: int, publications: int) -> Iterator[tuple[str, str]]:
    """File names and texts of posts that cite three publications each."""
    random = Random(count)
    for number in range(count):
        day = date(2000, 1, 1) + timedelta(days=37 * number % 9000)
        cited = "; ".join(f"@{key(random.randrange(publications))}" for _ in range(3))
        head = f"Title: {_title(random)}\nDate: {day}\nTags: news\n"
        yield f"{day}-post-{number}.md", f"{head}\n{_sentence(random)} [{cited}]\n\n{_sentence(random)}\n"


def research(publications: int) -> str:
    """A research page whose topics cite each publication once."""
    bullets = []
    for start in range(0, publications, A_TOPIC):
        cited = "; ".join(f"@{key(number)}" for number in range(start, min(start + A_TOPIC, publications)))
        bullets.append(f"- **Topic {start // A_TOPIC + 1}**: what it is about. [{cited}]\n")
    return "Title: Research\nTemplate: research\nTopics: true\n\n" + "\n".join(bullets)


def deep_research(publications: int, times: int = 1, status: str = "published") -> str:
    """A research page with topics on three levels, the upper ones rolled up; `times` as many as `DEEP` says.

    Topics of a page whose status is `hidden` are read, linked and checked, and have no pages of their own.
    """
    random = Random(publications)
    tops, *below = DEEP
    head = f"Title: Research\nTemplate: research\nTopics: true\nStatus: {status}\n\n"
    return head + "\n".join(_bullets(random, publications, (tops * times, *below)))


def _bullets(random: Random, publications: int, levels: tuple[int, ...], indent: str = "") -> Iterator[str]:
    count, *below = levels
    for number in range(1, count + 1):
        cited = random.sample(range(publications), min(CITED, publications))
        keys = "*" if below else "; @".join(key(one) for one in sorted(cited))
        yield f"{indent}- **Topic {number}**: {_sentence(random)} [@{keys}]\n"
        if below:
            yield from _bullets(random, publications, tuple(below), f"{indent}    ")


def write(content: Path, publications: int, count: int) -> None:
    """A whole content folder."""
    for folder in ("pages", "news"):
        (content / folder).mkdir(parents=True)
    (content / "publications.bib").write_text(bibliography(publications), encoding="utf-8")
    (content / "people.yml").write_text("Ada Li:\n  owner: true\n", encoding="utf-8")
    (content / "pages" / "research.md").write_text(research(publications), encoding="utf-8")
    home = "Title: Ada Li\nTemplate: home\nsave_as: index.html\nurl:\n\nHello.\n"
    (content / "pages" / "home.md").write_text(home, encoding="utf-8")
    for name, text in posts(count, publications):
        (content / "news" / name).write_text(text, encoding="utf-8")


def key(number: int) -> str:
    """The citation key of one entry."""
    return f"author{2000 + number % YEARS}word{number}"


def _entry(random: Random, number: int) -> str:
    authors = " and ".join(
        f"{family}, {random.choice(GIVEN.split())}" for family in random.sample(FAMILIES.split(), random.randint(1, 4))
    )
    return (
        f"@article{{{key(number)},\n"
        f"  author = {{{authors}}},\n"
        f"  title = {{{_title(random)} in {{$O(n^{{{random.randint(2, 9)}}})$}} Time}},\n"
        f"  journal = {{{random.choice(VENUES)}}},\n"
        f"  year = {{{2000 + number % YEARS}}},\n"
        f"  month = {random.randint(1, MONTHS)},\n"
        f"  volume = {{{random.randint(1, 40)}}},\n"
        f"  pages = {{{number}--{number + 12}}},\n"
        f"  doi = {{10.1234/made.up.{number}}},\n"
        f"  abstract = {{{' '.join(_sentence(random) for _ in range(6))}}},\n"
        "}\n"
    )


def _title(random: Random) -> str:
    return " ".join(random.choices(WORDS.split(), k=8)).capitalize()


def _sentence(random: Random) -> str:
    return " ".join(random.choices(WORDS.split(), k=14)).capitalize() + "."
