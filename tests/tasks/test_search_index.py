"""What search finds and what it does not: a small site, indexed by the real Pagefind, read back from its own files."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pagefind.service import get_executable

from ibid.features.search.index import CHARACTERS, MARKS, NoIndexError, segmented, write_index
from ibid.tasks.project import read_project
from ibid.tasks.serving.preview import Preview
from ibid.write.site_record import MARKER, files_in, path_digest, record_in
from workshop.host import SEARCHED

FILES = {
    "content/publications.bib": """\
@inproceedings{trees2024, title={Growing {$x^2$} Trees}, author={Doe, Jane and Roe, Richard},
  booktitle={Conference on Forests}, abbr={CoF 2024}, year={2024}, abstract={How tall they grow.}}
@article{zh2022, title={稀疏观测下的统计推断}, author={Doe, Jane}, journal={统计学报}, year={2022}, langid={chinese}}
@unpublished{odd, title={<script>alert(1)</script> \\& "quotes"}, author={O'Neil, Ann}, year={forthcoming}}
""",
    "content/pages/research.md": """\
Title: Research
Topics: true

- **Plants**: what grows. [@*]

    - **Tall Ones**: trees [@trees2024].

- **Inference**: from little [@zh2022].

Palimpsest of thoughts.

{publications}
""",
    "content/pages/about.zh.md": "Title: 关于\nLang: zh\n\n我们不用词典，也能在句子中间找到词语。用Transformer做的。\n",
    "content/pages/hidden.md": "Title: Hidden\nStatus: hidden\n\nQuagmire.\n",
    "content/pages/draft.md": "Title: Draft\nStatus: draft\n\nQuagmire.\n",
    "content/news/2024-05-03-planted.md": "Title: Planted\nTags: garden\n\nWe planted a sycamore [@trees2024].\n",
    "content/news/2024-06-01-secret.md": "Title: Secret\nStatus: draft\n\nQuagmire.\n",
    "content/news/2024-06-02-unlisted.md": "Title: Unlisted\nStatus: hidden\n\nQuagmire.\n",
}
SIGNATURE = b"pagefind_dcd"


def unpacked(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes()).removeprefix(SIGNATURE)


def fragments(site: Path) -> dict[str, dict]:
    """What the index has of each page, by its address."""
    found = [json.loads(unpacked(file)) for file in (site / "pagefind" / "fragment").iterdir()]
    return {one["url"]: one for one in found}


def bundle(site: Path) -> dict[str, bytes]:
    folder = site / "pagefind"
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The output of a small site; its path has a space and letters of other scripts."""
    folder = tmp_path_factory.mktemp("search") / "a site é 站"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    settings = {
        "SITENAME": "Jane Doe", "SITEURL": "https://jane.example/~doe", "TIMEZONE": "UTC", "PATH": "content",
        "ARTICLE_PATHS": ["news"], "PAGE_PATHS": ["pages"], "THEME": str(root / "theme"), "PLUGIN_PATHS": [str(root / "plugins")],
        "PLUGINS": ["pelican_bibtex", "ibid"], "PUBLICATIONS_SRC": "content/publications.bib",
        "PAGE_URL": "{slug}/", "PAGE_SAVE_AS": "{slug}/index.html", "ARTICLE_URL": "news/{slug}/", "ARTICLE_SAVE_AS": "news/{slug}/index.html",
        "INDEX_SAVE_AS": "news/index.html", "FEED_ALL_ATOM": None, "CATEGORY_FEED_ATOM": None, "TRANSLATION_FEED_ATOM": None,
        "PAGE_LANG_URL": "{slug}-{lang}/", "PAGE_LANG_SAVE_AS": "{slug}-{lang}/index.html", "SLUGIFY_SOURCE": "basename",
        "FILENAME_METADATA": r"(?:(?P<date>\d{4}-\d{2}-\d{2})-)?(?P<slug>[^.]*)", "DIRECT_TEMPLATES": ["index", "tags", "archives", "404"],
        "IBID_SEARCH": True,
    }  # fmt: skip
    (folder / "pelicanconf.py").write_text(
        "".join(f"{name} = {value!r}\n" for name, value in settings.items()), "utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pelican", "content"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / "output"


@pytest.fixture(scope="module")
def site(built: Path) -> Path:
    """The same with its index."""
    write_index(built, "en")
    return built


def test_publications_posts_and_pages_are_found_and_nothing_else(site: Path) -> None:
    assert set(fragments(site)) == {
        *("/publications/trees2024/", "/publications/zh2022/", "/publications/odd/"),
        *("/research/", "/about-zh/", "/news/planted/"),
    }
    assert "quagmire" not in str(fragments(site)).lower()


def test_a_publication_has_its_facts_as_filters_and_to_show(site: Path) -> None:
    trees = fragments(site)["/publications/trees2024/"]
    assert {name: sorted(values) for name, values in trees["filters"].items()} == {
        "kind": ["publication"], "type": ["Conference papers"], "status": ["published"], "year": ["2024"],
        "venue": ["CoF"], "author": ["Jane Doe", "Richard Roe"], "topic": ["Plants", "Plants / Tall Ones"],
    }  # fmt: skip
    assert {name: trees["meta"][name] for name in ("number", "venue")} == {"number": "[2]", "venue": "CoF 2024"}
    assert trees["meta"]["title"].startswith("Growing")


@pytest.mark.parametrize(
    ("page", "words", "without"),
    [
        ("/publications/trees2024/", "How tall they grow.", ["inproceedings", "BibTeX", "[2]", "Planted"]),
        ("/research/", "Palimpsest", ["[2]", "Conference on Forests", "indicates"]),
        ("/news/planted/", "We planted a sycamore", ["[2]", "2024"]),
    ],
)
def test_a_page_s_own_words_are_found_without_numbers_lists_and_bibtex(site, page, words, without) -> None:
    content = fragments(site)[page]["content"]
    assert words in content
    assert not [word for word in without if word in content]


def test_hostile_text_is_text(site: Path) -> None:
    odd = fragments(site)["/publications/odd/"]
    assert "<script>alert(1)</script>" in odd["meta"]["title"]
    assert odd["filters"]["author"] == ["Ann O'Neil"]
    assert "year" not in odd["filters"]


def test_a_title_in_another_language_says_so(site: Path) -> None:
    chinese = fragments(site)["/publications/zh2022/"]
    assert chinese["meta"]["lang"] == "zh"
    assert chinese["filters"]["type"] == ["Journal articles"]
    assert chinese["meta"]["venue"] == "统计学报, 2022", "what stands in attributes is not parted"
    assert "统 计 推 断" in " ".join(chinese["content"].split())


SORTED = """
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
const folder = pathToFileURL(process.argv[1] + "/pagefind/");
globalThis.fetch = async (address) => new Response(await readFile(new URL(String(address).split("?")[0])));
const { createInstance } = await import(new URL("pagefind.js", folder));
const pagefind = createInstance({ basePath: String(folder), baseUrl: "/", noWorker: true });
const { results } = await pagefind.search(null, { sort: { date: "asc" } });
console.log(JSON.stringify(await Promise.all(results.map(async (one) => (await one.data()).url))));
"""
"""Pagefind itself, run by Node: the addresses of all pages, the oldest first."""


def test_all_can_be_sorted_by_date(site: Path, require_tool) -> None:
    words = [require_tool("node"), "--input-type=module", "--eval", SORTED, str(site)]
    oldest_first = json.loads(subprocess.run(words, capture_output=True, check=True).stdout)
    assert set(oldest_first[:2]) == {"/research/", "/about-zh/"}, "what has no date is not lost"
    assert oldest_first[2:] == [
        f"/{path}/" for path in ("publications/zh2022", "news/planted", "publications/trees2024", "publications/odd")
    ]


def test_only_what_the_page_asks_for_is_kept(site: Path) -> None:
    names = sorted(re.sub(r"en_\w+", "HASH", name) for name in bundle(site))
    assert set(names) == {
        *("filter/HASH.pf_filter", "fragment/HASH.pf_fragment", "index/HASH.pf_index"),
        *("pagefind-entry.json", "pagefind.HASH.pf_meta", "pagefind.js", "wasm.en.pagefind"),
    }
    assert sum(map(len, bundle(site).values())) < 150_000


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often Pagefind has made an index since this was last asked; asking for its version is not counted."""
    program, log = tmp_path / "counted", tmp_path / "runs"
    program.write_text(f'#!/bin/sh\ncase $1 in --site) echo >> "{log}";; esac\nexec "{get_executable()}" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program))

    def since() -> int:
        count = len(log.read_text().splitlines()) if log.exists() else 0
        log.unlink(missing_ok=True)
        return count

    return since


def test_pages_that_did_not_change_keep_their_index(built: Path, tmp_path: Path, runs) -> None:
    """Pagefind shuffles filters from run to run: with its own order, the same bytes five times would be chance."""
    last, copy = tmp_path / "cache" / "last.zip", tmp_path / "copy"
    shutil.copytree(built, copy, ignore=shutil.ignore_patterns("pagefind"))
    assert not write_index(copy, "en", last).kept
    before = bundle(copy)
    os.utime(copy / "pagefind" / "pagefind.js", (1, 1))
    for _ in range(5):
        result = write_index(copy, "en", last)
        assert bundle(copy) == before
    assert re.fullmatch(r"Search index: 6 pages, 1\d\d KB, unchanged\.", str(result))
    assert (copy / "pagefind" / "pagefind.js").stat().st_mtime == 1, "what did not change is left alone"
    shutil.rmtree(copy / "pagefind")
    assert write_index(copy, "en", last).kept, "a new folder, as of a publication, gets the same index"
    assert bundle(copy) == before
    (copy / "news" / "index.html").write_text("<p>A page that search does not find may change.</p>")
    assert write_index(copy, "en", last).kept
    assert runs() == 1


def spoil(last: Path) -> None:
    data = bytearray(last.read_bytes())
    data[len(data) // 2] ^= 255
    last.write_bytes(data)


CHANGES: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "a page's words": (lambda site, _: (site / "new.html").write_text("<p data-pagefind-body>Gingko.</p>"), "en"),
    "a page less": (lambda site, _: (site / "news" / "planted" / "index.html").unlink(), "en"),
    "a page's address": (lambda site, _: (site / "research").rename(site / "moved"), "en"),
    "the language of words": (lambda *_: None, "de"),
    "no kept index": (lambda _, last: last.unlink(), "en"),
    "one that is cut off": (lambda _, last: last.write_bytes(last.read_bytes()[:1000]), "en"),
    "one with a changed byte": (lambda _, last: spoil(last), "en"),
    "an empty one": (lambda _, last: last.write_bytes(b""), "en"),
}


@pytest.fixture(scope="module")
def indexed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the site and the index that was kept of it."""
    folder = tmp_path_factory.mktemp("indexed")
    shutil.copytree(built, folder / "copy", ignore=shutil.ignore_patterns("pagefind"))
    write_index(folder / "copy", "en", folder / "cache" / "last.zip")
    return folder


@pytest.mark.parametrize("change", CHANGES)
def test_an_index_is_made_anew_when_what_it_is_made_of_changed(indexed: Path, tmp_path: Path, runs, change) -> None:
    shutil.copytree(indexed, tmp_path, dirs_exist_ok=True)
    last, copy = tmp_path / "cache" / "last.zip", tmp_path / "copy"
    do, language = CHANGES[change]
    do(copy, last)
    assert not write_index(copy, language, last).kept
    assert {copy / url[1:] / "index.html" for url in fragments(copy) if url.endswith("/")} <= {*copy.rglob("*.html")}
    assert write_index(copy, language, last).kept
    assert runs() == 1


def test_a_folder_that_cannot_be_written_costs_only_time(built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(built, copy, ignore=shutil.ignore_patterns("pagefind"))
    (tmp_path / "cache").write_text("a file")
    for _ in range(2):
        assert not write_index(copy, "en", tmp_path / "cache" / "last.zip").kept
    assert "/research/" in fragments(copy)


def test_nothing_stale_is_left_and_what_is_the_author_s_stays(site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(site, copy)
    before = set(bundle(copy))
    shutil.rmtree(copy / "publications" / "trees2024")
    (copy / "pagefind" / "notes.txt").write_text("mine")
    write_index(copy, "en")
    assert "/publications/trees2024/" not in fragments(copy)
    assert "notes.txt" in bundle(copy)
    assert len(bundle(copy)) - 1 < len(before)
    record = record_in(copy)
    assert record
    known = {file for file, data in bundle(copy).items() if record.holds(f"pagefind/{file}", data)}
    assert known == bundle(copy).keys() - {"notes.txt"}
    assert (
        len([path for path in files_in(copy) if path_digest(path) in record.others]) == len(known) == len(record.others)
    )
    write_index(copy, "en", tmp_path / "last.zip")
    written = (copy / MARKER).read_bytes()
    write_index(copy, "en", tmp_path / "last.zip")
    assert (copy / MARKER).read_bytes() == written


def test_pagefind_run_by_hand_finds_the_same_pages(built: Path, tmp_path: Path) -> None:
    """The templates' own attributes say what is to be found."""
    copy = tmp_path / "by hand"
    shutil.copytree(built, copy, ignore=shutil.ignore_patterns("pagefind"))
    subprocess.run([sys.executable, "-m", "pagefind", "--site", str(copy), "--silent"], check=True)
    assert "/publications/trees2024/" in fragments(copy)
    assert "quagmire" not in str(fragments(copy)).lower()
    assert "Conference on Forests" not in fragments(copy)["/research/"]["content"]


@pytest.mark.parametrize(
    ("html", "indexed"),
    [
        ("<p>统计推断</p>", "<p> 统  计  推  断 </p>"),
        ("<p>用Transformer做</p>", "<p> 用 Transformer 做 </p>"),
        ("<p>カメラと学習</p>", "<p> カ  メ  ラ  と  学  習 </p>"),
        ("<p>추론 of 𠮷</p>", "<p>추론 of  𠮷 </p>"),
        ('<a title="统计" href="/主题/">统</a>', '<a title="统计" href="/主题/"> 统 </a>'),
        ("<!-- 统计 --><p>好。</p>", "<!-- 统计 --><p> 好  。 </p>"),
        ("<p>No such character, “quoted”…</p>", "<p>No such character, “quoted”…</p>"),
    ],
)
def test_characters_of_scripts_without_spaces_are_parted(html: str, indexed: str) -> None:
    assert segmented(html) == indexed


def test_what_is_typed_is_parted_in_the_same_way(root: Path) -> None:
    script = (root / "theme" / "static" / "js" / "search.js").read_text("utf-8").replace("\\\\u", "\\u")
    assert f'ONE = "{CHARACTERS}"' in script.replace(r"\u{20000}-\u{3ffff}", r"\U00020000-\U0003ffff")
    assert f'MARK = "{MARKS}"' in script


@pytest.mark.parametrize(
    ("program", "said"),
    [("/no/such/pagefind", "cannot be run"), (sys.executable, "Pagefind failed"), ("/", "cannot be run")],
)
def test_without_pagefind_it_is_said_what_to_do(site, monkeypatch, program: str, said: str) -> None:
    before = bundle(site)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", program)
    with pytest.raises(NoIndexError, match=said):
        write_index(site, "en")
    assert bundle(site) == before


def test_a_theme_without_marks_is_said(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>no mark</p>")
    with pytest.raises(NoIndexError, match="data-pagefind-body"):
        write_index(tmp_path, "en")
    assert not (tmp_path / "pagefind").exists()


def test_build_writes_the_index_where_it_writes_the_site_and_says_so(demo) -> None:
    done = demo.invoke("build", "--", "-o", "else where")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^Search index: \d+ pages, 1\d\d KB, \d+\.\d s\.$", done.stdout, re.MULTILINE)
    assert demo.path("else where/pagefind").is_dir()
    assert not demo.path("output").exists()
    before = bundle(demo.path("else where"))
    again = demo.invoke("build", "--", "-o", "else where")
    assert re.search(r"^Search index: \d+ pages, 1\d\d KB, unchanged\.$", again.stdout, re.MULTILINE)
    assert bundle(demo.path("else where")) == before


def test_a_site_that_did_not_change_is_not_published_anew(demo, tmp_path: Path, require_tool) -> None:
    require_tool("rsync")
    words = ("publish", "rsync", f"--to={tmp_path / 'site'}", "--yes")
    assert "Published" in demo.invoke(*words).stdout
    assert demo.invoke("build").returncode == 0, "another site in between, with an index of its own"
    assert "Nothing has changed" in demo.invoke(*words).stdout


def test_without_pagefind_a_site_is_built_and_has_no_index(demo) -> None:
    done = demo.invoke("build", PAGEFIND_BINARY_PATH="/no/such/pagefind")
    assert done.returncode == 0
    assert "The site has no search index, and its search page says so: Pagefind cannot be run" in done.stderr
    assert demo.path("output/search/index.html").is_file()
    assert not demo.path("output/pagefind").exists()


def test_a_preview_can_be_searched(demo, tmp_path: Path) -> None:
    preview = Preview(tmp_path / "builds")
    assert preview.build(read_project(demo.folder))
    assert preview.state.root
    assert "/research/" in fragments(preview.state.root)


def test_the_policy_that_is_asked_for_is_the_one_that_is_tested(root: Path) -> None:
    assert SEARCHED.partition("; ")[0] == "default-src 'self'"
    wanted = "Content-Security-Policy: default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"
    assert wanted in (root / "docs" / "search.md").read_text("utf-8")
    assert SEARCHED.endswith("; script-src 'self' 'wasm-unsafe-eval'")
