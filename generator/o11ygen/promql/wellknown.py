"""What the name of a series says to whoever writes alerts, by the habits of exporters."""

from __future__ import annotations

import re
from functools import lru_cache

# What a machine or process does, which users only notice by something else.
_CAUSES = (
    r"(?!.*(?:_map_|limit))(?:node|process|container|windows|go|jvm|machine|host|system)"
    r"_(?:cpu|load|memory|mem|goroutines)\w*"
    r"|node_(?:context_switches|pressure|vmstat|intr)\w*|process_(?:resident|virtual)_memory\w*"
    r"|jvm_(?:gc|buffer|classes)\w*|go_(?:gc|memstats)\w*|\w+_(?:cpu|memory)_(?:usage|utilization|used)\w*"
    r"|\w+_queue_(?:depth|length|size)"
)

# Of these it is told how many are up.
_COUNTED = frozenset(
    (
        *("servers", "nodes", "replicas", "instances", "members", "peers", "backends", "workers", "hosts", "pods"),
        *("brokers", "targets", "interfaces", "links", "ports", "endpoints", "upstreams", "shards", "services"),
        *(
            "machines",
            "agents",
            "clients",
            "devices",
            "disks",
            "neighbors",
            "sessions",
            "osds",
            "containers",
            "processes",
        ),
    )
)


def is_health(name: str) -> bool:
    """Whether it is 1 while something works, and 0 while it does not."""
    if name in ("up", "probe_success"):
        return True
    return name.endswith("_up") and ":" not in name and name.split("_")[-2] not in _COUNTED


def is_condition(name: str) -> bool:
    """Whether the series is there only while something is so."""
    return name in ("ALERTS", "ALERTS_FOR_STATE") or name.endswith("_info")


@lru_cache(maxsize=4096)
def is_cause(name: str) -> bool:
    """Whether it tells how busy a machine, a process or a queue is."""
    return re.fullmatch(_CAUSES, name) is not None
