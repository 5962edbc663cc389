"""Made-up entries: every type, names of every shape, dates, ranges, identifiers and TeX, the same ones for a seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Final

TYPES: Final = (
    *(
        "article",
        "inproceedings",
        "conference",
        "incollection",
        "inbook",
        "book",
        "mvbook",
        "collection",
        "proceedings",
    ),
    *("phdthesis", "mastersthesis", "thesis", "techreport", "report", "manual", "booklet", "misc", "online"),
    *("patent", "unpublished", "software", "dataset", "periodical", "bookinbook", "suppbook", "inreference"),
    *("reference", "standard", "movie", "music", "artwork", "legislation", "jurisdiction", "letter", "performance"),
)
_GIVEN: Final = (
    "Ada",
    "Bo",
    "Jean-Luc",
    "J. R.",
    "K.",
    "Mar{\\'\\i}a",
    "Ole {\\O}rsted",
    "\\v{Z}eljko",
    "Anne Marie",
    "Ğulin",
)
_FAMILY: Final = (
    *("King", "Li", "Garc{\\'i}a M{\\'a}rquez", "O'Hara", 'M{\\"u}ller-Voss', "{\\L}ukasz", "Brinch Hansen", "Łoś"),
    *("Nguy\\~{\\^e}n", "S{\\o}rensen", "d'Orme"),
)
_PREFIXES: Final = ("van der", "de la", "von", "de", "ter")
_SUFFIXES: Final = ("Jr.", "III", "Sr.")
_WORDS: Final = (
    *(
        "on",
        "Trees",
        "the {DNA} of",
        "$\\alpha$-stable",
        "graphs:",
        'na{\\"\\i}ve',
        "\\emph{in vivo}",
        "and",
        "{Bayes}",
    ),
    *("``quoted'' words", "pages 1--2", "R\\&D", "50\\%", "\\textbf{bold}", "H\\textsubscript{2}O", "caf\\'e"),
    *("$O(n)$", '{\\AA}ngstr{\\"o}m', "C\\#", "snake\\_case", "x\\textsuperscript{2}", "über", "naïve", "---", "it's"),
    *("\\texttt{code}", "$\\beta$", "{\\ss}", "\\c{c}edilla", "{\\'E}tude", "M\\o{}ller", 'K{\\"a}hler'),
)
_JOURNALS: Final = (
    "Journal of Trees",
    "Annals of {H}istory",
    "Acta Math.",
    'Zeitschrift f{\\"u}r Physik',
    "R\\&D Letters",
)
_HOUSES: Final = ("Norton", "Springer-Verlag", "MIT Press", "Presses universitaires", "{\\O}xford House")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

Draw = Callable[[Random], str]


def entries(count: int, seed: int) -> Iterator[str]:
    """Yield entries under the keys k1, k2 and so on."""
    draw = Random(seed)
    for number in range(1, count + 1):
        type_ = draw.choice(TYPES)
        fields = {name: value for name, value in _fields(draw, type_) if value}
        lines = "".join(f"  {name} = {value},\n" for name, value in fields.items())
        yield f"@{type_}{{k{number},\n{lines}}}\n"


def _fields(draw: Random, type_: str) -> Iterator[tuple[str, str]]:
    yield "title", _braced(_title(draw))
    yield "author", _braced(_names(draw))
    if draw.random() < 0.3:
        yield "editor", _braced(_names(draw))
    yield from _date(draw)
    yield from _venue(draw, type_)
    yield from _numbers(draw, type_)
    yield from _identifiers(draw)


def _braced(value: str) -> str:
    return f"{{{value}}}"


def _title(draw: Random) -> str:
    return " ".join(["A", *draw.choices(_WORDS, k=draw.randint(1, 7)), "end"])


def _names(draw: Random) -> str:
    found = [_name(draw) for _ in range(draw.choice((1, 1, 2, 3, 5)))]
    return " and ".join(found + ["others"] * (draw.random() < 0.1))


def _name(draw: Random) -> str:
    given, family = draw.choice(_GIVEN), draw.choice(_FAMILY)
    prefix, suffix = draw.choice(_PREFIXES), draw.choice(_SUFFIXES)
    one = family.split()[-1]
    return draw.choice((
        f"{given} {one}", f"{family}, {given}", f"{prefix} {family}, {given}", f"{given} {prefix} {one}",
        f"{family}, {suffix}, {given}", f"{prefix} {family}, {suffix}, {given}", f"{{{draw.choice(_HOUSES)}}}",
        f"{{The {one} and Sons Group}}", f"{given} {{{family}}}", one,
    ))  # fmt: skip


def _date(draw: Random) -> Iterator[tuple[str, str]]:
    year, month, day = draw.randint(1500, 2030), draw.randint(1, 12), draw.randint(1, 28)
    kind = draw.randrange(9)
    if kind == 0:
        yield "date", _braced(str(year))
    elif kind == 1:
        yield "date", _braced(f"{year}-{month:02}")
    elif kind == 2:
        yield "date", _braced(f"{year}-{month:02}-{day:02}")
    elif kind == 3:
        yield "date", _braced(f"{year}/{year + draw.randint(1, 9)}")
    elif kind == 4:
        yield "date", _braced(f"{year}-{month:02}-{day:02}/{year + 1}-{month:02}")
    elif kind == 5:
        yield "date", _braced(f"{year}-{draw.randint(21, 24)}")
    else:
        yield "year", str(year)
        if kind > 6:
            yield "month", draw.choice((_MONTHS[month - 1], str(month), _braced(_MONTHS[month - 1])))
        if kind > 7:
            yield "day", str(day)


def _venue(draw: Random, type_: str) -> Iterator[tuple[str, str]]:
    if type_ in {"article", "periodical"}:
        yield draw.choice(("journal", "journaltitle")), _braced(draw.choice(_JOURNALS))
    elif type_.startswith(("in", "conf", "supp", "bookin")):
        yield "booktitle", _braced(f"Proceedings of {draw.choice(_JOURNALS)}")
        yield "publisher", _braced(draw.choice(_HOUSES))
    elif type_.endswith("thesis"):
        yield draw.choice(("school", "institution")), _braced("University of Bath")
    elif type_ in {"techreport", "report"}:
        yield "institution", _braced("NASA")
    else:
        yield "publisher", _braced(draw.choice(_HOUSES))


def _numbers(draw: Random, type_: str) -> Iterator[tuple[str, str]]:
    if draw.random() < 0.6:
        yield "volume", draw.choice(("12", "{3}", "{VII}", "{12A}"))
    if draw.random() < 0.6 and type_ in {"article", "periodical"}:
        yield "number", draw.choice(("4", "{3--4}", "{S2}", "{7-8}"))
    if draw.random() < 0.7:
        first = draw.randint(1, 900)
        yield "pages", _braced(draw.choice((
            f"{first}--{first + 9}", f"{first}-{first + 9}", str(first), f"{first}–{first + 9}",
            f"{first}, {first + 2}--{first + 5}", f"e{first}", "xi--xx", f"S{first}--S{first + 7}",
        )))  # fmt: skip


def _identifiers(draw: Random) -> Iterator[tuple[str, str]]:
    suffix = draw.choice(("182", "s00453-011-9501-x", "978-3-319_8", "(SICI)1097(199)42:5", "j.tcs.2020.01"))
    if draw.random() < 0.5:
        start = draw.choice(("", "", "https://doi.org/", "doi:", "http://dx.doi.org/"))
        yield "doi", _braced(f"{start}10.1000/{suffix}")
    if draw.random() < 0.4:
        yield "url", _braced(draw.choice((
            "https://example.org/a_b?c=d&e=f", "http://example.org/~me/x.html", "\\url{https://example.org/x}",
            "https://example.org/a\\_b", "https://example.org/x%20y#z",
        )))  # fmt: skip
    if draw.random() < 0.1:
        yield "eprint", "{2410.11474}"
        yield "eprinttype", "{arxiv}"
    if draw.random() < 0.2:
        yield "isbn", "{978-3-16-148410-0}"
