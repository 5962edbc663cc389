"""Translations, dates and names of languages, in the language of the page being written."""
