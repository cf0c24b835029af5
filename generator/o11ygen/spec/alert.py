"""Alerts, recording rules and their groups."""

import enum
from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, Field

from o11ygen.spec.allow import Allow
from o11ygen.spec.dashboard import Dashboard
from o11ygen.spec.frozen import EMPTY, Frozen
from o11ygen.spec.given import SOUND
from o11ygen.spec.model import Spec, refuse, relation
from o11ygen.spec.names import AlertName, LabelName, MetricName, Name
from o11ygen.spec.team import Team
from o11ygen.spec.values import Duration, Extra, Integer, Parameter, PositiveDuration, Text, WebLink
from o11ygen.spec.varying import Varies


def _no_threshold(params: Mapping[str, Any]) -> Mapping[str, Any]:
    if "threshold" in params:
        raise refuse(
            "`threshold` has a field of its own; with both, nobody sees which of them holds",
            "Write `threshold=...` beside `params`.",
        )
    return params


_Params: TypeAlias = Annotated[Frozen[str, Varies[Parameter]], AfterValidator(_no_threshold)]


class Severity(enum.Enum):
    """Who must hear of an alert: a person at once, a person in working hours, or whoever looks."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"

    def __str__(self) -> str:
        """As it is rendered: an f-string of an author's would say `Severity.INFO`."""
        return str(self.value)


SOUND.add(Severity)


class Level(Spec):
    """One severity of an alert: what differs at that severity."""

    threshold: Varies[Parameter | None] = Field(default=None, description="The value of `$threshold` at this severity.")
    params: Varies[_Params] = Field(default=EMPTY, description="Values of other parameters at this severity.")
    for_: Varies[Duration | None] = Field(default=None, description="How long the condition holds before it fires.")
    keep_firing_for: Varies[Duration | None] = Field(
        default=None, description="How long it fires on after the condition ends."
    )
    labels: Varies[Frozen[LabelName, Varies[Text]]] = Field(default=EMPTY, description="Labels added at this severity.")
    summary: Varies[Text | None] = Field(default=None, description="The summary at this severity.")
    description: Varies[Text | None] = Field(default=None, description="The description at this severity.")
    runbook: Varies[WebLink | None] = Field(default=None, description="The runbook at this severity.")


class Alert(Spec):
    """A condition that somebody must hear of. Its id is `service.AlertName`.

    With `levels` it becomes one rule per severity, and the higher one inhibits the lower of the same alert and service.
    `$name` in the expression, labels and annotations stands for a parameter; `$selector` for the service's job matcher.
    """

    name: AlertName = Field(kw_only=False, description="The alert's name in CamelCase.")
    expr: Varies[Text] = Field(description="The PromQL condition; each series it returns is an alert.")
    severity: Varies[Severity | None] = Field(default=None, description="Its severity, when it has only one.")
    levels: Varies[Frozen[Severity, Level]] = Field(
        default=EMPTY, description="One rule per severity, instead of `severity`."
    )
    threshold: Varies[Parameter | None] = Field(default=None, description="The value of `$threshold`.")
    params: Varies[_Params] = Field(default=EMPTY, description="Values of other parameters, by name.")
    for_: Varies[Duration] = Field(default="0s", description="How long the condition holds before it fires.")
    keep_firing_for: Varies[Duration] = Field(
        default="0s", description="How long it fires on after the condition ends."
    )
    labels: Varies[Frozen[LabelName, Varies[Text]]] = Field(default=EMPTY, description="Further static labels.")
    summary: Varies[Text] = Field(default="", description="One line: what is wrong, and where.")
    description: Varies[Text] = Field(
        default="", description="What it means for users, and the first thing to look at."
    )
    runbook: Varies[WebLink] = Field(default="", description="URL of the page that says what to do.")
    dashboard: Varies[Dashboard | None] = Field(
        default=None, description="The dashboard that shows the problem; becomes a link."
    )
    annotations: Varies[Frozen[LabelName, Varies[Text]]] = Field(default=EMPTY, description="Further annotations.")
    owner: Varies[Team | None] = Field(
        default=None, description="The team that owns it, when that is not the service's."
    )
    allow: tuple[Allow, ...] | Allow = Field(
        default=(), description="Checks whose findings on this alert are accepted."
    )
    extra: Varies[Extra] = Field(default=EMPTY, description="Further fields of the rule, judged by the target's model.")

    @relation
    def _one_way_to_say_severity(self) -> None:
        if self.levels and self.severity is not None:
            raise refuse("`severity` and `levels` are both given", "Keep `levels`, or drop it and keep `severity`.")
        if not self.levels and self.severity is None:
            raise refuse(
                "neither `severity` nor `levels` is given, so nobody knows whom to tell",
                "Add `severity=Severity.WARNING`, or `levels={...}` for several.",
            )

    @property
    def label(self) -> str:
        """How messages call it."""
        return f"alert {self.name}"


class RecordingRule(Spec):
    """An expression whose result is stored under a name of its own, `level:metric:operations`."""

    name: MetricName = Field(kw_only=False, description="The name of the recorded series, `level:metric:operations`.")
    expr: Varies[Text] = Field(description="The PromQL expression.")
    labels: Varies[Frozen[LabelName, Varies[Text]]] = Field(
        default=EMPTY, description="Labels added to each recorded series."
    )
    params: Varies[Frozen[str, Varies[Parameter]]] = Field(default=EMPTY, description="Values of parameters, by name.")
    extra: Varies[Extra] = Field(default=EMPTY, description="Further fields of the rule, under Prometheus' names.")
    unit: Varies[str] = Field(default="", description="The unit of the result, such as `ratio`; a comment in the file.")
    description: Varies[Text] = Field(default="", description="What it is for; becomes a comment in the file.")
    allow: tuple[Allow, ...] | Allow = Field(default=(), description="Checks whose findings on this rule are accepted.")

    def __str__(self) -> str:
        return str(self.name)  # one that was refused may be no text

    @property
    def label(self) -> str:
        """How messages call it."""
        return f"recording rule {self.name}"


class Group(Spec):
    """Rules that are evaluated together, in this order."""

    name: Name = Field(kw_only=False, description="The group's name within its service.")
    rules: tuple[Alert | RecordingRule, ...] = Field(description="Alerts and recording rules, in order.", min_length=1)
    interval: Varies[PositiveDuration | None] = Field(
        default=None, description="How often it is evaluated; else Prometheus' own."
    )
    extra: Varies[Extra] = Field(default=EMPTY, description="Further fields of the group, under Prometheus' names.")
    limit: Varies[Integer] = Field(default=0, description="The most alerts or series a rule may yield; 0 is no limit.")
    query_offset: Varies[Duration] = Field(default="0s", description="How far back it is evaluated, for late samples.")
