"""One example of each problem in a bibliography: text that has it, and the same text after its advice is followed."""

from pathlib import Path

import pytest

from pelican_bibtex.bibliography import Options, read_bibliography
from pelican_bibtex.diagnostics.codes import CODES
from pelican_bibtex.diagnostics.problem import Problem
from pelican_bibtex.diagnostics.stop import Stop
from pelican_bibtex.settings import read_settings

GOOD = "@misc{good, title={A Title}, author={Doe, Jane}, year={2024}}\n"


def entry(fields: str, key: str = "k", kind: str = "misc") -> str:
    """An entry that has all it needs, with more fields."""
    return f"@{kind}{{{key}, title={{On Sets}}, author={{Doe, Jane}}, year={{2024}}, {fields}}}\n"


def named(authors: str) -> str:
    return f"@misc{{k, title={{On Sets}}, author={{{authors}}}, year={{2024}}}}\n"


def titled(title: str) -> str:
    return f"@misc{{k, title={{{title}}}, author={{Doe, Jane}}, year={{2024}}}}\n"


DOUBLED = "@string{s0 = {0123456789}}\n" + "".join(f"@string{{s{n} = s{n - 1} # s{n - 1}}}\n" for n in range(1, 16))
EXAMPLES = {
    # code: (text with the problem, the same text mended as the message says)
    "not-bibtex": ("<html>404</html>", GOOD),
    "empty-file": ("", GOOD),
    "unclosed-entry": (entry("note={x}").removesuffix("}\n") + "\n" + GOOD, entry("note={x}") + GOOD),
    "unclosed-brace": ("@misc{k,\n title={A,\n author={Doe, Jane},\n year=2024\n}\n", "@misc{k,\n title={A},\n author={Doe, Jane},\n year=2024\n}\n"),
    "broken-quotes": ('@misc{k,\n title="A "new" one",\n author={Doe, Jane},\n year=2024\n}\n', "@misc{k,\n title={A \"new\" one},\n author={Doe, Jane},\n year=2024\n}\n"),
    "missing-comma": ("@misc{k,\n title={A}\n author={Doe, Jane},\n year=2024\n}\n", "@misc{k,\n title={A},\n author={Doe, Jane},\n year=2024\n}\n"),
    "missing-equals": ("@misc{k,\n title {A},\n author={Doe, Jane},\n year=2024\n}\n", "@misc{k,\n title = {A},\n author={Doe, Jane},\n year=2024\n}\n"),
    "missing-value": (entry("note="), entry("note={x}")),
    "bare-value": (entry("pages=1--39"), entry("pages={1--39}")),
    "surplus-brace": ("@misc{k,\n title={A}},\n author={Doe, Jane},\n year=2024\n}\n", "@misc{k,\n title={A},\n author={Doe, Jane},\n year=2024\n}\n"),
    "stray-brace": (GOOD + "}\n", GOOD),
    "stray-text": ("@misc{k,\n title={A},\n to do,\n author={Doe, Jane},\n year=2024\n}\n", "@misc{k,\n title={A},\n author={Doe, Jane},\n year=2024\n}\n"),
    "missing-key": ("@misc{title={A}, author={Doe, Jane}, year=2024}\n", "@misc{k, title={A}, author={Doe, Jane}, year=2024}\n"),
    "blank-in-key": (entry("note={x}", "a b"), entry("note={x}", "ab")),
    "missing-opening": ("@misc k, title={A}, author={Doe, Jane}, year=2024}\n", "@misc{k, title={A}, author={Doe, Jane}, year=2024}\n"),
    "missing-at": (entry("note={x}")[1:] + GOOD, entry("note={x}") + GOOD),
    "unread-entry": (GOOD + "@{k, title={A}}\n", GOOD + entry("")),
    "comment-in-entry": ("@misc{k,\n % mine\n title={A},\n author={Doe, Jane},\n year=2024\n}\n", "% mine\n@misc{k,\n title={A},\n author={Doe, Jane},\n year=2024\n}\n"),
    "unclosed-comment": ("@comment{mine\n" + GOOD, "@comment{mine}\n" + GOOD),
    "duplicate-field": (entry("note={x}, note={y}"), entry("note={x}")),
    "swallowed-field": ("@misc{k,\n title={A,\n year={2024},\n author={Doe, Jane}},\n note={x}\n}\n", "@misc{k,\n title={A},\n year={2024},\n author={Doe, Jane},\n note={x}\n}\n"),
    "invisible-characters": (titled("On\u202e Sets"), titled("On Sets")),
    "foreign-markup": (titled("On <i>E. coli</i>"), titled("On \\textit{E. coli}")),
    "undefined-string": (entry("journal=jmlr"), "@string{jmlr = {Journal}}\n" + entry("journal=jmlr")),
    "redefined-string": ("@string{a = {A}}\n@string{a = {B}}\n" + GOOD, "@string{a = {A}}\n@string{b = {B}}\n" + GOOD),
    "string-too-long": (DOUBLED + entry("note=s15"), DOUBLED.replace("s0 = {0123456789}", "s0 = {0}") + entry("note=s15")),
    "duplicate-key": (titled("A") + titled("B"), titled("A") + titled("B").replace("{k,", "{k2,")),
    "duplicate-alias": (entry("ids={good}") + GOOD, entry("ids={old}") + GOOD),
    "repeated-entry": (GOOD + GOOD, GOOD),
    "case-twins": (entry("", "foo") + entry("", "Foo"), entry("", "foo") + entry("", "bar")),
    "lookalike-key": (entry("", "p\u0430per"), entry("", "paper")),
    "non-ascii-key": (entry("", "müller"), entry("", "mueller")),
    "numeric-key": (entry("", "3"), entry("", "three")),
    "missing-parent": (entry("crossref={icml}"), entry("crossref={good}") + GOOD),
    "inheritance-cycle": (entry("crossref={b}", "a") + entry("crossref={a}", "b"), entry("crossref={b}", "a") + entry("", "b")),
    "unpublished-set": ("@set{s, entryset={good}}\n" + GOOD, GOOD),
    "unknown-command": (titled(r"On \nosuch{Sets}"), titled("On Sets")),
    "forbidden-command": (titled(r"On \input{sets}"), titled("On Sets")),
    "unbalanced-tex": (titled("Costs 5 $"), titled(r"Costs 5 \$")),
    "unreadable-math": (titled(r"On $\nosuch{x}$"), titled("On $x$")),
    "unsafe-link": (entry("url={ftp://example.org/}"), entry("url={https://example.org/}")),
    "html-entity": (titled("R&amp;D"), titled(r"R\&D")),
    "escaped-twice": (titled(r"{\$}{\textbackslash}alpha{\$}"), titled(r"$\alpha$")),
    "long-value": (entry(f"abstract={{{'word ' * 12_000}}}"), entry("abstract={word}")),
    "bad-name": (named("A, B, C, D"), named("A, B and C, D")),
    "empty-name": (named("Doe, Jane and and Roe, Ann"), named("Doe, Jane and Roe, Ann")),
    "glued-and": (named("Doe, Jane andRoe, Ann"), named("Doe, Jane and Roe, Ann")),
    "name-separator": (named("Doe, Jane; Roe, Ann"), named("Doe, Jane and Roe, Ann")),
    "et-al": (named("Doe, Jane and et al."), named("Doe, Jane and others")),
    "braced-names": (named("{Doe, Jane and Roe, Ann}"), named("Doe, Jane and Roe, Ann")),
    "name-suffix": (named("Jane Doe Jr."), named("Doe, Jr., Jane")),
    "name-part": (named("familly=Doe, given=Jane"), named("family=Doe, given=Jane")),
    "name-capitals": (named("DOE, JANE"), named("Doe, Jane")),
    "name-format": (named(r"\textbf{Jane Doe}"), named("Jane Doe")),
    "name-order": (named("Hale E and Rook GH"), named("Hale, E and Rook, GH")),
    "name-mark": (named("Doe*, Jane and Roe, Ann"), named("Doe, Jane and Roe, Ann")[:-2] + ", author+an={1=equal}}"),
    "bad-annotation": (entry("author+an={2=equal}"), entry("author+an={1=equal}")),
    "bad-date": (entry("month={Smarch}"), entry("month=may")),
    "unknown-type": (entry("", kind="artcle"), entry("journal={J}", kind="article")),
    "missing-field": ("@article{k, title={A}, year=2024}", "@article{k, title={A}, author={Doe, Jane}, journal={J}, year=2024}"),
    "long-title": (titled("T" * 10_001), titled("T")),
    "bad-identifier": (entry("doi={1}"), entry("doi={10.1000/182}")),
    "odd-address": (entry("code={github.com/a}"), entry("code={https://github.com/a}")),
    "unused-address": (entry("talk={https://example.org/}"), entry("video={https://example.org/}")),
    "exported-note": (entry("note={Cited by: 12}"), entry("note={Best paper}")),
    "same-arxiv": (
        GOOD.replace("}\n", ", eprint={2410.11474}, eprinttype={arxiv}}\n") + entry("journal={J}, eprint={2410.11474}, eprinttype={arxiv}", kind="article"),
        GOOD.replace("}\n", ", eprint={2410.11475}, eprinttype={arxiv}}\n") + entry("journal={J}, eprint={2410.11474}, eprinttype={arxiv}", kind="article"),
    ),
    "preprint-twin": (
        entry("eprint={2410.11474}, eprinttype={arxiv}", "pre", "online") + entry("journal={J}, eprint={2410.11474}, eprinttype={arxiv}", kind="article"),
        entry("journal={J}, eprint={2410.11474}, eprinttype={arxiv}", kind="article"),
    ),
}  # fmt: skip
FILES = {
    # code: (bytes, encoding), the same mended
    "wrong-encoding": ((titled("Müller").encode("latin-1"), "utf-8"), (titled("Müller").encode(), "utf-8")),
    "unknown-encoding": ((GOOD.encode(), "utf8000"), (GOOD.encode(), "utf-8")),
}
SETTINGS = {
    "bad-setting": ({"PUBLICATIONS_SRC": 3}, {"PUBLICATIONS_SRC": "p.bib"}),
    "unknown-setting": ({"PUBLICATION_SRC": "p.bib"}, {"PUBLICATIONS_SRC": "p.bib"}),
}
PATHS = {"no-file": "pubs.bib", "unreadable-file": "a folder"}
ELSEWHERE = {"missing-plugin", "broken-plugin"}
"""Codes of plugins, whose examples are in ibid/build/test_loading.py."""


def reported(folder: Path, data: bytes, encoding: str = "utf-8") -> dict[str, str]:
    """The message of each code that a file has."""
    path = folder / "p.bib"
    path.write_bytes(data)
    problems = read_bibliography([path], Options(encoding)).problems
    return {problem.code.name: problem.message for problem in problems}


def test_each_code_has_an_example():
    assert {code.name for code in CODES} == {*EXAMPLES, *FILES, *SETTINGS, *PATHS, *ELSEWHERE}


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_advice_mends_what_the_message_reports(code, tmp_path):
    wrong, right = (reported(tmp_path, text.encode()) for text in EXAMPLES[code])
    assert code in wrong
    assert "\n" not in wrong[code]
    assert wrong[code].endswith((".", "?")), wrong[code]
    assert right == {}


@pytest.mark.parametrize("code", FILES)
def test_encodings(code, tmp_path):
    wrong, right = (reported(tmp_path, *file) for file in FILES[code])
    assert list(wrong) == [code]
    assert right == {}


@pytest.mark.parametrize("code", PATHS)
def test_files(code, tmp_path):
    (tmp_path / "a folder").mkdir()
    [problem] = read_bibliography([tmp_path / PATHS[code]], Options()).problems
    assert problem.code.name == code
    assert problem.message.endswith((".", "?"))


def found_in(settings: dict[str, object]) -> tuple[Problem, ...]:
    try:
        return read_settings(settings)[1]
    except Stop as stop:
        return stop.problems


@pytest.mark.parametrize("code", SETTINGS)
def test_settings(code):
    wrong, right = map(found_in, SETTINGS[code])
    assert [problem.code.name for problem in wrong] == [code]
    assert wrong[0].message.endswith((".", "?"))
    assert right == ()
