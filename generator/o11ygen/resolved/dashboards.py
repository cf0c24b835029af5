"""Dashboards of one environment."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import field
from typing import Any

from o11ygen.record import record
from o11ygen.resolved.source import Source

DATASOURCE = "${datasource}"
"""The datasource that the reader chooses: every dashboard of a project has this variable."""


@record
class Query:
    """A query of a panel; `expr` may hold Grafana's variables.

    `language` is `promql`, or empty for a query in another one, which nobody here reads: its `expr` is empty then.
    `datasource` is Grafana's uid or name of it; empty where nothing is said.
    """

    expr: str
    legend: str
    instant: bool
    format: str
    exemplars: bool
    source: Source
    language: str = "promql"
    datasource: str = DATASOURCE
    # Whether its result is not drawn: it feeds others, or somebody switched it off.
    hidden: bool = False


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
    datasource: str = DATASOURCE
    # Links of the panel and of its values: title and URL.
    links: tuple[tuple[str, str], ...] = ()
    # The least time between two points, where somebody set one; 0 where Grafana chooses.
    step_ms: int = 0
    # Units of single series or columns, which differ from `unit`.
    units: tuple[str, ...] = ()
    # What is done with the results before they are drawn, by Grafana's names.
    transformations: tuple[str, ...] = ()

    @property
    def over_time(self) -> bool:
        """Whether it draws values along an axis of time."""
        return self.kind in ("timeseries", "graph", "heatmap", "state-timeline", "status-history")

    @property
    def reduces(self) -> bool:
        """Whether it makes one number of each series."""
        return self.kind in ("stat", "gauge", "bargauge", "singlestat", "piechart")


@record
class Row:
    """Panels under a title."""

    title: str
    collapsed: bool
    panels: tuple[Panel, ...]
    source: Source


@record
class Variable:
    """A variable the reader chooses: from a query, or from fixed values. `expr` is the PromQL inside the query.

    `kind` is Grafana's type of it: `query`, `custom`, `datasource`, `interval`, `textbox`, `constant`, `adhoc`; or
    `input`, for what an export asks for when it is imported. The `query` of a datasource is its plugin.
    """

    name: str
    title: str
    query: str
    values: tuple[str, ...]
    multi: bool
    include_all: bool
    expr: str
    source: Source
    kind: str = "query"
    language: str = "promql"
    datasource: str = DATASOURCE
    # Whether nobody sees it: links and queries use it.
    hidden: bool = False


@record
class Dashboard:
    """A dashboard. `links` are (title, URL) pairs that the author added.

    `linked_tags` are those whose dashboards are listed at the top. `annotations` are queries for events.
    """

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
    linked_tags: tuple[tuple[str, ...], ...] = ()
    annotations: tuple[Query, ...] = ()
    # Variables that something on it refers to, beside the texts of its parts.
    refers: frozenset[str] = frozenset()
    # What others have made of it, by their names.
    made: dict[Hashable, object] = field(default_factory=dict, repr=False, compare=False)

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All panels, in order."""
        return tuple(panel for row in self.rows for panel in row.panels)
