"""Where Grafana's data come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from o11ygen.record import record
from o11ygen.resolved.scrape import Connection
from o11ygen.resolved.source import Source


@record
class Datasource:
    """How Grafana logs in at one server of the stack."""

    connection: Connection
    source: Source
    # Further fields, under the target's names.
    extra: Mapping[str, Any] = field(default_factory=dict)
