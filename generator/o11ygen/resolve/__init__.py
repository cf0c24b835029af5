"""(Project, environment) -> Stack: defaults, per-environment values, overrides. Pure, and with provenance."""

from __future__ import annotations

from dataclasses import dataclass

from o11ygen import conventions
from o11ygen.duration import parse_duration
from o11ygen.finding import Finding
from o11ygen.resolve import dashboards, overrides, routing, rules, scrape, tracing
from o11ygen.resolve.at import At, MissingValueError
from o11ygen.resolve.relations import relations
from o11ygen.resolved import AlertRule, RecordingRule, Retention, Stack, Team
from o11ygen.resolved import Environment as ResolvedEnvironment
from o11ygen.resolved.routing import Router
from o11ygen.resolved.series import SeriesIndex
from o11ygen.spec.environment import PAGING_TIER, Environment, Versions
from o11ygen.spec.project import Project
from o11ygen.spec.team import Team as TeamSpec
from o11ygen.version import Version

__all__ = ["Resolution", "index", "relations", "resolve"]

index = overrides.index


@dataclass(frozen=True, slots=True)
class Resolution:
    """One environment resolved, and what stood in the way. Parts that could not be resolved are missing in the Stack."""

    stack: Stack | None
    findings: tuple[Finding, ...]


def resolve(project: Project, environment: Environment, known: overrides.Index, *, spec: str) -> Resolution:
    """Resolve one environment; `known` is the index of the project, `spec` what rendered files call the author's files."""
    applied = overrides.apply(environment, known)
    at = At(
        project, environment, applied.overridden, frozenset(applied.disabled), applied.findings, shared=known.shared
    )
    try:
        stack = _stack(at, spec)
    except MissingValueError:
        stack = None
    return Resolution(stack, tuple(at.findings))


def _stack(at: At, spec: str) -> Stack:
    project = at.project
    services = project.services
    metrics = tuple(scrape.metrics(at))
    jobs = tuple(job for service in services for job in scrape.jobs(at, service))
    probes = tuple(probe for service in services for probe in scrape.probes(at, service))
    groups = tuple(group for service in services for group in rules.groups(at, service))
    every_rule = [rule for group in groups for rule in group.rules]
    records = [rule for rule in every_rule if isinstance(rule, RecordingRule)]
    alerts = [rule for rule in every_rule if isinstance(rule, AlertRule)]
    series = _series(at, SeriesIndex.build(metrics, records, jobs, probes))
    teams = _teams(at)
    tree = routing.Tree(at)
    root = tree.root(teams)
    return Stack(
        project=project.name,
        spec=spec,
        environment=_environment(at),
        teams=tuple(Team(team.name, team.contact, at.source(team.name, f"team {team.name}", team)) for team in teams),
        services=tuple(service.name for service in services),
        metrics=metrics,
        jobs=jobs,
        probes=probes,
        groups=groups,
        series=series,
        prometheus=scrape.server(at),
        route=root,
        router=Router.of(root),
        receivers=tuple(receiver for receiver, _ in tree.receivers.values()),
        inhibitions=tuple(routing.inhibitions(at, alerts, series.carried)),
        time_intervals=tuple(interval for interval, _ in tree.intervals.values()),
        notification_templates=routing.templates(at),
        notifications=_notifications(at),
        dashboards=tuple(one for service in services for one in dashboards.dashboards(at, service)),
        tracing=tracing.tracing(at),
        rule_files=project.rule_files,
        compose=project.compose,
        source=at.source(project.name, f"project {project.name}", project),
    )


def _series(at: At, series: SeriesIndex) -> SeriesIndex:
    """The index of an earlier environment if that knows the same: what was found by it then holds here too."""
    if at.shared.series is None or not series.knows_the_same(at.shared.series):
        at.shared.series = series
    return at.shared.series


def _teams(at: At) -> list[TeamSpec]:
    """Every team that owns something here, in the order in which they appear."""
    found: dict[str, TeamSpec] = {}
    for service in at.project.services:
        found.setdefault(service.team.name, service.team)
        for rule in service.every_rule():
            owner = getattr(at.applied(conventions.rule_id(service.name, rule.name), rule), "owner", None)
            if owner is not None:
                found.setdefault(owner.name, owner)
    for team in at.project.teams:
        found.setdefault(team.name, team)
    return list(found.values())


def _environment(at: At) -> ResolvedEnvironment:
    given = at.environment
    retention = given.retention
    if conventions.ENVIRONMENT in given.external_labels:
        source = at.source(given.name, f"environment {given.name}", given)
        at.report(
            "spec/taken-name",
            source,
            f"environment `{given.name}` sets the external label `{conventions.ENVIRONMENT}`, which o11ygen sets itself",
            "Take it out; it is the environment's name.",
            "external_labels",
        )
    return ResolvedEnvironment(
        name=given.name,
        tier=given.tier,
        may_page=given.tier == PAGING_TIER,
        versions={name: Version.parse(getattr(given.versions, name)) for name in Versions.model_fields},
        external_labels={conventions.ENVIRONMENT: given.name, **given.external_labels},
        addresses={
            name: (found,) if isinstance(found, str) else tuple(found) for name, found in given.addresses.items()
        },
        urls=dict(given.urls),
        retention=Retention(
            parse_duration(retention.metrics),
            scrape.size_bytes(retention.metrics_size),
            parse_duration(retention.traces) if retention.traces else 0,
            parse_duration(retention.logs) if retention.logs else 0,
        ),
        source=at.source(given.name, f"environment {given.name}", given),
    )


def _notifications(at: At) -> dict[str, object]:
    """Alertmanager's `global` section by its own field names."""
    given = at.environment.notifications
    source = at.source("notifications", "the environment's notifications", given)
    settings = at.settings(given, source, without=("smtp",))
    settings["resolve_timeout"] = at.project.routing.resolve_timeout
    if given.smtp is not None:
        names = {"from_": "smtp_from", "username": "smtp_auth_username", "password": "smtp_auth_password"}
        for name, value in at.settings(given.smtp, source).items():
            settings[names.get(name, f"smtp_{name}")] = value
    return settings
