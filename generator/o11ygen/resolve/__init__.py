"""(Project, environment) -> Stack: defaults, per-environment values, overrides. Pure, and with provenance."""

from __future__ import annotations

from o11ygen import conventions
from o11ygen.duration import parse_duration
from o11ygen.finding import Finding
from o11ygen.record import record
from o11ygen.resolve import dashboards, datasources, metrics, overrides, routing, rules, scrape, tracing
from o11ygen.resolve.at import At, MissingValueError
from o11ygen.resolve.choice import chosen
from o11ygen.resolve.extra import extra
from o11ygen.resolve.relations import relations
from o11ygen.resolved import UNLIMITED, AlertRule, Budget, RecordingRule, Retention, Source, Stack, Team
from o11ygen.resolved import Environment as ResolvedEnvironment
from o11ygen.resolved.routing import Router
from o11ygen.resolved.series import SeriesIndex
from o11ygen.spec.budget import Budget as BudgetSpec
from o11ygen.spec.environment import PAGING_TIER, Environment, Versions
from o11ygen.spec.project import Project
from o11ygen.spec.team import Team as TeamSpec
from o11ygen.spec.varying import PerEnv
from o11ygen.version import Version

__all__ = ["Resolution", "index", "relations", "resolve"]

index = overrides.index


@record
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
    project, environment = at.project, at.environment
    services = project.services
    notified = at.source("notifications", "the environment's notifications", environment.notifications, environment)
    every_metric = tuple(metrics.metrics(at))
    jobs = tuple(job for service in services for job in scrape.jobs(at, service))
    probes = tuple(probe for service in services for probe in scrape.probes(at, service))
    groups = tuple(group for service in services for group in rules.groups(at, service))
    every_rule = [rule for group in groups for rule in group.rules]
    records = [rule for rule in every_rule if isinstance(rule, RecordingRule)]
    alerts = [rule for rule in every_rule if isinstance(rule, AlertRule)]
    series = _series(at, SeriesIndex.build(every_metric, records, jobs, probes))
    teams = _teams(at)
    tree = routing.Tree(at)
    root = tree.root(teams)
    return Stack(
        project=project.name,
        spec=spec,
        environment=_environment(at),
        teams=tuple(_team(at, team) for team in teams),
        services=tuple(service.name for service in services),
        metrics=every_metric,
        jobs=jobs,
        probes=probes,
        groups=groups,
        series=series,
        prometheus=scrape.server(at),
        route=root,
        router=Router.of(root),
        receivers=tuple(receiver for receiver, _ in tree.receivers.values()),
        inhibitions=tuple(routing.inhibitions(at, alerts, series.carried_by)),
        time_intervals=tuple(interval for interval, _ in tree.intervals.values()),
        notification_templates=routing.templates(at),
        notifications=_notifications(at),
        notifications_source=notified,
        notifications_extra=extra(at, at.here(environment.notifications, notified), notified),
        routing_extra=extra(at, at.routing, at.source("routing", "the root of the routing tree", at.routing)),
        dashboards=tuple(one for service in services for one in dashboards.dashboards(at, service)),
        datasources=datasources.datasources(at),
        tracing=tracing.tracing(at),
        rule_files=at.rule_files,
        compose=at.compose,
        source=at.source(project.name, f"project {project.name}", project),
        budgets=_budgets(at),
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
        team = at.team(service)
        found.setdefault(team.name, team)
        for rule in service.every_rule():
            if at.overridden:
                rule = at.applied(conventions.rule_id(service.name, rule.name), rule)
            # A recording rule has none, which pydantic takes long to say.
            owner = rule.__dict__.get("owner")
            if type(owner) is PerEnv:
                choice = chosen(owner, at.environment)
                # Where it is missing, that is told as the rule is resolved.
                owner = choice and choice.value
            if owner is not None:
                found.setdefault(owner.name, owner)
    for team in at.project.teams:
        found.setdefault(team.name, team)
    return list(found.values())


def _team(at: At, team: TeamSpec) -> Team:
    source = at.source(team.name, f"team {team.name}", team)
    return Team(team.name, at.here(team, source).contact, source)


def _environment(at: At) -> ResolvedEnvironment:
    given = at.environment
    source = at.source(given.name, f"environment {given.name}", given)
    retention, versions = at.here(given.retention, source), at.here(given.versions, source)
    if conventions.ENVIRONMENT in given.external_labels:
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
        versions={name: Version.parse(getattr(versions, name)) for name in Versions.model_fields},
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
        source=source,
        # Not by its name: those that derive from it have the same budget.
        budget=_budget(at, given.budget, at.source(given.name, "the environment", given.budget, given))
        if given.budget is not None
        else UNLIMITED,
    )


def _budgets(at: At) -> dict[str, Budget]:
    """What the services allow themselves, of those that say so."""
    found: dict[str, Budget] = {}
    for service in at.project.services:
        what = f"service {service.name}"
        given = at.pick(service.budget, at.source(service.name, what, service), "budget")
        if given is not None:
            found[service.name] = _budget(at, given, at.source(service.name, what, given, service))
    return found


def _budget(at: At, given: BudgetSpec, source: Source) -> Budget:
    here = at.here(given, source)
    return Budget(here.series or 0, here.series_per_metric or 0, here.samples_per_second or 0, source)


def _notifications(at: At) -> dict[str, object]:
    """Alertmanager's `global` section by its own field names."""
    given = at.environment.notifications
    source = at.source("notifications", "the environment's notifications", given)
    settings = at.settings(given, source, without=("smtp",))
    settings["resolve_timeout"] = at.routing.resolve_timeout
    smtp = at.here(given, source).smtp
    if smtp is not None:
        names = {"from_": "smtp_from", "username": "smtp_auth_username", "password": "smtp_auth_password"}
        for name, value in at.settings(smtp, source).items():
            settings[names.get(name, f"smtp_{name}")] = value
    return settings
