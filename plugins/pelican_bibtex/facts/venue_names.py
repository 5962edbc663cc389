r"""Names of venues and publishers as readers know them, from what a field holds.

`\apj` is a journal, `Available at \url{...}` says only where to look, `Hall and others` is a list. Nothing is guessed:
a short name is never made longer, nor a long one shorter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pelican_bibtex.lazy_pattern import lazy_pattern
from pelican_bibtex.tex.urls import GROUP

JOURNALS: Final = {
    "aap": "Astronomy and Astrophysics",
    "aapr": "The Astronomy and Astrophysics Review",
    "aaps": "Astronomy and Astrophysics Supplement Series",
    "aas": "American Astronomical Society Meeting Abstracts",
    "actaa": "Acta Astronomica",
    "aj": "The Astronomical Journal",
    "ao": "Applied Optics",
    "apj": "The Astrophysical Journal",
    "apjl": "The Astrophysical Journal Letters",
    "apjlett": "The Astrophysical Journal Letters",
    "apjs": "The Astrophysical Journal Supplement Series",
    "apjsupp": "The Astrophysical Journal Supplement Series",
    "aplett": "Astrophysical Letters",
    "applopt": "Applied Optics",
    "apspr": "Astrophysics Space Physics Research",
    "apss": "Astrophysics and Space Science",
    "araa": "Annual Review of Astronomy and Astrophysics",
    "astap": "Astronomy and Astrophysics",
    "azh": "Astronomicheskii Zhurnal",
    "baas": "Bulletin of the American Astronomical Society",
    "bac": "Bulletin of the Astronomical Institutes of Czechoslovakia",
    "bain": "Bulletin of the Astronomical Institutes of the Netherlands",
    "caa": "Chinese Astronomy and Astrophysics",
    "cjaa": "Chinese Journal of Astronomy and Astrophysics",
    "dps": "AAS/Division for Planetary Sciences Meeting Abstracts",
    "fcp": "Fundamentals of Cosmic Physics",
    "gca": "Geochimica et Cosmochimica Acta",
    "grl": "Geophysical Research Letters",
    "iaucirc": "International Astronomical Union Circulars",
    "icarus": "Icarus",
    "jaavso": "The Journal of the American Association of Variable Star Observers",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "jcp": "The Journal of Chemical Physics",
    "jgr": "Journal of Geophysical Research",
    "jqsrt": "Journal of Quantitative Spectroscopy and Radiative Transfer",
    "jrasc": "Journal of the Royal Astronomical Society of Canada",
    "maps": "Meteoritics and Planetary Science",
    "memras": "Memoirs of the Royal Astronomical Society",
    "memsai": "Memorie della Società Astronomica Italiana",
    "mnras": "Monthly Notices of the Royal Astronomical Society",
    "na": "New Astronomy",
    "nar": "New Astronomy Reviews",
    "nat": "Nature",
    "nphysa": "Nuclear Physics A",
    "pasa": "Publications of the Astronomical Society of Australia",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "physrep": "Physics Reports",
    "physscr": "Physica Scripta",
    "planss": "Planetary and Space Science",
    "pra": "Physical Review A",
    "prb": "Physical Review B",
    "prc": "Physical Review C",
    "prd": "Physical Review D",
    "pre": "Physical Review E",
    "prl": "Physical Review Letters",
    "procspie": "Proceedings of SPIE",
    "psj": "The Planetary Science Journal",
    "qjras": "Quarterly Journal of the Royal Astronomical Society",
    "rmxaa": "Revista Mexicana de Astronomía y Astrofísica",
    "skytel": "Sky and Telescope",
    "solphys": "Solar Physics",
    "sovast": "Soviet Astronomy",
    "ssr": "Space Science Reviews",
    "zap": "Zeitschrift für Astrophysik",
}
"""Commands for journals, which NASA ADS exports -> their names.

The commands are all those of AASTeX 6.3.1 (its guide, "Abbreviations for journal names",
https://journals.aas.org/aastexguide/) and of the list of ADS (https://ui.adsabs.harvard.edu/help/actions/journal-macros).
"""

_MACRO: Final = lazy_pattern(r"\{*\\([a-z]+)\s*(?:\{\})?\}*")
_ADDRESS: Final = lazy_pattern(
    rf"[\[(<]?(?:\\(?:[A-Za-z]*[uU][rR][lL]|href|path)\s*{GROUP}(?:\s*\{{(?P<text>[^{{}}]*)\}})?|\bhttps?://[^\s{{}}]+)[\])>]?"
)
_WORD: Final = lazy_pattern(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SAYING: Final = frozenset({
    "accessed", "accessible", "available", "checked", "downloaded", "retrieved", "viewed", "visited",
})  # fmt: skip
_SAYS_WHERE: Final = lazy_pattern(rf"\b(?:{'|'.join(sorted(_SAYING))})\b", re.IGNORECASE)
_POINTERS: Final = _SAYING | frozenset({
    "at", "by", "from", "here", "in", "last", "link", "located", "of", "on", "see", "url", "via",
})  # fmt: skip
"""Words that lead to an address."""
_MEDIA: Final = frozenset({
    "electronic", "internet", "online", "page", "site", "the", "web", "webpage", "website", "www", "world-wide",
})  # fmt: skip
"""Words that say only that it is on the web, if nothing else stands with them."""
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_MONTH_NAME: Final = lazy_pattern(_MONTH)
_DATE: Final = lazy_pattern(
    r"\W*+(?:(?:last |date )?(?:accessed|visited|viewed|retrieved|checked)\W++)?(?:on |in )?\W*+"
    rf"(?:\d{{1,4}}(?:st|nd|rd|th)?\b|{_MONTH}\b|[\s.,/:()\[\]-])++\.?",
    re.IGNORECASE,
)
"""Matches the date of access behind an address: ` (accessed 3 May 2020)`, ` on 3 May 2020`."""
_OTHERS: Final = lazy_pattern(r"\s+and\s+others\s*$")
_AND: Final = lazy_pattern(r"\s+and\s+")


def named(source: str) -> str:
    """Return the TeX of a name from the field that holds it; empty if it holds only an address and words about it."""
    if "\\" in source and (match := _MACRO.fullmatch(source)):
        return JOURNALS.get(match[1], source)
    if "http" in source or "\\" in source:
        source = _without_addresses(source)
    source = source.strip(" ,;:")
    return "" if _is_stump(source, _SAYS_WHERE.search(source)) else _listed(source)


def name_in(fields: Mapping[str, str], *names: str) -> str:
    """Return the TeX of the first name that these fields hold; empty if there is none."""
    return next((name for field in names if (name := named(fields.get(field, "")))), "")


def _without_addresses(source: str) -> str:
    """Return a text without addresses, the words that lead to them and the dates of access behind them."""
    kept, end = [], 0
    for match in _ADDRESS.finditer(source):
        kept += [_led(source[end : match.start()]), match["text"] or ""]
        date = _DATE.match(source, match.end())
        end = date.end() if date else match.end()
    if not end:
        return source
    whole = " ".join(part for part in (*kept, source[end:].strip(" .,;:")) if part).strip(" .,;:")
    return "" if _is_stump(whole, True) else whole


def _is_stump(text: str, says_where: object) -> bool:
    """Return whether a text has no word but those that say where something is."""
    others = {*_WORD.findall(text.lower())} - _MEDIA - _POINTERS if says_where else {text}
    return all(map(_MONTH_NAME.fullmatch, others))


def _led(text: str) -> str:
    """Return the text before an address without the words that lead to it: `Blog` for `Blog, available at`."""
    words = text.split()
    while words and (not (bare := words[-1].strip(".,;:()[]<>").lower()) or bare in _POINTERS):
        words.pop()
    return " ".join(words).rstrip(" .,;:([<")


def _listed(source: str) -> str:
    """Return a list of names that ends in `and others` as readers know it: `Hall et al.`."""
    if not _OTHERS.search(source):
        return source
    return f"{', '.join(_AND.split(_OTHERS.sub('', source)))} et al."
