"""A preview in the browser that follows every change and never shows a half-built site."""
