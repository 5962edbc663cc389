"""What a publication changes, and what its author is told of it before it happens."""

import pytest

from ibid.tasks.publishing.changes import Changes, Published, changes_of
from ibid.write.site_record import SiteRecord, digest, path_digest


def record(files: dict[str, str], numbers: dict[int, str] | None = None, frozen: bool = False) -> SiteRecord:
    digests = {path_digest(path): digest(text.encode()) for path, text in files.items()}
    return SiteRecord(digests, numbers or {}, frozen)


def changes(
    before: dict[str, str], now: dict[str, str], others: dict[str, str] | None = None, *, first: bool = False
) -> Changes:
    """What publishing `now` changes where `before` was published, and `others` were put beside it or in its place."""
    there = {**before, **(others or {})}
    published = Published(frozenset(there), None if first else record(before))
    return changes_of(published, now, record(now), lambda paths: {path: there[path].encode() for path in paths})


@pytest.mark.parametrize(
    ("before", "now", "others", "removed", "kept", "replaced"),
    [
        ({"a": "1", "b": "1"}, {"a": "2"}, {}, ["b"], [], []),
        ({"a": "1"}, {"a": "1"}, {"CNAME": "me", ".well-known/x": ""}, [], [".well-known/x", "CNAME"], []),
        ({"a": "1", "b": "1"}, {"a": "1"}, {"b": "changed by others"}, [], ["b"], []),
        ({"a": "1"}, {"a": "1", "b": "1"}, {"b": "there before"}, [], [], ["b"]),
    ],
)
def test_only_what_was_published_goes(before, now, others, removed, kept, replaced):  # noqa: PLR0917  the columns of the table
    found = changes(before, now, others)
    assert (list(found.removed), list(found.kept), list(found.replaced)) == (removed, kept, replaced)


def test_of_an_old_site_all_goes_but_what_is_the_servers():
    old = dict.fromkeys(["index.html", "thesis.tex", "CNAME", ".htaccess", ".well-known/a", "README.md", "LICENSE"], "")
    found = changes({}, {"index.html": "new"}, old, first=True)
    assert found.removed == found.old_site == ("thesis.tex",)
    assert "1 file of the old site is removed:" in found.lines()
    assert found.kept == (".htaccess", ".well-known/a", "CNAME", "LICENSE", "README.md")


OLD = {
    "publications/wang2024how/index.html": "",
    "publications/wang2024how.bib": "",
    "publications/wang2024how.ris": "",
    "topics/a/b/index.html": "",
    "news/x/index.html": "",
    "files/thesis.pdf": "",
    "feeds/news.atom.xml": "",
    "images/me-320.webp": "",
    "theme/css/ibid.1.css": "",
    "pagefind/index.js": "",
    "drafts/soon/index.html": "",
}


def test_each_lost_address_says_what_to_do():
    published = Published(frozenset(OLD), record(OLD, {7: "wang2024how"}))
    found = changes_of(published, [], record({}), lambda paths: dict.fromkeys(paths, b""))
    assert found.lost == {
        "/publications/wang2024how/": "if its key has changed, write `ids = {wang2024how}` into its entry",
        "/topics/a/b/": "if the topic has moved, write `Moved: a/b -> NEW` on the page where it is now",
        "/news/x/": "if the page has moved, write `Aliases: /news/x/` into its front matter",
        "/files/thesis.pdf": "",
        "/feeds/news.atom.xml": "",
    }
    assert found.needs_consent


PAGE_OF_A = {"publications/a/index.html": ""}
"""The page of a publication whose key was `a`, or one that leads on to its new address."""


@pytest.mark.parametrize(
    ("before", "now", "site", "frozen", "new", "gone", "moved", "reused"),
    [
        ({1: "a"}, {1: "a", 2: "b"}, {}, True, [2], [], {}, {}),
        ({1: "a", 2: "b"}, {1: "a"}, {}, True, [], [2], {}, {}),
        (
            {1: "a", 2: "b"},
            {2: "a", 1: "b"},
            PAGE_OF_A,
            True,
            [],
            [],
            {"a": (1, 2), "b": (2, 1)},
            {1: ("a", "b"), 2: ("b", "a")},
        ),
        ({1: "a"}, {1: "b", 2: "a"}, PAGE_OF_A, True, [1], [], {"a": (1, 2)}, {1: ("a", "b")}),
        # A key is renamed: its old page leads on, or numbers.toml says so; else the number may mean another work.
        ({1: "a"}, {1: "renamed"}, PAGE_OF_A, False, [1], [1], {}, {}),
        ({1: "a"}, {1: "renamed"}, {}, True, [1], [1], {}, {}),
        ({1: "a"}, {1: "another"}, {}, False, [1], [1], {}, {1: ("a", "another")}),
    ],
)
def test_numbers(before, now, site, frozen, new, gone, moved, reused):  # noqa: PLR0917  the columns of the table
    published = Published(frozenset(), record({}, before))
    found = changes_of(published, site, record(site, now, frozen), lambda _: {})
    assert (list(found.new_numbers), list(found.gone_numbers), found.moved, found.reused) == (new, gone, moved, reused)


def test_the_author_reads_what_readers_will_notice():
    found = Changes(
        kept=("CNAME",),
        new_pages=tuple(f"news/{n}/index.html" for n in range(12)),
        lost={"/old/": "if the page has moved, write `Aliases: /old/` into its front matter"},
        new_numbers={8: "b"},
        moved={"a": (6, 7)},
    )
    assert list(found.lines()) == [
        "12 new pages:",
        *(f"  /news/{n}/" for n in range(10)),
        "  and 2 more",
        "1 new publication:",
        "  [8] b",
        "1 number has changed:",
        "  a: [6] -> [7]",
        "1 address is lost:",
        "  /old/: if the page has moved, write `Aliases: /old/` into its front matter",
        "1 file that Ibid did not write is kept:",
        "  CNAME",
    ]
    assert list(Changes().lines()) == []
