"""Dashboards of one environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from o11ygen.record import record
from o11ygen.resolved.source import Source


@record
class Query:
    """A query of a panel; `expr` may hold Grafana's variables."""

    expr: str
    legend: str
    instant: bool
    format: str
    exemplars: bool
    source: Source


@record
class Threshold:
    """From this value on, this colour."""

    value: float
    color: str


@record
class Panel:
    """A panel: `kind` is Grafana's panel type, `settings` what only this kind has, by the author's field names."""

    kind: str
    title: str
    description: str
    queries: tuple[Query, ...]
    unit: str
    width: int
    height: int
    thresholds: tuple[Threshold, ...]
    # min, max and decimals where the author gave them.
    bounds: Mapping[str, float]
    mappings: Mapping[str, str]
    repeat: str
    settings: Mapping[str, Any]
    extra: Mapping[str, Any]
    source: Source


@record
class Row:
    """Panels under a title."""

    title: str
    collapsed: bool
    panels: tuple[Panel, ...]
    source: Source


@record
class Variable:
    """A variable the reader chooses: from a query, or from fixed values. `expr` is the PromQL inside the query."""

    name: str
    title: str
    query: str
    values: tuple[str, ...]
    multi: bool
    include_all: bool
    expr: str
    source: Source


@record
class Dashboard:
    """A dashboard. `links` are (title, URL) pairs that the author added."""

    name: str
    uid: str
    title: str
    description: str
    folder: str
    service: str
    rows: tuple[Row, ...]
    variables: tuple[Variable, ...]
    links: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    refresh: str
    time_range_ms: int
    source: Source
    # Further fields, under the target's names.
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All panels, in order."""
        return tuple(panel for row in self.rows for panel in row.panels)
