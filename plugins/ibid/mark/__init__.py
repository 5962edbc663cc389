"""MARK: recognises citations, topics and lists in sources and replaces them by placeholders."""
