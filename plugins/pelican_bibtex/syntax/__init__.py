"""The text of a `.bib` file as commands, each in its place; what is broken is mended and said."""
