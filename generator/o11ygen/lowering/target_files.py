"""Folders of this machine in which another program lists targets: compose mounts them, or Prometheus finds nothing there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from o11ygen import conventions
from o11ygen.lowering.flags import PROMETHEUS_DATA
from o11ygen.renderer import RenderProblem
from o11ygen.resolved import Source, Stack

# What a container has there already.
_THERE = tuple(f"{folder}/" for folder in (conventions.PROMETHEUS_FOLDER, PROMETHEUS_DATA, conventions.SECRETS_FOLDER))
# What the image itself lives by: nothing may lie over it.
_OF_THE_IMAGE = ("/", "/bin", "/dev", "/etc", "/lib", "/lib64", "/proc", "/run", "/sbin", "/sys", "/usr", "/var")


def target_folders(stack: Stack) -> tuple[str, ...]:
    """The folders to mount where they are, each once; a relative path lies in the folder of prometheus.yml."""
    return tuple(sorted({folder for _, folder in _folders(stack) if folder not in _OF_THE_IMAGE}))


def target_file_problems(stack: Stack) -> Iterator[RenderProblem]:
    """Lists of targets in a folder that can't be mounted."""
    found = {(id(source), folder): source for source, folder in _folders(stack)}
    for (_, folder), source in found.items():
        if folder in _OF_THE_IMAGE:
            yield RenderProblem(
                "compose/target-folder",
                source,
                f"{source.what}: targets are listed in `{folder}`, which docker compose can't mount over that of the "
                "container, so Prometheus finds none there, and nobody sees one down",
                "Give them a folder of their own, such as `/srv/targets/*.json`, or a relative path: "
                "`targets/*.json` lies beside prometheus.yml.",
                "discovery",
            )


def _folders(stack: Stack) -> Iterator[tuple[Source, str]]:
    readers = [(job.source, job.discovery) for job in stack.jobs]
    readers += [(endpoint.source, endpoint.discovery) for endpoint in stack.prometheus.alertmanagers]
    for source, discovery in readers:
        for file in (file for one in discovery for file in one.settings.get("files", ())):
            folder = posixpath.dirname(posixpath.normpath(file))
            # Short mounts are split at colons.
            if folder.startswith("/") and ":" not in folder and not f"{folder}/".startswith(_THERE):
                yield source, folder
