# The settings of the site. Every one is described in docs/settings.md; Pelican's own in its documentation.

# Who and where
AUTHOR = "Mingze Wang"
SITENAME = "Mingze Wang"
SITESUBTITLE = "Theory, algorithm and application of machine learning"
SITEURL = ""
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "en"
DEFAULT_DATE_FORMAT = "%b %Y"

# What is in the header, in this order
MENUITEMS = (
    ("Research", "/research/"),
    ("Publications", "/publications/"),
    ("News", "/news/"),
)

# A search page; the tasks write its index
IBID_SEARCH = True

# The bibliography, and what belongs to it
PUBLICATIONS_SRC = "content/publications.bib"
IBID_PEOPLE = "content/people.yml"
IBID_NUMBERS = "content/numbers.toml"

# Where things are
PATH = "content"
ARTICLE_PATHS = ["news"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images", "files"]
THEME = "theme"
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["pelican_bibtex", "ibid"]

# Addresses
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
PAGE_LANG_URL = "{lang}/{slug}/"
PAGE_LANG_SAVE_AS = "{lang}/{slug}/index.html"
ARTICLE_URL = "news/{slug}/"
ARTICLE_SAVE_AS = "news/{slug}/index.html"
ARTICLE_LANG_URL = "{lang}/news/{slug}/"
ARTICLE_LANG_SAVE_AS = "{lang}/news/{slug}/index.html"
DRAFT_URL = "drafts/{slug}/"
DRAFT_SAVE_AS = "drafts/{slug}/index.html"
YEAR_ARCHIVE_URL = "news/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "news/{date:%Y}/index.html"
TAG_URL = "news/tag/{slug}/"
TAG_SAVE_AS = "news/tag/{slug}/index.html"
INDEX_URL = "news/"
INDEX_SAVE_AS = "news/index.html"
TAGS_URL = "news/tags/"
TAGS_SAVE_AS = "news/tags/index.html"
DIRECT_TEMPLATES = ["index", "tags", "404"]
CATEGORY_SAVE_AS = ""
AUTHOR_SAVE_AS = ""
SLUGIFY_SOURCE = "basename"
FILENAME_METADATA = (
    r"(?:(?P<date>\d{4}-\d{2}-\d{2})-)?(?P<slug>[^.]*)"  # 2024-09-30-a-prize.md
    r"(?:\.(?P<lang>[a-z]{2}(?:[-_][A-Za-z]+)*)$)?"  # research.zh.md, research.zh-TW.md
)

# Feeds are written when the site is published: publishconf.py
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
