"""Metrics, and how they come into Prometheus."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from o11ygen.record import record
from o11ygen.resolved.source import UNKNOWN, Source

LOOKBACK_MS = 300_000
"""How long a query finds a sample, unless the server's flag `--query.lookback-delta` says otherwise."""


@record
class Label:
    """A label of a metric; `cardinality` 0 is not known."""

    name: str
    values: tuple[str, ...]
    pattern: str
    cardinality: int


@record
class Metric:
    """A declared metric, with the jobs that expose it. `series` are the names under which its samples are stored.

    `buckets` and `quantiles` are empty where they are not known.
    """

    name: str
    type: str
    help: str
    unit: str
    labels: tuple[Label, ...]
    buckets: tuple[float, ...]
    native: bool
    quantiles: tuple[float, ...]
    # The smallest and largest value it may have; infinite where nothing was said.
    range: tuple[float, float]
    external: bool
    service: str
    jobs: tuple[str, ...]
    source: Source

    @property
    def series(self) -> tuple[str, ...]:
        """`x_bucket`, `x_sum` and `x_count` for a histogram, the bare name for the others."""
        if self.type == "histogram":
            classic = (f"{self.name}_bucket", f"{self.name}_sum", f"{self.name}_count")
            return (self.name, *classic) if self.native else classic
        if self.type == "summary":
            return (self.name, f"{self.name}_sum", f"{self.name}_count")
        return (self.name,)

    @property
    def parts(self) -> int:
        """How many series each combination of its labels' values makes: the buckets, sum and count of a histogram."""
        if self.type == "histogram":
            return len(self.buckets) + 3
        return len(self.quantiles) + 2 if self.type == "summary" else 1

    @property
    def most_series(self) -> int:
        """The most series it makes on one target; 0 where a label does not say how many values it has."""
        return math.prod((label.cardinality for label in self.labels), start=self.parts)

    def labels_of(self, series: str) -> frozenset[str]:
        """The labels of one of its series, without those that the target adds."""
        names = {label.name for label in self.labels}
        if self.type == "histogram" and series.endswith("_bucket"):
            names.add("le")
        if self.type == "summary" and series == self.name:
            names.add("quantile")
        return frozenset(names)


@record
class SecretRef:
    """A secret by reference: `kind` is `file` or `env`."""

    kind: str
    reference: str
    source: Source


@record
class Connection:
    """How an HTTP endpoint is reached; no `scheme` where a URL says it.

    Settings stand under the names of the author's model, secrets as references.
    """

    scheme: str
    basic_auth: Mapping[str, Any]
    authorization: Mapping[str, Any]
    tls: Mapping[str, Any]


@record
class Discovery:
    """How targets are found: `kind` is static, file, dns, http, kubernetes or consul; settings by the author's names."""

    kind: str
    settings: Mapping[str, Any]
    # Further fields, under the target's names.
    extra: Mapping[str, Any] = field(default_factory=dict)
    source: Source = UNKNOWN

    @property
    def targets(self) -> Sequence[str]:
        """The addresses that are listed; none where they are found elsewhere."""
        listed: Sequence[str] = self.settings.get("targets", ())
        return listed


@record
class Job:
    """A scrape job. `interval_ms` and `timeout_ms` are what holds, `own_*` whether the job itself says so."""

    id: str
    name: str
    service: str
    team: str
    connection: Connection
    discovery: tuple[Discovery, ...]
    interval_ms: int
    timeout_ms: int
    own_interval: bool
    own_timeout: bool
    path: str
    params: Mapping[str, tuple[str, ...]]
    honor_labels: bool
    relabel: tuple[Mapping[str, Any], ...]
    metric_relabel: tuple[Mapping[str, Any], ...]
    limits: Mapping[str, Any]
    metrics: tuple[str, ...]
    target_labels: tuple[str, ...]
    extra: Mapping[str, Any]
    source: Source
    # How many targets the author expects discovery to find; 0 where nothing was said.
    expected_targets: int = 0

    @property
    def targets(self) -> int:
        """About how many targets it has: what is expected, else those that are listed, and at least one."""
        listed = sum(len(one.targets) for one in self.discovery)
        return self.expected_targets or listed or 1


@record
class Probe:
    """Endpoints that the blackbox exporter asks, under one job name and one module of its own."""

    id: str
    name: str
    service: str
    team: str
    kind: str
    module: str
    targets: tuple[str, ...]
    labels: Mapping[str, str]
    interval_ms: int
    own_interval: bool
    timeout_ms: int
    settings: Mapping[str, Any]
    source: Source
    # Further fields, under the target's names.
    extra: Mapping[str, Any] = field(default_factory=dict)


@record
class RemoteWrite:
    """Where samples are sent on."""

    name: str
    url: str
    connection: Connection
    headers: Mapping[str, str]
    write_relabel: tuple[Mapping[str, Any], ...]
    send_native_histograms: bool
    extra: Mapping[str, Any]
    source: Source


@record
class AlertmanagerEndpoint:
    """Whom Prometheus sends alerts to; a `timeout_ms` of 0 is the server's own."""

    name: str
    connection: Connection
    discovery: tuple[Discovery, ...]
    path_prefix: str
    timeout_ms: int
    alert_relabel: tuple[Mapping[str, Any], ...]
    source: Source
    # Further fields, under the target's names.
    extra: Mapping[str, Any] = field(default_factory=dict)


@record
class PrometheusServer:
    """The server itself: intervals, limits (0 is none), feature flags, and whom it talks to."""

    scrape_interval_ms: int
    scrape_timeout_ms: int
    evaluation_interval_ms: int
    query_offset_ms: int
    features: tuple[str, ...]
    alertmanagers: tuple[AlertmanagerEndpoint, ...]
    alert_relabel: tuple[Mapping[str, Any], ...]
    remote_write: tuple[RemoteWrite, ...]
    limits: Mapping[str, int]
    web_tls: Mapping[str, Any]
    users: Mapping[str, str]
    extra: Mapping[str, Any]
    source: Source
