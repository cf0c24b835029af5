"""Rule files of strangers as resolved groups. What Prometheus refuses is told elsewhere, and left out here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from o11ygen import conventions
from o11ygen.duration import parse_duration
from o11ygen.foreign.comments import Comments
from o11ygen.foreign.listed import groups_in
from o11ygen.foreign.written import Part, Text
from o11ygen.resolved import AlertRule, RecordingRule, RuleGroup, Source
from o11ygen.validate.dashboard_view import entries
from o11ygen.validate.flaw import Path

_NOTHING: Mapping[str, Any] = {}
_GROUP_FIELDS: Mapping[str, Path] = {"rules": ("rules",)}
_RECORD_FIELDS: Mapping[str, Path] = {"name": ("record",), "labels": ("labels",)}
# By the names that authors of specs know them by.
_ALERT_FIELDS: Mapping[str, Path] = {
    "name": ("alert",),
    "for_": ("for",),
    "severity": ("labels", conventions.SEVERITY),
    "owner": ("labels", conventions.TEAM),
    "runbook": ("annotations", conventions.RUNBOOK),
    "dashboard": ("annotations", conventions.DASHBOARD),
}


def groups_of(text: Text, *, comments: Comments) -> Iterator[RuleGroup]:
    """The groups of a document: a rule file, a manifest, or a list of manifests."""
    for path, group in groups_in(text.document.value):
        yield _group(group, path, text, comments)


def _group(group: Mapping[str, Any], at: Path, text: Text, comments: Comments) -> RuleGroup:
    name = _text(group.get("name"))
    shared = _texts(group.get("labels"))
    rules = []
    for number, rule in entries(group.get("rules")):
        path = (*at, "rules", number)
        if _text(rule.get("expr")).strip():
            made = _rule(rule, path, name, shared, text, comments)
            if made is not None:
                rules.append(made)
    return RuleGroup(
        name=name,
        service="",
        interval_ms=_milliseconds(group.get("interval")),
        limit=_whole(group.get("limit")),
        query_offset_ms=_milliseconds(group.get("query_offset")),
        rules=_leveled(rules),
        source=Source(name, f"group {name}", Part(text, at, _GROUP_FIELDS), allowances=comments.at(text, at)),
    )


def _rule(
    rule: Mapping[str, Any], path: Path, group: str, shared: Mapping[str, str], text: Text, comments: Comments
) -> AlertRule | RecordingRule | None:
    alert, recorded = _text(rule.get("alert")), _text(rule.get("record"))
    expr, labels = _text(rule.get("expr")).strip(), _texts(rule.get("labels"))
    if shared:
        labels = {**shared, **labels}
    name = alert or recorded
    id = f"{group}.{name}" if group else name
    if alert:
        source = Source(id, f"alert {name}", Part(text, path, _ALERT_FIELDS), allowances=comments.at(text, path))
        return AlertRule(
            id=id,
            name=name,
            service="",
            team=labels.get(conventions.TEAM, ""),
            severity=labels.get(conventions.SEVERITY, ""),
            expr=expr,
            for_ms=_milliseconds(rule.get("for")),
            keep_firing_ms=_milliseconds(rule.get("keep_firing_for")),
            labels=labels,
            annotations=_texts(rule.get("annotations")),
            parameters=_NOTHING,
            leveled=False,
            dashboard="",
            extra=_NOTHING,
            source=source,
        )
    if recorded:
        source = Source(
            id, f"recording rule {name}", Part(text, path, _RECORD_FIELDS), allowances=comments.at(text, path)
        )
        return RecordingRule(id, name, "", expr, labels, "", "", source)
    return None


def _leveled(rules: list[AlertRule | RecordingRule]) -> tuple[AlertRule | RecordingRule, ...]:
    """The rules, where alerts of one name with several severities are its levels."""
    severities: dict[str, set[str]] = {}
    for rule in rules:
        if isinstance(rule, AlertRule):
            severities.setdefault(rule.name, set()).add(rule.severity)
    leveled = {name for name, found in severities.items() if len(found) > 1}
    if not leveled:
        return tuple(rules)
    return tuple(
        replace(rule, leveled=True) if isinstance(rule, AlertRule) and rule.name in leveled else rule for rule in rules
    )


def _texts(value: Any) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        return _NOTHING
    return {name: text for name, text in value.items() if isinstance(text, str)}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _milliseconds(value: Any) -> int:
    try:
        return parse_duration(value) if isinstance(value, str) and value else 0
    except ValueError:
        return 0


def _whole(value: Any) -> int:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10 else 0
