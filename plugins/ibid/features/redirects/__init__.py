"""Former addresses of pages, each answered by a small page that leads on."""
