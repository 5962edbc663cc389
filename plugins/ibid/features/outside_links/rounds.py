"""One check of all addresses that are due: hosts in parallel, the addresses of one host one after another."""

from __future__ import annotations

import json
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct, field
from msgspec.structs import replace

from ibid.check.links import Elsewhere
from ibid.check.sources import Finding
from ibid.feature import Steps
from ibid.features.outside_links.asking import Asker, Manners, ServerAnswer, Silence, verdict
from ibid.problems import codes
from ibid.read.author_files import AuthorFile, AuthorFileError, read_author_file, write_author_file
from pelican_bibtex.diagnostics.problem import Problem, shown

DUE = timedelta(days=30)
"""The time after which an address that worked is checked again."""
_HEAD = "# The last day on which each link to another site worked. `invoke check --external` writes this file.\n"


class LinkRecord(Struct, frozen=True):
    """The record of the addresses outside of the site."""

    seen: Mapping[str, date] = field(default_factory=dict)
    """The last day on which each address worked."""

    def due(self, urls: Iterable[str], today: date) -> list[str]:
        """Return the addresses to be checked again, in order."""
        return sorted(url for url in urls if not self._is_fresh(url, today))

    def renewed(self, urls: Iterable[str], well: Iterable[str], today: date) -> LinkRecord:
        """Return the record after a check: `urls` are all that the site still has, `well` are those that worked."""
        kept = {url: self.seen[url] for url in urls if url in self.seen}
        return replace(self, seen={**kept, **dict.fromkeys(well, today)})

    def _is_fresh(self, url: str, today: date) -> bool:
        last = self.seen.get(url)
        return last is not None and timedelta(0) <= today - last < DUE

    def __str__(self) -> str:
        return _HEAD + "".join(f"{json.dumps(url)} = {day}\n" for url, day in sorted(self.seen.items()))


def read_record(text: str, path: str) -> tuple[LinkRecord, list[Problem]]:
    """Return the record in the file's text and its problems; with an invalid line, the file must not be overwritten."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return LinkRecord(), [Problem(codes.BAD_LINKS, f"{error}; correct the line, or delete the file.", path)]
    bad = [url for url, day in values.items() if not isinstance(day, date) or isinstance(day, datetime)]
    message = 'this is not of the form `"https://..." = 2024-05-03`; correct the line, or delete the file.'
    if bad:
        return LinkRecord(), [Problem(codes.BAD_LINKS, f"{bad[0]}: {message}", path)]
    return LinkRecord(values), []


def write_record(record: LinkRecord, file: AuthorFile) -> None:
    """Replace the record in the file; nothing is written if nothing has changed.

    Raises AuthorFileError if it cannot be written.
    """
    text = str(record)
    if file.data is not None or text != _HEAD:
        write_author_file(file, text.replace("\n", file.newline))


_SIDE_BY_SIDE: Final = 8
"""The number of hosts that are asked at a time."""
_SEVERAL: Final = 3
"""If all of at least this many hosts are not found, the machine is offline."""
_STEP: Final = 20
"""The number of addresses between two lines about the progress."""


def check_outside(
    outside: Elsewhere, file: Path, today: date, manners: Manners, *, every: bool = False
) -> tuple[list[Finding], list[Problem]]:
    """Check the addresses that are due, or every one; record in `file` which worked, and return findings and problems.

    The results so far are kept if the author interrupts.
    """
    _, record, problems = _read(file)
    if problems:
        return [], problems
    answers: dict[str, ServerAnswer] = {}
    try:
        ask_all(sorted(outside) if every else record.due(outside, today), Asker(manners).ask, answers)
    finally:
        problems = _keep(outside, answers, today, file)
    return ([] if is_offline(answers) else list(_findings(answers, outside, record))), problems


def ask_all(urls: Iterable[str], ask: Callable[[str], ServerAnswer], answers: dict[str, ServerAnswer]) -> None:
    """Put the answer for each address into `answers` as it arrives, and print the progress."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        hosts[urlsplit(url).netloc.lower()].append(url)
    total = sum(map(len, hosts.values()))
    _say(f"Checking {total} addresses at {len(hosts)} hosts.")

    stopped = Event()

    def ask_host(of_host: list[str]) -> None:
        for url in of_host:
            if stopped.is_set():
                return
            answers[url] = ask(url)
            if len(answers) % _STEP == 0:
                _say(f"{len(answers)} of {total}")

    pool = ThreadPoolExecutor(_SIDE_BY_SIDE)
    try:
        for done in as_completed([pool.submit(ask_host, of_host) for of_host in hosts.values()]):
            done.result()
    finally:
        stopped.set()
        pool.shutdown(wait=False, cancel_futures=True)


def is_offline(answers: Mapping[str, ServerAnswer]) -> bool:
    """Return whether not one of several hosts was found."""
    hosts = {urlsplit(url).netloc for url in answers}
    return len(hosts) >= _SEVERAL and all(answer.silence is Silence.HOST for answer in answers.values())


def _read(file: Path) -> tuple[AuthorFile | None, LinkRecord, list[Problem]]:
    name = shown(file)
    try:
        there = read_author_file(file, name)
        return there, *read_record(there.text, name)
    except AuthorFileError as error:
        return None, LinkRecord(), [Problem(codes.BAD_LINKS, f"it {error.said}", name)]


def _keep(outside: Elsewhere, answers: Mapping[str, ServerAnswer], today: date, file: Path) -> list[Problem]:
    """Record which addresses worked. The file is read again, since the author may have changed it in the meantime."""
    if is_offline(answers):
        return [Problem(codes.OFFLINE, "none of the hosts was found; check this machine's network connection.")]
    there, record, problems = _read(file)
    well = [url for url, answer in answers.items() if answer.is_well]
    try:
        if there and not problems:
            write_record(record.renewed(outside, well, today), there)
    except AuthorFileError as error:
        return [Problem(codes.BAD_LINKS, f"it {error.said}", shown(file))]
    return problems


def _findings(answers: Mapping[str, ServerAnswer], outside: Elsewhere, record: LinkRecord) -> Iterator[Finding]:
    for url, answer in sorted(answers.items()):
        said = verdict(url, answer, record.seen.get(url))
        if said:
            yield from (Finding(said[0], file, said[1], url) for file in sorted(outside[url]))


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


class OutsideLinkSteps(Steps):
    """The check of links to other sites, for `invoke check --external`."""

    def check_outside(self, outside: Elsewhere, home: str, today: date) -> tuple[list[Finding], list[Problem]]:
        """Ask for the addresses over the network."""
        manners = Manners(agent=f"Ibid link check (+{home})") if home else Manners()
        every = self.settings.external == "all"
        return check_outside(outside, self.settings.links, today, manners, every=every)
