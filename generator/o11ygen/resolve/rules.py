"""Alerts and recording rules: levels spread out, parameters replaced, labels and annotations complete."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

from o11ygen import conventions
from o11ygen.duration import parse_duration
from o11ygen.resolve import parameters
from o11ygen.resolve.at import At, Here, MissingValueError, identity
from o11ygen.resolve.extra import extra
from o11ygen.resolve.selection import Selection, selection
from o11ygen.resolved import AlertRule, RecordingRule, RuleGroup, Source
from o11ygen.spec.alert import Alert, Group, Level
from o11ygen.spec.alert import RecordingRule as RecordingSpec
from o11ygen.spec.project import Service

_RANK = {severity: rank for rank, severity in enumerate(conventions.SEVERITIES)}
# The author's fields that become annotations.
_ANNOTATIONS = {
    "summary": conventions.SUMMARY,
    "description": conventions.DESCRIPTION,
    "runbook": conventions.RUNBOOK,
}
# What a level may say in place of its alert.
_LEVELED = ("for_", "keep_firing_for", *_ANNOTATIONS)

# Whoever sets each name, and so would overwrite what an author sets.
_TAKEN_ANNOTATIONS = dict.fromkeys((*_ANNOTATIONS.values(), conventions.DASHBOARD), "o11ygen")
_TAKEN_LABELS = {**dict.fromkeys(conventions.RULE_LABELS, "o11ygen"), conventions.ALERT_NAME: "Prometheus"}
_TAKEN_NAMES = frozenset((*parameters.RESERVED, parameters.FOR, parameters.SELECTOR))

_Replacing = Callable[[str, Mapping[str, parameters.Value]], parameters.Replaced]
_Replace = Callable[[str, str, Mapping[str, parameters.Value], _Replacing], str]


def groups(at: At, service: Service) -> Iterator[RuleGroup]:
    """The groups of a service: its recording rules, its alerts, then those the author named."""
    selector = selection(at, service)
    source = at.source(service.name, f"service {service.name}", service)
    for name, specs in (
        (conventions.recording_group(service.name), service.recording_rules),
        (conventions.alert_group(service.name), service.alerts),
    ):
        rules = _rules(at, service, specs, selector)
        if rules:
            yield RuleGroup(name, service.name, 0, 0, 0, rules, source)
    for group in service.groups:
        resolved = _named(at, service, group, selector)
        if resolved.rules:
            yield resolved


def _named(at: At, service: Service, group: Group, selector: Selection) -> RuleGroup:
    source = at.source(
        conventions.named_group(service.name, group.name), f"group {service.name}.{group.name}", group, service
    )
    given = at.here(group, source)
    return RuleGroup(
        conventions.named_group(service.name, group.name),
        service.name,
        parse_duration(given.interval) if given.interval else 0,
        given.limit,
        parse_duration(given.query_offset),
        _rules(at, service, group.rules, selector),
        source,
        extra(at, given, source),
    )


def _rules(
    at: At, service: Service, specs: tuple[Alert | RecordingSpec, ...], selector: Selection
) -> tuple[AlertRule | RecordingRule, ...]:
    having: Hashable = at.inherited_allowances(service), selector
    having = at.shared.of_service.setdefault(having, having)
    found: list[AlertRule | RecordingRule] = []
    for spec in specs:
        id = conventions.rule_id(service.name, spec.name)
        key = id, identity(spec)
        if key not in at.disabled and not spec.refused:
            found += at.once(key, having, _resolved, at, service, spec, id, selector)
    return tuple(found)


def _resolved(
    at: At, service: Service, spec: Alert | RecordingSpec, id: str, selector: Selection
) -> tuple[AlertRule | RecordingRule, ...]:
    source = at.source(id, spec.label, spec, service)
    replace = _replacer(at, source)
    found: list[AlertRule | RecordingRule] = []
    try:
        given = at.here(at.applied(id, spec), source)
        # First, since `isinstance` of a class of pydantic's is slow for what is none.
        if type(spec) is RecordingSpec or not isinstance(spec, Alert):
            return (_recording(at, service, given, source, selector, replace),)
        for severity, level in _levels(given):
            here = level and at.here(level, source)
            found.append(_rule(at, service, given, here, severity, _of_level(source, level), selector, replace))
    except MissingValueError:
        # The levels before the one that lacks a value stay.
        return tuple(found)
    return tuple(found)


def _levels(alert: Here) -> list[tuple[str, Level | None]]:
    """The severities of an alert with what differs at each, the worst first."""
    if not alert.levels:
        # The model refuses an alert with neither.
        return [(alert.severity.value, None)]
    levels = [(severity.value, level) for severity, level in alert.levels.items()]
    return sorted(levels, key=lambda one: _RANK[one[0]])


def _of_level(source: Source, level: Level | None) -> Source:
    """The source of an alert at one of its levels: what the level alone says is written there.

    Labels and parameters come from both. So does a level that an override has changed: it stays the alert's.
    """
    if level is None or "levels" in source.overridden:
        return source
    said = {name: level.origin for name in (*_LEVELED, "threshold") if name in level.model_fields_set}
    return Source(source.id, source.what, source.origin, {**source.overridden, **said}, source.allowances)


def _rule(
    at: At,
    service: Service,
    alert: Here,
    level: Here,
    severity: str,
    source: Source,
    selector: Selection,
    replace: _Replace,
) -> AlertRule:
    team = (alert.owner or at.team(service)).name
    said = _said(alert, level)
    values = _values(at, alert, level, source)
    values[parameters.FOR] = parameters.canonical(said["for_"])
    if _without_jobs(at, source, alert.expr, selector):
        # It is told once; what else is wrong with the alert here follows from that.
        raise MissingValueError
    labels = _own_labels(at, service, team, severity)
    for owner in (alert, level) if level else (alert,):
        if owner.labels:
            labels = {**labels, **_texts(at, source, "labels", owner.labels, replace, values, taken=_TAKEN_LABELS)}
    return AlertRule(
        id=source.id,
        name=alert.name,
        service=service.name,
        team=team,
        severity=severity,
        expr=replace("expr", alert.expr, selector.among(values), parameters.in_promql),
        for_ms=parse_duration(said["for_"]),
        keep_firing_ms=parse_duration(said["keep_firing_for"]),
        labels=labels,
        annotations=_annotations(at, alert, said, source, replace, values),
        parameters=values,
        leveled=len(alert.levels) > 1,
        dashboard=alert.dashboard.name if alert.dashboard is not None else "",
        extra=extra(at, alert, source),
        source=source,
    )


def _own_labels(at: At, service: Service, team: str, severity: str) -> dict[str, str]:
    """What every alert of a severity carries in a service: one object, as there are tens of thousands of them."""
    labels = at.shared.labels.get((service.name, team, severity))
    if labels is None:
        labels = {conventions.SERVICE: service.name, conventions.TEAM: team, conventions.SEVERITY: severity}
        at.shared.labels[service.name, team, severity] = labels
    return labels


def _recording(
    at: At, service: Service, rule: Here, source: Source, selector: Selection, replace: _Replace
) -> RecordingRule:
    values: Mapping[str, parameters.Value] = rule.params
    _without_jobs(at, source, rule.expr, selector)
    return RecordingRule(
        id=source.id,
        name=rule.name,
        service=service.name,
        expr=replace("expr", rule.expr, selector.among(values), parameters.in_promql),
        labels=_texts(at, source, "labels", rule.labels, replace, values, taken={}),
        unit=rule.unit,
        description=rule.description,
        extra=extra(at, rule, source),
        source=source,
    )


def _without_jobs(at: At, source: Source, expr: str, selector: Selection) -> bool:
    """Whether an expression selects jobs of which none exists here; that is noted."""
    problems = selector.problems(expr)
    for problem in problems:
        at.report("spec/parameter", source, f"{source.what}: `expr`: {problem.message}", problem.hint, "expr")
    return bool(problems)


def _said(alert: Here, level: Here) -> Mapping[str, Any]:
    """The fields of an alert, where its level says nothing else."""
    said: dict[str, Any] = alert.__dict__
    if level is None:
        return said
    return said | {name: value for name in _LEVELED if (value := getattr(level, name)) is not None}


def _values(at: At, alert: Here, level: Here, source: Source) -> dict[str, parameters.Value]:
    given: dict[str, parameters.Value] = dict(alert.params)
    if alert.threshold is not None:
        given["threshold"] = alert.threshold
    if level is not None:
        given.update(level.params)
        if level.threshold is not None:
            given["threshold"] = level.threshold
    for name in filter(_TAKEN_NAMES.__contains__, given):
        at.report(
            "spec/parameter",
            source,
            f"{source.what}: parameter `{name}` has a name that is taken",
            "Give it another name.",
            "params",
        )
    return given


def _annotations(
    at: At,
    alert: Here,
    said: Mapping[str, Any],
    source: Source,
    replace: _Replace,
    values: Mapping[str, parameters.Value],
) -> dict[str, str]:
    result: dict[str, str] = {}
    for name, annotation in _ANNOTATIONS.items():
        if text := replace(name, said[name], values, parameters.in_prose):
            result[annotation] = text
    if alert.dashboard is not None:
        at.varied = True
        base = at.environment.urls.get(conventions.GRAFANA, "")
        if not base:
            at.report(
                "environment/missing-value",
                at.source(at.environment.name, f"environment {at.environment.name}", at.environment),
                f"environment `{at.environment.name}` says no address of Grafana, so alerts can't link their dashboards",
                'Add `urls={"grafana": "https://..."}` to it.',
                "urls",
            )
        uid = conventions.dashboard_uid(at.project.name, alert.dashboard.name)
        result[conventions.DASHBOARD] = base.rstrip("/") + conventions.dashboard_path(uid)
    if alert.annotations:
        result |= _texts(at, source, "annotations", alert.annotations, replace, values, taken=_TAKEN_ANNOTATIONS)
    return result


def _texts(
    at: At,
    source: Source,
    field: str,
    texts: Mapping[str, str],
    replace: _Replace,
    values: Mapping[str, parameters.Value],
    *,
    taken: Mapping[str, str],
) -> dict[str, str]:
    result = {}
    for name, value in texts.items():
        if name in taken:
            at.report(
                "spec/taken-name",
                source,
                f"{source.what}: `{field}` sets `{name}`, which {taken[name]} sets itself",
                "Choose another name, or change what it follows from (name, team, service, severity, summary, ...).",
                field,
            )
            continue
        result[name] = replace(field, value, values, parameters.in_prose)
    return result


def _replacer(at: At, source: Source) -> _Replace:
    """Replaces parameters of one rule; a problem that every level has is reported once."""
    reported: set[tuple[str, str]] = set()

    def replace(field: str, text: str, values: Mapping[str, parameters.Value], how: _Replacing) -> str:
        if "$" not in text:
            return text
        replaced, problems = how(text, values)
        for problem in problems:
            if (field, problem.message) not in reported:
                reported.add((field, problem.message))
                at.report("spec/parameter", source, f"{source.what}: `{field}`: {problem.message}", problem.hint, field)
        return replaced

    return replace
