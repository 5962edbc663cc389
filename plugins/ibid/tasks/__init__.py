"""The implementation of the tasks in tasks.py: posts, builds, preview, publishing, translation."""
