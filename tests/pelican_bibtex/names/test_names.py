"""Lists of names: BibTeX's and BibLaTeX's forms, and what real bibliographies hold in their place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelican_bibtex.names.name_list import parse_names
from pelican_bibtex.publication import Name


def whole(name: str) -> Name:
    return Name(name, corporate=True)


def east(family: str, given: str = "") -> Name:
    return Name(family, given, family_first=True)


UNDERSTOOD = [
    # what stands in author, the names
    ("", []),
    ("Doe, Jane", [Name("Doe", "Jane")]),
    ("Jane Doe", [Name("Doe", "Jane")]),
    ("Jane Doe and\n  John\n Roe AND Ann Lee", [Name("Doe", "Jane"), Name("Roe", "John"), Name("Lee", "Ann")]),
    ("Brandt, Anders", [Name("Brandt", "Anders")]),
    ("Plato", [Name("Plato")]),
    ("van der Berg, Jan", [Name("Berg", "Jan", "van der")]),
    ("Jan van der Berg", [Name("Berg", "Jan", "van der")]),
    ("van Gogh", [Name("Gogh", "", "van")]),
    ("de la Cruz, Jr., Juan", [Name("Cruz", "Juan", "de la", "Jr.")]),
    ("Charles Louis de la Vall{\\'e}e Poussin", [Name("Vallée Poussin", "Charles Louis", "de la")]),
    ("Jean d'Alembert", [Name("d'Alembert", "Jean")]),
    ("d'Alembert, Jean", [Name("d'Alembert", "Jean")]),
    ("Muhammad al-Khwarizmi", [Name("al-Khwarizmi", "Muhammad")]),
    ("Gerard 't Hooft", [Name("Hooft", "Gerard", "'t")]),
    ("Ribeiro de Castro, Marta", [Name("Ribeiro de Castro", "Marta")]),
    ("bell hooks", [Name("hooks", "bell")]),
    ("J.-P. Serre and Serre, J.-P.", [Name("Serre", "J.-P.")] * 2),
    ("Weijie~J. Su", [Name("Su", "Weijie J.")]),
    ("G{\\\"o}del, Kurt and \\'Etienne Bezout", [Name("Gödel", "Kurt"), Name("Bezout", "Étienne")]),
    ("Nguy\\~{\\^e}n, V\\u{a}n and Jos\\'e Nu\\~nez", [Name("Nguyễn", "Văn"), Name("Nuñez", "José")]),
    ("A.\\,B. Doe and J.~Roe", [Name("Doe", "A. B."), Name("Roe", "J.")]),
    ("{Marco de Lucas}, J. and J. {Marco de Lucas}", [Name("Marco de Lucas", "J.")] * 2),
    ("Barnes {and} Noble", [Name("Noble", "Barnes and")]),
    ("Smith Jr., John", [Name("Smith", "John", "", "Jr.")]),
    ("King, III, Henry", [Name("King", "Henry", "", "III")]),
    ("{World Health Organization} and {OpenAI}", [whole("World Health Organization"), whole("OpenAI")]),
    ("{Simon and Schuster}", [whole("Simon and Schuster")]),
    ("The ATLAS Collaboration", [whole("The ATLAS Collaboration")]),
    ("{{\\'E}cole Polytechnique}", [whole("École Polytechnique")]),
    ("王明泽", [east("王明泽")]),
    ("王, 明泽 and 王 明泽", [east("王", "明泽")] * 2),
    ("김, 철수", [east("김", "철수")]),
    ("{清华大学}", [whole("清华大学")]),
    ("ジョン スミス", [Name("スミス", "ジョン")]),
    ("哈里森·沃尔德伦", [east("哈里森·沃尔德伦")]),
    ("محمد علي", [Name("علي", "محمد")]),
    ("O’Neil, Seán", [Name("O’Neil", "Seán")]),
    ("family=Wang, given=Mingze", [Name("Wang", "Mingze")]),
    ("family=Berg, given=Jan, prefix=van der, useprefix=true", [Name("Berg", "Jan", "van der")]),
    ("given={Martin Luther}, family={King}, suffix={Jr.}, given-i={ML}", [Name("King", "Martin Luther", "", "Jr.")]),
    ('"family={Wang, Inc}", given=M', [Name("Wang, Inc", "M")]),
    ("{given={Jan}, family={Berg}, prefix={van der}, useprefix=false}", [Name("Berg", "Jan", "van der")]),
    ("nosortothers=false and Jan Berg", [Name("Berg", "Jan")]),
    ("family=Orme, given=Luc, prefix=d'", [Name("Orme", "Luc", "d'")]),
    ("prefix=al-, family=Rahim, given=Omar", [Name("Rahim", "Omar", "al-")]),
    ("useprefix=true and Roe, Ann", [Name("Roe", "Ann")]),
    ("given={Ana}, family={Bo} and given={Cy}, prefix={de}, family={Do}", [Name("Bo", "Ana"), Name("Do", "Cy", "de")]),
    ("さくら ももこ", [east("さくら", "ももこ")]),
    ("L. B$^{i}$rz", [Name("Bⁱrz", "L.")]),
    ("ACME Cell Network (ACN)", [whole("ACME Cell Network (ACN)")]),
    ("University of Bonn", [whole("University of Bonn")]),
    ("Department of Energy & Climate Change", [whole("Department of Energy & Climate Change")]),
    ("Weinan E and Wei LI", [Name("E", "Weinan"), Name("LI", "Wei")]),
    ("García Márquez, Gabriel J. and Jane Doe", [Name("García Márquez", "Gabriel J."), Name("Doe", "Jane")]),
    ("García Márquez, Anne Marie and Plato", [Name("García Márquez", "Anne Marie"), Name("Plato")]),
    ("van der Berg, Jan Willem and Jane Doe", [Name("Berg", "Jan Willem", "van der"), Name("Doe", "Jane")]),
    ("Doe, <b onclick=alert(1)>Jane</b>", [Name("Doe", "<b onclick=alert(1)>Jane</b>")]),
    (
        "E, Weinan and Li, Z. and LI, X. and NASA",
        [Name("E", "Weinan"), Name("Li", "Z."), Name("LI", "X."), Name("NASA")],
    ),
]


@pytest.mark.parametrize(("value", "names"), UNDERSTOOD)
def test_a_name_is_read_without_a_word(value, names):
    assert parse_names(value) == (tuple(names), False, ())


REPORTED = [
    # what stands in author, names as shown, code, words of the complaint
    ("Jane Doe andJohn Roe", ["Jane Doe", "John Roe"], "glued-and", "`and John Roe`"),
    ("Jane Doe and and John Roe", ["Jane Doe", "John Roe"], "empty-name", "twice in a row"),
    ("and Jane Doe", ["Jane Doe"], "empty-name", "begins or ends"),
    ("Jane Doe and", ["Jane Doe"], "empty-name", "begins or ends"),
    (",", [], "empty-name", "only commas"),
    ("Doe, J. et al.", ["J. Doe", "..."], "et-al", "and others"),
    ("Doe, J. and et~al", ["J. Doe", "..."], "et-al", "and others"),
    ("Doe, J. and others and Roe, R.", ["J. Doe", "R. Roe", "..."], "et-al", "at the end"),
    ("Doe, J. and ... and Roe, R.", ["J. Doe", "R. Roe", "..."], "et-al", "and others"),
    ("埃伯哈德等", ["埃伯哈德", "..."], "et-al", "and others"),
    ("Doe, J.; Roe, R.", ["J. Doe", "R. Roe"], "name-separator", "`Doe, J. and Roe, R.`"),
    ("Doe, J. \\& Roe, R.", ["J. Doe", "R. Roe"], "name-separator", "and"),
    ("王明泽，李雷、韩梅", ["王明泽", "李雷", "韩梅"], "name-separator", "王明泽 and 李雷 and 韩梅"),
    ("Jane Doe, John Roe, Ann Lee", ["Jane Doe", "John Roe", "Ann Lee"], "name-separator", "Jane Doe and John Roe"),
    ("Doe, J., Roe, R.", ["J. Doe", "R. Roe"], "name-separator", "`Doe, J. and Roe, R.`"),
    ("Jane Doe, John Roe, and Ann Lee", ["Jane Doe", "John Roe", "Ann Lee"], "name-separator", "Jane Doe and John Roe"),
    (
        "M. Poe, ..., Ann Lee, R. Roe \\& D. Doe",
        ["M. Poe", "Ann Lee", "R. Roe", "D. Doe", "..."],
        "name-separator",
        "M. Poe and",
    ),
    ("J. Smith, A. Brown", ["J. Smith", "A. Brown"], "name-separator", "`J. Smith and A. Brown`"),
    ("Al Po, Kay Deng and Mo Fell", ["Al Po", "Kay Deng", "Mo Fell"], "name-separator", "`Al Po and Kay Deng`"),
    ("Jane Doe \\& Rik Roe", ["Jane Doe", "Rik Roe"], "name-separator", "`Jane Doe and Rik Roe`"),
    ("Jane Doe & Rik Roe", ["Jane Doe", "Rik Roe"], "name-separator", "`Jane Doe and Rik Roe`"),
    ("Hale E, Rook GH", ["E Hale", "GH Rook"], "name-separator", "`Hale, E and Rook, GH`"),
    ("Jane Doe\n  Rik Roe\n  Ann Lee", ["Jane Doe", "Rik Roe", "Ann Lee"], "name-separator", "each line"),
    ("Doe, Jane\n  Roe, Rik", ["Jane Doe", "Rik Roe"], "name-separator", "`Doe, Jane and Roe, Rik`"),
    ("Hale E and Rook GH", ["E Hale", "GH Rook"], "name-order", "`Hale, E and Rook, GH`"),
    ("Dale L. and Omer E.", ["L. Dale", "E. Omer"], "name-order", "`Dale, L. and Omer, E.`"),
    ("Hall W.A. and Ann Lee and Roe, R.", ["W.A. Hall", "Ann Lee", "R. Roe"], "name-order", "`Hall, W.A.`"),
    ("Rook GH Jr and Hale-Po M", ["GH Rook, Jr", "M Hale-Po"], "name-order", "`Rook, Jr, GH and Hale-Po, M`"),
    ("III, Sam Ro{\\'e}", ["Sam Roé, III"], "name-suffix", "`Roé, III, Sam`"),
    ("Jr., Sam Roe", ["Sam Roe, Jr."], "name-suffix", "`Roe, Jr., Sam`"),
    ("Ron MCDONALD", ["Ron MCDONALD"], "name-capitals", "write it as in running text"),
    ("P Z MOORE, Jr.", ["P Z MOORE, Jr."], "name-capitals", "`Moore, Jr., P Z`"),
    ("Islam, Md, Tam", ["Tam Islam, Md"], "name-suffix", "expects `Jr.`"),
    ("Kelleher, R. J., 3rd", ["R. J. Kelleher, 3rd"], "name-suffix", "`Kelleher, 3rd, R. J.`"),
    ("Doe, Jane, and Roe, R.", ["Jane Doe", "R. Roe"], "name-separator", "write `Doe, Jane`."),
    ("{Doe, Jane and Roe, R.}", ["Jane Doe", "R. Roe"], "braced-names", "read as a list"),
    ("{Jane Doe and R. Roe and A. Lee}", ["Jane Doe and R. Roe and A. Lee"], "braced-names", "one organisation"),
    ("A, B, C, D", ["A, B, C, D"], "bad-name", "`A, B, C, D` has 3 commas"),
    ("Martin Luther King Jr.", ["Martin Luther King, Jr."], "name-suffix", "`King, Jr., Martin Luther`"),
    ("King, Martin, Jr.", ["Martin King, Jr."], "name-suffix", "`King, Jr., Martin`"),
    ("Martin King, Jr.", ["Martin King, Jr."], "name-suffix", "`King, Jr., Martin`"),
    ("Doe, Anne Marie, Jane", ["Jane Doe, Anne Marie"], "name-suffix", "expects `Jr.`"),
    ("DOE, JANE", ["JANE DOE"], "name-capitals", "`Doe, Jane`"),
    ("Jane SMITH", ["Jane SMITH"], "name-capitals", "`Smith, Jane`"),
    ("\\textbf{Wang, M.}", ["M. Wang"], "name-format", "`Wang, M.`"),
    ("\\underline{M. Wang}", ["M. Wang"], "name-format", "`M. Wang`"),
    ("{\\bf Wang, M.}", ["M. Wang"], "name-format", "`Wang, M.`"),
    ("famly=Wang, given=M", ["M Wang"], "name-part", "did you mean family?"),
    ("given=M", ["M"], "name-part", "no `family=`"),
]


@pytest.mark.parametrize(("value", "shown", "code", "words"), REPORTED)
def test_what_bibtex_would_get_wrong_is_understood_and_reported(value, shown, code, words):
    names, others, complaints = parse_names(value)
    assert [name.display for name in names] + ["..."] * others == shown
    assert code in [complaint.code.name for complaint in complaints]
    assert words in " ".join(complaint.message for complaint in complaints)


def test_others_are_known():
    assert parse_names("Doe, J. and others") == ((Name("Doe", "J."),), True, ())


GLUED = [
    # one name, as shown, marks, signs that mean nothing
    ("Wang*, M.", "M. Wang", ("equal",), ""),
    ("Wang$^*$, M.", "M. Wang", ("equal",), ""),
    ("M. Wang$^{*}$", "M. Wang", ("equal",), ""),
    ("M. Wang$^\\ast$", "M. Wang", ("equal",), ""),
    ("M. Wang^*", "M. Wang", ("equal",), ""),
    ("M. Wang\\textsuperscript{*}", "M. Wang", ("equal",), ""),
    ("M. Wang{\\textasteriskcentered}", "M. Wang", ("equal",), ""),
    ("Wang{\\textdagger}, M.", "M. Wang", (), "`†`"),
    ("M. Wang\\dag", "M. Wang", (), "`†`"),
    ("M. Wang†", "M. Wang", (), "`†`"),
    ("M. Wang$^{*\\dagger}$", "M. Wang", ("equal",), "`†`"),
    ("M. Wang✉", "M. Wang", ("corresponding",), ""),
    ("Ann Bee+", "Ann Bee", (), "`+`"),
    ("Ann Bee&", "Ann Bee", (), "`&`"),
    ("Ann Bee\\&", "Ann Bee", (), "`&`"),
    ("Ann Bee^", "Ann Bee", (), "`^`"),
    ("Bee*, Ann and Lee+, Bo", "Ann Bee", ("equal",), "`+`"),
    ("Jane Doe (equal contribution)", "Jane Doe", ("equal",), ""),
    ("Doe (corresponding author), Jane", "Jane Doe", ("corresponding",), ""),
    ("M. Wang$^{*,1}$", "M. Wang", ("equal",), "`1`"),
    ("M. Wang\\textsuperscript{1,2}", "M. Wang", (), "`1`, `2`"),
    ("M. Wang¹", "M. Wang", (), "`¹`"),
    ("M. Wang$^\\ddagger$", "M. Wang", (), "`‡`"),
    ("M. Wang\\#", "M. Wang", (), "`#`"),
    ("M. Wang**", "M. Wang", (), "`**`"),
    ('{ETH Z\\"urich}*', "ETH Zürich", ("equal",), ""),
]


@pytest.mark.parametrize(("value", "shown", "marks", "unknown"), GLUED)
def test_a_sign_glued_to_a_name_is_taken_off_and_read_as_a_mark(value, shown, marks, unknown):
    (name, *_), _, complaints = parse_names(value)
    assert (name.display, name.marks) == (shown, marks)
    messages = " ".join(complaint.message for complaint in complaints)
    assert unknown in messages
    if marks:
        assert f"`author+an = {{1={','.join(marks)}}}`" in messages


def test_the_line_to_write_counts_the_names_and_has_its_field():
    _, _, complaints = parse_names("Doe, J. and Wang$^*$, M. and E, W.$^*$", "editor")
    assert [complaint.field for complaint in complaints] == ["editor"]
    assert "`editor+an = {2=equal; 3=equal}`" in complaints[0].message


def test_a_formula_in_a_name_is_no_mark():
    (name,), _, complaints = parse_names("{The $D\\alpha$ Collaboration}")
    assert (name.display, complaints) == ("The Dα Collaboration", ())


@given(st.text(st.sampled_from("Aab ,;{}$^*\\~.=&王'-\n12"), max_size=40) | st.text(max_size=30))
def test_no_value_breaks_the_reader(value):
    names, _, complaints = parse_names(value)
    assert all(name.family for name in names)
    assert all(complaint.message and complaint.field == "author" for complaint in complaints)
