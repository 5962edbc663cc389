"""CHECK: what was written. Every page is read once; what is wrong in it is looked up in its author's source."""
