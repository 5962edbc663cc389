"""The output folder: what is written into it, by whom, and what is taken away again."""
