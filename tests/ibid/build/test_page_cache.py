"""Pages that are kept from build to build: whatever changes between two builds, the site is that of a fresh build.

IBID_EDITS=200 runs a longer series of edits than a usual run of the tests.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable

import pytest
from tiny_site import Site

KEYS = [f"k{number}" for number in range(8)]
EDITS = int(os.environ.get("IBID_EDITS", "16"))

Files = dict[str, str]


def entry(key: str, title: str, year: int, *more: str) -> str:
    fields = "".join(f", {field}" for field in more)
    return f"@article{{{key}, title={{{title}}}, author={{Doe, Jane and Roe, Richard}}, journal={{J}}, year={year}{fields}}}\n"


def start() -> Files:
    bib = {f"bib:{key}": entry(key, f"Title of {key}", 2010 + place) for place, key in enumerate(KEYS)}
    topics = "- **One**: [@*]\n    - **Inner**: [@k0; @k1]\n- **Two**: see {filename}[a](../news/a.md), [@k2; @k3]\n"
    return {
        **bib,
        "content/pages/research.md": f"Title: Research\nTopics: true\n\n{topics.replace('{filename}[a](', '[a]({filename}')}",
        "content/pages/home.md": "Title: Home\nSlug: home\nURL:\nsave_as: index.html\n\nHello [@k4].\n",
        "content/news/a.md": "Title: A post\nDate: 2024-05-03\n\nWe cite [@k2].\n",
        "content/news/b.md": "Title: Another\nDate: 2024-05-04\n\nWe cite [@k3] and [@k5].\n",
        "content/people.yml": "Jane Doe: {owner: true}\nRichard Roe: {homepage: https://roe.example}\n",
    }


def retitle(files: Files, chance: random.Random) -> None:
    name = chance.choice([name for name in files if name.startswith("bib:")])
    files[name] = files[name].replace("Title", f"Title {chance.randrange(99)}", 1)


def add_in_front(files: Files, chance: random.Random) -> None:
    key = f"a{chance.randrange(999)}"
    bib = {name: text for name, text in files.items() if name.startswith("bib:")}
    for name in bib:
        del files[name]
    files[f"bib:{key}"] = entry(key, f"Front {key}", 2000 + chance.randrange(20), "keywords={x}")
    files |= bib


def remove(files: Files, chance: random.Random) -> None:
    cited = "".join(text for name, text in files.items() if name.endswith(".md"))
    free = [name for name in files if name.startswith("bib:") and f"@{name[4:]}" not in cited]
    if free:
        del files[chance.choice(free)]


def cite(files: Files, chance: random.Random) -> None:
    files[chance.choice(["content/news/a.md", "content/news/b.md"])] += f"\nAlso [@{chance.choice(KEYS)}].\n"


def move_topic(files: Files, chance: random.Random) -> None:
    page = files["content/pages/research.md"]
    files["content/pages/research.md"] = page.replace("**Two", f"**Two{chance.randrange(9)}").replace(
        "@k1]", "@k1; @k6]"
    )


def rename_post(files: Files, chance: random.Random) -> None:
    files["content/news/a.md"] = files["content/news/a.md"].replace(
        "Title: A", f"Slug: a{chance.randrange(99)}\nTitle: A", 1
    )


def new_person(files: Files, chance: random.Random) -> None:
    files["content/people.yml"] = files["content/people.yml"].replace(
        "https://roe", f"https://roe{chance.randrange(99)}"
    )


def new_post(files: Files, chance: random.Random) -> None:
    files[f"content/news/n{chance.randrange(99)}.md"] = "Title: New\nDate: 2024-06-01\n\nSee [@k7].\n"


def remove_post(files: Files, _: random.Random) -> None:
    for name in [name for name in files if name.startswith("content/news/n")][:1]:
        del files[name]


def own_words(files: Files, chance: random.Random) -> None:
    files["languages/en.po"] = f'msgid "Abstract"\nmsgstr "Summary {chance.randrange(9)}"\n'


FILE_EDITS: list[Callable[[Files, random.Random], None]] = [
    *(retitle, add_in_front, remove, cite, move_topic, rename_post, new_person, new_post, remove_post, own_words),
]
SETTING_EDITS: list[dict[str, object]] = [
    {"SITENAME": "J. Doe"},
    {"MENUITEMS": (("Papers", "/publications/"), ("Research", "/research/"))},
    {"SITEURL": "https://jane.example"},
    {"RELATIVE_URLS": True},
    {"RELATIVE_URLS": False},
    {"DEFAULT_DATE_FORMAT": "%d.%m.%Y"},
    {"THEME_TEMPLATES_OVERRIDES": ["overrides"]},
    {"THEME_TEMPLATES_OVERRIDES": []},
    {"IBID_TOKENS": {"link": ("#7a1f1f", "#f2b3ab")}},
]


class Edited:
    """A site that is edited again and again, built into one folder that stays and into a fresh one."""

    def __init__(self, site: Site) -> None:
        self.site = site
        site.write({"overrides/partials/abstract.html": "{% if record %}<p>Mine</p>{% endif %}"})
        site.settings |= {"PATH": "content", "STATIC_PATHS": []}

    def write(self, files: Files) -> None:
        for folder in ("content", "languages"):
            shutil.rmtree(self.site.folder / folder, ignore_errors=True)
        bib = "".join(text for name, text in files.items() if name.startswith("bib:"))
        others = {name: text for name, text in files.items() if not name.startswith("bib:")}
        self.site.write({**others, "content/publications.bib": bib})
        settings = self.site.settings | {"MENUITEMS": self.site.settings.get("MENUITEMS", ())}
        self.site.write({"pelicanconf.py": "".join(f"{name} = {value!r}\n" for name, value in settings.items())})

    def build(self, output: str, *arguments: str) -> tuple[list[str], dict[str, bytes]]:
        done = self.site.run("pelican", "content", "-o", output, *arguments)
        assert "Traceback" not in done.stderr
        return done.problems, self.files(output)

    def files(self, output: str) -> dict[str, bytes]:
        root = self.site.folder / output
        files = (path for path in root.rglob("*") if path.is_file() and not path.name.startswith(".ibid"))
        return {str(path.relative_to(root)): path.read_bytes() for path in files}

    def check(self, what: str) -> None:
        """Compare both builds; one with an error does not remove what only earlier builds wrote."""
        kept = self.build("output")
        shutil.rmtree(self.site.folder / "fresh", ignore_errors=True)
        fresh = self.build("fresh", "-e", "IBID_CACHE=false")
        if all("[hint]" in problem or "[warning]" in problem for problem in fresh[0]):
            assert kept[1].keys() == fresh[1].keys(), what
        assert [name for name in fresh[1] if kept[1].get(name) != fresh[1][name]] == [], what
        assert kept[0] == fresh[0], what


@pytest.mark.parametrize("seed", [0])
def test_after_any_edits_the_site_is_that_of_a_fresh_build(site, seed):
    edited, chance, files = Edited(site), random.Random(seed), start()  # noqa: S311  a series of edits, no secret
    edited.write(files)
    edited.check("the first build")
    for number in range(EDITS):
        if chance.random() < 0.3:
            settings = chance.choice(SETTING_EDITS)
            site.settings |= settings
            what = f"{number}: {settings}"
        else:
            edit = chance.choice(FILE_EDITS)
            edit(files, chance)
            what = f"{number}: {edit.__name__}"
        edited.write(files)
        edited.check(what)


COUNTER = """\
from pathlib import Path

from jinja2 import Template

render = Template.render


def counted(self, *args, **kwargs):
    with Path("drawn.txt").open("a") as file:
        file.write(f"{self.name}\\n")
    return render(self, *args, **kwargs)


def register():
    Template.render = counted
"""


def test_only_what_changed_is_drawn(site):
    edited, files = Edited(site), start()
    site.write({"plugins/counter.py": COUNTER})
    site.settings |= {
        "PLUGINS": ["pelican_bibtex", "ibid", "counter"],
        "PLUGIN_PATHS": [*site.settings["PLUGIN_PATHS"], "plugins"],
    }

    def drawn() -> dict[str, int]:
        log = site.folder / "drawn.txt"
        log.write_text("")
        edited.write(files)
        edited.build("output")
        names = log.read_text().split()
        return {kind: names.count(f"{kind}.html") for kind in ("publications", "publication", "topic")}

    assert drawn() == {"publications": 1, "publication": 8, "topic": 3}
    assert drawn() == {"publications": 0, "publication": 0, "topic": 0}
    files["bib:k7"] = files["bib:k7"].replace("Title", "Another title")
    assert drawn() == {"publications": 1, "publication": 1, "topic": 0}, "k7 is in no topic"
    files["content/news/a.md"] += "\nMore words.\n"
    assert drawn() == {"publications": 0, "publication": 0, "topic": 0}, "no page of ours shows the text of a post"
    files["content/news/a.md"] += "\nNow [@k5] too.\n"
    assert drawn() == {"publications": 1, "publication": 1, "topic": 0}
    files |= {"bib:k7": f"% a comment\n\n{files['bib:k7']}"}
    assert drawn() == {"publications": 0, "publication": 0, "topic": 0}, "its line is not shown"


def test_what_was_disturbed_is_written_again(site):
    edited, files = Edited(site), start()
    edited.write(files)
    _, first = edited.build("output")
    page = site.folder / "output" / "publications" / "k0" / "index.html"
    kept = site.folder / "cache" / "ibid" / "pages"
    for disturb in (
        lambda: page.write_text("changed by hand"),
        page.unlink,
        lambda: (page.unlink(), page.symlink_to("/etc/hostname")),
        lambda: kept.write_bytes(kept.read_bytes()[:-5]),
        lambda: kept.write_bytes(b""),
        kept.unlink,
        lambda: shutil.rmtree(site.folder / "output"),
        lambda: edited.build("output", "-d"),
    ):
        disturb()
        assert edited.build("output")[1] == first
        assert not page.is_symlink()


def test_pages_are_kept_and_their_faults_told_again(site):
    edited, files = Edited(site), start()
    files["bib:k0"] = entry("k0", "Title", 2010, "url={/nowhere.pdf}")
    edited.write(files)
    first = edited.build("output")
    again = edited.build("output")
    assert first == again
    assert any("nowhere.pdf" in problem for problem in again[0])


def test_a_plugin_that_changes_pages_as_they_are_written_has_all_of_them(site):
    edited, files = Edited(site), start()
    marks = (
        "from pathlib import Path\nfrom pelican import signals\n\n\ndef mark(path, context):\n    file = Path(path)\n"
    )
    marks += "    file.write_text(file.read_text() + '<!-- seen -->')\n\n\ndef register():\n    signals.content_written.connect(mark)\n"
    site.write({"plugins/marker.py": marks})
    site.settings |= {
        "PLUGINS": ["pelican_bibtex", "ibid", "marker"],
        "PLUGIN_PATHS": [*site.settings["PLUGIN_PATHS"], "plugins"],
    }
    edited.write(files)
    for _ in range(2):
        _, written = edited.build("output")
        page = written["publications/k0/index.html"]
        assert page.count(b"<!-- seen -->") == 1
    assert not (site.folder / "cache" / "ibid" / "pages").exists()
