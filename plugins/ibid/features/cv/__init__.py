"""Pages made from cv.yml."""
