"""Feeds of publications, read by a second reader."""

from datetime import date
from html import unescape

import feedparser
import pytest
from tiny_site import Site

SETTINGS = {"SITEURL": "https://a.example/x"}
RESEARCH = "Title: Research\nTopics: true\n\n- **Letters**\n    - **Old**: [{old}]\n- **None**: soon\n"
BIB = """\
@article{alpha2020, title={On {$\\alpha$} & <b>}, author={Doe, Jane and Roe, R{\\'e}my}, journal={Journal of Letters}, year={2020}, month=may, day=3, keywords={sets, x < y}, abstract={All of \\emph{it}.}, pdf={/papers/a.pdf}, doi={10.1000/1}}
@misc{beta2021, title={On Beta}, author={Doe, Jane}, eprint={2101.00001}, archiveprefix={arXiv}, year={2021}}
@article{gamma2022, title={论伽马}, author={王, 明}, journal={J}, year={2022}, langid={chinese}, award={Best Paper}}
@misc{undated, title={No Date}, author={{The Group}}}
@article{soon, title={Soon}, author={Doe, Jane}, journal={J}, year={forthcoming}}
"""


def parse(text):
    feed = feedparser.parse(text)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def keys(feed):
    return [entry.id.rstrip("/").rpartition("/")[2] for entry in feed.entries]


@pytest.fixture(scope="module")
def built(tmp_path_factory, root):
    """A published site."""
    site = Site(tmp_path_factory.mktemp("feeds"), root)
    page = RESEARCH.format(old="@alpha2020; @gamma2022; @undated")
    return site.build({"content/publications.bib": BIB, "content/pages/research.md": page}, **SETTINGS)


@pytest.fixture(scope="module")
def everything(built):
    return parse(built.text("feeds/publications.atom.xml"))


def test_the_feed_of_all_publications(everything):
    assert everything.version == "atom10"
    assert everything.feed.title == "Jane Doe: publications"
    assert everything.feed.id == "https://a.example/x/feeds/publications.atom.xml"
    assert {(link.rel, link.type, link.href) for link in everything.feed.links} == {
        ("self", "application/atom+xml", "https://a.example/x/feeds/publications.atom.xml"),
        ("alternate", "text/html", "https://a.example/x/publications/"),
    }
    assert keys(everything) == ["soon", "gamma2022", "beta2021", "alpha2020", "undated"], "the highest number first"


def test_an_entry_says_what_a_reader_wants_to_know(everything):
    entry = everything.entries[keys(everything).index("alpha2020")]
    assert unescape(entry.title) == "On α & <b>"
    assert [author.name for author in entry.authors] == ["Jane Doe", "Rémy Roe"]
    assert [tag.term for tag in entry.tags] == ["sets", "x < y"]
    assert entry.summary == "[2] Jane Doe, Rémy Roe. Journal of Letters, 2020."
    assert entry.content[0].value == "All of <em>it</em>."
    assert [(link.rel, link.href) for link in entry.links][:2] == [
        ("alternate", "https://a.example/x/publications/alpha2020/"),
        ("related", "https://a.example/x/papers/a.pdf"),
    ]


def test_an_entry_in_another_language_says_so(built):
    assert '<entry xml:lang="zh' in built.text("feeds/publications.atom.xml")


@pytest.mark.parametrize(
    ("key", "updated"),
    [
        ("alpha2020", "2020-05-03T03:00:02Z"),  # published
        ("beta2021", "2021-01-01T01:00:03Z"),  # a preprint, and no more than the year is known
        ("gamma2022", "2022-01-01T03:30:04Z"),  # with an award
        ("undated", "1970-01-01T03:00:01Z"),
        ("soon", "1970-01-01T02:00:05Z"),  # accepted
    ],
)
def test_updated_follows_from_the_publication_alone(everything, key, updated):
    assert everything.entries[keys(everything).index(key)].updated == updated


def test_a_feed_is_as_new_as_its_newest_entry(everything):
    assert everything.feed.updated == "2022-01-01T03:30:04Z"


def test_each_topic_has_a_feed_of_all_under_it(built):
    for path in ("letters", "letters/old"):
        feed = parse(built.text(f"topics/{path}/feed.atom.xml"))
        assert keys(feed) == ["gamma2022", "alpha2020", "undated"]
        assert feed.feed.id == f"https://a.example/x/topics/{path}/feed.atom.xml"
    assert feed.feed.title == "Jane Doe: publications on Old"
    empty = parse(built.text("topics/none/feed.atom.xml"))
    assert (empty.entries, empty.feed.updated) == ([], "1970-01-01T00:00:00Z")


def test_an_entry_is_the_same_in_every_feed(built, everything):
    of_topic = parse(built.text("topics/letters/feed.atom.xml"))
    everywhere = {entry.id: entry for entry in everything.entries}
    for entry in of_topic.entries:
        assert (entry.updated, entry.title) == (everywhere[entry.id].updated, everywhere[entry.id].title)


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("publications/index.html", "feeds/publications.atom.xml"),
        ("topics/letters/old/index.html", "topics/letters/old/feed.atom.xml"),
    ],
)
def test_pages_name_their_feed(built, page, feed):
    link = built.page(page).head.find("link", type="application/atom+xml")
    assert (link["rel"], link["href"]) == (["alternate"], f"https://a.example/x/{feed}")


def test_only_what_changes_is_updated(site):
    """A new award, status or number, and nothing else, shows as an update, and no id moves."""
    page = {"content/pages/research.md": RESEARCH.format(old="@beta2021")}

    def read(bib):
        feed = parse(
            site.build({"content/publications.bib": bib, **page}, **SETTINGS).text("feeds/publications.atom.xml")
        )
        return {key: (entry.id, entry.updated) for key, entry in zip(keys(feed), feed.entries, strict=True)}

    before = read(BIB)
    accepted = BIB.replace("eprint={2101.00001}", "pubstate={accepted}, note={new}, award={Prize}")
    after = read(accepted)
    assert {key for key in before if before[key] != after[key]} == {"beta2021"}
    assert before["beta2021"][1] < after["beta2021"][1]
    assert {key: one[0] for key, one in before.items()} == {key: one[0] for key, one in after.items()}


def test_a_feed_has_as_many_as_the_settings_say_and_one_without_posts_asks_no_clock(site):
    news = {"FEED_ALL_ATOM": "feeds/news.atom.xml"}
    built = site.build(FEED_MAX_ITEMS=2, FEED_DOMAIN="https://feeds.example", **news, **SETTINGS)
    assert parse(built.text("feeds/news.atom.xml")).feed.updated == "1970-01-01T00:00:00+00:00"
    feed = parse(built.text("feeds/publications.atom.xml"))
    assert [entry.link for entry in feed.entries] == [
        "https://feeds.example/publications/gamma2022/",
        "https://feeds.example/publications/beta2021/",
    ]


def test_without_an_address_there_are_no_feeds(site):
    """As with Pelican's own: a preview has none, because the links and ids of a feed are absolute."""
    built = site.build({"content/pages/research.md": RESEARCH.format(old="@alpha2020")})
    assert not [path for path in built.files() if path.endswith(".xml")]
    assert not built.page("publications/index.html").find("link", type="application/atom+xml")


HOSTILE = "@article{{bad{n}, title={{{nasty}}}, author={{{nasty}}}, journal={{{nasty}}}, year={{2020}}, keywords={{{nasty}}}, abstract={{{nasty}}}}}\n"
NASTY = ("<script>x</script>", "]]> & \"'", "a\x0bb\x01c", "\u202egnp", "\ufffe", "</entry></feed>")


def test_nothing_breaks_out_of_a_feed(site):
    bib = "".join(HOSTILE.format(n=n, nasty=nasty) for n, nasty in enumerate(NASTY))
    built = site.build({"content/publications.bib": bib}, **SETTINGS)
    feed = parse(built.text("feeds/publications.atom.xml"))
    assert sorted(keys(feed)) == [f"bad{n}" for n in range(len(NASTY))]
    assert "<script" not in built.text("feeds/publications.atom.xml")
    assert {entry.updated_parsed[:3] for entry in feed.entries} == {date(2020, 1, 1).timetuple()[:3]}


def test_years_that_no_calendar_has_are_undated(site):
    old = "@book{{old{n}, title={{Old}}, author={{Ovid}}, publisher={{P}}, date={{{year}}}}}\n"
    bib = "".join(old.format(n=n, year=year) for n, year in enumerate(["0001", "-0044", "9999", "10000"]))
    feed = parse(site.build({"content/publications.bib": bib}, **SETTINGS).text("feeds/publications.atom.xml"))
    assert len(feed.entries) == 4
    assert all(entry.updated_parsed for entry in feed.entries)
