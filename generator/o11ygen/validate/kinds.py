"""The kinds of files that are judged, and how a file's content tells its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Form: TypeAlias = Literal["yaml", "json", "text"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what it is called, whose release decides, and the program that checks it, if there is one.

    `systems` are the targets whose versions its judge asks for. `checker` is what `valid` speaks for.
    """

    name: str
    title: str
    systems: tuple[str, ...] = ()
    checker: Literal["promtool", "amtool", ""] = ""
    form: Form = "yaml"


KINDS = {
    kind.name: kind
    for kind in (
        Kind("prometheus", "prometheus.yml", ("prometheus",), "promtool"),
        Kind("prometheus-agent", "prometheus.yml of an agent", ("prometheus",), "promtool"),
        Kind("rules", "rule file", ("prometheus",), "promtool"),
        Kind("alertmanager", "alertmanager.yml", ("alertmanager",), "amtool"),
        Kind("templates", "notification templates", ("alertmanager",), "amtool", "text"),
        Kind("tests", "rule tests", ("prometheus",), "promtool"),
        Kind("web", "web configuration", ("prometheus",), "promtool"),
        Kind("file-sd", "targets of file_sd", ("prometheus",), "promtool"),
        Kind("blackbox", "blackbox.yml", ("blackbox",)),
        Kind("jaeger", "configuration of Jaeger", ("jaeger",)),
        Kind("sampling", "sampling strategies", ("jaeger",), form="json"),
        Kind("jaeger-ui", "settings of Jaeger's page", ("jaeger",), form="json"),
        Kind("dashboard", "Grafana dashboard", ("grafana",), form="json"),
        Kind("provisioning", "Grafana provisioning", ("grafana",)),
        Kind("compose", "compose file"),
    )
}
# What stands at the top of a file; a kind is recognised by the most names it knows.
_TOP: dict[str, frozenset[str]] = {
    kind: frozenset(names.split())
    for kind, names in {
        "prometheus": "global alerting rule_files scrape_config_files scrape_configs remote_write remote_read storage "
        "otlp tracing runtime",
        "rules": "groups",
        "alertmanager": "global route receivers inhibit_rules templates time_intervals mute_time_intervals tracing",
        "tests": "rule_files evaluation_interval group_eval_order tests fuzzy_compare",
        "web": "tls_server_config http_server_config basic_auth_users",
        "blackbox": "modules",
        "jaeger": "extensions service receivers exporters processors connectors",
        "sampling": "default_strategy service_strategies",
        "jaeger-ui": "dependencies archiveEnabled menu linkPatterns search tracking monitor storageCapabilities "
        "traceDiff qualityMetrics deepDependencies disableFileUploadControl disableJsonView themes criticalPathEnabled",
        "dashboard": "panels schemaVersion uid title templating annotations timezone editable graphTooltip refresh time "
        "timepicker __inputs __requires dashboard",
        "provisioning": "apiVersion datasources deleteDatasources providers prune",
        "compose": "services version networks volumes secrets configs name include",
    }.items()
}
# Names that other files have at their top too do not make a kind by themselves.
_COMMON = frozenset(
    (
        "apiVersion",
        "global",
        "name",
        "receivers",
        "search",
        "service",
        "templates",
        "time",
        "title",
        "tracing",
        "version",
    )
)


def recognise(value: Any, *, file: str = "") -> str:
    """The kind of a document by its content; empty when it is none of them. `value` is a plain document, or text."""
    if isinstance(value, str):
        return "templates" if "{{" in value and "define" in value else ""
    if isinstance(value, list):
        return "file-sd" if value and all(_is_target_group(item) for item in value) else ""
    if not isinstance(value, Mapping):
        return ""
    if value.get("kind") == "PrometheusRule":
        return "rules"
    names = {str(name) for name in value}
    scores = {kind: _score(kind, names, value) for kind in _TOP}
    best = max(scores, key=lambda kind: scores[kind])
    if scores[best]:
        return best
    return "blackbox" if file.startswith("blackbox") and names == {"modules"} else ""


def _is_target_group(item: Any) -> bool:
    return isinstance(item, Mapping) and ("targets" in item or set(item) == {"labels"})


def _score(kind: str, names: set[str], value: Mapping[Any, Any]) -> int:
    """Two for each name that stands in this kind only, one for each that others share; 0 if the shapes contradict."""
    known = names & _TOP[kind]
    own = known - _COMMON
    receivers = value.get("receivers")
    if kind == "alertmanager" and isinstance(receivers, list):
        own |= {"receivers"}
    if kind == "jaeger" and (isinstance(receivers, list) or not _is_jaeger(value)):
        return 0
    if kind == "provisioning" and not names & {"datasources", "providers", "deleteDatasources"}:
        return 0
    if kind == "prometheus" and "tests" in names:
        return 0
    if kind == "tests" and not names & {"tests", "evaluation_interval", "group_eval_order"}:
        return 0
    if kind == "dashboard" and not names & {"panels", "schemaVersion", "templating", "dashboard", "__inputs"}:
        return 0
    if kind == "compose" and not isinstance(value.get("services"), Mapping):
        return 0
    shared = len(known) - len(own)
    return 2 * len(own) + shared if own or (shared and kind in ("prometheus", "alertmanager")) else 0


def _is_jaeger(value: Mapping[Any, Any]) -> bool:
    """Whether a Collector's file is Jaeger's: it has an extension or exporter that only Jaeger has."""
    parts = [value.get("extensions"), value.get("exporters")]
    return any(str(name).startswith("jaeger_") for part in parts if isinstance(part, Mapping) for name in part)
