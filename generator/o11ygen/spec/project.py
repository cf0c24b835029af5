"""Services, and the project that holds everything together."""

from typing import Literal

from pydantic import Field

from o11ygen.finding import nearest
from o11ygen.origin import capture
from o11ygen.spec.alert import Alert, Group, RecordingRule
from o11ygen.spec.allow import Allow
from o11ygen.spec.budget import Budget
from o11ygen.spec.dashboard import Dashboard
from o11ygen.spec.environment import Environment
from o11ygen.spec.frozen import EMPTY, Frozen
from o11ygen.spec.grafana import Grafana
from o11ygen.spec.metric import Metric
from o11ygen.spec.model import Spec, refuse_here, refused_fields
from o11ygen.spec.names import Name
from o11ygen.spec.routing import Routing
from o11ygen.spec.scrape import Probe, Prometheus, ScrapeJob
from o11ygen.spec.team import Team
from o11ygen.spec.tracing import ServiceTracing, Tracing
from o11ygen.spec.values import Switch, Text
from o11ygen.spec.varying import Varies


class Service(Spec):
    """What is observed, and what belongs to it. Its alerts carry `service` and `team` as labels.

    Recorded series have the labels of their expressions and those of their rule, and no others.
    """

    name: Name = Field(kw_only=False, description="The value of the label `service`, unique in the project.")
    team: Varies[Team] = Field(description="Who owns it, and is told of its alerts.")
    description: Varies[Text] = Field(default="", description="What it does, in a sentence.")
    jobs: tuple[ScrapeJob, ...] = Field(default=(), description="How it is scraped.")
    probes: tuple[Probe, ...] = Field(default=(), description="Endpoints that are asked from outside.")
    metrics: tuple[Metric, ...] = Field(default=(), description="What its jobs expose.")
    alerts: tuple[Alert, ...] = Field(default=(), description="Its alerts, in one group of their own.")
    recording_rules: tuple[RecordingRule, ...] = Field(
        default=(), description="Its recording rules, in one group of their own."
    )
    groups: tuple[Group, ...] = Field(default=(), description="Further rules, in groups with an interval or limit.")
    dashboards: tuple[Dashboard, ...] = Field(default=(), description="Its dashboards.")
    tracing: Varies[ServiceTracing | None] = Field(
        default=None, description="How its traces are sampled; without it none are sent."
    )
    budget: Varies[Budget | None] = Field(default=None, description="The most that its own metrics may make.")
    allow: tuple[Allow, ...] | Allow = Field(
        default=(), description="Checks whose findings on anything of it are accepted."
    )

    def alert(self, name: str) -> str:
        """The id of one of its alerts, for `override` and `disable`: `churn.alert("HighErrorRate")`."""
        names = self._alert_names()
        if not isinstance(name, str):
            said = "an alert is asked for by something that is no name, so it can't be found"
            refuse_here(
                Service, self.name, capture(), (), said, f'Write its name in quotes: `alert("{_example(names)}")`.'
            )
        elif names is not None and name not in names:
            hint = nearest(name, names) or (f"Its alerts are: {', '.join(names)}." if names else "It has none at all.")
            refuse_here(Service, self.name, capture(), (), f"it has no alert `{name}`, so nothing would change", hint)
        return f"{self.name}.{name}"

    def _alert_names(self) -> list[str] | None:
        """What its alerts are called; None where that was refused: what follows from it is no second fault."""
        given = self.model_fields_set
        if self.refused and ("alerts" not in given or not refused_fields(self).isdisjoint(_RULES)):
            return None
        alerts = [rule for rule in self.every_rule() if isinstance(rule, Alert)]
        if any(alert.refused and "name" in refused_fields(alert) for alert in alerts):
            return None
        return [alert.name for alert in alerts]

    def every_rule(self) -> tuple[Alert | RecordingRule, ...]:
        """Its alerts and recording rules, with those in groups."""
        return (*self.alerts, *self.recording_rules, *(rule for group in self.groups for rule in group.rules))


_RULES = ("alerts", "groups", "recording_rules")


def _example(names: list[str] | None) -> str:
    return names[0] if names else "HighErrorRate"


class Project(Spec):
    """Everything that one `o11ygen` run renders."""

    name: Name = Field(kw_only=False, description="Its name: a tag of its dashboards, and part of uids.")
    services: tuple[Service, ...] = Field(description="The services.", min_length=1)
    environments: tuple[Environment, ...] = Field(description="Where they run.", min_length=1)
    routing: Varies[Routing] = Field(description="The root of the routing tree.")
    prometheus: Varies[Prometheus] = Field(default=Prometheus(), description="How Prometheus is set up.")
    tracing: Varies[Tracing | None] = Field(
        default=None, description="How Jaeger is set up; without it no Jaeger is rendered."
    )
    grafana: Varies[Grafana] = Field(default=Grafana(), description="How Grafana is set up.")
    teams: tuple[Team, ...] = Field(default=(), description="Teams that own no service.")
    rule_files: Varies[Literal["together", "per-service"]] = Field(
        default="together",
        description="One pair of rule files, or one pair for each service under `prometheus/rules/`.",
    )
    compose: Varies[Switch] = Field(default=True, description="Whether docker-compose.yml is rendered.")
    checks: Frozen[str, Literal["error", "warning", "info", "off"]] = Field(
        default=EMPTY, description="Severities of checks in this project, by id."
    )
    allow: tuple[Allow, ...] | Allow = Field(default=(), description="Checks whose findings are accepted everywhere.")
