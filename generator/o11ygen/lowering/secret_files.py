"""The files that rendered configs name and that hold secrets: which program needs which, and where compose puts them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from o11ygen import conventions
from o11ygen.lowering.dollars import doubled
from o11ygen.renderer import RenderProblem
from o11ygen.resolved import SecretRef, Source, Stack
from o11ygen.targets.compose import ServiceSecret

GRAFANA_PASSWORD = f"{conventions.SECRETS_FOLDER}/grafana_admin_password"
_NO_NAME = re.compile(r"[^A-Za-z0-9._-]")


@dataclass(frozen=True, slots=True)
class SecretFile:
    """One file: its path in the container, and the name under which compose knows it and the folder `secrets` has it."""

    path: str
    name: str

    @property
    def mount(self) -> str | ServiceSecret:
        """The secret in a service: by name where compose puts it at that path unasked."""
        usual = posixpath.join(conventions.SECRETS_FOLDER, self.name)
        return self.name if self.path == usual else ServiceSecret(source=self.name, target=doubled(self.path))


def secret_files(stack: Stack) -> dict[str, tuple[SecretFile, ...]]:
    """The files that each system reads, by the name of the system; a file of several has one name."""
    paths = {system: _paths(values) for system, values in _readers(stack).items()}
    paths[conventions.GRAFANA] = (GRAFANA_PASSWORD,)
    named: dict[str, SecretFile] = {}
    taken: set[str] = set()
    for path in dict.fromkeys(path for found in paths.values() for path in found):
        short, long = posixpath.basename(path), path.strip("/").replace("/", "-")
        name = next(one for one in (_NO_NAME.sub("-", text) for text in (short, long, f"{long}-2")) if one not in taken)
        taken.add(name)
        named[path] = SecretFile(path, name)
    return {system: tuple(named[path] for path in found) for system, found in paths.items()}


def variables(stack: Stack) -> tuple[SecretRef, ...]:
    """The secrets that Jaeger reads from its environment, each variable once."""
    found = {
        secret.reference: secret for secret in _secrets(_readers(stack)[conventions.JAEGER]) if secret.kind == "env"
    }
    return tuple(found.values())


def secret_file_problems(stack: Stack) -> Iterator[RenderProblem]:
    """Secrets at paths where nothing can be mounted: relative ones, and those inside a folder that is itself mounted."""
    folders = (conventions.PROMETHEUS_FOLDER, conventions.ALERTMANAGER_FOLDER, conventions.JAEGER_FOLDER)
    for values in _readers(stack).values():
        for secret in _secrets(values):
            if secret.kind != "file":
                continue
            inside = next((folder for folder in folders if secret.reference.startswith(f"{folder}/")), "")
            if secret.reference.startswith("/") and not inside:
                continue
            where = f"lies inside `{inside}`, which is mounted read-only" if inside else "is no absolute path"
            name = posixpath.basename(secret.reference)
            yield RenderProblem(
                "compose/secret-path",
                secret.source,
                f"{secret.source.what}: the secret `{secret.reference}` {where}, so docker compose can't put a file there "
                "and the container does not start",
                f'Write `Secret.file("{conventions.SECRETS_FOLDER}/{name}")`.',
            )


def _readers(stack: Stack) -> Mapping[str, object]:
    """What each system is told, in which its secrets stand."""
    return {
        conventions.PROMETHEUS: (stack.jobs, stack.prometheus),
        conventions.ALERTMANAGER: (stack.notifications, stack.receivers),
        conventions.JAEGER: tuple(tracing.settings for tracing in stack.tracing),
    }


def _paths(value: object) -> tuple[str, ...]:
    """References to files, and plain paths into the folder of secrets, such as a certificate's."""
    found = (item.reference if isinstance(item, SecretRef) else item for item in _leaves(value) if _is_file(item))
    return tuple(sorted({path for path in found if path.startswith("/")}))


def _is_file(item: SecretRef | str) -> bool:
    if isinstance(item, SecretRef):
        return item.kind == "file"
    return item.startswith(f"{conventions.SECRETS_FOLDER}/")


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
