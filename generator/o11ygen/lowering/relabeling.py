"""Relabeling steps of the resolved model as Prometheus' own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from o11ygen.lowering.parts import part
from o11ygen.targets.outlined import relabel

if TYPE_CHECKING:
    from o11ygen.targets.relabel import RelabelConfig


def relabeling(steps: Iterable[Mapping[str, Any]]) -> list[RelabelConfig] | None:
    """The steps, or nothing where there are none; both sides name their fields alike."""
    return [part(relabel.RelabelConfig)(**step) for step in steps] or None
