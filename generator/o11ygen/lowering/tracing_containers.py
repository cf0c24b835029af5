"""Jaeger as a container, with what its storage needs beside it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen import conventions
from o11ygen.lowering.containers import Container, asks, check, image_of, local_port, names, read_only, service
from o11ygen.lowering.dollars import doubled
from o11ygen.lowering.jaeger import HEALTH, OTLP_GRPC, OTLP_HTTP, QUERY_HTTP, SAMPLING_GRPC, SAMPLING_HTTP
from o11ygen.lowering.monitoring_containers import Secrets
from o11ygen.lowering.parts import part
from o11ygen.lowering.secret_files import demanded, variables
from o11ygen.lowering.trace_storage import CLEANED, cleaning_days
from o11ygen.resolved import SecretRef, Stack, Tracing
from o11ygen.targets.outlined import compose
from o11ygen.version import Version

# Under these names the environment knows one container.
_SYSTEMS = (conventions.JAEGER, conventions.JAEGER_QUERY, conventions.JAEGER_OTLP)
_CLEANER = "jaegertracing/jaeger-es-index-cleaner"
# The user of Jaeger's images. https://github.com/jaegertracing/jaeger/blob/main/cmd/jaeger/Dockerfile
_USER = "10001:10001"
_CLEANER_PROGRAM = "/go/bin/es-index-cleaner-linux"
_CLEANED = "/tmp/cleaned"
# Before, Jaeger's tools were released under the version 1 that came out with each version 2: 1.63 with 2.0.
# https://github.com/jaegertracing/jaeger/blob/main/CHANGELOG.md
_TOOLS_SINCE, _PAIRED_WITH = (2, 14), 63
_DAY, _RETRY = 86_400, 600
# What the cleaner calls the fields of Jaeger's own connection.
# https://www.jaegertracing.io/docs/latest/cli/#jaeger-es-index-cleaner
_CLEANER_TLS = {
    "ca_file": "ES_TLS_CA",
    "cert_file": "ES_TLS_CERT",
    "key_file": "ES_TLS_KEY",
    "server_name_override": "ES_TLS_SERVER_NAME",
    "insecure_skip_verify": "ES_TLS_SKIP_HOST_VERIFY",
}


def tracing_containers(stack: Stack, secrets: Secrets) -> Iterator[Container]:
    """Jaeger, where the project has tracing."""
    for tracing in stack.tracing:
        called = names(stack.environment, *_SYSTEMS)
        keeps = tracing.storage == "badger"
        owner = f"{called.name}-volume"
        built = service(
            stack,
            "jaeger",
            command=[f"--config={conventions.JAEGER_FOLDER}/jaeger.yaml"],
            environment=_variables(stack),
            secrets=[secret.mount for secret in secrets.get(conventions.JAEGER, ())] or None,
            volumes=[
                read_only("jaeger", conventions.JAEGER_FOLDER),
                *([_data(called.name, tracing)] if keeps else []),
            ],
            ports=[local_port(port) for port in _ports(tracing)],
            networks=called.networks,
            depends_on={owner: part(compose.Dependency)(condition="service_completed_successfully")} if keeps else None,
            healthcheck=asks(f"http://127.0.0.1:{HEALTH}/status"),
        )
        if keeps:
            yield _volume_owner(stack, tracing, name=owner, of=called.name)
        volumes = (f"{called.name}-data",) if keeps else ()
        yield Container(called.name, "Takes, keeps and shows traces.", built, volumes)
        if tracing.storage in CLEANED and tracing.retention_ms:
            yield _cleaner(stack, tracing, secrets, name=cleaner_name(stack))


def cleaner_name(stack: Stack) -> str:
    """The container that deletes old indices."""
    return f"{names(stack.environment, *_SYSTEMS).name}-index-cleaner"


def _ports(tracing: Tracing) -> tuple[int, ...]:
    asked = (SAMPLING_HTTP, SAMPLING_GRPC) if tracing.remote_services else ()
    return (QUERY_HTTP, OTLP_GRPC, OTLP_HTTP, *asked)


def _data(name: str, tracing: Tracing) -> str:
    return f"{name}-data:{doubled(tracing.settings['directory'])}"


def _variables(stack: Stack) -> dict[str, str] | None:
    return {secret.reference: demanded(secret, of="Jaeger") for secret in variables(stack, conventions.JAEGER)} or None


def _volume_owner(stack: Stack, tracing: Tracing, *, name: str, of: str) -> Container:
    """A new volume belongs to root, and Jaeger's image has no folder that would say otherwise."""
    directory = doubled(tracing.settings["directory"])
    built = service(
        stack,
        "jaeger",
        entrypoint=["/bin/chown", _USER, directory],
        user="0:0",
        network_mode="none",
        volumes=[_data(of, tracing)],
        restart="no",
        cap_add=["CHOWN"],
    )
    return Container(name, f"Runs once, and gives the volume to Jaeger's user; then `{of}` starts.", built)


def _cleaner(stack: Stack, tracing: Tracing, secrets: Secrets, *, name: str) -> Container:
    """Deletes indices once a day, and is unwell when it has not for longer."""
    settings = tracing.settings
    server = (*settings["server_urls"], "")[0]
    login, environment = _cleaner_login(tracing)
    prefix = settings["index_prefix"].removesuffix("-")
    if prefix:
        environment["INDEX_PREFIX"] = doubled(prefix)
    environment |= _cleaner_tls(tracing)
    run = f"{login}{_CLEANER_PROGRAM} {cleaning_days(tracing.retention_ms)} {shlex.quote(server)}"
    script = doubled(f"while :; do if {run}; then touch {_CLEANED}; sleep {_DAY}; else sleep {_RETRY}; fi; done")
    built = service(
        stack,
        "jaeger",
        image=_cleaner_image(stack),
        entrypoint=["/bin/sh", "-c"],
        command=[script],
        environment=environment or None,
        secrets=[secret.mount for secret in secrets.get(conventions.JAEGER, ())] or None,
        healthcheck=check(
            ["CMD-SHELL", f'test -n "$$(find {_CLEANED} -mmin -1500 2>/dev/null)"'],
            patience="5m",
            interval="1m",
            retries=3,
        ),
        init=True,
    )
    days = cleaning_days(tracing.retention_ms)
    note = (
        f"Deletes traces, which Jaeger itself never does here: once a day, indices older than {days} days.\n"
        "An index holds a whole day, so that is one day more than the retention."
    )
    return Container(name, note, built)


def _cleaner_image(stack: Stack) -> str | None:
    """The cleaner that was released with this Jaeger; none where this Jaeger itself has no image."""
    jaeger = image_of(stack, "jaeger")
    if jaeger is None:
        return None
    version = Version.parse(jaeger.rpartition(":")[2])
    if version[:2] < _TOOLS_SINCE:
        version = Version(1, _PAIRED_WITH + version.minor, version.patch)
    return f"{_CLEANER}:{version.major}.{version.minor}.{version.patch}"


def _cleaner_tls(tracing: Tracing) -> dict[str, str]:
    """The certificates that Jaeger itself goes by, which stand in `extra`."""
    given = tracing.storage_extra.get("tls")
    known = given if isinstance(given, Mapping) else {}
    values = {variable: known[field] for field, variable in _CLEANER_TLS.items() if known.get(field)}
    texts = {name: "true" if value is True else doubled(str(value)) for name, value in values.items()}
    return {"ES_TLS_ENABLED": "true", **texts} if texts else {}


def _cleaner_login(tracing: Tracing) -> tuple[str, dict[str, str]]:
    """What stands before the command, and the variables of the container."""
    username, password = tracing.settings["username"], tracing.settings.get("password")
    environment: dict[str, Any] = {"ES_USERNAME": doubled(username)} if username else {}
    if not username or not isinstance(password, SecretRef):
        return "", environment
    if password.kind == "env":
        return "", {**environment, "ES_PASSWORD": demanded(password, of="Jaeger")}
    return f'ES_PASSWORD="$(cat {shlex.quote(password.reference)})" ', environment
