"""Polite requests to servers: HEAD, then GET if that is refused; one request to a host at a time.

robots.txt is not requested. It is for crawlers, which go from page to page (RFC 9309); we request only the address
that an author wrote, as a reader's click does, at most once a month, and follow no links from there.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import Enum, auto
from http import HTTPStatus
from typing import Final
from urllib.parse import urljoin, urlsplit

import urllib3
from msgspec import Struct, field
from urllib3.exceptions import (
    HTTPError,
    LocationValueError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    SSLError,
)
from urllib3.exceptions import TimeoutError as TookTooLong
from urllib3.util import Retry, Timeout

from ibid.model.addresses import encoded
from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Code


class Silence(Enum):
    """The reason why there was no answer."""

    TIMEOUT = auto()
    HOST = auto()
    CERTIFICATE = auto()
    REFUSED = auto()
    BROKEN = auto()
    LOOP = auto()
    ADDRESS = auto()


class ServerAnswer(Struct, frozen=True):
    """The result of requesting one address."""

    status: int = 0
    """The status from the last server that was asked; 0 if none answered."""
    moved: str = ""
    """The new address at the end of its permanent redirections."""
    silence: Silence | None = None
    detail: str = ""
    """The library's message, if it helps."""

    @property
    def is_well(self) -> bool:
        """Whether a reader finds something there."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


_REFUSALS: Final = frozenset({401, 402, 403, 405, 406, 407, 418, 425, 429, 451, 503, 999})
"""Statuses that servers send to programs, not to readers; 999 is LinkedIn's."""
_SAID: Final = {
    Silence.TIMEOUT: (codes.SILENT_LINK, "does not answer in time"),
    Silence.BROKEN: (codes.SILENT_LINK, "breaks off"),
    Silence.HOST: (codes.DEAD_LINK, "has a host that does not exist"),
    Silence.REFUSED: (codes.DEAD_LINK, "has a host that refuses the connection"),
    Silence.CERTIFICATE: (codes.DEAD_LINK, "has a certificate that browsers refuse"),
    Silence.LOOP: (codes.DEAD_LINK, "is redirected in a circle, or too often"),
    Silence.ADDRESS: (codes.DEAD_LINK, "is not an address"),
}


def verdict(url: str, answer: ServerAnswer, last: date | None) -> tuple[Code, str] | None:
    """Return the problem of a link; None if it works. `last` is the day on which it last worked."""
    before = f"; it worked on {last}" if last else ""
    if answer.silence:
        code, said = _SAID[answer.silence]
        return code, f"{url} {said}{f' ({answer.detail})' if answer.detail else ''}{before}"
    if answer.is_well:
        return (
            (codes.MOVED_LINK, f"{url} has moved permanently to {answer.moved}; write that address")
            if answer.moved
            else None
        )
    said = f"the server answers {_named(answer.status)}"
    if answer.status in _REFUSALS:
        return codes.UNCHECKED_LINK, f"{url} could not be checked: {said}{before}; open it yourself"
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return codes.SILENT_LINK, f"{url} fails: {said}{before}"
    return codes.DEAD_LINK, f"{url} does not work: {said}{before}"


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


_REDIRECTIONS: Final = frozenset({301, 302, 303, 307, 308})
_PERMANENT: Final = frozenset({301, 308})
_MANY: Final = 10
"""More redirections in a row than this are a mistake; browsers stop at 20."""
_DOI_HOSTS: Final = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
_TRY_AGAIN: Final = frozenset({429, 500, 502, 503, 504})
_LONGEST: Final = 60.0
"""The maximum seconds of a pause that a server asks for; some ask for hours."""


class Manners(Struct, frozen=True):
    """Settings of the requests to servers."""

    agent: str = "Ibid link check"
    """The User-Agent."""
    timeout: float = 20.0
    """Seconds for the connection, and for each part of the answer."""
    retries: int = 2
    """How often a request is repeated if a server is busy or fails."""
    pause: float = 1.0
    """Seconds before a repetition, doubled each time; the server's own Retry-After has priority."""
    delay: float = 0.5
    """Seconds between two requests to one host."""
    resolver: str = "https://doi.org"
    """The address of the server that resolves DOIs."""


class Patience(Retry):
    """Retries after the pause that a server asks for, up to a maximum."""

    def get_retry_after(self, response: urllib3.BaseHTTPResponse) -> float | None:
        """Return the seconds to wait; None if the server does not say."""
        asked = super().get_retry_after(response)
        return asked if asked is None else min(asked, _LONGEST)


class _Gate(Struct):
    """A gate that lets through one request at a time to a host."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    last: float = float("-inf")
    """The time when the last request ended."""


class Asker:
    """Requests addresses; several threads may use it."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._gates: dict[str, _Gate] = {}
        self._pool = urllib3.PoolManager(
            headers={"User-Agent": manners.agent, "Accept": "*/*"},
            timeout=Timeout(connect=manners.timeout, read=manners.timeout),
            retries=Patience(
                total=manners.retries,
                connect=0,
                read=0,
                status_forcelist=_TRY_AGAIN,
                backoff_factor=manners.pause,
                raise_on_status=False,
            ),
        )

    def ask(self, url: str) -> ServerAnswer:
        """Return the final answer for an address after its redirections; bodies are not read."""
        try:
            return self._follow(_sendable(url, self._manners.resolver))
        except (ValueError, LocationValueError) as error:
            return ServerAnswer(silence=Silence.ADDRESS, detail=str(error))
        except HTTPError as error:
            return _silent(error.reason if isinstance(error, MaxRetryError) and error.reason else error)

    def _follow(self, url: str) -> ServerAnswer:
        here, moved, for_good, met = url, "", True, set[str]()
        while here not in met and len(met) <= _MANY:
            met.add(here)
            status, there = self._look(here)
            if status not in _REDIRECTIONS or not there:
                return ServerAnswer(status, moved)
            for_good = for_good and status in _PERMANENT
            here = _sendable(urljoin(here, there), self._manners.resolver)
            moved = here if for_good else moved
        return ServerAnswer(silence=Silence.LOOP)

    def _look(self, url: str) -> tuple[int, str]:
        """Return status and Location of one address; some servers do not support HEAD, and answer it with any error."""
        status, there = self._request("HEAD", url)
        if status >= HTTPStatus.BAD_REQUEST and status != HTTPStatus.TOO_MANY_REQUESTS:
            status, there = self._request("GET", url)
        return status, there

    def _request(self, method: str, url: str) -> tuple[int, str]:
        with self._turn(urlsplit(url).netloc):
            response = self._pool.request(method, url, redirect=False, preload_content=False)
            response.close()
        return response.status, response.headers.get("Location", "")

    @contextmanager
    def _turn(self, host: str) -> Iterator[None]:
        gate = self._gates.setdefault(host, _Gate())
        with gate.lock:
            time.sleep(max(0.0, gate.last + self._manners.delay - time.monotonic()))
            try:
                yield
            finally:
                gate.last = time.monotonic()


def _sendable(url: str, resolver: str) -> str:
    """Return an address as it is sent: host names in ASCII, blanks and letters encoded, DOIs at `resolver`.

    Raises ValueError if it is no address.
    """
    parts = urlsplit(url.strip())
    if parts.hostname is None:
        raise ValueError("it has no host")
    host = parts.hostname if ":" in parts.hostname else parts.hostname.encode("idna").decode()
    place = f"[{host}]" if ":" in host else host
    whole = parts._replace(netloc=f"{place}:{parts.port}" if parts.port else place, fragment="")
    sent = encoded(whole.geturl())
    return f"{resolver}{sent.partition(place)[2]}" if host in _DOI_HOSTS else sent


def _silent(reason: Exception) -> ServerAnswer:
    """Return the answer for an exception of the library."""
    kinds: dict[type[Exception], Silence] = {
        NameResolutionError: Silence.HOST,  # before its base class
        NewConnectionError: Silence.REFUSED,  # likewise
        TookTooLong: Silence.TIMEOUT,
        SSLError: Silence.CERTIFICATE,
    }
    silence = next((each for kind, each in kinds.items() if isinstance(reason, kind)), Silence.BROKEN)
    detail = str(reason).partition("certificate verify failed: ")[2].partition(" (_ssl")[0]
    return ServerAnswer(silence=silence, detail=detail if silence is Silence.CERTIFICATE else "")
