"""Alerts and recording rules of one environment."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import field
from typing import Any

from o11ygen.record import record
from o11ygen.resolved.source import Source


@record
class AlertRule:
    """One alert at one severity: what Prometheus evaluates.

    `labels` holds every static label (service, team, severity and the author's); `annotations` every annotation. The
    texts are final: parameters are replaced, only the target's own templates are left in them.
    """

    id: str
    name: str
    service: str
    team: str
    severity: str
    expr: str
    for_ms: int
    keep_firing_ms: int
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    parameters: Mapping[str, Any]
    # Whether other severities of the same alert exist; then the higher inhibits the lower.
    leveled: bool
    dashboard: str
    extra: Mapping[str, Any]
    source: Source
    # What others have made of it, by their names: a rule that is the same in several environments is one object.
    made: dict[Hashable, object] = field(default_factory=dict, repr=False, compare=False)

    @property
    def pages(self) -> bool:
        """Whether its severity asks for somebody at once."""
        return self.severity == "critical"

    @property
    def what(self) -> str:
        """How messages call it: `alert HighErrorRate (critical)` where there are levels."""
        return f"{self.source.what} ({self.severity})" if self.leveled else self.source.what


@record
class RecordingRule:
    """A recorded expression."""

    id: str
    name: str
    service: str
    expr: str
    labels: Mapping[str, str]
    unit: str
    description: str
    source: Source
    # Further fields, under the target's names.
    extra: Mapping[str, Any] = field(default_factory=dict)
    made: dict[Hashable, object] = field(default_factory=dict, repr=False, compare=False)

    @property
    def what(self) -> str:
        """How messages call it."""
        return self.source.what


@record
class RuleGroup:
    """Rules evaluated together. An `interval_ms` or `query_offset_ms` of 0 is the server's own; a `limit` of 0 is none."""

    name: str
    service: str
    interval_ms: int
    limit: int
    query_offset_ms: int
    rules: tuple[AlertRule | RecordingRule, ...]
    source: Source
    # Further fields, under the target's names.
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def alerts(self) -> tuple[AlertRule, ...]:
        """The alerts among its rules."""
        return tuple(rule for rule in self.rules if isinstance(rule, AlertRule))

    @property
    def records_only(self) -> bool:
        """Whether it belongs into the file of recording rules: a mixed group keeps its order among the alerts."""
        return not any(isinstance(rule, AlertRule) for rule in self.rules)
