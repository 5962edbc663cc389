"""Links to elsewhere, asked for at a real server on this machine, plain and with a certificate that nobody signed."""

from __future__ import annotations

import re
import socket
import ssl
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ibid.features.outside_links.asking import Asker, Manners, ServerAnswer, Silence, verdict
from ibid.features.outside_links.rounds import LinkRecord, ask_all, check_outside, read_record, write_record
from ibid.problems import codes
from ibid.read.author_files import read_author_file

TODAY = date(2026, 12, 1)
BUSY_FIRST = {"/busy": (429, {"Retry-After": "0"}), "/failing-once": (500, {})}
"""What these answer to the first request; to the next, 200."""
ANSWERS = {
    "/ok": (200, {}),
    "/meanwhile": (200, {}),
    "/a%20b/%C3%BC": (200, {}),
    "/query?a=1&b=%202": (200, {}),
    "/gone": (410, {}),
    "/bot": (403, {}),
    "/odd": (999, {}),
    "/bad": (400, {}),
    "/down": (503, {"Retry-After": "0"}),
    "/for-good": (301, {"Location": "/moved"}),
    "/moved": (308, {"Location": "/ok"}),
    "/for-now": (302, {"Location": "/for-good"}),
    "/loop": (302, {"Location": "/pool"}),
    "/pool": (302, {"Location": "/loop"}),
    "/10.1000/182": (302, {"Location": "/ok"}),
    "/huge": (200, {"Content-Length": str(10**12)}),
}
ONLY_GET = {"/only-get": 200, "/only-get-405": 200}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        server = self.server
        server.now += 1
        server.most = max(server.most, server.now)
        time.sleep(0.005)  # long enough for another request to come in between, if it may
        server.now -= 1
        self.answer_this()

    def answer_this(self) -> None:
        met = self.server.met
        met.append((self.command, self.path, self.headers["User-Agent"]))
        if self.path == "/meanwhile":
            self.server.meanwhile()
        if self.path == "/slow":
            self.server.asleep.wait(2)
        if self.path == "/breaks":
            self.close_connection = True
            return
        status, headers = ANSWERS.get(self.path, (404, {}))
        if self.path in ONLY_GET:
            status = ONLY_GET[self.path] if self.command == "GET" else 405
        if self.path in BUSY_FIRST:
            first = sum(path == self.path for _, path, _ in met) == 1
            status, headers = BUSY_FIRST[self.path] if first else (200, {})
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def serving(context: ssl.SSLContext | None = None):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.met, server.asleep, server.now, server.most = [], threading.Event(), 0, 0
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        server.asleep.set()
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def server():
    yield from serving()


@pytest.fixture(scope="module")
def here(server) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}"


@pytest.fixture(scope="module")
def manners(here) -> Manners:
    return Manners(
        agent="Ibid link check (+https://me.example)", timeout=0.4, retries=1, pause=0, delay=0, resolver=here
    )


@pytest.fixture(scope="module")
def closed() -> int:
    """A port at which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture(scope="module")
def secure(tmp_path_factory, require_tool):
    folder = tmp_path_factory.mktemp("certificate")
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    key, certificate = str(folder / "key.pem"), str(folder / "certificate.pem")
    words = [
        require_tool("openssl"),
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
    ]
    subprocess.run([*words, "-keyout", key, "-out", certificate, *subject], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    yield from serving(context)


ASKED = [
    # an address of the server, its status in the end, where it moved to for good
    ("/ok", 200, ""),
    ("/a b/ü", 200, ""),
    ("/a%20b/%C3%BC", 200, ""),
    ("/query?a=1&b= 2", 200, ""),
    ("/ok#place", 200, ""),
    ("/nothing", 404, ""),
    ("/gone", 410, ""),
    ("/only-get", 200, ""),
    ("/bot", 403, ""),
    ("/odd", 999, ""),
    ("/bad", 400, ""),
    ("/busy", 200, ""),
    ("/failing-once", 200, ""),
    ("/down", 503, ""),
    ("/for-good", 200, "/ok"),
    ("/for-now", 200, ""),
    ("/huge", 200, ""),
]


@pytest.mark.parametrize(("path", "status", "moved"), ASKED)
def test_what_a_server_answers(here, manners, path, status, moved):
    assert Asker(manners).ask(here + path) == ServerAnswer(status, here + moved if moved else "")


@pytest.mark.parametrize(
    ("url", "silence"),
    [
        ("{here}/slow", Silence.TIMEOUT),
        ("{here}/breaks", Silence.BROKEN),
        ("{here}/loop", Silence.LOOP),
        ("http://127.0.0.1:{closed}/", Silence.REFUSED),
        ("http://nowhere.invalid/", Silence.HOST),
        ("http://größe.invalid/", Silence.HOST),
        ("http:///no-host", Silence.ADDRESS),
        ("http://[x/", Silence.ADDRESS),
        ("http://a:port/", Silence.ADDRESS),
        (f"http://{'x' * 70}.example/", Silence.ADDRESS),
    ],
)
def test_what_comes_without_an_answer(here, closed, manners, url, silence):
    answer = Asker(manners).ask(url.format(here=here, closed=closed))
    assert (answer.status, answer.silence) == (0, silence)


def test_a_certificate_that_browsers_refuse(secure, manners):
    answer = Asker(manners).ask(f"https://localhost:{secure.server_address[1]}/ok")
    assert (answer.silence, answer.detail) == (Silence.CERTIFICATE, "self-signed certificate")


def test_a_doi_is_resolved_as_it_is(server, manners):
    assert Asker(manners).ask("https://doi.org/10.1000/182").is_well
    assert ("HEAD", "/10.1000/182", "Ibid link check (+https://me.example)") in server.met


def test_head_is_asked_first_and_get_where_it_is_refused(server, here, manners):
    server.met.clear()
    for path in ("/ok", "/only-get-405"):
        assert Asker(manners).ask(here + path).is_well
    assert [asked[:2] for asked in server.met] == [("HEAD", "/ok"), ("HEAD", "/only-get-405"), ("GET", "/only-get-405")]


LAST = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("answer", "last", "code", "said"),
    [
        (ServerAnswer(404), LAST, codes.DEAD_LINK, "u does not work: the server answers 404 Not Found; it worked on 2026-11-01"),
        (ServerAnswer(410), None, codes.DEAD_LINK, "u does not work: the server answers 410 Gone"),
        (ServerAnswer(403), None, codes.UNCHECKED_LINK, "u could not be checked: the server answers 403 Forbidden; open it yourself"),
        (ServerAnswer(429), None, codes.UNCHECKED_LINK, "u could not be checked: the server answers 429 Too Many Requests; open it yourself"),
        (ServerAnswer(999), None, codes.UNCHECKED_LINK, "u could not be checked: the server answers 999; open it yourself"),
        (ServerAnswer(500), LAST, codes.SILENT_LINK, "u fails: the server answers 500 Internal Server Error; it worked on 2026-11-01"),
        (ServerAnswer(200, "v"), LAST, codes.MOVED_LINK, "u has moved permanently to v; write that address"),
        (ServerAnswer(404, "v"), None, codes.DEAD_LINK, "u does not work: the server answers 404 Not Found"),
        (ServerAnswer(silence=Silence.TIMEOUT), LAST, codes.SILENT_LINK, "u does not answer in time; it worked on 2026-11-01"),
        (ServerAnswer(silence=Silence.HOST), None, codes.DEAD_LINK, "u has a host that does not exist"),
        (ServerAnswer(silence=Silence.CERTIFICATE, detail="expired"), None, codes.DEAD_LINK, "u has a certificate that browsers refuse (expired)"),
    ],
)  # fmt: skip
def test_what_is_said(answer, last, code, said):
    assert verdict("u", answer, last) == (code, said)


def test_a_link_that_is_well_is_not_spoken_of():
    assert verdict("u", ServerAnswer(200), None) is None
    assert all(verdict("u", ServerAnswer(silence=silence), None) for silence in Silence)


# The record.


def test_the_record_is_read_back_as_it_was_written(tmp_path):
    file = tmp_path / "content" / "links.toml"
    record = LinkRecord({"https://b.example/": LAST, 'https://a.example/"\\ü': TODAY})
    write_record(record, read_author_file(file, "links.toml"))
    assert file.read_text("utf-8").splitlines()[1:] == [
        '"https://a.example/\\"\\\\\\u00fc" = 2026-12-01',
        '"https://b.example/" = 2026-11-01',
    ]
    assert read_record(file.read_text("utf-8"), "links.toml") == (record, [])
    assert [path.name for path in file.parent.iterdir()] == ["links.toml"]


@pytest.mark.parametrize(
    "text", ['"https://a.example/" = \n', '"https://a.example/" = "yesterday"\n', "a = 2026-12-01T10:00:00\n", "[a]\n"]
)
def test_a_record_that_is_broken_is_said_and_left_alone(tmp_path, here, manners, text):
    file = tmp_path / "links.toml"
    file.write_text(text, "utf-8")
    found, problems = check_outside({f"{here}/ok": ["a.html"]}, file, TODAY, manners)
    assert (found, [problem.code for problem in problems]) == ([], [codes.BAD_LINKS])
    assert file.read_text("utf-8") == text


def test_a_record_keeps_its_byte_order_mark_and_line_ends(tmp_path, here, manners):
    file = tmp_path / "links.toml"
    file.write_bytes(b"\xef\xbb\xbf# mine\r\n")
    check_outside({f"{here}/ok": ["a.html"]}, file, TODAY, manners)
    head, line, rest = file.read_bytes().split(b"\r\n")
    assert (head[:5], line, rest) == (b"\xef\xbb\xbf# ", f'"{here}/ok" = 2026-12-01'.encode(), b"")


def test_what_is_written_into_a_record_while_the_links_are_asked_for_stays(tmp_path, server, here, manners):
    file = tmp_path / "links.toml"
    meanwhile = LinkRecord({f"{here}/bot": LAST})
    server.meanwhile = lambda: write_record(meanwhile, read_author_file(file, "links.toml"))
    check_outside({f"{here}/meanwhile": ["a.html"], f"{here}/bot": ["a.html"]}, file, TODAY, manners)
    assert read_record(file.read_text("utf-8"), "")[0].seen == {f"{here}/bot": LAST, f"{here}/meanwhile": TODAY}


def test_a_record_that_cannot_be_written_is_said_once(tmp_path, here, manners):
    file = tmp_path / "links.toml"
    file.symlink_to(tmp_path / "missing" / "links.toml")
    _, [problem] = check_outside({f"{here}/ok": ["a.html"]}, file, TODAY, manners)
    assert str(problem) == (
        f"{file}: bad-links: it cannot be written: {file} is a link to {tmp_path}/missing/links.toml, which does not exist."
        " Create it, or remove the link."
    )


def test_what_worked_lately_is_not_asked_for_and_what_is_gone_is_forgotten(tmp_path, server, here, manners):
    file = tmp_path / "links.toml"
    ok, gone, bot = f"{here}/ok", f"{here}/gone", f"{here}/bot"
    write_record(
        LinkRecord({ok: LAST, gone: LAST, f"{here}/no-longer-linked": TODAY}), read_author_file(file, "links.toml")
    )
    asked = {ok: ["b/index.html", "a/index.html"], gone: ["a/index.html"], bot: ["a/index.html"]}
    found, _ = check_outside(asked, file, TODAY, manners)
    assert [(each.code, each.file, each.address) for each in found] == [
        (codes.UNCHECKED_LINK, "a/index.html", bot),
        (codes.DEAD_LINK, "a/index.html", gone),
    ]
    assert found[1].message.endswith("; it worked on 2026-11-01")
    assert read_record(file.read_text("utf-8"), "")[0].seen == {ok: TODAY, gone: LAST}
    server.met.clear()
    check_outside({ok: ["a/index.html"]}, file, TODAY, manners)
    assert server.met == [], "it worked today"
    check_outside({ok: ["a/index.html"]}, file, TODAY, manners, every=True)
    assert [asked[:2] for asked in server.met] == [("HEAD", "/ok")]


def test_a_machine_that_is_offline_says_so_once_and_forgets_nothing(tmp_path, manners):
    file = tmp_path / "links.toml"
    write_record(LinkRecord({"http://a.invalid/": LAST}), read_author_file(file, "links.toml"))
    before = file.read_text("utf-8")
    found, problems = check_outside({f"http://{name}.invalid/": ["a.html"] for name in "abc"}, file, TODAY, manners)
    assert (found, [problem.code for problem in problems]) == ([], [codes.OFFLINE])
    assert file.read_text("utf-8") == before


def test_an_interruption_keeps_what_was_found():
    answers: dict[str, ServerAnswer] = {}

    def ask(url: str) -> ServerAnswer:
        if url.endswith("3"):
            raise KeyboardInterrupt
        return ServerAnswer(200)

    with pytest.raises(KeyboardInterrupt):
        ask_all([f"http://a.example/{number}" for number in range(1, 6)], ask, answers)
    assert sorted(answers) == ["http://a.example/1", "http://a.example/2"]


def test_a_host_is_asked_for_one_thing_at_a_time(server, here, manners):
    server.most = 0
    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(Asker(manners).ask, [f"{here}/ok", f"{here}/for-now", f"{here}/huge", f"{here}/only-get"] * 3)
        )
    assert all(answer.is_well for answer in answers)
    assert server.most == 1


def test_a_record_that_cannot_be_written_is_said(tmp_path, here, manners):
    found, problems = check_outside({f"{here}/ok": ["a.html"]}, tmp_path, TODAY, manners)
    assert (found, [problem.code for problem in problems]) == ([], [codes.BAD_LINKS])


def test_a_site_is_asked_about_only_when_its_author_asks(site, server, here):
    bib = f"@article{{alpha2020, title={{On Alpha}}, author={{Doe, Jane}}, journal={{J}}, year={{2020}},\n  website={{{here}/gone}}}}\n"
    page = f"Title: A\nSummary: s\n\n[x]({here}/ok) and\n[y][ref].\n\n[ref]: {here}/nothing\n"
    server.met.clear()
    assert site.build({"content/publications.bib": bib, "content/pages/a.md": page}).problems == []
    assert server.met == []
    built = site.build(STRICT=True, IBID_EXTERNAL="due", STATIC_PATHS=["."])
    assert built.code == 1
    assert [line for line in built.problems if re.match(r".*: [a-z]+-link: ", line)] == [
        f"content/pages/a.md:7: dead-link: {here}/nothing does not work: the server answers 404 Not Found (on /a/)",
        f"content/publications.bib:2: dead-link: {here}/gone does not work: the server answers 410 Gone (on /publications/alpha2020/, /publications/)",
    ]
    assert f'"{here}/ok" = 20' in (site.folder / "content/links.toml").read_text("utf-8")
    assert not [name for name in built.files() if "links" in name], "it is nobody else's"
