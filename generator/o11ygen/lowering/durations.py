"""Durations for targets that read Go's own form instead of Prometheus', or Grafana's."""

from __future__ import annotations

from o11ygen.duration import parse_duration

_UNITS = (("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1))
_GRAFANA_UNITS = (("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000))


def go_duration(milliseconds: int) -> str:
    """Go's form, which knows no days: `1h30m`, `36h`, `1s500ms`, `0s`."""
    text = ""
    for unit, size in _UNITS:
        count, milliseconds = divmod(milliseconds, size)
        text += f"{count}{unit}" if count else ""
    return text or "0s"


def as_go(duration: str) -> str:
    """A Prometheus duration in Go's form: `1d` is `24h`."""
    return go_duration(parse_duration(duration))


def interval(milliseconds: int) -> str:
    """A time as Grafana reads it: one number and one unit, `90m` and never `1h30m`; below a second, milliseconds."""
    for unit, size in _GRAFANA_UNITS:
        if milliseconds and milliseconds % size == 0:
            return f"{milliseconds // size}{unit}"
    return f"{milliseconds}ms"
