"""Images of pages and templates, measured and made smaller; the site's icon."""
