"""Commands become entries: strings put in, inheritance done, keys unique; and back, word for word."""
