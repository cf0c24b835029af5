"""Grafana dashboards, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.targets.dashboard import judge_dashboard
from o11ygen.validate.context import Context
from o11ygen.validate.flaw import Flaw, warning

# Grafana fills in, moves or ignores these: the dashboard shows, if not as written.
_READ_ANYWAY = ("missing", "unknown", "deprecated", "advice")


def judge(value: Any, context: Context) -> Iterator[Flaw]:
    """What Grafana does not show as it is written."""
    if not isinstance(value, Mapping):
        yield Flaw("grafana/value", "a dashboard is a JSON object", "Export it from Grafana as JSON.")
        return
    at: tuple[str | int, ...] = ()
    if isinstance(value.get("dashboard"), Mapping):
        # What Grafana's API gives and takes.
        at, value = ("dashboard",), value["dashboard"]
    for problem in judge_dashboard(value):
        id_ = "grafana/field" if problem.kind == "unknown" else f"grafana/{problem.kind}"
        path = (*at, *problem.path)
        if problem.kind in _READ_ANYWAY:
            yield warning(id_, problem.message, problem.hint, path, on_key=problem.kind == "unknown")
        else:
            yield Flaw(id_, problem.message, problem.hint, path)
