"""What a server said, and what it means for a link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from http import HTTPStatus
from typing import Final

from ibid.problems import codes
from pelican_bibtex.diagnostics.problem import Code


class Silence(Enum):
    """Why there was no answer."""

    TIMEOUT = auto()
    HOST = auto()
    CERTIFICATE = auto()
    REFUSED = auto()
    BROKEN = auto()
    LOOP = auto()
    ADDRESS = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of asking for one address."""

    status: int = 0
    """Of the last server that was asked; 0 when none answered."""
    moved: str = ""
    """The address that stands for it from now on: at the end of its permanent redirections."""
    silence: Silence | None = None
    detail: str = ""
    """In the words of the library, where they help."""

    @property
    def is_well(self) -> bool:
        """A reader finds something there."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


_REFUSALS: Final = frozenset({401, 402, 403, 405, 406, 407, 418, 425, 429, 451, 503, 999})
"""What servers say to programs, not to readers; 999 is of a network for jobs."""
_SAID: Final = {
    Silence.TIMEOUT: (codes.SILENT_LINK, "does not answer in time"),
    Silence.BROKEN: (codes.SILENT_LINK, "breaks off"),
    Silence.HOST: (codes.DEAD_LINK, "leads to a host that does not exist"),
    Silence.REFUSED: (codes.DEAD_LINK, "leads to a host that refuses the connection"),
    Silence.CERTIFICATE: (codes.DEAD_LINK, "has a certificate that browsers refuse"),
    Silence.LOOP: (codes.DEAD_LINK, "is redirected in a circle, or too often"),
    Silence.ADDRESS: (codes.DEAD_LINK, "is no address"),
}


def verdict(url: str, answer: Answer, last: date | None) -> tuple[Code, str] | None:
    """What there is to say of a link; None when it is well. `last` is when it was seen well before."""
    before = f"; it worked on {last}" if last else ""
    if answer.silence:
        code, said = _SAID[answer.silence]
        return code, f"{url} {said}{f' ({answer.detail})' if answer.detail else ''}{before}"
    if answer.is_well:
        return (codes.MOVED_LINK, f"{url} has moved for good to {answer.moved}") if answer.moved else None
    said = f"the server answers {_named(answer.status)}"
    if answer.status in _REFUSALS:
        return codes.UNCHECKED_LINK, f"{url} could not be checked: {said}{before}; open it yourself"
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return codes.SILENT_LINK, f"{url} fails: {said}{before}"
    return codes.DEAD_LINK, f"{url} is not there: {said}{before}"


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
