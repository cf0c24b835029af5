"""How Grafana logs in where its data come from."""

from __future__ import annotations

from collections.abc import Iterator

from o11ygen import conventions
from o11ygen.resolve.at import At, MissingValueError
from o11ygen.resolve.scrape import connection
from o11ygen.resolved import Datasource

_SYSTEMS = {
    conventions.PROMETHEUS: "Prometheus",
    conventions.ALERTMANAGER: "Alertmanager",
    conventions.JAEGER: "Jaeger",
}


def datasources(at: At) -> dict[str, Datasource]:
    """The datasources that say how Grafana logs in, by the name of the system."""
    return dict(_found(at))


def _found(at: At) -> Iterator[tuple[str, Datasource]]:
    grafana = at.grafana
    for system, title in _SYSTEMS.items():
        given = getattr(grafana, system)
        if given is None:
            continue
        source = at.source(f"grafana.{system}", f"Grafana's datasource {title}", given, grafana)
        try:
            here = at.here(given, source)
            yield system, Datasource(connection(at, here, source), source, at.plain(here.extra, source, "extra"))
        except MissingValueError:
            continue
