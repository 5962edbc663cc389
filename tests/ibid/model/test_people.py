"""people.yml: who is found under which name, and every fault in its line."""

from __future__ import annotations

import pytest

from ibid.model.people import People
from ibid.model.person import Person
from ibid.read.people_file import check_digit, parse_orcid, read_people
from pelican_bibtex.bibliography import Options, read_sources
from pelican_bibtex.names.name_list import parse_names
from pelican_bibtex.publication import Name
from pelican_bibtex.syntax.source import Source

WHOLE = """
# Whose site it is.
Mingze Wang:
  owner: true
  native: 王明泽
  forms: [M. Wang, "Wang, M. Z."]
  orcid: https://orcid.org/0000-0002-1825-0097
  homepage: https://example.org/~wang
  affiliation: Peking University
  role: PhD student
  email: wang@example.org
  portrait: images/me.jpg
  links:
    Scholar: https://scholar.example.org/x?user=1&hl=en
    Chat: https://chat.example.org

Lei Wu:
  affiliations: [Peking University, Princeton University]
Ann O'Neil: {listed: false}
OpenAI:
"""


def test_every_field_is_read_in_the_order_of_the_file():
    people, problems = read_people(WHOLE, "people.yml")
    assert problems == ()
    wang, wu, ann, openai = people.persons
    assert wang == Person(
        name="Mingze Wang",
        native="王明泽",
        forms=("M. Wang", "Wang, M. Z."),
        owner=True,
        homepage="https://example.org/~wang",
        orcid="0000-0002-1825-0097",
        affiliations=("Peking University",),
        role="PhD student",
        email="wang@example.org",
        portrait="/images/me.jpg",
        links=(("Scholar", "https://scholar.example.org/x?user=1&hl=en"), ("Chat", "https://chat.example.org")),
        line=3,
    )
    assert wu.affiliations == ("Peking University", "Princeton University")
    assert people.owners == (wang,)
    assert people.listed == (wu, openai)
    assert not ann.listed


@pytest.mark.parametrize("text", ["", "# nobody yet\n", "---\n"])
def test_an_empty_file_is_nobody_and_no_fault(text):
    assert read_people(text, "people.yml") == (People(), ())


FOUND = [
    # as in author = {...}, who
    ("Mingze Wang", "Mingze Wang"),
    ("Wang, Mingze", "Mingze Wang"),
    ("{Mingze Wang}", "Mingze Wang"),
    ("Wang, M.", "Mingze Wang"),
    ("M.  Wang", "Mingze Wang"),
    ("Wang$^*$, Mingze", "Mingze Wang"),
    ("family=Wang, given=Mingze", "Mingze Wang"),
    ("王明泽", "Mingze Wang"),
    ("王, 明泽", "Mingze Wang"),
    ("M. Z. Wang", "Mingze Wang"),
    ("Wang, M.Z.", "Mingze Wang"),
    ("Wang, M. Y.", None),
    ("Mingzhe Wang", None),
    ("Wang, Mingze Jr", None),
    ("Wang", None),
    ("O’Neil, Ann", "Ann O'Neil"),
    ("O'Neil, Ann", "Ann O'Neil"),
    ("O'Neil, A.", None),
    ("{OpenAI}", "OpenAI"),
    ("OpenAI", "OpenAI"),
]


@pytest.mark.parametrize(("source", "who"), FOUND)
def test_a_person_is_found_by_the_exact_forms_of_their_name(source, who):
    people, _ = read_people(WHOLE, "people.yml")
    (name,), _, _ = parse_names(source)
    person = people.find(name)
    assert (person.name if person else None) == who


def test_accents_are_found_however_they_are_coded():
    people, _ = read_people("Jose\u0301 Nu\u0301n\u0303ez: {}", "people.yml")
    (name,), _, _ = parse_names(r"N{\'u}{\~n}ez, Jos\'{e}")
    assert people.find(name)


def test_three_persons_with_the_same_initial_are_kept_apart():
    people, problems = read_people(
        "Mingze Wang: {owner: true}\nMinghao Wang: {}\nMeng Wang: {forms: ['Wang, M.']}\n", "p"
    )
    assert problems == ()
    assert people.find(Name("Wang", "M.")).name == "Meng Wang"


FAULTS = [
    # people.yml, line and words of the report
    ("Ann Lee: [", 1, "not valid YAML"),
    ("Ann Lee:\n\trole: x", 2, "not valid YAML"),
    ("- Ann Lee", 1, "not a list of people"),
    ("Ann Lee", 1, "not a list of people"),
    ("Ann Lee: {}\nBob Roe: {}\nAnn Lee: {}", 3, "in line 1"),
    ("Ann Lee: {forms: [A. Lee]}\nAda Lee: {forms: ['Lee, A.']}", 2, "both Ann Lee and Ada Lee"),
    ("Ann Lee: {forms: [Bob Roe]}\nBob Roe: {}", 2, "both"),
    ("Ann Lee:\n  hompage: https://example.org", 2, "did you mean `homepage`?"),
    ("Ann Lee:\n  colour: blue", 2, "the fields are native, forms"),
    ("Ann Lee:\n  role: x\n  role: y", 3, "has two fields `role`"),
    ("Ann Lee:\n  affiliation: x\n  affiliations: [y]", 3, "has two fields `affiliations`"),
    ("Ann Lee:\n  homepage: javascript:alert(1)", 2, "not a web address"),
    ("Ann Lee:\n  homepage: example.org", 2, "with `https://`"),
    ("Ann Lee:\n  links: {Scholar: 'data:text/html,x'}", 2, "not a web address"),
    ("Ann Lee:\n  links: https://example.org", 2, "GitHub: https://"),
    ("Ann Lee:\n  orcid: 0000-0002-1825-0098", 2, "check digit"),
    ("Ann Lee:\n  orcid: 12", 2, "number"),
    ("Ann Lee:\n  role: null", 2, "nothing"),
    ("Ann Lee:\n  role:", 2, "nothing"),
    ("Ann Lee:\n  role: 7", 2, "in quotes"),
    ("Ann Lee:\n  role: [PhD student]", 2, "a list"),
    ("Ann Lee:\n  forms: {a: b}", 2, "a table"),
    ("Ann Lee:\n  owner: maybe", 2, "true or false"),
    ("Ann Lee:\n  email: ann", 2, "e-mail"),
    ("Ann Lee:\n  portrait: ../../me.jpg", 2, "not a file of the site"),
    ("Ann Lee:\n  portrait: https://example.org/me.jpg", 2, "not a file of the site"),
    ("Ann Lee: x", 1, "no fields"),
    ("null: {}", 1, "this should be a name"),
    ("12: {}", 1, "this should be a name"),
    ("Ann Lee:\n  role: !!python/object/apply:os.system ['true']", 2, "not supported"),
    ("Ann Lee:\n  role: !!python/name:os.system x", 2, "not supported"),
    ("Ann Lee: {role: \x07}", 1, "YAML does not allow a character"),
    ("Ann Lee: " + "[" * 5000, 1, "too deeply"),
]


@pytest.mark.parametrize(("text", "line", "words"), FAULTS, ids=[text[:40] for text, _, _ in FAULTS])
def test_every_fault_has_its_line_and_says_what_to_write(text, line, words):
    _, problems = read_people(text, "content/people.yml")
    assert str(problems[0]).startswith(f"content/people.yml:{line}: bad-people: ")
    assert words in problems[0].message


def test_a_fault_in_one_field_leaves_the_others_and_the_other_people():
    people, problems = read_people("Ann Lee:\n  orcid: x\n  role: PhD student\nBob Roe: {}\n", "p")
    assert len(problems) == 1
    assert [(person.name, person.role) for person in people.persons] == [("Ann Lee", "PhD student"), ("Bob Roe", "")]


def test_a_name_may_look_like_yaml_like_markup_or_like_a_pattern():
    people, problems = read_people("No: {}\n<script>x</script>: {}\nC++ (Bob): {former: [C++ (Rob)]}\n", "p")
    assert problems == ()
    assert [person.name for person in people.persons] == ["No", "<script>x</script>", "C++ (Bob)"]
    assert people.redact("by C++ (Rob), and C") == "by C++ (Bob), and C"


@pytest.mark.parametrize(
    ("text", "orcid"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://orcid.org/0000-0001-5109-3700", "0000-0001-5109-3700"),
        ("0000-0002-1694-233X", "0000-0002-1694-233X"),
        ("0000-0002-1694-233x", "0000-0002-1694-233X"),
        ("0000-0002-1825-0079", None),
        ("0000000218250097", None),
        ("", None),
    ],
)
def test_an_orcid_has_its_check_digit(text, orcid):
    assert parse_orcid(text) == orcid


def test_the_check_digit_of_the_standards_own_example():
    assert check_digit("0000-0002-9079-593") == "X"


REDACTED = [
    # text, with José Núñez now Jane Roe
    ("by José Núñez, and others", "by Jane Roe, and others"),
    ("author = {Núñez, José and Lee, Ann}", "author = {Roe, Jane and Lee, Ann}"),
    (r"author = {N{\'u}{\~n}ez, Jos{\'e}}", "author = {Roe, Jane}"),
    (r"author = {Jos\'e N\'u\~nez}", "author = {Jane Roe}"),
    (r"author = {Jos{\'{e}} {N{\'u}{\~n}ez}}", "author = {Jane Roe}"),
    (r"author = {{Jos\'e} {N\'u\~nez}}", "author = {Jane Roe}"),
    (r"author = {Lee, Ann and {N{\'u}{\~n}ez}, Jos\'e}", "author = {Lee, Ann and Roe, Jane}"),
    ("author = {{José Núñez}}", "author = {{Jane Roe}}"),
    ("author = {family=Núñez, given=José}", "author = {Roe, Jane}"),
    ("Jose\u0301 Nu\u0301n\u0303ez", "Jane Roe"),
    ("JOSÉ NÚÑEZ", "Jane Roe"),
    ("Jose Nunez", "Jane Roe"),
    ("José~Núñez", "Jane Roe"),
    ("José\n  Núñez", "Jane Roe"),
    ("José Núñezson", "José Núñezson"),
    ("Maria-José Núñez", "Maria-José Núñez"),
    ("José Núñez-Lee", "José Núñez-Lee"),
    ("nothing here", "nothing here"),
]


@pytest.mark.parametrize(("text", "expected"), REDACTED)
def test_a_former_name_is_replaced_however_it_is_spelt(text, expected):
    people, _ = read_people("Jane Roe: {former: [José Núñez]}", "p")
    assert people.redact(text) == expected


def test_a_former_name_is_nowhere_in_a_publication():
    people, _ = read_people("Jane Roe: {former: ['Núñez, José']}", "p")
    source = Source(
        "b.bib",
        r"""@article{k, author = {N{\'u}{\~n}ez$^*$, Jos{\'e} and Lee, Ann}, title = {Letters to \emph{José} Núñez},
        journal = {The Jos{\'e} N{\'u}{\~n}ez Quarterly}, note = {Prize of \textbf{José Núñez}}, year = 2020,
        abstract = {José Núñez shows}, keywords = {José Núñez, x}}""",
    )
    (publication,) = read_sources([source], Options()).publications
    clean = people.redacted(publication)
    everything = "\n".join([clean.text, clean.bibtex, *clean.fields.values(), clean.abstract.html, *clean.keywords])
    assert "ñez" not in everything
    assert "nez" not in everything
    assert [(name.display, name.marks) for name in clean.authors] == [("Jane Roe", ("equal",)), ("Ann Lee", ())]
    assert clean.title.plain == "Letters to Jane Roe"
    assert str(clean.note.html) == "Prize of <strong>Jane Roe</strong>"


def test_without_former_names_a_publication_stays_the_very_same():
    (publication,) = read_sources([Source("b.bib", "@misc{k, title={T}, author={Ann Lee}}")], Options()).publications
    assert People().redacted(publication) is publication
