"""The people of `people.yml`: whose site it is, who the co-authors are, and by which names they go."""
