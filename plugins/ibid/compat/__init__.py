"""Everything that Ibid relies on in Pelican, Python-Markdown, Jinja and docutils although they do not document it."""
