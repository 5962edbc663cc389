"""The grammar of citations in text: Pandoc's syntax, and numbers typed by hand.

Pandoc's rules are in its manual, section "Citation syntax": a key starts with a letter, digit or `_` and may contain
single characters of `:.#$%&-+?<>~/` inside; any other key is written in braces, `@{odd key}`. After a backslash, `@`,
`;` and brackets are text.

Only the patterns here define where a group, a citation in running text and a stray begin and end. They match in linear
time, however long the text: `*+` and `(?>` never backtrack.
"""

from __future__ import annotations

import re

from msgspec import Struct

from pelican_bibtex.lazy_pattern import lazy_pattern

ROLL_UP = "*"
"""The key of `[@*]`: all that the sub-topics cite."""

_PLAIN_KEY = r"\w+(?:[:.#$%&\-+?<>~/]\w+)*"
_CITED = rf"-?@(?:\{{[^{{}}\n]+\}}|{_PLAIN_KEY})"
_APART = r"(?<![\w/])(?<![\w/]-)"
"""A place that is not inside an address or path, such as `a@b.org`, `x-@a`."""
_WORDS = r"(?:\\[@;\[\]]|[^\[\]@;\n])*+"
_FURTHER = rf";{_WORDS}{_APART}(?>{_CITED})(?:\\[@;\[\]]|[^\[\];\n])*+"

_NUMBERS = r"\s*\d{1,6}(?:\s*[-–]\s*\d{1,6})?(?:\s*,\s*\d{1,6}(?:\s*[-–]\s*\d{1,6})?)*\s*"
_KEYWORD = r"\s*#(?=[^;@\[\]]*[^\W\d_])[^;@\[\]]+"
_KEYWORDS = rf"{_KEYWORD}(?:;{_KEYWORD})*"
"""`#deep learning; #sets`: each needs a letter, so that `[#12]`, the number of a ticket elsewhere, is text."""

GROUP = r"\[[^\[\]]+\]"
"""Anything in brackets without brackets inside, as each group of citations is."""
GROUP_OF_KEYS = rf"(?=\[[^\[\]@]*@){GROUP}"
"""A group of keys, not of numbers or keywords."""
_BEHIND = rf"\[(?=[^\S\n]*[^\s;@\[\]]){_WORDS}(?:;{_WORDS})*(?:{_FURTHER})*\](?![(\[])"
"""A locator after a key, with or without further citations, that is not a link: `[p. 3]`, `[p. 3; also @b]`."""
_OPEN = r"(?:(?<![\w/@.:\[-])|(?<=(?<![\w/@.:\[\\-])_)|(?<=(?<![\w/@.:\[\\-])__))"
"""The place before a key in running text, also after the underscores of `_@key_`, which are not part of the key."""
IN_TEXT = {
    topics: rf"{_OPEN}{_CITED}(?<!_)(?:[ ]{aside}{_BEHIND})?"
    for topics, aside in ((False, ""), (True, rf"(?!\[(?:{_NUMBERS}|{_KEYWORDS})\])"))
}
"""A citation in running text: `@key`, `@key [p. 3]`, `-@key` without the authors. In topics (True), numbers or keywords
after it are a separate group. The caller checks whether it is escaped."""
_CLOSE = r"(?<=[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff])@"
"""An `@` right after a letter of a script that is written without blanks, or with few: `见@key`."""
MEANT = rf"(?<![\\!\]])\[(?=\s*[@＠])|(?<!\\)＠(?=\w)|(?:{_CLOSE}|(?<=\w-)@)(?=\w)|(?<![\\\w])@(?=[“‘\"'])"
"""The start of a stray, which only looks like a citation, if no citation starts there: a bracket that is never closed,
blanks or quotation marks before a key, no blank after Chinese words or a dash, the wide @ of Chinese keyboards."""
_STRAY = lazy_pattern(
    rf"(?:(?<![\w/@.\\:])@|{_CLOSE}|(?<!\\)＠)(?:(?P<star>\*)(?![\w*])|\W{{0,2}}(?P<key>{_PLAIN_KEY}))"
)

_KEY = lazy_pattern(rf"-?(?<!\\)@(?:\{{(?P<braced>[^{{}}]+)\}}|(?P<star>\*)|(?P<plain>{_PLAIN_KEY}))(?P<rest>[^\s,;]*)")
_KEY_AND_BEHIND = lazy_pattern(rf"(?P<key>{_CITED})(?:[ ](?P<behind>{_BEHIND}))?")
_PART = lazy_pattern(r"(?:\\[@;\[\]]|@\{[^{}]*\}|[^;])+")
_MEANING = lazy_pattern(r"[@;\[\]]")
_QUOTED = lazy_pattern(r"\\([@;\[\]])")
_TIE = lazy_pattern(r"\\ ")
_IN_BRACES = lazy_pattern(r"\s*,?\s*\{(?P<locator>[^{}]*)\}")
_LONGEST_RANGE = 500


class Citation(Struct, frozen=True):
    """One reference to one publication."""

    key: str
    """The key, or `*` for the roll-up of the sub-topics."""
    prefix: str = ""
    """The words before it: `see`."""
    locator: str = ""
    """The words after it: `Theorem 2`, `pp. 33-35`."""
    longest: str = ""
    """The longest possible key, if it is longer than Pandoc's: `a--b`."""
    number: int | None = None
    """The number typed by hand, in place of a key."""
    keyword: str = ""
    """The keyword of the cited publications, in place of a key."""
    strays: tuple[str, ...] = ()
    """Possible keys after an `@` in the prefix and the locator."""


class Group(Struct, frozen=True):
    """The citations in one pair of brackets, or one author-in-text citation."""

    source: str
    """The source text: `[@a; @b, p. 3]`."""
    citations: tuple[Citation, ...]
    in_text: bool = False
    """Whether the authors are part of the sentence: `@key`."""


def may_cite(text: str) -> bool:
    """Return whether a text can contain any citation or stray at all."""
    return "[" in text or "@" in text or "＠" in text


def strays(text: str) -> tuple[str, ...]:
    """Return the words after `@` that may be meant as keys in a text without citations, but no addresses or escapes.

    A `*` among them may be meant as a roll-up.
    """
    return tuple(found["star"] or found["key"] for found in _STRAY.finditer(text))


def quoted(text: str) -> str:
    r"""Return words escaped for use in a citation: `a\@b\; c` for `a@b; c`."""
    return _MEANING.sub(r"\\\g<0>", text)


def read_group(source: str) -> Group | None:
    """Return the group in `[@a; @b, p. 3]`, `@key [p. 3]`, `[8, 12]` or `[#keyword]`; None for anything else.

    Whether numbers and keywords count as citations depends on the page; the caller decides it.
    """
    if not (source.startswith("[") and source.endswith("]")):
        return _read_in_text(source)
    inner = source[1:-1]
    if "@" in inner:
        citations = _read_all(_PART.findall(inner))
        return Group(source, citations) if citations else None
    if re.fullmatch(_KEYWORDS, inner):
        words = (part.strip().removeprefix("#").strip() for part in inner.split(";"))
        return Group(source, tuple(Citation("", keyword=word) for word in words))
    numbers = read_numbers(inner)
    return Group(source, tuple(Citation("", number=number) for number in numbers)) if numbers else None


def read_numbers(inner: str) -> tuple[int, ...]:
    """Return the numbers in `8`, `8, 12`, `3-5` or `3–5`, ranges expanded; empty for anything else."""
    if not re.fullmatch(_NUMBERS, inner):
        return ()
    numbers: list[int] = []
    for part in inner.split(","):
        first, *last = (int(end) for end in re.split(r"[-–]", part))
        if last and not first < last[0] <= first + _LONGEST_RANGE:
            return ()
        numbers.extend(range(first, last[0] + 1) if last else [first])
    return tuple(numbers)


def _read_all(parts: list[str]) -> tuple[Citation, ...] | None:
    """Return the citations of a group; None if one of its parts is not a citation."""
    citations = tuple(filter(None, map(_read_citation, parts)))
    return citations if len(citations) == len(parts) else None


def _read_citation(part: str) -> Citation | None:
    found = next((one for one in _KEY.finditer(part) if not _is_address(part, one.start())), None)
    if not found:
        return None
    prefix, rest, after = part[: found.start()], found["rest"], part[found.end() :]
    if found["star"]:
        return Citation(ROLL_UP) if not (prefix.strip() or rest or after.strip()) else None
    if found["braced"]:
        return _citation(found["braced"].strip(), prefix, rest + after)
    rest, after = ("", rest + after) if rest.startswith("{") else (rest, after)
    rest = rest if rest.strip(".") else ""  # a final full stop does not belong to the key
    longest = (found["plain"] + rest).rstrip(".") if rest else ""
    return _citation(found["plain"], prefix, rest + after, longest)


def _is_address(part: str, at: int) -> bool:
    """Return whether the `@` at an offset is part of an address, as in `a@b.org`."""
    return at > 0 and (part[at - 1].isalnum() or part[at - 1] in "_/")


def _citation(key: str, before: str, behind: str, longest: str = "") -> Citation:
    """Return a citation with the words around its key; strays are found first, then backslashes are removed."""
    behind = _IN_BRACES.sub(r"\g<locator>", behind, count=1) if _IN_BRACES.match(behind) else behind
    prefix, locator = _TIE.sub("\u00a0", before).strip(" \n\t"), behind.strip().removeprefix(",").strip()
    named = strays(f"{prefix} {locator}")
    return Citation(key, _unescaped(prefix), _unescaped(locator), longest, strays=named)


def _unescaped(words: str) -> str:
    """Return words without the backslashes of Markdown; one before a blank makes it a no-break space."""
    return _TIE.sub("\u00a0", _QUOTED.sub(r"\1", words))


def _read_in_text(source: str) -> Group | None:
    found = _KEY_AND_BEHIND.fullmatch(source)
    if not found:
        return None
    parts = _PART.findall((found["behind"] or "[]")[1:-1])
    its_own = next((at for at, part in enumerate(parts) if _KEY.search(part)), len(parts))
    citations = _read_all([found["key"], *parts[its_own:]])
    if citations is None:
        return None
    first = _citation(citations[0].key, "", ";".join(parts[:its_own]))
    return Group(source, (first, *citations[1:]), in_text=source.startswith("@"))
