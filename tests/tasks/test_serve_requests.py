"""What the preview's server answers, on real sockets: to browsers, and to whatever else may knock."""

import json
import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from ibid.tasks.project import read_project
from ibid.tasks.serving.preview import Preview
from ibid.tasks.serving.server import Handler, find, is_own, server_for, with_script

LARGE = b"%PDF-1.7\n" + bytes(range(256)) * 40_000
"""More than the system takes off a server's hands at once."""
FILES = {
    "content/index.html": "<html><head><title>Home</title></head><body>Hello.</body></html>",
    "content/news/2024-05-03-a.md": "Title: A post\nSlug: a\nDate: 2024-05-03\n\nText.\n",
    "content/folder/a b/ü.txt": "text",
    "content/folder/plain": "text",
    "pelicanconf.py": (
        'SITENAME = "S"\nTIMEZONE = "UTC"\nPATH = "content"\nARTICLE_PATHS = ["news"]\nSTATIC_PATHS = ["folder"]\n'
        'THEME = "simple"\nARTICLE_URL = "news/{slug}/"\nARTICLE_SAVE_AS = "news/{slug}/index.html"\nPLUGINS = ["pelican_bibtex", "ibid"]\n'
    ),
}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Of a server in this process that shows a built site."""
    root = tmp_path_factory.mktemp("served")
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / "content/folder/large.pdf").write_bytes(LARGE)
    preview = Preview(root / "builds")
    assert preview.build(read_project(root))
    with server_for(preview, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture(autouse=True)
def quiet(capfd) -> Iterator[None]:
    """Whatever is asked for, the terminal is for what Pelican says."""
    yield
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")


def exchange(port: int, sent: bytes) -> bytes:
    """What comes back until the server ends the connection."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def request(
    port: int, target: str, method: str = "GET", hosts: tuple[str, ...] = ("localhost:{port}",), more: str = ""
) -> bytes:
    """One request; `{port}` is the server's."""
    named = "".join(f"Host: {host}\r\n" for host in hosts)
    return exchange(
        port, f"{method} {target} HTTP/1.1\r\n{named}{more}\r\n".replace("{port}", str(port)).encode("latin-1")
    )


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def body(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[2]


OWN = ["localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "LocalHost:{port}", " localhost:{port} "]
FOREIGN = {
    "another name that leads here": ("rebound.example:{port}",),
    "without its port": ("rebound.example",),
    "a name of ours at its start": ("localhost.example:{port}",),
    "a name of ours at its end": ("my.localhost:{port}",),
    "a name of ours before an @": ("localhost:{port}@rebound.example",),
    "a name of ours behind an @": ("rebound.example@localhost:{port}",),
    "the port of another server": ("localhost:1",),
    "no port": ("localhost",),
    "half a port": ("localhost:",),
    "an address that leads here too": ("[::]:{port}",),
    "another of the loopback": ("127.0.0.2:{port}",),
    "none at all": (),
    "an empty one": ("",),
    "one of ours and another": ("localhost:{port}", "rebound.example:{port}"),
    "another and one of ours": ("rebound.example:{port}", "localhost:{port}"),
    "one of ours twice": ("localhost:{port}", "localhost:{port}"),
    "several in one": ("localhost:{port}, rebound.example:{port}",),
}
ADDRESSES = ["/", "/folder/plain", "/no/such/page", "/_ibid/state", "/_ibid/reload.js", "/_ibid/box.css"]


@pytest.mark.parametrize("host", OWN)
def test_it_answers_to_its_own_names(port, host):
    assert [status(request(port, address, hosts=(host,))) for address in ADDRESSES] == [200, 200, 404, 200, 200, 200]


@pytest.mark.parametrize("hosts", FOREIGN.values(), ids=FOREIGN)
def test_it_answers_to_no_other_name(port, hosts):
    for address in ADDRESSES:
        for method in ("GET", "HEAD", "POST"):
            answer = request(port, address, method, hosts)
            assert status(answer) == 403
            assert body(answer) == b"" if method == "HEAD" else f"http://127.0.0.1:{port}/".encode() in body(answer)
            assert len(body(answer)) < 100


def test_a_browser_leaves_out_the_port_of_the_web():
    hosts = ["localhost", "localhost:80", "localhost:8000", "rebound.example"]
    assert [is_own([host], "/", 80) for host in hosts] == [True, True, False, False]
    assert [is_own([host], "/", 8000) for host in hosts] == [False, False, True, False]


TARGETS = {
    "a page": ("/", 200),
    "a file": ("/folder/plain", 200),
    "a name with a space and an umlaut": ("/folder/a%20b/%C3%BC.txt", 200),
    "a query": ("/?a=b#c", 200),
    "a folder without its slash": ("/news/a", 301),
    "nothing there": ("/missing", 404),
    "a long name": (f"/{'x' * 5000}", 404),
    "a long path": (f"/{'x/' * 2500}", 404),
    "a longer one than any request": (f"/{'x' * 70_000}", 414),
    "NUL": ("/a%00b", 404),
    "bytes that are no UTF-8": ("/%ff%fe/%C3", 404),
    "half an escape": ("/%", 404),
    "a way out": ("/../../etc/passwd", 404),
    "an escaped way out": ("/%2e%2e/%2e%2e/etc/passwd", 404),
    "another way out": ("/..%5c..%5cetc", 404),
    "a folder of ours that is none": ("/_ibid/../pelicanconf.py", 404),
    "a file of ours that is not served": ("/_ibid/server.py", 404),
    "the whole address": ("http://127.0.0.1:{port}/folder/plain", 200),
    "the whole address, without a path": ("http://localhost:{port}", 200),
    "the whole address of another": ("http://rebound.example/", 403),
    "what is no address": ("http://[::1/", 403),
    "two slashes and a host": ("//rebound.example/", 404),
    "two slashes and a folder": ("//news/a", 301),
    "no slash": ("news", 400),
    "an asterisk": ("*", 400),
    "a name of letters beyond ASCII": ("/caf\xe9", 404),
}


@pytest.mark.parametrize(("target", "answered"), TARGETS.values(), ids=TARGETS)
def test_whatever_is_asked_for_is_answered(port, target, answered):
    answer = request(port, target)
    assert status(answer) == answered
    assert b"root:" not in answer


REDIRECTS = {
    "/news/a": "/news/a/",
    "/news/a?q=1&r=2": "/news/a/?q=1&r=2",
    "//news//a": "/news/a/",
    "/%2fnews/a": "/news/a/",
    "/./news/./a": "/news/a/",
    "http://localhost:{port}//news/a": "/news/a/",
}


@pytest.mark.parametrize(("target", "to"), REDIRECTS.items())
def test_a_folder_redirects_to_its_own_address_and_to_no_host(port, target, to):
    answer = request(port, target)
    assert status(answer) == 301
    assert re.search(rb"^Location: (\S+)\r$", answer, re.MULTILINE)[1].decode() == to


METHODS = {"POST": 501, "PUT": 501, "OPTIONS": 501, "DELETE": 501, "TRACE": 501, "CONNECT": 501, "get": 501}


@pytest.mark.parametrize(("method", "answered"), METHODS.items())
def test_it_only_shows(port, method, answered):
    assert status(request(port, "/", method, more="Content-Length: 3\r\n\r\nx=1")) == answered


def test_a_request_for_the_head_has_the_length_and_no_body(port):
    whole, head = (request(port, "/folder/large.pdf", method) for method in ("GET", "HEAD"))
    assert body(whole) == LARGE
    assert body(head) == b""
    assert f"Content-Length: {len(LARGE)}\r\n".encode() in head


def test_a_part_that_is_asked_for_comes_as_the_whole(port):
    answer = request(port, "/folder/large.pdf", more="Range: bytes=5-9\r\nIf-Range: x\r\n")
    assert (status(answer), len(body(answer))) == (200, len(LARGE))


GARBAGE = {
    "nothing": b"",
    "an empty line": b"\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(200)),
    "no version": b"GET /\r\n\r\n",
    "another version": b"GET / HTTP/9.9\r\n\r\n",
    "no method": b"/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a header without end": b"GET / HTTP/1.1\r\nHost: " + b"x" * 70_000 + b"\r\n\r\n",
    "headers without end": b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n",
    "a folded host": b"GET / HTTP/1.1\r\nHost: localhost\r\n :8000\r\n\r\n",
}


@pytest.mark.parametrize("sent", GARBAGE.values(), ids=GARBAGE)
def test_what_is_no_request_gets_nothing_of_the_site(port, sent):
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        try:
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        except ConnectionResetError:  # what was sent is more than the server has read
            answer = b""
    assert b"Hello." not in answer
    assert status(request(port, "/")) == 200


def test_a_browser_may_go_away_in_the_middle(port):
    for wait in (0, 0.05):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.sendall(f"GET /folder/large.pdf HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode())
        time.sleep(wait)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # closed by a reset
        connection.close()
    assert status(request(port, "/")) == 200


IDLE = {
    "nothing": b"",
    "half a line": b"GET / HT",
    "half a head": b"GET / HTTP/1.1\r\nHost: loc",
    "half an empty line": b"GET / HTTP/1.1\r\nHost: localhost\r\n",
}


@pytest.mark.parametrize("sent", IDLE.values(), ids=IDLE)
@pytest.mark.parametrize("drips", [False, True], ids=["at once", "byte by byte"])
def test_a_connection_without_a_request_is_ended(port, monkeypatch, sent, drips):
    assert Handler.timeout == 10
    monkeypatch.setattr(Handler, "timeout", 0.3)
    started = time.monotonic()
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as connection:
        connection.sendall(sent)
        while drips and time.monotonic() < started + 4:
            time.sleep(0.05)
            try:
                connection.sendall(b"x")
            except ConnectionError:
                break
        with suppress(ConnectionResetError):
            assert connection.recv(65536) == b""
    assert 0.2 < time.monotonic() - started < 3


def test_a_browser_that_takes_nothing_in_is_given_up(port, monkeypatch):
    monkeypatch.setattr(Handler, "timeout", 0.3)
    before = threading.active_count()
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(f"GET /folder/large.pdf HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode())
        deadline = time.monotonic() + 5
        time.sleep(0.1)
        while threading.active_count() > before and time.monotonic() < deadline:
            time.sleep(0.05)
        assert threading.active_count() == before


def test_many_connections_that_ask_for_nothing_keep_no_browser_waiting(port):
    started = time.monotonic()
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(50)]
    assert json.loads(body(request(port, "/_ibid/state")))["version"] == 1
    assert time.monotonic() - started < 1
    for connection in idle:
        connection.close()


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A site of a few files, and a secret beside it."""
    site = tmp_path / "site"
    for name in (
        "index.html",
        "news/index.html",
        "about.html",
        "a b/ü.html",
        "feeds/news.atom.xml",
        "publications.bib",
    ):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name)
    (tmp_path / "secret").write_text("secret")
    os.mkfifo(site / "pipe")
    (site / "link").symlink_to("pipe")
    (site / "zero").symlink_to("/dev/zero")
    (site / "circle").symlink_to("circle")
    return site


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/news/", "news/index.html"),
        ("/news", "news/index.html"),
        ("/about", "about.html"),
        ("/about.html", "about.html"),
        ("/a%20b/%C3%BC.html", "a b/ü.html"),
        ("/publications.bib", "publications.bib"),
        ("/feeds/", None),
        ("/missing", None),
        ("/../secret", None),
        ("/%2e%2e/secret", None),
        ("/news/..%2f..%2fsecret", None),
        ("/a\0b", None),
        ("/pipe", None),
        ("/link", None),
        ("/zero", None),
        ("/circle", None),
        ("/circle/x", None),
        (f"/{'x' * 300}", None),
    ],
)
def test_an_address_finds_its_file_and_none_outside(built: Path, address: str, file: str | None) -> None:
    assert find(built, address) == (built / file if file else None)


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        (b"<body>x</body></html>", b'<body>x<script src="/_ibid/reload.js"></script></body></html>'),
        (b"no body at all", b'no body at all<script src="/_ibid/reload.js"></script>'),
    ],
)
def test_a_page_gets_the_script_that_reloads_it(page: bytes, shown: bytes) -> None:
    assert with_script(page) == shown
