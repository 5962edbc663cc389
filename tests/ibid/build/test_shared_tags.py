"""Tags and titles of which Pelican would make the same address, or none."""

from __future__ import annotations


def _post(day, title, tags):
    return {f"content/news/2024-01-0{day}-p{day}.md": f"Title: {title}\nTags: {tags}\n\nText.\n"}


def test_tags_with_one_address_are_told_once_with_what_to_write(site):
    posts = (
        _post(1, "One", "C++, Café, deep learning")
        | _post(2, "Two", "C#, cafe")
        | _post(3, "Three", "C#, Deep-Learning")
    )
    built = site.build(posts | _post(4, "Four", "???"), STRICT=True)
    assert built.code == 1
    advice = "write it in words, such as `cpp` for `C++`."
    assert built.problems == [
        f"content/news/2024-01-02-p2.md:2: same-address: the tag `C#` would share its address with `C++` and be the same tag; {advice}",
        f"content/news/2024-01-04-p4.md:2: same-address: the tag `???` has no letters; {advice}",
    ]


def test_a_post_whose_title_has_no_letters_has_an_address_of_its_own(site):
    names = {"SLUGIFY_SOURCE": "title", "FILENAME_METADATA": r"(?P<date>\d{4}-\d{2}-\d{2}).*"}
    built = site.build(_post(1, "???", "a") | _post(2, "!!!", "a"), STRICT=True, **names)
    assert built.problems == []
    posts = [a["href"] for a in built.page("news/index.html").select(".news a")]
    assert len(set(posts)) == len(posts) == 2
    assert all(f"{href.strip('/')}/index.html" in built.files() for href in posts)
