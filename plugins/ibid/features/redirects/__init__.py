"""Former addresses of pages, each with a small page that redirects."""
