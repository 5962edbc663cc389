"""Publications of small folders, without a build: what is written, and an SSH server of the test's own."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ibid.tasks.project import Project
from ibid.tasks.publishing.delivery import Consent, put_in_place, roll_back, target_named
from ibid.write.site_record import MARKER, SiteRecord

HOME = "<!doctype html><p>Home</p>"


class Publisher:
    """Publishes folders written from a table of files, as `invoke publish` does once a site is built."""

    def __init__(self, folder: Path, name: str, **settings: object) -> None:
        self.root, self.name, self.settings = folder / "project", name, settings
        (self.root / "content").mkdir(parents=True, exist_ok=True)

    @property
    def project(self) -> Project:
        return Project(self.root, "publishconf.py", self.settings)

    def publish(self, files: Mapping[str, str], numbers: Mapping[int, str] | None = None, **consent: bool) -> str:
        """Publish files, a site's publications by `numbers`; `consent` are the fields of Consent, and `dry_run`."""
        dry_run = consent.pop("dry_run", False)
        site = self.root.parent / "built"
        subprocess.run(["rm", "-rf", str(site)], check=True)
        write(site, files)
        (site / MARKER).write_text(SiteRecord(numbers=numbers or {}).text())
        target = target_named(self.name, self.project)
        target.prepare()
        return put_in_place(site, self.project, target, Consent(**consent), dry_run=dry_run)

    def roll_back(self) -> str:
        return roll_back(target_named(self.name, self.project), Consent(yes=True))


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def held_in(folder: Path) -> dict[str, str]:
    """What readers find in a folder: every file but the record, behind links too."""
    found = {}
    for parent, _, names in os.walk(folder, followlinks=True):
        for name in names:
            file = Path(parent, name)
            found[file.relative_to(folder).as_posix()] = file.read_text()
    found.pop(MARKER, None)
    return found


@contextmanager
def ssh_server(folder: Path, require_tool: Callable[..., str]) -> Iterator[str]:
    """Run an SSH server on loopback that lets in whoever runs the tests; yields what RSYNC_RSH has to be."""
    server, keygen = require_tool("sshd", "/usr/sbin/sshd"), require_tool("ssh-keygen")
    for name in ("host", "me"):
        subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lines = {
        "Port": port,
        "ListenAddress": "127.0.0.1",
        "HostKey": folder / "host",
        "AuthorizedKeysFile": folder / "me.pub",
        "StrictModes": "no",
        "UsePAM": "no",
        "PidFile": "none",
        # Of a home without start-up files: bash reads ~/.bashrc in each session, which may take half a second.
        "SetEnv": f"HOME={folder}",
    }
    (folder / "sshd_config").write_text("".join(f"{name} {value}\n" for name, value in lines.items()))
    client = {
        "Port": port,
        "User": getpass.getuser(),
        "IdentityFile": folder / "me",
        "IdentitiesOnly": "yes",
        "StrictHostKeyChecking": "no",
        "UserKnownHostsFile": folder / "known",
        "LogLevel": "ERROR",
        # One connection for all, as docs/publishing.md proposes.
        "ControlMaster": "auto",
        "ControlPath": folder / "%C",
        "ControlPersist": "60",
    }
    (folder / "ssh_config").write_text("".join(f"{name} {value}\n" for name, value in client.items()))
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where a server run by root gives up its rights
    with subprocess.Popen(
        [server, "-D", "-e", "-f", str(folder / "sshd_config")], stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for(port)
            yield f"ssh -F {folder / 'ssh_config'}"
        finally:
            stop = ["ssh", "-F", str(folder / "ssh_config"), "-O", "exit", "127.0.0.1"]
            subprocess.run(stop, stderr=subprocess.DEVNULL, check=False)
            process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(port)
