"""A built site on this machine's loopback address, as a careful host serves it: compressed, under a strict policy."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from ibid.tasks.serving.server import Handler as PreviewHandler
from ibid.tasks.serving.server import find

POLICY = "default-src 'self'; object-src 'none'; base-uri 'self'"
SEARCHED = f"{POLICY}; script-src 'self' 'wasm-unsafe-eval'"
"""What docs/search.md asks of a host, for the search page alone."""
COMPRESSED = ("text/", "image/svg", "application/json", "application/xml", "application/atom")


class Handler(SimpleHTTPRequestHandler):
    """Answers with the files of one folder."""

    protocol_version = "HTTP/1.1"
    extensions_map = PreviewHandler.extensions_map

    def __init__(self, root: Path, *args: Any) -> None:
        self._root = root
        super().__init__(*args)

    def send_head(self) -> BytesIO:
        """Answer with headers, and return what follows them: the file, or 404.html."""
        file = find(self._root, urlsplit(self.path).path)
        body = (file or self._root / "404.html").read_bytes()
        kind = self.guess_type(file or "404.html")
        self.send_response(HTTPStatus.OK if file else HTTPStatus.NOT_FOUND)
        if kind.startswith(COMPRESSED):
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", SEARCHED if "/search/" in self.path else POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        return BytesIO(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
        """Say nothing."""


@contextmanager
def hosted(root: Path) -> Iterator[str]:
    """Serve a folder, which may be filled later; gives its address, `http://127.0.0.1:PORT`."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, root)) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
