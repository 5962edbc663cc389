"""What is ours: numbers, topics, links, pages and checks on top of `publications`."""
