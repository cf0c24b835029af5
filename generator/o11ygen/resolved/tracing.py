"""Tracing of one environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from o11ygen.record import record
from o11ygen.resolved.source import UNKNOWN, Source


@record
class ServiceTracing:
    """How one service's traces are sampled: `sampler` is `sdk` or `remote`, ratios are from 0 to 1."""

    service: str
    service_name: str
    sampler: str
    ratio: float
    operations: Mapping[str, float]
    attributes: Mapping[str, str]
    source: Source


@record
class Tracing:
    """Jaeger: where traces are kept and for how long; a `retention_ms` of 0 promises nothing.

    `storage` is memory, badger, elasticsearch, opensearch, cassandra, clickhouse or grpc; `settings` go by the author's
    field names, secrets as references.
    """

    storage: str
    settings: Mapping[str, Any]
    retention_ms: int
    default_ratio: float
    services: tuple[ServiceTracing, ...]
    links: tuple[tuple[str, str], ...]
    source: Source
    # Further fields of the storage, which has a place of its own, and further sections of the file.
    storage_source: Source = UNKNOWN
    storage_extra: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def remote_services(self) -> tuple[ServiceTracing, ...]:
        """The services that ask Jaeger for their strategy."""
        return tuple(service for service in self.services if service.sampler == "remote")
