"""The target's fields that follow from the author's: what `extra` adds to never holds them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TypeAlias

from o11ygen.spec.alert import Alert, Group, RecordingRule
from o11ygen.spec.environment import Notifications
from o11ygen.spec.model import Spec
from o11ygen.spec.receiver import Integration
from o11ygen.spec.routing import Inhibit, Route, Routing, TimeInterval
from o11ygen.spec.scrape import (
    AlertmanagerEndpoint,
    ConsulDiscovery,
    Discovery,
    HttpClient,
    Probe,
    Prometheus,
    RemoteWrite,
    ScrapeJob,
)
from o11ygen.spec.tracing import (
    BadgerStorage,
    CassandraStorage,
    ClickhouseStorage,
    ElasticsearchStorage,
    MemoryStorage,
    RemoteStorage,
)

Path: TypeAlias = tuple[str, ...]

_RETENTION = "`Environment(retention=...)`"


def _same(*names: str) -> dict[Path, str]:
    """Fields that are called as the author's."""
    return {(name,): f"`{name}=`" for name in names}


_HTTP_CLIENT: Mapping[Path, str] = {
    ("basic_auth",): "`basic_auth=`",
    ("authorization",): "`authorization=`",
    ("bearer_token",): "`authorization=`",
    ("bearer_token_file",): "`authorization=`",
    ("tls_config",): "`tls=`",
}
_LISTS: Mapping[Path, str] = {
    ("static_configs",): "`discovery=(Static(...),)`",
    ("file_sd_configs",): "`discovery=(FileDiscovery(...),)`",
}
_SEARCH_INDICES: Mapping[Path, str] = {
    ("indices", kind, name): f"`{name}=`"
    for kind in ("spans", "services", "dependencies", "sampling")
    for name in ("shards", "replicas")
}
# By the class of the author's object. What is below a field is owned with it.
_OWNED: Mapping[type[Spec], Mapping[Path, str]] = {
    Alert: {
        ("alert",): "the alert's name",
        ("for",): "`for_=`",
        **_same("expr", "keep_firing_for", "labels", "annotations"),
    },
    RecordingRule: {("record",): "the rule's name", **_same("expr", "labels")},
    Group: {("name",): "the group's name", **_same("rules", "interval", "limit", "query_offset")},
    ScrapeJob: {
        ("job_name",): "the job's name",
        ("scrape_interval",): "`interval=`",
        ("scrape_timeout",): "`timeout=`",
        ("metrics_path",): "`path=`",
        ("relabel_configs",): "`relabel=`",
        ("metric_relabel_configs",): "`metric_relabel=`",
        **_LISTS,
        **_same("scheme", "params", "honor_labels", "body_size_limit", "sample_limit", "target_limit", "label_limit"),
        **_HTTP_CLIENT,
    },
    Probe: {
        ("prober",): "the class of the probe",
        ("http", "fail_if_body_not_matches_regexp"): "`fail_if_body_not_matches=`",
        **{("http", name): f"`{name}=`" for name in ("method", "valid_status_codes", "fail_if_not_ssl")},
        ("http", "follow_redirects"): "`follow_redirects=`",
        ("tcp", "tls"): "`tls=`",
        **_same("timeout"),
    },
    AlertmanagerEndpoint: {
        ("alert_relabel_configs",): "`alert_relabel=`",
        **_LISTS,
        **_same("scheme", "path_prefix", "timeout"),
        **_HTTP_CLIENT,
    },
    RemoteWrite: {
        ("write_relabel_configs",): "`write_relabel=`",
        **_same("name", "url", "headers", "send_native_histograms"),
        **_HTTP_CLIENT,
    },
    Prometheus: {
        ("global", "rule_query_offset"): "`query_offset=`",
        ("global", "external_labels"): "`Environment(external_labels=...)`",
        **{("global", name): f"`{name}=`" for name in ("scrape_interval", "scrape_timeout", "evaluation_interval")},
        **{("global", name): f"`{name}=`" for name in ("sample_limit", "label_limit")},
        ("alerting", "alertmanagers"): "`alertmanagers=`",
        ("alerting", "alert_relabel_configs"): "`alert_relabel=`",
        ("remote_write",): "`Environment(remote_write=...)`",
        ("storage", "tsdb", "retention"): _RETENTION,
    },
    Routing: {
        ("global",): "`Notifications(...)`",
        ("route",): "`routes=`",
        ("inhibit_rules",): "`inhibit=`",
        ("receivers",): "`to=` of routes",
        ("time_intervals",): "`mute=` and `active=` of routes",
        ("mute_time_intervals",): "`mute=` of routes",
        **_same("templates"),
    },
    Route: {
        ("receiver",): "`to=`",
        ("match",): "`matchers=`",
        ("match_re",): "`matchers=`",
        ("mute_time_intervals",): "`mute=`",
        ("active_time_intervals",): "`active=`",
        ("continue",): "`continue_=`",
        **_same("matchers", "group_by", "group_wait", "group_interval", "repeat_interval", "routes"),
    },
    Inhibit: {
        **{(f"{side}_{kind}",): f"`{side}=`" for side in ("source", "target") for kind in ("matchers", "match")},
        **{(f"{side}_match_re",): f"`{side}=`" for side in ("source", "target")},
        **_same("equal"),
    },
    TimeInterval: {
        ("name",): "the interval's name",
        **_same("times", "weekdays", "days_of_month", "months", "years", "location"),
    },
    Notifications: {
        ("resolve_timeout",): "`Routing(resolve_timeout=...)`",
        **{
            (f"smtp_{name}",): f"`smtp=Smtp({word}=...)`"
            for name, word in (
                *(("smarthost", "smarthost"), ("from", "from_"), ("hello", "hello"), ("require_tls", "require_tls")),
                *(("auth_username", "username"), ("auth_password", "password"), ("auth_password_file", "password")),
            )
        },
    },
    MemoryStorage: _same("max_traces"),
    BadgerStorage: {("directories",): "`directory=`", ("ephemeral",): "`directory=`", ("ttl",): _RETENTION},
    ElasticsearchStorage: {
        ("auth", "basic"): "`username=` and `password=`",
        ("indices", "index_prefix"): "`index_prefix=`",
        **_SEARCH_INDICES,
        ("max_span_age",): _RETENTION,
        **_same("server_urls"),
    },
    CassandraStorage: {
        ("schema", "keyspace"): "`keyspace=`",
        ("schema", "datacenter"): "`datacenter=`",
        ("schema", "trace_ttl"): _RETENTION,
        ("schema", "dependencies_ttl"): _RETENTION,
        ("connection", "servers"): "`servers=`",
        ("connection", "auth", "basic"): "`username=` and `password=`",
    },
    ClickhouseStorage: {
        ("auth", "basic"): "`username=` and `password=`",
        ("ttl",): _RETENTION,
        **_same("addresses", "database"),
    },
    RemoteStorage: _same("endpoint"),
    ConsulDiscovery: {("authorization", "credentials"): "`token=`", ("authorization", "credentials_file"): "`token=`"},
}
# Classes of which every field is called as in the target, or in a file of the target's.
_ALIKE = (Integration, Discovery, Notifications)
# Where an integration's field is called or placed otherwise than the author's.
_MOVED: Mapping[str, Mapping[Path, str]] = {
    "jira": {("http_config", "basic_auth"): "`username=`", ("http_config", "authorization"): "`api_token=`"},
    "webex": {("http_config", "authorization"): "`credentials=`"},
}
_NEVER = ("pages", "extra", "allow", "tls", "smtp")


@cache
def owned(model: type[Spec]) -> Mapping[Path, str]:
    """The fields of the target that an object of the author's decides, each with the author's word for it."""
    result: dict[Path, str] = {}
    if issubclass(model, _ALIKE):
        names = [name for name in model.model_fields if name not in _NEVER]
        result |= {(name.rstrip("_"),): f"`{name}=`" for name in names}
        result |= {(f"{name}_file",): f"`{name}=`" for name in names}
    if issubclass(model, Integration):
        result |= _MOVED.get(model.kind, {})
    elif issubclass(model, HttpClient):
        result |= _HTTP_CLIENT
    for base in reversed(model.__mro__):
        result |= _OWNED.get(base, {})
    return result
