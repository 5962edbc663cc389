"""CHECK: find problems in the written site and their places in the sources."""
