# A site of invented content that has each kind of page and every element once: what a browser is shown in the tests.
# Build it from this folder: pelican content

AUTHOR = "Ines Holm"
SITENAME = "Ines Holm"
SITESUBTITLE = "Statistics for rivers, forests and other things that are seldom seen"
SITEURL = ""
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DEFAULT_DATE_FORMAT = "%b %Y"

MENUITEMS = (
    ("Research", "/research/"),
    ("Publications", "/publications/"),
    ("News", "/news/"),
)
SOCIAL = (("Code", "https://code.example/ines"), ("Photographs", "https://photos.example/ines"))

PUBLICATIONS_SRC = ["content/hard.bib", "content/everyday.bib"]

IBID_SEARCH = True

PATH = "content"
ARTICLE_PATHS = ["news"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
IBID_ICON = "content/images/icon.png"
THEME = "../../../theme"
PLUGIN_PATHS = ["../../../plugins"]
PLUGINS = ["pelican_bibtex", "ibid"]

PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
PAGE_LANG_URL = "{lang}/{slug}/"
PAGE_LANG_SAVE_AS = "{lang}/{slug}/index.html"
ARTICLE_URL = "news/{slug}/"
ARTICLE_SAVE_AS = "news/{slug}/index.html"
ARTICLE_LANG_URL = "{lang}/news/{slug}/"
ARTICLE_LANG_SAVE_AS = "{lang}/news/{slug}/index.html"
YEAR_ARCHIVE_URL = "news/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "news/{date:%Y}/index.html"
TAG_URL = "news/tag/{slug}/"
TAG_SAVE_AS = "news/tag/{slug}/index.html"
INDEX_URL = "news/"
INDEX_SAVE_AS = "news/index.html"
ARCHIVES_URL = "news/archive/"
ARCHIVES_SAVE_AS = "news/archive/index.html"
TAGS_URL = "news/tags/"
TAGS_SAVE_AS = "news/tags/index.html"
DIRECT_TEMPLATES = ["index", "archives", "tags", "404"]
CATEGORY_SAVE_AS = ""
AUTHOR_SAVE_AS = ""
DEFAULT_PAGINATION = 5
SLUGIFY_SOURCE = "basename"
FILENAME_METADATA = (
    r"(?:(?P<date>\d{4}-\d{2}-\d{2})-)?(?P<slug>[^.]*)"  # 2024-09-30-a-prize.md
    r"(?:\.(?P<lang>[a-z]{2}(?:[-_][A-Za-z]+)*)$)?"  # research.zh.md, research.zh-TW.md
)

FEED_ALL_ATOM = "feeds/news.atom.xml"
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
