"""Names that a project uses twice, where they must be told apart."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from o11ygen.finding import Finding, Related
from o11ygen.resolve.accepted import finding_at
from o11ygen.spec.alert import Alert
from o11ygen.spec.environment import Environment
from o11ygen.spec.model import Spec
from o11ygen.spec.project import Project, Service
from o11ygen.spec.team import Team
from o11ygen.spec.tracing import ServiceTracing
from o11ygen.spec.varying import alternatives


def duplicates(project: Project) -> Iterator[Finding]:
    """Names that must be told apart, each with the place of the first."""
    services = project.services
    yield from _twice(services, "service", lambda one: one.name, "; its rules could not be told apart")
    yield from _twice(project.environments, "environment", lambda one: one.name, "; both would write one folder")
    yield from _one_folder(services, "service")
    yield from _one_folder(project.environments, "environment")
    yield from _twice(_teams(project), "team", lambda one: one.name, "; its alerts would go to either")
    jobs = [job for service in services for job in (*service.jobs, *service.probes)]
    yield from _twice(jobs, "scrape job", lambda one: one.name, "; Prometheus refuses the file")
    for service in services:
        for job in service.jobs:
            for exposed in alternatives(job.metrics):
                yield from _twice(
                    service.metrics if exposed is None else exposed,
                    "metric",
                    lambda one: one.name,
                    f" for job {job.name}; one hides what the other says",
                )
    dashboards = [one for service in services for one in service.dashboards]
    yield from _twice(dashboards, "dashboard", lambda one: one.name, "; Grafana keeps only one of them")
    for routing in alternatives(project.routing):
        for templates in alternatives(routing.templates):
            yield from _twice(templates, "notification template", lambda one: one.name, "; both are one file")
    for server in alternatives(project.prometheus):
        for endpoints in alternatives(server.alertmanagers):
            why = "; both lead to the same addresses"
            yield from _twice(endpoints, "Alertmanager endpoint", lambda one: one.name, why)
    yield from _one_name_in_traces(services)
    for environment in project.environments:
        yield from _twice(environment.remote_write, "remote write", lambda one: one.name, f" in {environment.name}")
    for service in services:
        alerts = [rule for rule in service.every_rule() if isinstance(rule, Alert)]
        why = f" in service {service.name}; one hides the other's notifications"
        yield from _twice(alerts, "alert", lambda one: one.name, why)
        yield from _twice(service.groups, "group", lambda one: one.name, f" in service {service.name}")


def _one_folder(specs: Iterable[Service | Environment], what: str) -> Iterator[Finding]:
    """Names that only some file systems tell apart."""
    first: dict[str, Service | Environment] = {}
    for spec in specs:
        known = first.setdefault(spec.name.lower(), spec)
        if known.name != spec.name:
            yield finding_at(
                "spec/duplicate",
                spec,
                f"{what}s `{known.name}` and `{spec.name}` differ only in case; where the file system does not tell them "
                "apart, one overwrites what the other renders",
                "Rename one of them.",
                related=(Related(known.origin.location(), "first declared here"),),
            )


def _one_name_in_traces(services: Iterable[Service]) -> Iterator[Finding]:
    """Services that Jaeger would show as one, unless their namespaces tell them apart."""
    first: dict[object, Service] = {}
    for service in services:
        for given, name, namespace in _names_in_traces(service):
            known = first.setdefault((name, namespace), service)
            if known is service or known.name == service.name:
                continue
            yield finding_at(
                "spec/duplicate",
                given,
                f"services `{known.name}` and `{service.name}` send traces under one name, `{name}`; Jaeger shows them as "
                "one service",
                "Give one of them another `service_name`.",
                "service_name",
                related=(Related(known.origin.location("tracing"), "first used here"),),
            )


def _names_in_traces(service: Service) -> Iterator[tuple[ServiceTracing, str, str]]:
    """Every name and namespace under which its traces are sent in some environment."""
    for given in alternatives(service.tracing):
        if given is None:
            continue
        for name in alternatives(given.service_name):
            for attributes in alternatives(given.attributes):
                yield given, name or service.name, str(attributes.get("service.namespace", ""))


def _teams(project: Project) -> Collection[Team]:
    """Every team that is named somewhere, each once."""
    alerts = [rule for service in project.services for rule in service.every_rule() if isinstance(rule, Alert)]
    owners = (team for alert in alerts for team in alternatives(alert.owner))
    found = (*(team for service in project.services for team in alternatives(service.team)), *owners, *project.teams)
    return {id(team): team for team in found if team is not None}.values()


def _twice(specs: Collection[Any], what: str, key: Callable[[Any], object], why: str = "") -> Iterator[Finding]:
    if len(set(map(key, specs))) == len(specs):
        return
    first: dict[object, Spec] = {}
    listed: set[int] = set()
    for spec in specs:
        name = f"{what} `{spec.name}`"
        known = first.setdefault(key(spec), spec)
        if known is not spec:
            yield finding_at(
                "spec/duplicate",
                spec,
                f"{name} is declared twice{why}",
                "Rename one of them, or remove it.",
                related=(Related(known.origin.location(), "first declared here"),),
            )
        elif id(spec) in listed:
            yield finding_at("spec/duplicate", spec, f"{name} is listed twice{why}", "List it once.")
        listed.add(id(spec))
