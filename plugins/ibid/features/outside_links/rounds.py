"""One round through all addresses that are due: hosts side by side, the addresses of each one after another."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import date
from pathlib import Path
from threading import Event
from typing import Final
from urllib.parse import urlsplit

from ibid.check.finding import Finding
from ibid.check.links import Elsewhere
from ibid.features.outside_links.answer import Answer, Silence, verdict
from ibid.features.outside_links.asking import Asker, Manners
from ibid.features.outside_links.record import Record, read_record, write_record
from ibid.problems import codes
from ibid.read.author_files import AuthorFile, AuthorFileError, read_author_file
from pelican_bibtex.diagnostics.problem import Problem, shown

_SIDE_BY_SIDE: Final = 8
"""Hosts that are asked at a time."""
_SEVERAL: Final = 3
"""So many hosts are not gone at once: the machine is offline."""
_STEP: Final = 20
"""Addresses from one line about the progress to the next."""


def check_outside(
    outside: Elsewhere, file: Path, today: date, manners: Manners, *, every: bool = False
) -> tuple[list[Finding], list[Problem]]:
    """Ask for the addresses that are due, or for every one, and keep in `file` which answered.

    What was found so far is kept when the author interrupts.
    """
    _, record, problems = _read(file)
    if problems:
        return [], problems
    answers: dict[str, Answer] = {}
    try:
        ask_all(sorted(outside) if every else record.due(outside, today), Asker(manners).ask, answers)
    finally:
        problems = _keep(outside, answers, today, file)
    return ([] if is_offline(answers) else list(_findings(answers, outside, record))), problems


def ask_all(urls: Iterable[str], ask: Callable[[str], Answer], answers: dict[str, Answer]) -> None:
    """Put the answer for each address into `answers` as it comes, and say how far it is."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        hosts[urlsplit(url).netloc.lower()].append(url)
    total = sum(map(len, hosts.values()))
    _say(f"Asking for {total} addresses at {len(hosts)} hosts.")

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


def is_offline(answers: Mapping[str, Answer]) -> bool:
    """Not one of several hosts was found."""
    hosts = {urlsplit(url).netloc for url in answers}
    return len(hosts) >= _SEVERAL and all(answer.silence is Silence.HOST for answer in answers.values())


def _read(file: Path) -> tuple[AuthorFile | None, Record, list[Problem]]:
    name = shown(file)
    try:
        there = read_author_file(file, name)
        return there, *read_record(there.text, name)
    except AuthorFileError as error:
        return None, Record(), [Problem(codes.BAD_LINKS, f"it {error.said}", name)]


def _keep(outside: Elsewhere, answers: Mapping[str, Answer], today: date, file: Path) -> list[Problem]:
    """Write down what answered. The file is read again: in the minutes since, the author may have changed it."""
    if is_offline(answers):
        return [Problem(codes.OFFLINE, "not one host was found: this machine seems to be offline")]
    there, record, problems = _read(file)
    well = [url for url, answer in answers.items() if answer.is_well]
    try:
        if there and not problems:
            write_record(record.renewed(outside, well, today), there)
    except AuthorFileError as error:
        return [Problem(codes.BAD_LINKS, f"it {error.said}", shown(file))]
    return problems


def _findings(answers: Mapping[str, Answer], outside: Elsewhere, record: Record) -> Iterator[Finding]:
    for url, answer in sorted(answers.items()):
        said = verdict(url, answer, record.seen.get(url))
        if said:
            yield from (Finding(said[0], file, said[1], url) for file in sorted(outside[url]))


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
