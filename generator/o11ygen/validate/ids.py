"""The ids of what is told without being refused: warnings and infos, which `--ignore` leaves out."""

from __future__ import annotations

from collections.abc import Iterable

from o11ygen.finding import nearest

WARNINGS = frozenset(
    [
        "alertmanager/advice",
        "alertmanager/deprecated",
        "alertmanager/glob",
        "alertmanager/inhibit-all",
        "alertmanager/inhibit-equal",
        "alertmanager/month",
        "alertmanager/secret",
        "alertmanager/timing",
        "blackbox/advice",
        "blackbox/deprecated",
        "compose/condition",
        "compose/deprecated",
        "compose/port",
        "compose/profile",
        "grafana/advice",
        "grafana/api-version",
        "grafana/datasource",
        "grafana/deprecated",
        "grafana/dollar",
        "grafana/duplicate",
        "grafana/exclusive",
        "grafana/field",
        "grafana/format",
        "grafana/grid",
        "grafana/inputs",
        "grafana/login",
        "grafana/missing",
        "grafana/panel-id",
        "grafana/panel-type",
        "grafana/plugin",
        "grafana/schema-version",
        "grafana/threshold",
        "grafana/uid",
        "grafana/unit",
        "grafana/value",
        "grafana/variable",
        "jaeger/adaptive",
        "jaeger/advice",
        "jaeger/deprecated",
        "jaeger/ephemeral",
        "jaeger/field",
        "jaeger/idle",
        "jaeger/memory",
        "jaeger/value",
        "prometheus/advice",
        "prometheus/deprecated",
        "prometheus/glob",
        "prometheus/no-targets",
        "prometheus/sampling",
        "prometheus/scheme",
        "prometheus/secret",
        "prometheus/secret-file",
        "prometheus/staleness",
        "prometheus/target",
        "rules/advice",
        "rules/deprecated",
        "rules/duplicate",
        "rules/interval",
        "rules/result",
        "template/arity",
        "template/depth",
        "template/field",
        "template/format",
        "template/function",
        "template/regexp",
        "template/syntax",
        "template/template",
        "template/type",
        "template/variable",
        "template/version",
        "tests/advice",
        "tests/alert",
        "tests/deprecated",
        "tests/empty",
        "tests/glob",
        "tests/group",
        "yaml/advice",
    ]
)


def unknown_id(ids: Iterable[str]) -> str:
    """What is wrong with the first of the ids that names no warning; empty when all do."""
    for name in ids:
        if name not in WARNINGS:
            hint = nearest(name, WARNINGS) or f"Warnings: {', '.join(sorted(WARNINGS))}."
            return f"`{name}` is not the id of a warning. {hint}"
    return ""
