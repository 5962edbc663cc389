"""The HTTP server of the preview: it sends the last good build, with a script that reloads a page on a newer one."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path
from socket import socket
from typing import Any, BinaryIO, Final
from urllib.parse import quote, unquote, urlsplit

from invoke.exceptions import Exit

from ibid.tasks.serving.preview import Preview, state_json

HOST: Final = "127.0.0.1"
"""The address on which the preview listens, which only this machine can reach."""
NAMES: Final = (HOST, "localhost", "[::1]")
"""The host names that it accepts."""
_WEB: Final = 80
"""The port that browsers leave out of addresses."""


def is_own(hosts: Sequence[str], target: str, port: int) -> bool:
    """Return whether a request is for the preview, by its one Host header and by its target if that is a whole URL.

    Any site that is open in a browser here can have its own name lead to 127.0.0.1 ("DNS rebinding"). The browser then
    lets that site's scripts read the preview's answers, including drafts; but it sends the site's name as host.
    """
    own = {f"{name}:{port}" for name in NAMES} | (set(NAMES) if port == _WEB else set())
    try:
        named = urlsplit(target).netloc
    except ValueError:  # brackets around what is no IPv6 address
        return False
    return len(hosts) == 1 and all(host.strip(" \t").lower() in own for host in (*hosts, named or hosts[0]))


def find(root: Path, address: str) -> Path | None:
    """Return the file of an address: its index, the file itself or, as web servers do, its `.html`; None without one.

    Addresses outside of the site have none. Only regular files are found, since reading a named pipe would block.
    """
    parts = [part for part in unquote(address).split("/") if part not in ("", ".")]
    if ".." in parts or any("\\" in part or "\0" in part for part in parts):
        return None
    path = root.joinpath(*parts)
    candidates = (path / "index.html", path, path.with_name(f"{path.name}.html"))
    return next((file for file in candidates if file.is_relative_to(root) and _is_file(file)), None)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long for the disk, a folder that may not be looked into
        return False


PATIENCE: Final = 10
"""Seconds for a request to arrive, and for a browser to receive one piece of an answer."""
OURS: Final = "/_ibid/"
"""The prefix of the preview's own addresses."""
FILES: Final = {f"{OURS}{name}": Path(__file__).with_name(name) for name in ("reload.js", "box.css")}
SCRIPT: Final = f'<script src="{OURS}reload.js"></script>'.encode()
UTF8: Final = "; charset=utf-8"


class Handler(SimpleHTTPRequestHandler):
    """The handler of a request, which serves the build that the preview shows at that moment."""

    timeout = PATIENCE
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

    def setup(self) -> None:
        """Limit the time for a request to arrive, so that an idle connection does not occupy a thread for ever."""
        super().setup()
        self.rfile.close()
        self.rfile = BufferedReader(_Arriving(self.connection, self.timeout))

    def parse_request(self) -> bool:
        """Read the request line and headers; return False if they have been answered already, with an error."""
        if not super().parse_request():
            return False
        self.connection.settimeout(self.timeout)
        port = int(self.connection.getsockname()[1])
        if is_own(self.headers.get_all("Host", []), self.path, port):
            return True
        self.send_error(HTTPStatus.FORBIDDEN, f"This preview answers only as http://{HOST}:{port}/ or localhost.")
        return False

    def send_head(self) -> BinaryIO | None:
        """Send the headers of the answer, and return its body; None if there is none."""
        state, target = self._preview.state, urlsplit(self.path)
        address = target.path or "/"
        if not address.startswith("/"):
            self.send_error(HTTPStatus.BAD_REQUEST)
            return None
        if address == f"{OURS}state":
            return self._answer(state_json(state).encode(), ".json")
        if file := FILES.get(address):
            return self._answer(file.read_bytes(), file.suffix)
        if state.root is None:
            return self._answer(_waiting(state.fault), ".html", HTTPStatus.SERVICE_UNAVAILABLE)
        return self._page(state.root, address, target.query)

    def _page(self, root: Path, address: str, query: str) -> BinaryIO | None:
        file = find(root, address)
        if file and file.name == "index.html" and not address.endswith(("/", "index.html")):
            self._redirect(file.parent.relative_to(root), query)
            return None
        body = _opened(file) if file else None
        if file and body and file.suffix.lower() != ".html":
            return self._send(body, os.fstat(body.fileno()).st_size, file.suffix.lower())
        found = HTTPStatus.OK if body else HTTPStatus.NOT_FOUND
        body = body or _not_found(root)
        with body:
            return self._answer(body.read(), ".html", found)

    def _redirect(self, folder: Path, query: str) -> None:
        """Redirect to a folder's own address, made from its name, since the requested address could name a host."""
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", f"/{quote(folder.as_posix())}/{'?' * bool(query)}{query}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, body: bytes, suffix: str, status: HTTPStatus = HTTPStatus.OK) -> BinaryIO:
        if suffix == ".html":
            body = with_script(body)
        return self._send(BytesIO(body), len(body), suffix, status)

    def _send(self, body: BinaryIO, length: int, suffix: str, status: HTTPStatus = HTTPStatus.OK) -> BinaryIO:
        self.send_response(status)
        self.send_header("Content-Type", self.extensions_map.get(suffix) or self.guess_type(f"x{suffix}"))
        self.send_header("Content-Length", str(length))
        self.send_header("Cache-Control", "no-store")
        try:
            self.end_headers()
        except OSError:  # the browser has gone
            body.close()
            raise
        return body

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002  the base's signature
        """Answer with an error, as one line of plain text."""
        body = f"{message or HTTPStatus(code).phrase}\n".encode()
        self._send(BytesIO(body), len(body), ".txt", HTTPStatus(code))
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
        """Log nothing, since the terminal is for Pelican's output."""


class Server(ThreadingHTTPServer):
    """A server that answers each request in its own thread; no thread outlives the program."""

    request_queue_size = 128  # browsers open many connections at once, and wait a second if there is no room

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002  the base class's signature
        """Report in one line why a request got no answer, unless the browser has closed the connection."""
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError | TimeoutError):
            sys.stderr.write(f"A request of the browser got no answer: {type(error).__name__}: {error}\n")


class _Arriving(RawIOBase):
    """The bytes that arrive on a connection until a deadline, which no byte that arrives extends."""

    def __init__(self, connection: socket, seconds: float) -> None:
        self._connection = connection
        self._end = time.monotonic() + seconds

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some bytes and return their number. Raises TimeoutError at the deadline."""
        self._connection.settimeout(max(self._end - time.monotonic(), 0.001))  # 0 would not wait at all
        return self._connection.recv_into(buffer)


def with_script(page: bytes) -> bytes:
    """Return a page with the script that reloads it, at the end of its body if it has one."""
    head, end, tail = page.rpartition(b"</body>")
    return head + SCRIPT + end + tail if end else page + SCRIPT


def server_for(preview: Preview, port: int) -> Server:
    """Return a server on the loopback address; port 0 takes a free one. Raises Exit when the port is taken."""
    try:
        return Server((HOST, port), partial(Handler, preview))
    except (OSError, OverflowError) as error:
        raise Exit(f"Port {port} cannot be used ({error}). Try another: invoke serve --port={port + 1}") from None


def _opened(file: Path) -> BinaryIO | None:
    """Return a file of the site, opened; None if it is gone or unreadable."""
    try:
        return file.open("rb")
    except OSError:
        return None


def _not_found(root: Path) -> BinaryIO:
    """Return the site's own page 404.html, or a line of HTML."""
    page = find(root, "/404.html")
    return (page and _opened(page)) or BytesIO(b"<p>There is no such page.</p>")


def _waiting(fault: str) -> bytes:
    """Return the page shown before there is a site. Its box says what is wrong or, without scripts, its text."""
    text = escape(fault) or "The first build is running."
    said = f"<noscript><pre>{text}</pre></noscript>" if fault else f"<p>{text}</p>"
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>No site yet</title>'
        f'<meta name="color-scheme" content="light dark"><body><h1>No site yet</h1>{said}</body></html>'
    ).encode()
