"""What editors leave beside the sources is no part of the site."""

import pytest

from ibid.read.source_folders import TEMPORARY, matches, with_temporary

LEFT = {
    "Vim": ["a.md~", ".a.md.swp", ".a.md.swo", ".swp", ".a.md.un~"],
    "Emacs": [".#a.md", "#a.md#", "a.md~", "a.md.~1~"],
    "nano": [".a.md.swp", "a.md~"],
    "JetBrains": ["a.md___jb_tmp___", "a.md___jb_old___", "a.md___jb_bak___"],
    "gedit": [".goutputstream-4DXA2Z"],
    "Kate": [".a.md.kate-swp", "a.md~"],
    "Sublime Text": [".subl1a2.tmp"],
    "VS Code": ["a.md.vsctmp"],
    "LibreOffice": [".~lock.a.odt#", "lu12345abcde.tmp"],
    "Office": ["~$a.docx", "~WRL0001.tmp"],
    "macOS": [".DS_Store", "._a.md", "a.md.sb-4f2a91c0-Xy12Zz"],
    "Windows": ["Thumbs.db", "thumbs.db", "ehthumbs.db", "desktop.ini", "Desktop.ini", "a.md~RF3b2a1.TMP"],
    "rsync": [".a.md.Xk3f9Q", ".~tmp~", ".rsync-partial"],
    "WinSCP and browsers": ["a.md.filepart", "a.pdf.part", "a.pdf.crdownload"],
    "the system": [".directory", ".fuse_hidden0000a1b200000001", ".nfs000000000a1b2c3d00000001"],
    "Ibid": [".a.md.ibid-x1y2z3"],
}
AUTHORS = [
    *("a.md", "2024-05-03-a.md", "c#.md", "a~b.md", "#1.md", "jb.md", "a.b.backup", "swp.md", "a.swp.md", "tmp.md"),
    *(".htaccess", ".well-known", ".nojekyll", ".icon.svg", "_redirects", "4913", "CNAME", "$a.md", "part1.pdf", "C#"),
]
"""What could be taken for one and is an author's own."""


@pytest.mark.parametrize("names", LEFT.values(), ids=LEFT)
def test_what_a_program_leaves_is_known_by_its_name(names):
    assert [name for name in names if not matches(name, TEMPORARY)] == []


def test_what_an_author_names_is_not_taken_for_it():
    assert [name for name in AUTHORS if matches(name, TEMPORARY)] == []


def test_the_authors_own_patterns_stay_and_stand_first():
    assert with_temporary(["*.draft", "*~"])[:2] == ["*.draft", "*~"]
    assert with_temporary(with_temporary(["*.draft"])) == ["*.draft", *TEMPORARY]


def test_a_build_takes_none_of_them_for_a_page_or_file(site):
    fine = "Title: Fine\nDate: 2024-05-03\n\nFine.\n"
    names = sorted({name for program in LEFT.values() for name in program})
    files = {f"content/{folder}/{name}": fine for folder in ("news", "pages", "files") for name in (*names, "fine.md")}
    files |= {"content/files/.htaccess": "Options -Indexes\n", "content/pages/a.draft.md": "a draft of the author's"}
    built = site.build(files, STATIC_PATHS=["files"], IGNORE_FILES=["*.draft.md"])
    pages = [path for path in built.files() if path.startswith(("news/", "fine/", "files/")) or "draft" in path]
    assert pages == ["files/.htaccess", "files/fine.md", "fine/index.html", "news/fine/index.html", "news/index.html"]
    assert not [line for line in built.problems if not line.endswith(" [warning]")]
