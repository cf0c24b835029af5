"""The programs whose files are known here, as people write their names; without the models, so that it loads fast."""

from __future__ import annotations

TITLES = {
    "prometheus": "Prometheus",
    "alertmanager": "Alertmanager",
    "jaeger": "Jaeger",
    "grafana": "Grafana",
    "blackbox": "blackbox exporter",
}


def title(system: str) -> str:
    """The name of a program; of one without a title, its own."""
    return TITLES.get(system, system)
