"""The author's own colours and fonts, and checks that text in them is readable."""
