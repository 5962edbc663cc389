"""What the tasks of tasks.py do: posts, builds, preview, publishing, translation."""
