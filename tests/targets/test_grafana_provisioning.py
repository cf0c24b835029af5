"""Provisioning files: fixed uids, links that lead somewhere, and dollars that Grafana would replace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from o11ygen.targets.camel import spelling
from o11ygen.targets.grafana_datasource import (
    AlertmanagerData,
    ExemplarDestination,
    JaegerData,
    MetricQuery,
    PrometheusData,
    Switch,
    Tag,
    TracesToLogs,
    TracesToMetrics,
)
from o11ygen.targets.grafana_provisioning import (
    DashboardProvider,
    DashboardProviders,
    Datasource,
    Datasources,
    ProviderOptions,
)
from o11ygen.targets.model import Target, judge
from o11ygen.version import Version


def faults(model: type[Target], value: Any, version: str = "12.0") -> list[tuple[str, str, str]]:
    return [(each.place, each.message, each.hint) for each in judge(model, value, {"grafana": Version.parse(version)})]


def built() -> dict[str, Any]:
    return Datasources(
        api_version=1,
        prune=True,
        datasources=[
            Datasource(
                name="Prometheus",
                type="prometheus",
                uid="prometheus",
                access="proxy",
                url="http://prometheus:9090",
                is_default=True,
                editable=False,
                json_data=PrometheusData(
                    http_method="POST",
                    time_interval="15s",
                    prometheus_type="Prometheus",
                    exemplar_trace_id_destinations=[ExemplarDestination(name="trace_id", datasource_uid="jaeger")],
                ),
            ),
            Datasource(
                name="Alertmanager",
                type="alertmanager",
                uid="alertmanager",
                url="http://alertmanager:9093",
                json_data=AlertmanagerData(implementation="prometheus", handle_grafana_managed_alerts=False),
            ),
            Datasource(
                name="Jaeger",
                type="jaeger",
                uid="jaeger",
                url="http://jaeger:16686",
                json_data=JaegerData(
                    traces_to_metrics=TracesToMetrics(
                        datasource_uid="prometheus",
                        tags=[Tag(key="service.name", value="service")],
                        queries=[MetricQuery(name="Requests", query="rate(http_requests_total{$$__tags}[5m])")],
                    ),
                    node_graph=Switch(enabled=True),
                ),
            ),
        ],
    ).document()


Edit = Callable[[list[dict[str, Any]]], object]
UNIQUE = "Write one, such as `prometheus`"


def test_built_in_the_spelling_of_grafana() -> None:
    assert built() == {
        "apiVersion": 1,
        "prune": True,
        "datasources": [
            {
                "name": "Prometheus",
                "type": "prometheus",
                "uid": "prometheus",
                "access": "proxy",
                "url": "http://prometheus:9090",
                "isDefault": True,
                "editable": False,
                "jsonData": {
                    "httpMethod": "POST",
                    "timeInterval": "15s",
                    "prometheusType": "Prometheus",
                    "exemplarTraceIdDestinations": [{"name": "trace_id", "datasourceUid": "jaeger"}],
                },
            },
            {
                "name": "Alertmanager",
                "type": "alertmanager",
                "uid": "alertmanager",
                "url": "http://alertmanager:9093",
                "jsonData": {"implementation": "prometheus", "handleGrafanaManagedAlerts": False},
            },
            {
                "name": "Jaeger",
                "type": "jaeger",
                "uid": "jaeger",
                "url": "http://jaeger:16686",
                "jsonData": {
                    "tracesToMetrics": {
                        "datasourceUid": "prometheus",
                        "tags": [{"key": "service.name", "value": "service"}],
                        "queries": [{"name": "Requests", "query": "rate(http_requests_total{$$__tags}[5m])"}],
                    },
                    "nodeGraph": {"enabled": True},
                },
            },
        ],
    }
    assert faults(Datasources, built()) == []


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("org_id", "orgId"),
        ("json_data", "jsonData"),
        ("traces_to_logs_v2", "tracesToLogsV2"),
        ("filter_by_trace_id", "filterByTraceID"),
        ("exemplar_trace_id_destinations", "exemplarTraceIdDestinations"),
        ("tls_auth_with_ca_cert", "tlsAuthWithCACert"),
        ("http_header_name1", "httpHeaderName1"),
    ],
)
def test_spelling(field: str, name: str) -> None:
    assert spelling(field) == name


def test_logs_of_a_trace() -> None:
    logs = TracesToLogs(datasource_uid="loki", span_start_time_shift="-1h", span_end_time_shift="1h")
    assert JaegerData(traces_to_logs_v2=logs).document() == {
        "tracesToLogsV2": {"datasourceUid": "loki", "spanStartTimeShift": "-1h", "spanEndTimeShift": "1h"}
    }


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            lambda d: d[1].pop("uid"),
            ("datasources[1].uid", "without `uid` the datasource has another one on each server", UNIQUE),
        ),
        (
            lambda d: d[1].update(uid="my alertmanager"),
            ("datasources[1].uid", "`my alertmanager` is no uid", "Use at most 40 letters, digits, `-` and `_`"),
        ),
        (
            lambda d: d[1].update(uid="jaeger"),
            ("datasources[2].uid", "the uid `jaeger` is used twice, first by number 2", "Give each its own"),
        ),
        (
            lambda d: d[1].update(name="Jaeger"),
            (
                "datasources[2].name",
                "the name `Jaeger` is used twice, first by number 2",
                "Rename one: the later replaces the earlier",
            ),
        ),
        (
            lambda d: d[1].update(isDefault=True),
            (
                "datasources[1].isDefault",
                "a second default datasource",
                "Keep `isDefault` on one: Grafana does not start with two",
            ),
        ),
        (
            lambda d: d[1]["jsonData"].pop("implementation"),
            (
                "datasources[1].jsonData",
                "Grafana takes an Alertmanager for Mimir's unless told otherwise",
                "Write `implementation: prometheus`",
            ),
        ),
        (
            lambda d: d[0]["jsonData"].update(httpMethods="POST"),
            ("datasources[0].jsonData.httpMethods", "unknown field `httpMethods`", 'Did you mean "httpMethod"?'),
        ),
        (
            lambda d: d[0]["jsonData"].update(httpMethod="PUT"),
            ("datasources[0].jsonData.httpMethod", "must be one of `POST` or `GET`", ""),
        ),
        (
            lambda d: d[0]["jsonData"]["exemplarTraceIdDestinations"][0].update(datasourceUid="tempo"),
            (
                "datasources[0].jsonData.exemplarTraceIdDestinations[0].datasourceUid",
                "no datasource has the uid `tempo`",
                "Name one of this file",
            ),
        ),
        (
            lambda d: d[2]["jsonData"]["tracesToMetrics"]["queries"][0].update(query="up{$__tags}"),
            (
                "datasources[2].jsonData.tracesToMetrics.queries[0].query",
                "Grafana replaces `$__tags` by an environment variable",
                "Write `$$__tags`",
            ),
        ),
        (
            lambda d: d[2]["jsonData"]["tracesToMetrics"]["queries"][0].update(query="up{a='${__value.raw}'}"),
            (
                "datasources[2].jsonData.tracesToMetrics.queries[0].query",
                "Grafana replaces `${__value.raw}` by an environment variable",
                "Write `$${__value.raw}`",
            ),
        ),
        (
            lambda d: d[0].update(url="prometheus:9090"),
            ("datasources[0].url", "the URL has no scheme", "Write a URL such as `http://prometheus:9090`"),
        ),
    ],
)
def test_faults(edit: Edit, expected: tuple[str, str, str]) -> None:
    value = built()
    edit(value["datasources"])
    assert faults(Datasources, value) == [expected]


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (
            lambda d: d[0].update(basicAuth=True),
            [
                ("datasources[0].basicAuth", "it logs in without a name", "Write `basicAuthUser`"),
                (
                    "datasources[0]",
                    "it has no `basicAuthPassword`, which it is told to use; every request is refused",
                    "Write `secureJsonData.basicAuthPassword`, such as `$NAME` or `$__file{/run/secrets/...}`",
                ),
            ],
        ),
        (
            lambda d: d[0].update(secureJsonData={"tlsCACert": "$CA", "basicAuthPassword": "$PASSWORD"}),
            [
                (
                    "datasources[0].secureJsonData.basicAuthPassword",
                    "`basicAuthPassword` is never used",
                    "Switch it on: `basicAuth: true`",
                ),
                (
                    "datasources[0].secureJsonData.tlsCACert",
                    "`tlsCACert` is never used",
                    "Switch it on: `jsonData.tlsAuthWithCACert: true`",
                ),
            ],
        ),
        (
            lambda d: (d[0]["jsonData"].update(tlsAuth=True), d[0].update(secureJsonData={"tlsClientCert": "$C"})),
            [
                (
                    "datasources[0]",
                    "it has no `tlsClientKey`, which it is told to use; every request is refused",
                    "Write `secureJsonData.tlsClientKey`, such as `$NAME` or `$__file{/run/secrets/...}`",
                )
            ],
        ),
    ],
)
def test_logins(edit: Edit, found: list[tuple[str, str, str]]) -> None:
    value = built()
    edit(value["datasources"])
    assert faults(Datasources, value) == found


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: d[0].update(url="$PROMETHEUS_URL"),
        lambda d: d[0]["jsonData"].update(httpHeaderName1="X-Scope-OrgID"),
        lambda d: d[0].update(secureJsonData={"httpHeaderValue1": "$TENANT"}),
        lambda d: d[0].update(
            basicAuth=True, basicAuthUser="reader", secureJsonData={"basicAuthPassword": "$__file{/run/secrets/p}"}
        ),
        lambda d: (
            d[0]["jsonData"].update(tlsAuthWithCACert=True, serverName="prometheus"),
            d[0].update(secureJsonData={"tlsCACert": "$__file{/run/secrets/ca}"}),
        ),
        lambda d: d.append(
            {"name": "Postgres", "type": "postgres", "uid": "pg", "url": "db:5432", "jsonData": {"x": 1}}
        ),
        lambda d: d[1].update(isDefault=True, orgId=2),
    ],
)
def test_accepted(edit: Edit) -> None:
    value = built()
    edit(value["datasources"])
    assert faults(Datasources, value) == []


def test_prune_needs_its_release() -> None:
    assert faults(Datasources, built(), "11.0") == [("prune", "`prune` needs Grafana 11.1; judged as 11.0", "")]


def test_without_a_version_grafana_reads_another_format() -> None:
    value = built()
    del value["apiVersion"]
    assert [place for place, _, _ in faults(Datasources, value)] == ["apiVersion"]


class TestProviders:
    def built(self, **fields: Any) -> dict[str, Any]:
        options = ProviderOptions(path="/etc/grafana/dashboards", folders_from_files_structure=True)
        provider = DashboardProvider(name="o11ygen", type="file", options=options, **fields)
        return DashboardProviders(api_version=1, providers=[provider]).document()

    def test_built(self) -> None:
        value = self.built(allow_ui_updates=False, update_interval_seconds=30)
        assert value["providers"] == [
            {
                "name": "o11ygen",
                "type": "file",
                "updateIntervalSeconds": 30,
                "allowUiUpdates": False,
                "options": {"path": "/etc/grafana/dashboards", "foldersFromFilesStructure": True},
            }
        ]
        assert faults(DashboardProviders, value) == []

    def test_a_folder_beside_directories(self) -> None:
        value = self.built()
        value["providers"][0]["folder"] = "Churn"
        assert faults(DashboardProviders, value) == [
            (
                "providers[0].folder",
                "`folder` does nothing: folders come from directories",
                "Remove it, or switch off `foldersFromFilesStructure`",
            )
        ]

    def test_two_of_a_name(self) -> None:
        value = self.built()
        value["providers"] *= 2
        assert faults(DashboardProviders, value) == [
            (
                "providers[1].name",
                "the provider `o11ygen` is used twice, first by number 1",
                "Rename one: Grafana does not start with two of a name",
            )
        ]
