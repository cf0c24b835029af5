"""`extra` adds to what is rendered, and never replaces what the author's own fields say."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen import (
    CassandraStorage,
    Group,
    Integration,
    Level,
    Prometheus,
    RemoteWrite,
    Routing,
    ScrapeJob,
    Secret,
    Severity,
    Tracing,
    jira,
    override,
    slack,
    webex,
)
from o11ygen.finding import merge
from o11ygen.lowering import trace_storage
from o11ygen.lowering.parts import document
from tests.resolve.stage import make_alert, make_environment, make_project, make_service, resolved, stack_of

SECRET = Secret.file("/run/secrets/a")


def taken(**fields: Any) -> list[str]:
    """What each finding says is set, and the remedy."""
    _, findings = resolved(make_project(fields.pop("service", make_service()), **fields))
    assert {one.id for one in findings} <= {"spec/extra"}
    return [f"{one.message.split('`')[3]}: {one.hint}" for one in findings]


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ({"alert": "X"}, ["alert: Take it out, and change the name where it is declared."]),
        ({"for": "9h"}, ["for: Write `for_=` instead."]),
        ({"keep_firing_for": "9h"}, ["keep_firing_for: Write `keep_firing_for=` instead."]),
        ({"annotations": {"x": "y"}}, ["annotations: Write `annotations=` instead."]),
        ({"later": 1}, []),
    ],
)
def test_of_an_alert(extra: dict[str, Any], said: list[str]) -> None:
    assert taken(service=make_service(make_alert(extra=extra))) == said


def test_what_is_taken_is_left_out() -> None:
    stack, _ = resolved(make_project(make_service(make_alert(extra={"expr": "nonsense", "later": 1}))))
    assert stack is not None
    assert [alert.extra for alert in stack.alerts] == [{"later": 1}]


def test_of_an_override() -> None:
    alert = make_alert()
    environment = make_environment(overrides=(override(alert, extra={"for": "9h"}),))
    assert taken(service=make_service(alert), environments=(environment,)) == ["for: Write `for_=` instead."]


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ({"global": {"external_labels": {"environment": "zz"}}},
         ["global.external_labels: Write `Environment(external_labels=...)` instead."]),
        ({"global": {"scrape_interval": "5s", "target_limit": 5}},
         ["global.scrape_interval: Write `scrape_interval=` instead."]),
        ({"global": "all"}, ["global: Write `query_offset=` instead."]),
        ({"storage": {"tsdb": {"retention": {"time": "1d"}}}},
         ["storage.tsdb.retention: Write `Environment(retention=...)` instead."]),
        ({"storage": {"tsdb": {"out_of_order_time_window": "30m"}}, "tracing": {"endpoint": "a:1"}}, []),
        ({"scrape_configs": [{"job_name": "legacy"}]}, []),
    ],
)  # fmt: skip
def test_of_the_server(extra: dict[str, Any], said: list[str]) -> None:
    assert taken(prometheus=Prometheus(extra=extra)) == said


def test_nested_mappings_add_keys() -> None:
    project = make_project(make_service(), prometheus=Prometheus(extra={"global": {"target_limit": 5}}))
    assert stack_of(project).prometheus.extra == {"global": {"target_limit": 5}}


def test_of_a_job_and_a_remote_write() -> None:
    job = ScrapeJob("app", extra={"metrics_path": "/x", "relabel_configs": [], "ec2_sd_configs": [{"region": "a"}]})
    write = RemoteWrite("a", url="https://a.example.com", extra={"url": "https://b", "queue_config": {"max_shards": 2}})
    environment = make_environment(remote_write=(write,))
    assert sorted(taken(service=make_service(jobs=(job,)), environments=(environment,))) == [
        "metrics_path: Write `path=` instead.",
        "relabel_configs: Write `relabel=` instead.",
        "url: Write `url=` instead.",
    ]


@pytest.mark.parametrize(
    ("integration", "said"),
    [
        (slack("#a", extra={"channel": "#b"}), ["channel: Write `channel=` instead."]),
        (slack("#a", extra={"api_url_file": "/x"}), ["api_url_file: Write `api_url=` instead."]),
        (slack("#a", extra={"short_fields": True, "http_config": {"proxy_url": "http://proxy:1"}}), []),
        (webex("room", credentials=SECRET, extra={"http_config": {"authorization": {}, "proxy_url": "http://p:1"}}),
         ["http_config.authorization: Write `credentials=` instead."]),
        (jira("A", issue_type="Bug", extra={"http_config": {"basic_auth": {}}}),
         ["http_config.basic_auth: Write `username=` instead."]),
    ],
)  # fmt: skip
def test_of_an_integration(integration: Integration, said: list[str]) -> None:
    assert taken(routing=Routing(default=integration)) == said


def test_every_level_says_the_same() -> None:
    levels = {Severity.CRITICAL: Level(for_="1m"), Severity.WARNING: Level(for_="5m")}
    _, findings = resolved(make_project(make_service(make_alert(levels=levels, extra={"expr": "1"}))))
    assert len(merge(findings)) == 1


def test_a_secret_where_no_program_reads_one() -> None:
    group = Group("own", rules=(make_alert(),), extra={"labels": {"a": SECRET}})
    _, findings = resolved(make_project(make_service(groups=(group,))))
    assert [(one.id, one.message) for one in findings] == [
        (
            "secret/no-file-field",
            "group shop.own: `extra` holds a secret, but the program reads none from a file here, and whoever reads the "
            "rendered file would read it",
        )
    ]


def test_of_a_storage() -> None:
    storage = CassandraStorage(
        servers=("a",),
        extra={"connection": {"tls": {"insecure": False}, "timeout": Secret.env("WAIT")}, "schema": {"keyspace": "x"}},
    )
    stack, findings = resolved(make_project(make_service(), tracing=Tracing(storage=storage)))
    assert [one.hint for one in findings] == ["Write `keyspace=` instead."]
    assert stack is not None
    backend = document(trace_storage.backend(stack.tracing[0]))["cassandra"]
    assert backend["connection"] == {"servers": ["a:9042"], "tls": {"insecure": False}, "timeout": "${env:WAIT}"}
    assert backend["schema"]["keyspace"] == "jaeger_v1_dc1"
