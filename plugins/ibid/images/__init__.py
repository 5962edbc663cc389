"""Images in pages: their size, smaller copies of them in modern formats, and what is wrong with them."""
