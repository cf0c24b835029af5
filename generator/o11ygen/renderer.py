"""The registry of renderers: each turns a Stack into the files of one target system."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from o11ygen import plugins
from o11ygen.artifact import Artifact
from o11ygen.resolved import Stack

Render: TypeAlias = Callable[[Stack], Iterable[Artifact]]


@dataclass(frozen=True, slots=True)
class Renderer:
    """A target system and the function that renders its files."""

    system: str
    render: Render


_RENDERERS: dict[str, Renderer] = {}


def renderer(system: str) -> Callable[[Render], Render]:
    """Register a function as the renderer of a target system: `@renderer("prometheus")`.

    The function is pure: it takes one environment's Stack and yields artifacts, whose paths are relative to the folder
    of that environment. It decides no default and picks no value; it only translates.
    """

    def register(render: Render) -> Render:
        _RENDERERS[system] = Renderer(system, render)
        return render

    return register


def renderers() -> tuple[Renderer, ...]:
    """All renderers, sorted by system."""
    plugins.load("o11ygen.renderers")
    return tuple(_RENDERERS[system] for system in sorted(_RENDERERS))
