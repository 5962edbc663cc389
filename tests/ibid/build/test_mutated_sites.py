"""Sites in which some bytes are wrong: whatever an author's file holds, the build ends with a report, not a traceback.

Every message names a place, and no source changes. What once ended a build stays as an `@example`.
"""

from __future__ import annotations

import re
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from PIL import Image
from tiny_site import Built, Site

from ibid.read.settings import DEFAULTS


def png() -> bytes:
    to = BytesIO()
    Image.new("RGB", (3, 2), "red").save(to, "PNG")
    return to.getvalue()


MARKDOWN = """Title: Research
Topics: true
Summary: Short [@beta2021].
Aliases: /old/

- **Theory**: what it says [@alpha2020; @beta2021].

    > quoted $x^2$ `code` ~~no~~ :tada:

![A circle]({static}/images/b.svg)

![A red dot]({static}/images/a.png "Its caption.")
<details>
<summary>More</summary>

```python
a = 1
```

</details>

| a | b |
|---|---|
| $x|y$ | [c](https://a.example/) |

$$ \\frac{a}{b} $$

{publications year>=2021}
"""
SOURCES = {
    "content/pages/research.md": MARKDOWN.encode(),
    "content/news/2024-05-03-a.md": b"Title: News\nTags: a, b\nStatus: published\n\nWe cite [@gamma2022].[^1]\n\n[^1]: A note.\n",
    "content/pages/plain.rst": b"Plain\n=====\n\n:lang: en\n\n.. contents::\n\nWhy\n---\n\nA *word* [@alpha2020].\n",
    "content/people.yml": b"jane:\n  name: Doe, Jane\n  forms: [J. Doe]\n  homepage: https://jane.example/\n  owner: true\n",
    "content/cv.yml": b"sections:\n  - title: Education\n    entries:\n      - {when: 2020, what: PhD}\n",
    "content/numbers.toml": b"alpha2020 = 1\nbeta2021 = 2\ngamma2022 = 3\n",
    "content/redirects.toml": b'"/a/*" = "/b/"\n',
    "content/images/a.png": png(),
    "content/images/b.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20" width="1e3"><path d=""/></svg>',
    "translations/fr.po": b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Note"\nmsgstr "Avis"\n',
}
"""The files of a site, which is right before it is mutated."""
PAGE, DRAWING = "content/pages/research.md", "content/images/b.svg"
PIECES = [
    *(b"\n", b"\n\n", b" ", b"\t", b"    ", b":", b": ", b"-", b"- ", b"> ", b"[", b"]", b"{", b"}", b"(", b")", b'"', b"'"),
    *(b"```\n", b"$$", b"$", b"|", b"#", b"<", b">", b"<div>", b"</div>", b"<!--", b"-->", b"\\", b"&", b"*", b"_", b"~~", b"`"),
    *(b"---\n", b"+++\n", b"\xef\xbb\xbf", b"\x00", b"\xff", b"\r", b"\x1b", b"\xe2\x80\xae", b"\xed\xa0\x80", b"\x02", b"\x03"),
    *(b"9" * 400, b"9" * 5000, b"1e309", b"-1", b"nan", b"99999", b"!!python/object:a", b"&a [*a]", b"*a", b"null", b"true", b"[[1]]"),
    *(b"{filename}//[x/", b"http://[1]/", b"//[", b"{static}", b"{attach}../x", b"../..", b"%", b"%(a)s", b"[@alpha2020]", b"[@no]"),
    *(b"[^1]: ", b"{publications", b"{: .a #b }", b"\nDate: 2024-99-99\n", b"\nLang: xx\n", b"\nSlug: ../x\n", b"\nurl: http://[\n"),
    *(b"\nsave_as: /etc/x\n", b"\nTemplate: none\n", b"\nStatus: odd\n", b"\nAuthors: ;\n", b"\nTitle:\n", b"\nTranslation: x\n"),
]  # fmt: skip
CHANGES = st.lists(
    st.tuples(st.sampled_from(sorted(SOURCES)), st.floats(0, 1), st.integers(0, 30), st.sampled_from(PIECES)),
    min_size=1, max_size=6,
)  # fmt: skip
VALUES = st.sampled_from(
    ["", "x", 1, -1, 1.5, None, True, [], ["x"], [1], {}, {"x": 1}, "../x", "\x00", "http://[1]/", {1: None}]
)
SETTINGS = st.dictionaries(st.sampled_from(sorted(DEFAULTS)), VALUES, max_size=1)
WITHOUT_PLACE = re.compile(r"[a-z]+(?:-[a-z]+)+: ")
"""The start of a line of the report that begins with a code, not with the place."""


def mutated(changes: list[tuple[str, float, int, bytes]]) -> dict[str, bytes]:
    """The sources, with some bytes of some of them replaced."""
    files = dict(SOURCES)
    for name, where, length, piece in changes:
        start = round(where * len(files[name]))
        files[name] = files[name][:start] + piece + files[name][start + length :]
    return files


def sources_of(folder: Path) -> dict[str, bytes]:
    made = {"output", "cache", "__pycache__"}
    files = (path for path in folder.rglob("*") if path.is_file() and path.relative_to(folder).parts[0] not in made)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def faults(built: Built) -> list[str]:
    """What is wrong with a report."""
    lines = [line for line in built.problems if WITHOUT_PLACE.match(line)]
    silent = built.code and not any(re.search(r": [a-z-]+: ", line) for line in built.problems)
    return [*lines, *(["it ended without a reason"] if silent else [])]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory):
    return (tmp_path_factory.mktemp("mutated") / str(n) for n in count())


@settings(
    max_examples=300, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate], report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
@given(changes=CHANGES, given_settings=SETTINGS)
@example(changes=[("content/numbers.toml", 0.98, 6, b"9" * 5000)], given_settings={})
@example(changes=[(PAGE, MARKDOWN.index("https:") / len(MARKDOWN), 18, b"{filename}//[x/")], given_settings={})
@example(changes=[(PAGE, MARKDOWN.index("{static}") / len(MARKDOWN), 21, b"http://[1]/x.png")], given_settings={})
@example(
    changes=[(DRAWING, SOURCES[DRAWING].index(b"10 20") / len(SOURCES[DRAWING]), 5, b"1e309 1")], given_settings={}
)
def test_a_mutated_site_is_built_or_refused_with_reasons(folders, root: Path, changes, given_settings):
    site = Site(next(folders), root)
    site.write(mutated(changes))
    built = site.build({}, STATIC_PATHS=["images"], **given_settings)
    written = {"pelicanconf.py", "content/publications.bib"}
    assert {name: data for name, data in sources_of(site.folder).items() if name not in written} == mutated(changes)
    assert faults(built) == []
