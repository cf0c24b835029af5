"""Folders of this machine in which others write what Prometheus reads: compose mounts them, or it finds nothing there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import Any

from o11ygen import conventions
from o11ygen.lowering.flags import PROMETHEUS_DATA
from o11ygen.renderer import RenderProblem
from o11ygen.resolved import Source, Stack

# What a container has there already.
_THERE = tuple(f"{folder}/" for folder in (conventions.PROMETHEUS_FOLDER, PROMETHEUS_DATA, conventions.SECRETS_FOLDER))
# Sections that authors pass through, of files that are not rendered.
_FURTHER = ("rule_files", "scrape_config_files")
# What the image itself lives by: nothing may lie over it.
_OF_THE_IMAGE = ("/", "/bin", "/dev", "/etc", "/lib", "/lib64", "/proc", "/run", "/sbin", "/sys", "/usr", "/var")


def target_folders(stack: Stack) -> tuple[str, ...]:
    """The folders to mount where they are, each once; a relative path lies in the folder of prometheus.yml."""
    return tuple(sorted({folder for _, folder in _folders(stack) if folder not in _OF_THE_IMAGE}))


def target_file_problems(stack: Stack) -> Iterator[RenderProblem]:
    """Files in a folder that can't be mounted."""
    found = {(id(source), folder): source for source, folder in _folders(stack)}
    for (_, folder), source in found.items():
        if folder in _OF_THE_IMAGE:
            yield RenderProblem(
                "compose/target-folder",
                source,
                f"{source.what}: Prometheus is to read files in `{folder}`, which docker compose can't mount over that of "
                "the container, so it finds none there, and nobody sees what is missing",
                "Give them a folder of their own, such as `/srv/targets/*.json`, or a relative path: "
                "`targets/*.json` lies beside prometheus.yml.",
                "extra" if source is stack.prometheus.source else "discovery",
            )


def _folders(stack: Stack) -> Iterator[tuple[Source, str]]:
    for source, file in _files(stack):
        folder = posixpath.dirname(posixpath.normpath(file))
        # Short mounts are split at colons.
        if folder.startswith("/") and ":" not in folder and not f"{folder}/".startswith(_THERE):
            yield source, folder


def _files(stack: Stack) -> Iterator[tuple[Source, str]]:
    readers = [(job.source, job.discovery) for job in stack.jobs]
    readers += [(one.source, one.discovery) for one in stack.prometheus.alertmanagers]
    for source, discovery in readers:
        yield from ((source, file) for one in discovery for file in one.settings.get("files", ()))
    server = stack.prometheus
    for section in _FURTHER:
        yield from ((server.source, file) for file in _listed(server.extra.get(section)) if isinstance(file, str))


def _listed(value: Any) -> Sequence[Any]:
    """What authors pass through is judged elsewhere, and may be no list at all."""
    return value if isinstance(value, list | tuple) else ()
