"""READ: reads the author's files: settings, front matter, people, numbers."""
