"""docker-compose.yml: exactly this stack, from the files beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from o11ygen import conventions, templating
from o11ygen.artifact import Artifact, DocumentPath
from o11ygen.lowering.parts import document, part
from o11ygen.renderer import RenderProblem, RenderProblems, Written, renderer
from o11ygen.resolved import Stack
from o11ygen.targets.outlined import compose as target

if TYPE_CHECKING:
    from o11ygen.lowering.containers import Container
    from o11ygen.lowering.monitoring_containers import Secrets

# `lowering` takes time to load, and many projects run in another way: functions import what they need of it.
_FILE = "docker-compose.yml"


@renderer("compose")
def render(stack: Stack) -> Iterator[Artifact]:
    """The stack as containers, unless the project runs them in another way."""
    if not stack.compose:
        return
    from o11ygen.lowering.containers import PROFILE
    from o11ygen.lowering.monitoring_containers import monitoring_containers
    from o11ygen.lowering.secret_files import secret_files, variables
    from o11ygen.lowering.tracing_containers import tracing_containers

    secrets = secret_files(stack)
    containers = [*monitoring_containers(stack, secrets), *tracing_containers(stack, secrets)]
    config = _config(stack, containers, secrets)
    text = templating.render(
        "compose/docker-compose.yml.j2",
        stack=stack,
        config=config,
        profile=PROFILE,
        notes={container.name: container.note for container in containers},
        variables=list(
            dict.fromkeys(
                secret.reference
                for system in (conventions.JAEGER, conventions.GRAFANA)
                for secret in variables(stack, system)
            )
        ),
    )
    yield Artifact(_FILE, text, config, target="compose", sources=_sources(stack, config))
    problems = tuple(_problems(stack))
    if problems:
        raise RenderProblems(problems)


def _config(stack: Stack, containers: list[Container], secrets: Secrets) -> dict[str, Any]:
    network = f"{conventions.slug(stack.project)}-{conventions.slug(stack.environment.name)}"
    volumes = [volume for container in containers for volume in container.volumes]
    names = sorted({secret.name for found in secrets.values() for secret in found})
    return document(
        part(target.Compose)(
            name=network,
            services={container.name: container.service for container in containers},
            networks={"default": {"name": network}},
            volumes={volume: {} for volume in volumes},
            secrets={name: part(target.Secret)(file=f"./secrets/{name}") for name in names},
        )
    )


def _sources(stack: Stack, config: dict[str, Any]) -> dict[DocumentPath, object]:
    sources: dict[DocumentPath, object] = {(): Written(stack.source, {(): "compose"})}
    sources |= {("services", name): Written(stack.environment.source) for name in config["services"]}
    return sources


def _problems(stack: Stack) -> Iterator[RenderProblem]:
    from o11ygen.lowering.containers import image_problems
    from o11ygen.lowering.secret_files import secret_file_problems
    from o11ygen.lowering.target_files import target_file_problems

    yield from image_problems(stack, _components(stack))
    yield from secret_file_problems(stack)
    yield from target_file_problems(stack)


def _components(stack: Stack) -> Iterator[str]:
    yield from ("prometheus", "alertmanager", "grafana")
    if conventions.NODE in stack.environment.addresses:
        yield "node-exporter"
    if stack.probes:
        yield "blackbox-exporter"
    if stack.tracing:
        yield "jaeger"
