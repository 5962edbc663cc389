"""HTTP for a preview: the last good build, with a script that loads a page anew when there is a newer one."""

from __future__ import annotations

import json
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from invoke.exceptions import Exit

from ibid.tasks.serving.preview import Preview

HOST = "127.0.0.1"
OURS = "/_ibid/"
"""Addresses below this are the preview's own."""
SCRIPT = f'<script src="{OURS}reload.js"></script>'.encode()
UTF8 = "; charset=utf-8"


class Handler(SimpleHTTPRequestHandler):
    """Serves whatever build the preview shows at the moment of the request."""

    extensions_map = {  # noqa: RUF012  the base class's own attribute
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html" + UTF8,
        ".txt": "text/plain" + UTF8,
        ".bib": "text/plain" + UTF8,
        ".ris": "text/plain" + UTF8,
        ".xml": "application/xml",
        ".json": "application/json",
        ".js": "text/javascript" + UTF8,
        ".css": "text/css" + UTF8,
        ".svg": "image/svg+xml",
        ".woff2": "font/woff2",
    }

    def __init__(self, preview: Preview, *args: Any) -> None:
        self._preview = preview
        super().__init__(*args)

    def send_head(self) -> BytesIO | None:
        """Answer with headers, and return what follows them."""
        state = self._preview.state
        address = urlsplit(self.path).path
        if address == f"{OURS}state":
            return self._answer(json.dumps({"version": state.version, "fault": state.fault}).encode(), ".json")
        if address == f"{OURS}reload.js":
            return self._answer(Path(__file__).with_name("reload.js").read_bytes(), ".js")
        if state.root is None:
            return self._answer(_waiting(state.fault), ".html", HTTPStatus.SERVICE_UNAVAILABLE)
        return self._page(state.root, address)

    def _page(self, root: Path, address: str) -> BytesIO | None:
        file = find(root, address)
        if file is None:
            missing = root / "404.html"
            body = missing.read_bytes() if missing.is_file() else b"<p>There is no such page.</p>"
            return self._answer(body, ".html", HTTPStatus.NOT_FOUND)
        if file.name == "index.html" and not address.endswith("/") and not address.endswith("index.html"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"/{address.strip('/')}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        return self._answer(file.read_bytes(), file.suffix.lower())

    def _answer(self, body: bytes, suffix: str, status: HTTPStatus = HTTPStatus.OK) -> BytesIO:
        if suffix == ".html":
            body = with_script(body)
        self.send_response(status)
        self.send_header("Content-Type", self.extensions_map.get(suffix) or self.guess_type(f"x{suffix}"))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        return BytesIO(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
        """Say nothing: the terminal is for what Pelican says."""


def find(root: Path, address: str) -> Path | None:
    """The file of an address: itself, its index or, as web servers do, its `.html`. None outside of the site."""
    parts = [part for part in unquote(address).split("/") if part not in ("", ".")]
    if ".." in parts or any("\\" in part or "\0" in part for part in parts):
        return None
    path = root.joinpath(*parts)
    candidates = (path / "index.html", path, path.with_name(f"{path.name}.html"))
    return next((file for file in candidates if file.is_file()), None)


def with_script(page: bytes) -> bytes:
    """A page with the script that reloads it, in its body where it has one."""
    head, end, tail = page.rpartition(b"</body>")
    return head + SCRIPT + end + tail if end else page + SCRIPT


def _waiting(fault: str) -> bytes:
    text = escape(fault) or "The first build is on its way."
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>No site yet</title>'
        f"<body><h1>No site yet</h1><pre>{text}</pre></body></html>"
    ).encode()


def server_for(preview: Preview, port: int) -> ThreadingHTTPServer:
    """A server on the loopback address; port 0 takes a free one. Raises Exit when the port is taken."""
    try:
        server = ThreadingHTTPServer((HOST, port), partial(Handler, preview))
    except (OSError, OverflowError) as error:
        raise Exit(f"Port {port} cannot be used ({error}). Try another: invoke serve --port={port + 1}") from None
    server.daemon_threads = True
    return server
