"""`{publications ...}`, `{legend}`, `{people}`: lists that an author places in a page."""
