# What differs when the site is published: `invoke publish` builds with this file. docs/settings.md describes it.

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
from pelicanconf import *

# The site's address, with https:// and without a slash at the end
SITEURL = "https://example.org"

# An error in the content keeps the site from being published
STRICT = True

# Feeds, below the site's address
FEED_ALL_ATOM = "feeds/news.atom.xml"

# `invoke publish git`: the remote and the branch that your host serves, and your own domain if you have one
PUBLISH_GIT_REMOTE = "origin"
PUBLISH_GIT_BRANCH = "gh-pages"
PUBLISH_GIT_DOMAIN = ""

# `invoke publish rsync`: the folder, as in "me@host.edu:public_html"; False where a host allows no link or no shell
PUBLISH_RSYNC_TO = ""
PUBLISH_RSYNC_ATOMIC = True
