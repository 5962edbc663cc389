"""A draft is unfinished, and readers do not find it: what is wrong in it does not stop a site from being published."""

from __future__ import annotations

import pytest

WRONG = "Title: {status}\nDate: 2024-01-01\nStatus: {status}\nTags: alone\nCategory: Alone\nAuthor: Alone\n\n"
TEXT = "See [@nokey], [x]({filename}/no.md).\n\n{publications status=wrong}\n"


def _posts(*statuses):
    return {f"content/news/2024-01-01-{one}.md": WRONG.format(status=one) + TEXT for one in statuses}


def test_what_is_wrong_in_a_draft_is_a_warning(site):
    page = {"content/pages/later.md": f"Title: Later\nStatus: draft\n\n{TEXT}"}
    built = site.build(_posts("draft") | page, STRICT=True)
    assert built.code == 0
    places = [line.split(": ")[:2] for line in built.problems]
    assert places == [
        ["content/news/2024-01-01-draft.md:8", "broken-link"],
        ["content/news/2024-01-01-draft.md:8", "unknown-key"],
        ["content/news/2024-01-01-draft.md:10", "bad-list"],
        ["content/pages/later.md:4", "broken-link"],
        ["content/pages/later.md:4", "unknown-key"],
        ["content/pages/later.md:6", "bad-list"],
    ]
    assert all(line.endswith("[warning]") for line in built.problems)


@pytest.mark.parametrize("status", ["published", "hidden"])
def test_the_same_is_an_error_once_readers_may_find_it(site, status):
    built = site.build(_posts(status), STRICT=True)
    assert built.code == 1
    assert "unknown-key: @nokey is not in the bibliography" in built.stderr
    assert "[warning]" not in built.stderr


def test_an_author_s_own_severity_counts_in_drafts_too(site):
    assert site.build(_posts("draft"), STRICT=True, IBID_SEVERITY={"unknown-key": "error"}).code == 1


def test_a_tag_category_or_author_of_drafts_alone_has_no_page_and_no_link(site):
    shared = "Title: Shared\nDate: 2024-01-02\nTags: alone\nStatus: draft\n\nText.\n"
    published = "Title: Out\nDate: 2024-01-03\nTags: out\n\nText.\n"
    tagged = {"content/news/2024-01-02-shared.md": shared.replace("alone", "out, alone")}
    built = site.build({**tagged, "content/news/2024-01-03-out.md": published}, STRICT=True)
    assert built.problems == []
    tags = built.page("drafts/shared.html").select(".tags li")
    assert [(li.get_text(), li.a and li.a["href"]) for li in tags] == [("out", "/tag/out.html"), ("alone", None)]
    hidden = site.build({"content/news/2024-01-04-h.md": WRONG.format(status="hidden") + "Text.\n"}, STRICT=True)
    assert hidden.problems == []
    assert [a["href"] for a in hidden.page("news/h/index.html").select(".byline a, .tags a")] == []
