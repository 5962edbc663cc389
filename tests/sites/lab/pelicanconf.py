# A site of invented content: a lab of several owners that writes Chinese, whose posts have authors and categories.
# Build it from this folder: pelican content

SITENAME = "河口实验室"
SITESUBTITLE = "研究江河入海之处的水、泥沙与生命"
SITEURL = ""
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh"

MENUITEMS = (
    ("研究", "/research/"),
    ("论文", "/publications/"),
    ("新闻", "/news/"),
)

IBID_SEARCH = True
PUBLICATIONS_SRC = "content/publications.bib"

PATH = "content"
ARTICLE_PATHS = ["news"]
PAGE_PATHS = ["pages"]
THEME = "../../../theme"
PLUGIN_PATHS = ["../../../plugins"]
PLUGINS = ["pelican_bibtex", "ibid"]

PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
ARTICLE_URL = "news/{slug}/"
ARTICLE_SAVE_AS = "news/{slug}/index.html"
AUTHOR_URL = "news/author/{slug}/"
AUTHOR_SAVE_AS = "news/author/{slug}/index.html"
CATEGORY_URL = "news/category/{slug}/"
CATEGORY_SAVE_AS = "news/category/{slug}/index.html"
TAG_URL = "news/tag/{slug}/"
TAG_SAVE_AS = "news/tag/{slug}/index.html"
TAGS_URL = "news/tags/"
TAGS_SAVE_AS = "news/tags/index.html"
YEAR_ARCHIVE_URL = "news/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "news/{date:%Y}/index.html"
ARCHIVES_URL = "news/archive/"
ARCHIVES_SAVE_AS = "news/archive/index.html"
INDEX_URL = "news/"
INDEX_SAVE_AS = "news/index.html"
AUTHORS_URL = "news/authors/"
AUTHORS_SAVE_AS = "news/authors/index.html"
CATEGORIES_URL = "news/categories/"
CATEGORIES_SAVE_AS = "news/categories/index.html"
DIRECT_TEMPLATES = ["index", "archives", "authors", "categories", "tags", "404"]
DISPLAY_CATEGORIES_ON_MENU = False
USE_FOLDER_AS_CATEGORY = False
SLUGIFY_SOURCE = "basename"
FILENAME_METADATA = r"(?:(?P<date>\d{4}-\d{2}-\d{2})-)?(?P<slug>[^.]*)"

FEED_ALL_ATOM = "feeds/news.atom.xml"
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
