"""The files that rendered configs name and that hold secrets: which program needs which, and where compose puts them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from o11ygen import conventions
from o11ygen.lowering.dollars import doubled
from o11ygen.lowering.parts import part
from o11ygen.record import record
from o11ygen.renderer import RenderProblem
from o11ygen.resolved import SecretRef, Source, Stack
from o11ygen.targets.outlined import compose

if TYPE_CHECKING:
    from o11ygen.targets.compose import ServiceSecret

GRAFANA_PASSWORD = f"{conventions.SECRETS_FOLDER}/grafana_admin_password"
_NO_NAME = re.compile(r"[^A-Za-z0-9._-]")
# What is there already: the certificates of public authorities, and what Kubernetes gives a pod.
_THERE = ("/etc/ssl/certs/", "/etc/ssl/cert.pem", "/usr/share/ca-certificates/", "/var/run/secrets/kubernetes.io/")
_NOTHING = Source("", "")


@record
class SecretFile:
    """One file: its path in the container, and the name under which compose knows it and the folder `secrets` has it."""

    path: str
    name: str

    @property
    def mount(self) -> str | ServiceSecret:
        """The secret in a service: by name where compose puts it at that path unasked."""
        usual = posixpath.join(conventions.SECRETS_FOLDER, self.name)
        return (
            self.name
            if self.path == usual
            else part(compose.ServiceSecret)(source=self.name, target=doubled(self.path))
        )


def secret_files(stack: Stack) -> dict[str, tuple[SecretFile, ...]]:
    """The files that each system reads, by the name of the system; a file of several has one name."""
    paths = {system: _paths(values) for system, values in _readers(stack).items()}
    paths[conventions.GRAFANA] = tuple(sorted({GRAFANA_PASSWORD, *paths[conventions.GRAFANA]}))
    named: dict[str, SecretFile] = {}
    taken: set[str] = set()
    for path in dict.fromkeys(path for found in paths.values() for path in found):
        short, long = posixpath.basename(path), path.strip("/").replace("/", "-")
        names = (_NO_NAME.sub("-", text) for text in (short, long, f"{long}-2"))
        name = next(one for one in names if one and one not in taken)
        taken.add(name)
        named[path] = SecretFile(path, name)
    return {system: tuple(named[path] for path in found) for system, found in paths.items()}


def variables(stack: Stack, system: str) -> tuple[SecretRef, ...]:
    """The secrets that Jaeger or Grafana reads from its environment, each variable once."""
    found = {secret.reference: secret for secret in _secrets(_readers(stack)[system]) if secret.kind == "env"}
    return tuple(found.values())


def demanded(secret: SecretRef, *, of: str) -> str:
    """The variable of compose's own environment; compose stops, and names it, where it is not set."""
    return f"${{{secret.reference}:?a secret of {of}; set it in the environment or in a file .env}}"


def secret_file_problems(stack: Stack) -> Iterator[RenderProblem]:
    """Files at paths where nothing can be mounted: relative ones, and those inside a folder that is itself mounted."""
    folders = (
        conventions.PROMETHEUS_FOLDER,
        conventions.ALERTMANAGER_FOLDER,
        conventions.JAEGER_FOLDER,
        conventions.BLACKBOX_FOLDER,
    )
    seen: set[tuple[int, str]] = set()
    for values in _readers(stack).values():
        for file in _files(values, stack.source):
            inside = next((folder for folder in folders if file.path.startswith(f"{folder}/")), "")
            if (file.path.startswith("/") and not inside) or (id(file.source), file.path) in seen:
                continue
            seen.add((id(file.source), file.path))
            where = f"lies inside `{inside}`, which is mounted read-only" if inside else "is no absolute path"
            path = f"{conventions.SECRETS_FOLDER}/{posixpath.basename(file.path)}"
            what = f"`{file.field}` is `{file.path}`, which" if file.field else f"the secret `{file.path}`"
            yield RenderProblem(
                "compose/secret-path",
                file.source,
                f"{file.source.what}: {what} {where}, so docker compose can't put a file there and the container does "
                "not start",
                f'Write `{file.field}="{path}"`.' if file.field else f'Write `Secret.file("{path}")`.',
            )


def _readers(stack: Stack) -> Mapping[str, object]:
    """What each system is told, in which its secrets stand."""
    return {
        conventions.PROMETHEUS: (stack.jobs, stack.prometheus),
        conventions.ALERTMANAGER: (
            stack.notifications,
            stack.receivers,
            stack.notifications_extra,
            stack.routing_extra,
        ),
        conventions.JAEGER: tuple((one.settings, one.storage_extra, one.extra) for one in stack.tracing),
        conventions.BLACKBOX: stack.probes,
        conventions.GRAFANA: stack.datasources,
    }


@record
class _Named:
    """A file that a system is told to read; `field` is the author's, empty for a secret."""

    path: str
    source: Source
    field: str = ""


def _paths(values: object) -> tuple[str, ...]:
    """The absolute paths of files that compose puts there: secrets, and certificates that no image has."""
    return tuple(sorted({file.path for file in _files(values, _NOTHING) if file.path.startswith("/")}))


def _files(value: object, source: Source, field: str = "") -> Iterator[_Named]:
    """Secrets in files, what fields that end in `_file` name, and plain paths into the folder of secrets."""
    if isinstance(value, SecretRef):
        if value.kind == "file":
            yield _Named(value.reference, value.source)
    elif isinstance(value, str):
        named = field.endswith("_file") and value and not value.startswith(_THERE)
        if named or value.startswith(f"{conventions.SECRETS_FOLDER}/"):
            yield _Named(value, source, field)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _files(item, source, str(name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _files(item, source, field)
    elif is_dataclass(value) and not isinstance(value, Source | type):
        own = getattr(value, "source", source)
        for one in fields(value):
            yield from _files(getattr(value, one.name), own, one.name)


def _secrets(value: object) -> Iterator[SecretRef]:
    return (item for item in _leaves(value) if isinstance(item, SecretRef))


def _leaves(value: object) -> Iterator[SecretRef | str]:
    """Every secret and text in a value."""
    if isinstance(value, SecretRef | str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _leaves(item)
    elif is_dataclass(value) and not isinstance(value, Source | type):
        for field in fields(value):
            yield from _leaves(getattr(value, field.name))
