"""What Ibid relies on in Pelican without a promise: on Pelican's own contents, and in whole builds without Ibid."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pelican
import pytest
from feedgenerator import Atom1Feed
from pelican.contents import Article, Page
from pelican.generators import PagesGenerator, StaticGenerator
from pelican.plugins import signals
from pelican.settings import DEFAULT_CONFIG, read_settings
from pelican.urlwrappers import Category

from ibid.compat import pelican_compat, pelican_readers
from promises import promise

promised: Callable[[str], AbstractContextManager[None]] = partial(promise, "Pelican")
LINKED = '<p><a href="{filename}b.md">b</a> and <a href="{filename}c.md">c</a></p>'


class Target:
    """What a link to a source leads to."""

    def __init__(self, url: str) -> None:
        self.url = url


def post(html: str = LINKED, **metadata: Any) -> Article:
    """A post whose links lead to `x/b/` and `x/c/`, and whose pages see the site's root at `ROOT`."""
    targets = {"b.md": Target("x/b/"), "c.md": Target("x/c/")}
    context = {"generated_content": targets, "static_content": {}, "localsiteurl": "ROOT"}
    settings = {
        **DEFAULT_CONFIG,
        "PATH": str(Path.cwd()),
        "FORMATTED_FIELDS": ["summary", "lead"],
        "RELATIVE_URLS": True,
    }
    return Article(html, {"title": "A", **metadata}, settings, str(Path.cwd() / "a.md"), context)


RESOLVED = '<p><a href="ROOT/x/b/">b</a> and <a href="ROOT/x/c/">c</a></p>'


def test_body_of():
    with promised("Content no longer keeps its HTML, links as written, in _content"):
        assert pelican_compat.body_of(post()) == LINKED
        assert pelican_compat.body_of(post("")) == ""


def test_set_field():
    one = post("<p>old</p>", summary="old", lead="old")
    with promised("Content no longer takes its HTML from _content after that is replaced"):
        pelican_compat.set_field(one, "content", LINKED)
        assert one.content == RESOLVED
    with promised("Content no longer resolves the links of _summary, and shows that as its summary"):
        pelican_compat.set_field(one, "summary", LINKED)
        one.refresh_metadata_intersite_links()
        assert one.summary == RESOLVED
    with promised("Content no longer resolves the links of metadata, and shows that as an attribute"):
        pelican_compat.set_field(one, "lead", LINKED)
        one.refresh_metadata_intersite_links()
        assert one.lead == RESOLVED


def test_resolved():
    with promised("Content no longer resolves the links of any HTML by _update_content(html, root)"):
        assert pelican_compat.resolved(post(), LINKED, "ELSEWHERE") == RESOLVED.replace("ROOT", "ELSEWHERE")


def test_resolve_also():
    one = post("<p>ROOT_MARK</p>", summary="<p>in ROOT_MARK</p>")
    with promised("Content no longer resolves links of its body and summary by its own _update_content(html, root)"):
        for _ in range(2):
            pelican_compat.resolve_also(one, lambda html, root: html.replace("ROOT_MARK", f"at {root}"))
        one.refresh_metadata_intersite_links()
        assert (one.content, one.summary) == ("<p>at ROOT</p>", "<p>in at ROOT</p>")


def test_change_summary():
    one = post()
    with promised("Content.summary no longer asks its own get_summary(root)"):
        pelican_compat.change_summary(one, lambda summary, whole, _: f"{len(summary)} of {len(whole)}")
        assert one.summary == f"{len(RESOLVED)} of {len(RESOLVED)}"


def test_links_from():
    with promised("a content no longer reads the root of its links from _context"):
        shown = [one.content for one in pelican_compat.links_from([post()], "..")]
        assert shown == [RESOLVED.replace("ROOT", "..")]
        assert pelican_compat.links_from([], "..") == []


def test_statuses():
    with promised("Article no longer lists its statuses in allowed_statuses"):
        assert {"published", "hidden", "draft"} <= {*pelican_compat.statuses()}


@pytest.mark.parametrize(
    ("written", "is_read"),
    [
        ("2024-05-03", True),
        ("2024_05_03", True),
        ("2024-05-03 10:00", True),
        ("the other day", False),
        ("2024-13-40", False),
    ],
)
def test_reads_date(written: str, *, is_read: bool):
    with promised("pelican.utils.get_date no longer reads a date, or raises ValueError"):
        assert pelican_compat.reads_date(written) is is_read


def test_slug_of():
    with promised("pelican.utils.slugify no longer makes slugs with DEFAULT_CONFIG's SLUG_REGEX_SUBSTITUTIONS"):
        assert pelican_compat.slug_of("Två nya artiklar, (2024)") == "tva-nya-artiklar-2024"


def test_watch_loading(monkeypatch: pytest.MonkeyPatch):
    asked = []

    def watch(load: Callable[[Mapping[str, Any]], list[Any]], settings: Mapping[str, Any]) -> list[Any]:
        asked.append(settings["PLUGINS"])
        return load(settings)

    with promised("Pelican no longer loads plugins by load_plugins(settings) of the module pelican"):
        monkeypatch.setattr(pelican, "load_plugins", pelican.load_plugins)
        pelican_compat.watch_loading(watch)
        started = pelican.Pelican({**DEFAULT_CONFIG, "PLUGINS": [], "PATH": str(Path.cwd())})
        assert (asked, started.plugins) == ([[]], [])


CONF = """
import sys

sys.path[:0] = {paths!r}
SITENAME = "Probe"
PATH = "content"
ARTICLE_PATHS = ["news"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["files"]
THEME = "simple"
PLUGINS = ["pelican_probe"]
TIMEZONE = "UTC"
SLUGIFY_SOURCE = "basename"
DEFAULT_CATEGORY = ""
USE_FOLDER_AS_CATEGORY = False
DELETE_OUTPUT_DIRECTORY = True
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""
FILES = {
    "content/pages/a.md": "Title: A\nSummary: [ours]({filename}/@ours/x)\n\nText ![](x.png)",
    "content/news/b.md": "Title: B\nDate: 2024-01-01\nCategory: News\n\n[a]({filename}/pages/a.md)",
    "content/news/draft.md": "Title: Draft\nDate: 2024-01-02\nStatus: draft\n\nText",
    "content/news/unwritten.md": "Title: Unwritten\nDate: 2024-01-03\nCategory: News\n\nText",
    "content/news/pipe.md": "Title: Pipe\nDate: 2024-01-04\n\nText",
    "content/news/undated.md": "Title: Undated\n\nText",
    "content/news/no-date.md": "Title: No date\nDate: the other day\n\nText",
    "content/files/attached.txt": "text",
    "content/files/private.txt": "private",
    "output/old.html": "old",
}


def run(folder: Path, root: Path, files: Mapping[str, str], *arguments: str) -> dict[str, Any]:
    """What the probe saw in a build of its site by `python -m pelican`."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    paths = [str(root / "plugins"), str(Path(__file__).parent)]
    (folder / "pelicanconf.py").write_text(CONF.format(paths=paths), "utf-8")
    command = [sys.executable, "-m", "pelican", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert (folder / "seen.json").is_file(), done.stdout + done.stderr
    seen: dict[str, Any] = json.loads((folder / "seen.json").read_text("utf-8"))
    return {**seen, "code": done.returncode, "log": done.stdout + done.stderr, "output": folder / "output"}


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    return run(tmp_path_factory.mktemp("probe"), root, FILES, "-s", "pelicanconf.py", "--relative-urls")


def held(built: Mapping[str, Any], function: str) -> None:
    """Assert that a function of `pelican_compat` raised nothing in the build."""
    assert built["broken"].get(function, "") == ""


def test_a_build_goes_on_to_its_end(built: dict[str, Any]):
    with promised("a build with a plugin that uses what Ibid does no longer ends well"):
        assert built["code"] == 0, built["log"]
        assert built["written"], built["log"]


def test_steps(built: dict[str, Any]):
    with promised("generators are no longer constructed before all are finalized, the one of static files last"):
        assert built["steps"] == ["ArticlesGenerator", "PagesGenerator", "StaticGenerator", "all_generators_finalized"]


def test_keep_output_folder(built: dict[str, Any]):
    with promised("Pelican no longer reads delete_outputdir before it empties the output folder"):
        held(built, "keep_output_folder")
        assert (built["output"] / "old.html").is_file()


def test_environment_of(built: dict[str, Any]):
    with promised("a generator no longer has the environment of its templates in env"):
        held(built, "environment_of")
        assert built["template"] == "page.html"


def test_narrow_search(built: dict[str, Any]):
    with promised("generators no longer find their sources by their own get_files(paths, exclude, extensions)"):
        held(built, "narrow_search")
        assert "news/pipe.md" not in built["contents"]
        assert not (built["output"] / "pipe.html").exists()


def test_generated_contents(built: dict[str, Any]):
    with promised('context["generated_content"] no longer has the sources of pages and posts, by their paths'):
        held(built, "generated_contents")
        assert {"news/b.md", "news/draft.md", "pages/a.md"} <= {*built["contents"]}
    summary = (built["output"] / "b.html").read_text("utf-8")
    with promised('links no longer find their targets in context["generated_content"], or need more of them than .url'):
        assert 'href="./pages/a.html"' in summary
        assert "Unable to find" not in built["log"]


def test_static_files(built: dict[str, Any]):
    with promised('context["staticfiles"] and context["static_content"] no longer hold the files that are copied'):
        held(built, "static_files")
        assert built["static files"] == ["attached.txt", "private.txt"]
        assert built["static contents"] == ["files/attached.txt", "files/private.txt"]


def test_path_of_copy(built: dict[str, Any]):
    with promised('Static.get_url_setting("save_as") no longer returns where a file is copied to, or fixes that'):
        held(built, "path_of_copy")
        assert built["paths"] == ["files/attached.txt", "files/private.txt"]


def test_address_of_copy(built: dict[str, Any]):
    with promised('Static.get_url_setting("url") no longer returns the address of a copied file'):
        held(built, "address_of_copy")
        assert built["addresses"] == ["files/attached.txt", "files/private.txt"]


def test_copy_beside(built: dict[str, Any]):
    with promised("Static.attach_to no longer has a file copied beside a page"):
        held(built, "copy_beside")
        assert built["attached"] == ["pages/attached.txt", "files/private.txt"]
        assert (built["output"] / "pages/attached.txt").is_file()


def test_path_beside(built: dict[str, Any]):
    with promised("relative_dir and get_relative_source_path no longer lead from a source to another"):
        held(built, "path_beside")
        held(built, "folder_of")
        assert (built["folder"], built["beside"]) == ("pages", "news/b.md")


def test_feeds():
    feed = Atom1Feed("Site", "http://x.org/", "")
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    with promise("feedgenerator", "a feed no longer takes its date from its own latest_post_date"):
        pelican_compat.date_feed(feed, epoch)
        assert "<updated>1970-01-01T00:00:00" in feed.writeString("utf-8")
    feed.add_item("Title", "http://x.org/a", "Text", unique_id="a")
    with promise("feedgenerator", "a feed no longer keeps its items as dictionaries in items"):
        for item in pelican_compat.feed_items(feed):
            item["author_name"] = "Site"
        assert "<name>Site</name>" in feed.writeString("utf-8")


IS_REFUSED = "category" in Article.mandatory_properties
"""Whether Pelican leaves out a draft without a category, as 4.11 does."""


def test_complete_draft(built: dict[str, Any]):
    with promised("a draft's category needs more than a name and a slug, or is no longer asked for"):
        held(built, "complete_draft")
        assert (built["output"] / "drafts/draft.html").is_file() is not IS_REFUSED


def test_leave_unwritten(built: dict[str, Any]):
    with promised("Pelican writes a post whose override_save_as is empty"):
        held(built, "leave_unwritten")
        assert "unwritten.html" not in built["written"]


def test_link_from(built: dict[str, Any]):
    with promised('links in summaries are no longer resolved by context["localsiteurl"] before pages are written'):
        held(built, "link_from")
        assert built["summary"] == '<p><a href="ROOT/ours/x/">ours</a></p>'


def test_the_log(built: dict[str, Any]):
    told = {name: one for one in built["errors"] for name in one["named_in"] if name.endswith(".md")}
    with promised("its loggers are no longer named after its modules"):
        assert all(one["is_pelicans"] for one in built["errors"])
        assert all(one["leaves_source_out"] for one in told.values())
    with promised("the log no longer names a source that is left out"):
        assert {*told} == {"undated.md", "no-date.md", *(["draft.md"] if IS_REFUSED else [])}
    with promised("the log no longer says which field a source lacks"):
        assert [told[name]["lacking_field"] for name in ("undated.md", "no-date.md")] == ["date", ""]
    with promised('an error in a source is no longer logged as "Could not process", while it is handled'):
        assert [told[name]["says_only_which"] for name in ("undated.md", "no-date.md")] == [False, True]
        assert told["no-date.md"]["error"] == "ValueError"


def test_filter_readers(built: dict[str, Any]):
    with promised("warnings of an empty alt are logged by another logger, or begin in another way"):
        assert "x.png" not in built["log"]


BROKEN = {"templates/page.html": "{{ 1 // 0 }}"}


def test_a_build_that_fails(root: Path, tmp_path: Path):
    files = {**FILES, **BROKEN}
    seen = run(tmp_path, root, files, "-s", "pelicanconf.py", "-e", 'THEME_TEMPLATES_OVERRIDES=["templates"]')
    last = seen["errors"][-1]
    with promised("the error that ends a build is no longer logged by the logger pelican, while it is handled"):
        assert (last["ends_build"], last["error"]) == (True, "ZeroDivisionError")
    with promised("the writer no longer has the page that it writes in kwargs, where a traceback finds it"):
        assert last["writing"] == "a.md"


FAILING = """
import os, sys

sys.path[:0] = {paths!r}
import pelican
from ibid.compat import pelican_log

pelican_log.hide_traceback_of_plugins()
pelican.main(["content", "-e", 'PLUGINS=["failing"]', 'PLUGIN_PATHS=["."]', 'THEME="simple"', *sys.argv[1:]])
"""


@pytest.mark.parametrize(("arguments", "is_shown"), [((), False), (("-D",), True)])
def test_hide_traceback_of_plugins(root: Path, tmp_path: Path, arguments: tuple[str, ...], *, is_shown: bool):
    (tmp_path / "content").mkdir()
    (tmp_path / "failing.py").write_text("def register():\n    raise KeyError('mine')\n", "utf-8")
    (tmp_path / "start.py").write_text(FAILING.format(paths=[str(root / "plugins")]), "utf-8")
    command = [sys.executable, "start.py", *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, timeout=120)
    with promised('a plugin that fails is no longer logged by the logger pelican as "Cannot register plugin"'):
        assert "failing" in done.stdout + done.stderr
        assert ("Traceback" in done.stdout + done.stderr) is is_shown


def test_default_settings():
    with promised("DEFAULT_CONFIG no longer has the settings with their defaults"):
        defaults = pelican_compat.default_settings()
        assert (defaults["STATIC_PATHS"], defaults["RELATIVE_URLS"]) == (["images"], False)


def test_has_default_markdown():
    with promised("DEFAULT_CONFIG no longer has MARKDOWN with extension_configs, which a site's setting replaces"):
        default = read_settings(override={})
        assert pelican_compat.has_default_markdown(default)
        assert not pelican_compat.has_default_markdown(read_settings(override={"MARKDOWN": {"extensions": ["meta"]}}))


class Kept:
    """A cache that records what Pelican asks of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.data: dict[str, Any] = {}

    def get(self, path: str, default: Any) -> Any:
        self.asked.append("get")
        return self.data.get(path, default)

    def put(self, path: str, data: Any) -> None:
        self.asked.append("put")
        self.data[path] = data

    def save(self) -> None:
        self.asked.append("save")


@pytest.mark.parametrize("layer", ["reader", "generator"])
def test_use_cache(tmp_path, layer):
    (tmp_path / "a.md").write_text("Title: A\n\nText\n")
    settings = read_settings(override={"PATH": str(tmp_path), "PAGE_PATHS": ["."], "THEME": "simple"})
    kept = Kept()
    with promised("generators no longer cache by get_cached_data, cache_data and save_cache"):
        for _ in range(2):
            generator = PagesGenerator(
                {**settings, "generated_content": {}, "static_links": set()},
                settings,
                str(tmp_path),
                settings["THEME"],
                "",
            )
            pelican_readers.use_cache(generator, layer, lambda *_: kept)
            generator.generate_context()
            assert [page.title for page in generator.pages] == ["A"]
        assert kept.asked == ["get", "put", "save", "get", "save"]
        source = StaticGenerator(settings, settings, str(tmp_path), settings["THEME"], "")
        pelican_readers.use_cache(source, layer, lambda *_: pytest.fail("a generator of other files has no cache"))


def test_pickling():
    one = post(category=Category("C", {}))
    pickling = pelican_readers.Pickling(one.settings, vars(one)["_context"])
    with promised("contents no longer have the settings and the context of their generator"):
        data = pickling.dumps(one)
        assert b"DEFAULT_PAGINATION" not in data
        other = pelican_readers.Pickling({"PATH": "elsewhere"}, {"localsiteurl": "new"}).loads(data)
        assert (other.settings, other.get_siteurl(), pelican_compat.body_of(other)) == (
            {"PATH": "elsewhere"},
            "new",
            LINKED,
        )


def test_forget_resolved():
    one = post()
    with promised("Content no longer remembers its HTML and summary in a memoized method"):
        assert (one.content, one.summary) == (RESOLVED, RESOLVED)
        pelican_compat.set_field(one, "content", "<p>new</p>")
        assert (one.content, one.summary) == (RESOLVED, RESOLVED), "if this fails, forget_resolved is not needed"
        pelican_readers.forget_resolved([one])
        assert (one.content, one.summary) == ("<p>new</p>", "<p>new</p>")


def test_run_first():
    called = []
    receivers = {name: (lambda _, name=name: called.append(name)) for name in ("first", "second", "late")}
    with promised("signals no longer call their receivers in the order in which they were connected"):
        signal = type(signals.all_generators_finalized)("test")
        for name, receiver in receivers.items():
            signal.connect(receiver, weak=name != "second")
        second = receivers.pop("second")
        pelican_readers.run_first(signal, receivers["late"])
        del second
        signal.send(0)
        assert called == ["late", "first", "second"]


BEFORE_WRITING = """
from pelican import signals
from pelican.generators import Generator
from ibid.compat.pelican_readers import before_writing

class Ours(Generator):
    def generate_context(self):
        before_writing(self, lambda: print("before writing"))
    def generate_output(self, writer):
        print("writing")

def register():
    signals.get_generators.connect(lambda _: Ours, weak=False)
    signals.all_generators_finalized.connect(lambda _: print("finalized"), weak=False)
"""


def test_before_writing(tmp_path, root):
    (tmp_path / "content").mkdir()
    (tmp_path / "ours.py").write_text(BEFORE_WRITING)
    paths = [str(tmp_path), str(root / "plugins")]
    (tmp_path / "pelicanconf.py").write_text(f"import sys\nsys.path += {paths}\nPLUGINS = ['ours']\nTHEME = 'simple'\n")
    command = [sys.executable, "-m", "pelican", "content"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    with promised("generators are no longer asked for refresh_metadata_intersite_links before they write"):
        said = [line for line in done.stdout.splitlines() if line in ("finalized", "before writing", "writing")]
        assert said == ["finalized", "before writing", "writing"]


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ('<a href="{filename}/a.md">', ["/a.md"]),
        ('<a href="|static|b.png">', ["b.png"]),
        ('<a href="{filename}//[x/" title="{a}">', []),
        ('<a href="{static}http://[1/">', []),
    ],
)
def test_link_pattern(html: str, links: list[str]):
    own = pelican_compat.link_pattern(DEFAULT_CONFIG["INTRASITE_LINK_REGEX"])
    page = Page(html, {"title": "A"}, settings={**DEFAULT_CONFIG, "INTRASITE_LINK_REGEX": own}, source_path="a.md")
    with promised("a link to a source is no longer what INTRASITE_LINK_REGEX matches"):
        page.get_static_links()
        found = page._get_intrasite_link_regex().finditer(html)  # noqa: SLF001  what Pelican's links are found with
        assert [each["value"] for each in found] == links
