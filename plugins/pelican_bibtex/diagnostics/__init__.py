"""Located problems, their report, and what stops a build. Serves both plugins."""
