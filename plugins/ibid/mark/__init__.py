"""MARK: citations, topics and lists are recognised in sources and leave placeholders."""
