"""How a file's content tells its kind: by names at its top that stand there with the shape that this kind gives them.

One name that happens to be the same makes no kind: `dependencies` stands in a package.json, `services` in a pipeline of
GitLab, `groups` in many files. So a kind needs a sign of its own, and more names that it knows than it does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from o11ygen.yamlread import Scalar

Document: TypeAlias = Mapping[Any, Any]

# What may stand at the top of a file of a kind.
_TOP: dict[str, frozenset[str]] = {
    kind: frozenset(names.split())
    for kind, names in {
        "prometheus": "global alerting rule_files scrape_config_files scrape_configs remote_write remote_read storage "
        "otlp tracing runtime",
        "rules": "groups",
        "alertmanager": "global route receivers inhibit_rules templates time_intervals mute_time_intervals tracing",
        "tests": "rule_files evaluation_interval group_eval_order tests fuzzy_compare start_timestamp",
        "web": "tls_server_config http_server_config basic_auth_users rate_limit",
        "blackbox": "modules",
        "jaeger": "extensions service receivers exporters processors connectors",
        "sampling": "default_strategy service_strategies",
        "jaeger-ui": "dependencies archiveEnabled menu linkPatterns search tracking monitor storageCapabilities themes "
        "traceDiff traceGraph traceTimeline traceIdDisplayLength topTagPrefixes qualityMetrics deepDependencies scripts "
        "disableFileUploadControl disableJsonView forbidNewPage criticalPathEnabled useOpenTelemetryTerms tracing "
        "pathAgnosticDecorations",
        "dashboard": "panels rows schemaVersion uid title templating annotations timezone editable graphTooltip refresh "
        "time timepicker links tags style id version gnetId iteration description fiscalYearStartMonth weekStart liveNow "
        "hideControls sharedCrosshair preload revision __inputs __requires __elements",
        "provisioning": "apiVersion datasources deleteDatasources providers prune groups contactPoints policies "
        "muteTimes templates deleteRules deleteContactPoints resetPolicies deleteMuteTimes deleteTemplates apps",
        "compose": "services version networks volumes secrets configs name include models",
    }.items()
}
# What a service of a compose file has, and a service of another program's file has not.
_OF_A_CONTAINER = frozenset(
    (
        "build",
        "command",
        "container_name",
        "depends_on",
        "entrypoint",
        "extends",
        "image",
        "ports",
        "provider",
        "restart",
    )
)
_COMPOSE_FILE = re.compile(r"(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml")
_NAME = re.compile(r"[A-Za-z_\"'][\w.-]*[\"']?:(?:\s|$)")
_QUOTED_NAME = re.compile(r"(\s*\{?\s*)\"([^\"]+)\"\s*:")
_CHART = re.compile(r"\{\{-?\s*(?:include|\.Values|\.Chart|\.Release|if \.Values)")
_TEMPLATE = re.compile(r"\s*(?:\{\{-?\s*/\*.*?\*/\s*-?\}\}\s*)*\{\{-?\s*define\s", re.DOTALL)


def recognise(value: Any, *, file: str = "") -> str:
    """The kind of a document by its content; empty when it is none of them. `value` is a plain document, or text.

    `file` is the name without its folder. Where a document can't be read, its names stand with None.
    """
    if isinstance(value, str):
        return "templates" if _TEMPLATE.match(value) and not _CHART.search(value) else ""
    if isinstance(value, list):
        return _of_list(value)
    if not isinstance(value, Mapping):
        return ""
    if "kind" in value and "apiVersion" in value:
        return _of_manifest(value)
    document = value.get("dashboard") if isinstance(value.get("dashboard"), Mapping) else None
    if document is not None and _is_dashboard(document):
        return "dashboard"
    scores = {kind: _score(kind, value, file) for kind in _TOP}
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] else ""


def top_names(text: str) -> dict[str, None]:
    """The names at the top of a file that can't be read as YAML or JSON, by the lines that begin with them."""
    lines = text.splitlines()
    if text.lstrip()[:1] != "{":
        return {line.split(":")[0].strip("\"'"): None for line in lines if _NAME.match(line)}
    found = [match for line in lines if (match := _QUOTED_NAME.match(line))]
    outmost = min((len(match[1]) for match in found), default=0)
    return {match[2]: None for match in found if len(match[1]) == outmost}


def _of_list(items: list[Any]) -> str:
    if any(_is_target_group(item) for item in items):
        return "file-sd" if all(item is None or isinstance(item, Mapping) for item in items) else ""
    is_provider = (isinstance(item, Mapping) and isinstance(item.get("options"), Mapping) for item in items)
    return "provisioning" if items and all(is_provider) and all("org_id" in item for item in items) else ""


def _is_target_group(item: Any) -> bool:
    return isinstance(item, Mapping) and set(item) <= {"targets", "labels"} and bool(item)


def _of_manifest(value: Document) -> str:
    """Manifests of Kubernetes: rules of the operator, alone or in a list, and Grafana's newer dashboards."""
    if str(value["apiVersion"]).startswith("dashboard.grafana.app/"):
        return "dashboard"
    items = value.get("items")
    listed = items if value["kind"] in ("List", "PrometheusRuleList") and isinstance(items, list) else [value]
    return "rules" if any(isinstance(one, Mapping) and one.get("kind") == "PrometheusRule" for one in listed) else ""


def _score(kind: str, value: Document, file: str) -> int:
    """How many names of the kind stand at the top; 0 for none of its signs, or more names that it does not know."""
    names = {str(name) for name in value}
    known = names & _TOP[kind]
    strange = {name for name in names - known if not name.startswith(("x-", "_"))}
    return len(known) if len(strange) <= len(known) and _SIGNS[kind](value, file) else 0


def _has(value: Document, shape: type | tuple[type, ...], *names: str) -> bool:
    """Whether one of the names stands there with that shape, or without a value."""
    return any(name in value and (value[name] is None or isinstance(value[name], shape)) for name in names)


def _inside(value: Document, name: str, *fields: str) -> bool:
    """Whether a part that is a mapping has one of the fields."""
    part = value.get(name)
    return isinstance(part, Mapping) and any(field in part for field in fields)


def _any_of(items: Any, *fields: str) -> bool:
    """Whether an item of a list, or a value of a mapping, is a mapping that has one of the fields."""
    parts = items.values() if isinstance(items, Mapping) else items if isinstance(items, list) else ()
    return any(isinstance(item, Mapping) and any(field in item for field in fields) for item in parts)


def _is_prometheus(value: Document, file: str) -> bool:
    if "tests" in value or "evaluation_interval" in value or "route" in value or "receivers" in value:
        return False
    plain = ("scrape_interval", "scrape_timeout", "evaluation_interval", "external_labels", "query_log_file")
    rest = all(name in _TOP["prometheus"] for name in value) and set(value) & {"global", "otlp", "storage", "tracing"}
    return (
        _has(value, list, "scrape_configs", "rule_files", "scrape_config_files", "remote_write", "remote_read")
        or _inside(value, "alerting", "alertmanagers", "alert_relabel_configs")
        or _inside(value, "global", *plain)
        or _inside(value, "storage", "tsdb", "exemplars")
        or bool(rest and not _inside(value, "global", "resolve_timeout", "smtp_smarthost", "smtp_from"))
        or file.startswith("prometheus.y")
    )


def _is_rules(value: Document, file: str) -> bool:
    groups = value.get("groups")
    return "apiVersion" not in value and (
        _any_of(groups, "rules", "name") or (set(value) == {"groups"} and not isinstance(groups, Mapping))
    )


def _is_alertmanager(value: Document, file: str) -> bool:
    receivers = value.get("receivers")
    return (
        (_has(value, Mapping, "route") and not _inside(value, "service", "pipelines"))
        or (isinstance(receivers, list) and (not receivers or _any_of(receivers, "name")))
        or _has(value, list, "inhibit_rules", "mute_time_intervals", "time_intervals")
    )


def _is_tests(value: Document, file: str) -> bool:
    fields = ("input_series", "alert_rule_test", "promql_expr_test", "external_labels")
    return (
        _any_of(value.get("tests"), *fields)
        or _has(value, list, "group_eval_order")
        or (_has(value, list, "rule_files") and ("evaluation_interval" in value or _has(value, list, "tests")))
    )


def _is_web(value: Document, file: str) -> bool:
    # With settings of a client it is the file for the traffic between Alertmanagers.
    return "tls_client_config" not in value and _has(
        value, Mapping, "tls_server_config", "http_server_config", "basic_auth_users"
    )


def _is_blackbox(value: Document, file: str) -> bool:
    return _has(value, Mapping, "modules") and (
        _any_of(value["modules"], "prober") or (file.startswith("blackbox") and set(value) == {"modules"})
    )


def _is_jaeger(value: Document, file: str) -> bool:
    """A Collector's file is Jaeger's if it has an extension or exporter that only Jaeger has."""
    parts = [value.get("extensions"), value.get("exporters")]
    return any(str(name).startswith("jaeger_") for part in parts if isinstance(part, Mapping) for name in part)


def _is_sampling(value: Document, file: str) -> bool:
    return "default_strategy" in value or "service_strategies" in value


def _is_jaeger_ui(value: Document, file: str) -> bool:
    return (
        _has(
            value,
            (bool, Scalar),
            "archiveEnabled",
            "criticalPathEnabled",
            "disableFileUploadControl",
            "disableJsonView",
        )
        or _has(value, list, "linkPatterns", "topTagPrefixes")
        or _inside(value, "dependencies", "menuEnabled", "dagMaxNumServices")
        or _inside(value, "monitor", "menuEnabled", "emptyState")
        or _inside(value, "tracking", "gaID", "trackErrors")
        or _inside(value, "search", "maxLookback", "maxLimit", "defaultLookback")
        or _inside(value, "storageCapabilities", "archiveStorage")
        or (isinstance(value.get("menu"), list) and _any_of(value["menu"], "items", "url", "label"))
    )


def _is_dashboard(value: Document, file: str = "") -> bool:
    drawn = _has(value, list, "panels", "rows") or _inside(value, "templating", "list")
    return drawn and len(_TOP["dashboard"].intersection(map(str, value))) > 1


def _is_provisioning(value: Document, file: str) -> bool:
    lists = ("datasources", "deleteDatasources", "providers", "contactPoints", "policies", "muteTimes", "apps")
    deleted = ("deleteRules", "deleteContactPoints", "resetPolicies", "deleteMuteTimes", "deleteTemplates")
    if "apiVersion" not in value:
        return _any_of(value.get("datasources"), "access", "isDefault", "jsonData") or _any_of(
            value.get("providers"), "options"
        )
    return _has(value, list, *lists, *deleted) or _any_of(value.get("groups"), "folder", "orgId")


def _is_compose(value: Document, file: str) -> bool:
    services = value.get("services")
    if _COMPOSE_FILE.fullmatch(file) and ("services" in value or "include" in value):
        return True
    unread = "services" in value and services is None and len(_TOP["compose"].intersection(map(str, value))) > 1
    return unread or (isinstance(services, Mapping) and _any_of(services, *_OF_A_CONTAINER))


_SIGNS: dict[str, Callable[[Document, str], bool]] = {
    "prometheus": _is_prometheus,
    "rules": _is_rules,
    "alertmanager": _is_alertmanager,
    "tests": _is_tests,
    "web": _is_web,
    "blackbox": _is_blackbox,
    "jaeger": _is_jaeger,
    "sampling": _is_sampling,
    "jaeger-ui": _is_jaeger_ui,
    "dashboard": _is_dashboard,
    "provisioning": _is_provisioning,
    "compose": _is_compose,
}
