"""Parsing the text of a file into commands, with their positions and the faults in them."""
