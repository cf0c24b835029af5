"""What names of series say."""

from __future__ import annotations

import pytest

from o11ygen.promql.wellknown import is_cause, is_condition, is_health


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("up", "health"),
        ("redis_up", "health"),
        ("probe_success", "health"),
        ("job:redis_up", ""),
        ("setup", ""),
        ("ALERTS", "condition"),
        ("kube_pod_info", "condition"),
        ("information", ""),
        ("node_load5", "cause"),
        ("node_memory_MemAvailable_bytes", "cause"),
        ("container_cpu_usage_seconds_total", "cause"),
        ("orders_queue_depth", "cause"),
        ("process_memory_map_areas", ""),
        ("payload_cpu", ""),
        ("requests_total", ""),
    ],
)
def test_names(name: str, said: str) -> None:
    found = {"health": is_health(name), "condition": is_condition(name), "cause": is_cause(name)}
    assert [kind for kind, holds in found.items() if holds] == ([said] if said else [])
