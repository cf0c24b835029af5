"""Real Prometheus, Alertmanager and Jaeger servers for the length of a `with` block."""

from __future__ import annotations

import contextlib
import re
import tempfile
import urllib.parse
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import yaml

from tests.live.process import AddressTakenError, Server, free_port, running
from tests.programs import program

_TRIES = 5


def rendered_flags(file: Path) -> list[str]:
    """The flags in a rendered `<system>/flags` file: one on each line, beside comments."""
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def running_prometheus(
    config: Path, *, flags: Sequence[str] = (), version: str | None = None, port: int | None = None
) -> AbstractContextManager[Server]:
    """Prometheus with this config, storing into a folder of its own, on a free loopback port or on `port`.

    `flags` may be those rendered for production: where they set the config file, the storage path or the address, the
    test's own count. Relative `rule_files` are looked for beside `config`.
    """
    own = ("--config.file", "--storage.tsdb.path", "--web.listen-address", "--storage.agent.path")

    def command(folder: Path, address: str) -> list[str]:
        agent = any(flag.split("=")[0] == "--agent" for flag in flags)
        return [
            str(program("prometheus", version)),
            f"--config.file={config.absolute()}",
            f"--storage.{'agent' if agent else 'tsdb'}.path={folder / 'data'}",
            f"--web.listen-address={address}",
            *(flag for flag in flags if flag.split("=")[0] not in own),
        ]

    return _serving("prometheus", command, port=port, prefix=_prefix(flags))


def running_alertmanager(
    config: Path, *, flags: Sequence[str] = (), version: str | None = None, port: int | None = None
) -> AbstractContextManager[Server]:
    """Alertmanager with this config, alone (no cluster), on a free loopback port or on `port`."""
    own = ("--config.file", "--storage.path", "--web.listen-address", "--cluster.listen-address")

    def command(folder: Path, address: str) -> list[str]:
        return [
            str(program("alertmanager", version)),
            f"--config.file={config.absolute()}",
            f"--storage.path={folder / 'data'}",
            f"--web.listen-address={address}",
            "--cluster.listen-address=",
            *(flag for flag in flags if flag.split("=")[0] not in own),
        ]

    return _serving("alertmanager", command, port=port, prefix=_prefix(flags))


def _prefix(flags: Sequence[str]) -> str:
    """Both servers answer under the path of their external URL, unless another prefix is set."""
    values = dict(flag.split("=", 1) for flag in flags if "=" in flag)
    path = values.get("--web.route-prefix", urllib.parse.urlsplit(values.get("--web.external-url", "")).path)
    return path.rstrip("/")


@contextlib.contextmanager
def _serving(
    name: str, command: Callable[[Path, str], list[str]], *, port: int | None, prefix: str
) -> Iterator[Server]:
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=f"{name}-")))

        def start() -> Server:
            address = f"127.0.0.1:{port or free_port()}"
            url = f"http://{address}{prefix}"
            server = running(command(folder, address), name=name, url=url, ready=f"{url}/-/ready", folder=folder)
            return stack.enter_context(server)

        yield _started(start, tries=1 if port else _TRIES)


def _started(start: Callable[[], Server], *, tries: int) -> Server:
    """A free port may be taken before the server has it: then it is tried again with another one."""
    for _ in range(tries - 1):
        with contextlib.suppress(AddressTakenError):
            return start()
    return start()


@contextlib.contextmanager
def running_jaeger(
    config: Path, *, paths: Mapping[str, str] | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Jaeger with this config, every address that it listens on moved to a free loopback port.

    `server.ports` tells the port that stands for a declared one (`server.ports[4318]`); `server.url` is the query API,
    which must be declared on 16686. `paths` maps prefixes of container paths in the config to folders of this machine.
    """
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jaeger-")))

        def start() -> Server:
            ports: dict[int, int] = {}
            moved = _moved(yaml.safe_load(config.read_text(encoding="utf-8")), ports, paths or {})
            copy = folder / "jaeger.yaml"
            copy.write_text(yaml.safe_dump(moved), encoding="utf-8")
            url = f"http://127.0.0.1:{ports[16686]}"
            command = [str(program("jaeger")), "--config", str(copy)]
            server = running(
                command,
                name="jaeger",
                url=url,
                ready=f"{url}/api/services",
                folder=folder,
                ports=ports,
                environment={**_NO_OWN_TRACES, **(environment or {})},
            )
            return stack.enter_context(server)

        yield _started(start, tries=_TRIES)


# Jaeger traces itself, and at its end tries for ten seconds to send these spans to a port that has been moved away.
_NO_OWN_TRACES = {"OTEL_TRACES_SAMPLER": "always_off"}

# `0.0.0.0:4317`, `localhost:4317`, `${env:HOST:-localhost}:4317`, but no URL: that is where another server listens.
_LISTENING = re.compile(r"(?P<host>[\w.\-\[\]]*|\$\{.*\}):(?P<port>\d+)")


def _moved(value: Any, ports: dict[int, int], paths: Mapping[str, str]) -> Any:
    """The config with every listening address on a free port, which `ports` keeps under the declared one."""
    if isinstance(value, dict):
        moved = {key: _moved(item, ports, paths) for key, item in value.items()}
        address = _LISTENING.fullmatch(value["endpoint"]) if isinstance(value.get("endpoint"), str) else None
        if address:
            moved["endpoint"] = f"127.0.0.1:{_free(int(address['port']), ports)}"
        if "host" in value and isinstance(value.get("port"), int):
            moved |= {"host": "127.0.0.1", "port": _free(value["port"], ports)}
        return moved
    if isinstance(value, list):
        return [_moved(item, ports, paths) for item in value]
    if isinstance(value, str):
        return next((to + value[len(prefix) :] for prefix, to in paths.items() if value.startswith(prefix)), value)
    return value


def _free(declared: int, ports: dict[int, int]) -> int:
    while declared not in ports:
        port = free_port()
        if port not in ports.values():
            ports[declared] = port
    return ports[declared]
