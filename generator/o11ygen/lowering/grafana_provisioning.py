"""What Grafana reads at its start: where its data come from, and where its dashboards lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from o11ygen import conventions
from o11ygen.lowering.datasource_login import http_fields, login_fields
from o11ygen.lowering.durations import interval
from o11ygen.lowering.parts import part
from o11ygen.resolved import Stack, addresses
from o11ygen.targets.outlined import grafana_datasource as data
from o11ygen.targets.outlined import grafana_provisioning as target

if TYPE_CHECKING:
    from o11ygen.targets.grafana_provisioning import DashboardProviders, Datasource, Datasources

# The release from which on datasources that are no longer listed can be removed.
_PRUNES = (11, 1)
_EXEMPLARS = "exemplar-storage"
# The label of an exemplar that holds the trace, as the OpenTelemetry specification names it for Prometheus.
# https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/
_TRACE_LABEL = "trace_id"


def datasources(stack: Stack) -> Datasources:
    """Prometheus, Alertmanager and Jaeger under fixed uids, so that dashboards and links hold."""
    found = [_prometheus(stack)]
    if conventions.ALERTMANAGER in stack.environment.addresses:
        found.append(_alertmanager(stack))
    if stack.tracing:
        found.append(_jaeger(stack))
    prune = True if stack.environment.versions[conventions.GRAFANA] >= _PRUNES else None
    return part(target.Datasources)(api_version=1, prune=prune, datasources=found)


def _prometheus(stack: Stack) -> Datasource:
    version = stack.environment.versions[conventions.PROMETHEUS]
    login = stack.datasources.get(conventions.PROMETHEUS)
    follows = stack.tracing and _EXEMPLARS in stack.prometheus.features
    trace = part(data.ExemplarDestination)(name=_TRACE_LABEL, datasource_uid=conventions.DATASOURCE_JAEGER)
    return part(target.Datasource)(
        name="Prometheus",
        type="prometheus",
        uid=conventions.DATASOURCE_PROMETHEUS,
        access="proxy",
        url=_url(
            stack,
            conventions.PROMETHEUS,
            "prometheus:9090",
            system=conventions.PROMETHEUS,
            tls=bool(stack.prometheus.web_tls),
        ),
        is_default=True,
        editable=False,
        **login_fields(login),
        json_data=part(data.PrometheusData)(
            http_method="POST",
            # The least step, and what `$__rate_interval` is made from: four scrapes.
            time_interval=interval(stack.prometheus.scrape_interval_ms),
            prometheus_type="Prometheus",
            prometheus_version=f"{version.major}.{version.minor}.{version.patch}",
            manage_alerts=True,
            exemplar_trace_id_destinations=[trace] if follows else None,
            **http_fields(login),
        ),
    )


def _alertmanager(stack: Stack) -> Datasource:
    login = stack.datasources.get(conventions.ALERTMANAGER)
    return part(target.Datasource)(
        name="Alertmanager",
        type="alertmanager",
        uid=conventions.DATASOURCE_ALERTMANAGER,
        access="proxy",
        url=_url(
            stack,
            conventions.ALERTMANAGER,
            "alertmanager:9093",
            system=conventions.ALERTMANAGER,
            tls=_takes_tls(stack),
        ),
        editable=False,
        **login_fields(login),
        json_data=part(data.AlertmanagerData)(
            implementation="prometheus", handle_grafana_managed_alerts=False, **http_fields(login)
        ),
    )


def _takes_tls(stack: Stack) -> bool:
    """Whether alerts go to the address that Grafana asks over TLS."""
    asked = stack.environment.addresses[conventions.ALERTMANAGER][0]
    return any(
        asked in one.targets
        for endpoint in stack.prometheus.alertmanagers
        if endpoint.connection.scheme == "https"
        for one in endpoint.discovery
    )


def _jaeger(stack: Stack) -> Datasource:
    login = stack.datasources.get(conventions.JAEGER)
    return part(target.Datasource)(
        name="Jaeger",
        type="jaeger",
        uid=conventions.DATASOURCE_JAEGER,
        access="proxy",
        url=_url(stack, conventions.JAEGER_QUERY, "jaeger:16686", system=conventions.JAEGER),
        editable=False,
        **login_fields(login),
        json_data=part(data.JaegerData)(
            node_graph=part(data.Switch)(enabled=True),
            trace_id_time_params=part(data.Switch)(enabled=True),
            **http_fields(login),
        ),
    )


def _url(stack: Stack, name: str, default: str, *, system: str, tls: bool = False) -> str:
    """The first of the addresses under a name, and the path of the URL that people open: the API is below it as well."""
    address = stack.environment.addresses.get(name, (default,))[0]
    if "://" in address:
        return address
    below = addresses.path(stack.environment.urls.get(system, ""))
    return f"{'https' if tls else 'http'}://{address}{below}"


def providers(stack: Stack) -> DashboardProviders:
    """One directory, each of whose directories is a folder; what is changed in the browser is not kept."""
    return part(target.DashboardProviders)(
        api_version=1,
        providers=[
            part(target.DashboardProvider)(
                name=conventions.slug(stack.project),
                org_id=1,
                type="file",
                disable_deletion=False,
                update_interval_seconds=30,
                allow_ui_updates=False,
                options=part(target.ProviderOptions)(
                    path=conventions.GRAFANA_DASHBOARDS, folders_from_files_structure=True
                ),
            )
        ],
    )
