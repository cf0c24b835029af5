"""A real server on loopback ports of this machine: started, waited for, asked, and stopped."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

# Generous, because a loaded machine takes long: a test that passes waits only as long as it has to.
PATIENCE = 90.0


def free_port() -> int:
    """A TCP port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], T], *, what: str, seconds: float = PATIENCE) -> T:
    """The first true value of `condition`, asked a few times a second; AssertionError with `what` when time is up."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds:g} seconds; at last {value!r}")
        time.sleep(0.1)


@dataclass(frozen=True)
class Server:
    """A running server: `get` and `post` speak JSON with it, `log` holds all it printed."""

    name: str
    url: str
    process: subprocess.Popen[bytes]
    log: Path
    ports: Mapping[int, int] = field(default_factory=dict)

    def get(self, path: str, **query: str) -> Any:
        """The JSON that it answers to a GET; AssertionError, with the answer's text, for any status but 2xx."""
        return json.loads(self.text(path, **query))

    def text(self, path: str, **query: str) -> str:
        """The text that it answers to a GET."""
        return request(self.url + path + (f"?{urllib.parse.urlencode(query)}" if query else ""))

    def post(self, path: str, body: Any) -> str:
        """The text that it answers to a POST of JSON."""
        return request(self.url + path, body=body)

    def printed(self) -> str:
        """What it has logged so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


def request(url: str, *, body: Any = None) -> str:
    """One HTTP request, GET or with a body POST of JSON; AssertionError for any status but 2xx."""
    data = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    try:
        with _direct.open(asked, timeout=30) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{url} answers {error.code}: {error.read().decode(errors='replace')}") from error


# Never through a proxy that the environment names: these servers are on this machine.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class AddressTakenError(Exception):
    """Another process took the port between the choice of it and the start of the server."""


@contextlib.contextmanager
def running(
    command: Sequence[str],
    *,
    name: str,
    url: str,
    ready: str,
    folder: Path,
    ports: Mapping[int, int] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Start a server, wait until `ready` answers with status 200, and end it, and only it, on the way out.

    AssertionError with the server's log when it ends early or never gets ready; AddressTakenError when it ended because
    its port was taken.
    """
    log = folder / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(name=name, url=url, process=process, log=log, ports=dict(ports or {}))
    try:
        wait_until(lambda: _is_ready(server, ready), what=f"{name} gets ready")
        yield server
    finally:
        _stop(process)


def _is_ready(server: Server, ready: str) -> bool:
    if server.process.poll() is not None:
        printed = server.printed()
        if "address already in use" in printed:
            raise AddressTakenError(server.url)
        raise AssertionError(f"{server.name} ends with {server.process.returncode} at start:\n{printed}")
    try:
        with _direct.open(ready, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()
