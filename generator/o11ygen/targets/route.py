"""The routing tree and the inhibition rules of Alertmanager."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from o11ygen.targets import route_relations
from o11ygen.targets.model import Deprecated, Since, Target, refuse
from o11ygen.targets.names import legacy_label
from o11ygen.targets.scalars import Bool, Duration, PositiveDuration, Regex, Text


def _matcher(text: str, info: ValidationInfo) -> str:
    return route_relations.matcher(text, (info.context or {}).get("versions", {}))


def _legacy_name(name: str) -> str:
    if not legacy_label(name):
        raise refuse(f"`{name}` is not a label name", "Write `matchers`, which take any name from Alertmanager 0.27")
    return name


def _pattern(value: Any) -> Any:
    if value is None:
        raise refuse("the regular expression is null", "Write one, or remove the label")
    return value


MatcherText = Annotated[Text, AfterValidator(_matcher)]
LegacyName = Annotated[str, AfterValidator(_legacy_name)]
LegacyMatch = dict[LegacyName, Text]
LegacyPatterns = dict[LegacyName, Annotated[Regex, BeforeValidator(_pattern)]]


class Route(Target):
    """A node of the routing tree."""

    matchers: Annotated[list[MatcherText] | None, Since(alertmanager="0.22")] = Field(
        default=None, description="Conditions; an alert must meet all of them."
    )
    match: Annotated[LegacyMatch | None, Deprecated("Write `matchers`", alertmanager="0.22")] = Field(
        default=None, description="Labels and their values."
    )
    match_re: Annotated[LegacyPatterns | None, Deprecated("Write `matchers`", alertmanager="0.22")] = Field(
        default=None, description="Labels and regular expressions for their values."
    )
    receiver: Text | None = Field(default=None, description="Who is told; inherited.")
    continue_: Bool | None = Field(default=None, description="Also try the routes after this one.")
    group_by: list[Text] | None = Field(default=None, description="Labels that make a group, or `...`; inherited.")
    group_wait: Duration | None = Field(default=None, description="Wait of a new group; 30s unless given; inherited.")
    group_interval: PositiveDuration | None = Field(
        default=None, description="Wait between notifications of a changed group; 5m unless given; inherited."
    )
    repeat_interval: PositiveDuration | None = Field(
        default=None, description="Wait before an unchanged group is told again; 4h unless given; inherited."
    )
    mute_time_intervals: Annotated[list[Text] | None, Since(alertmanager="0.22")] = Field(
        default=None, description="Time intervals without notifications; not inherited."
    )
    active_time_intervals: Annotated[list[Text] | None, Since(alertmanager="0.24")] = Field(
        default=None, description="Time intervals outside of which there are none; not inherited."
    )
    labels: Annotated[dict[str, Text] | None, Since(alertmanager="0.34")] = Field(
        default=None, description="Labels of the route, for templates; merged with the parent's."
    )
    routes: list["Route"] | None = Field(default=None, description="Children; the first that matches wins.")

    _group_by = route_relations.group_by


class InhibitRule(Target):
    """Alerts that keep others silent."""

    name: Annotated[Text | None, Since(alertmanager="0.30")] = Field(default=None, description="Name, for people.")
    source_matchers: Annotated[list[MatcherText] | None, Since(alertmanager="0.22")] = Field(
        default=None, description="The alerts that silence."
    )
    source_match: Annotated[LegacyMatch | None, Deprecated("Write `source_matchers`", alertmanager="0.22")] = Field(
        default=None, description="Labels of the alerts that silence."
    )
    source_match_re: Annotated[LegacyPatterns | None, Deprecated("Write `source_matchers`", alertmanager="0.22")] = (
        Field(default=None, description="Labels of the alerts that silence, by regular expression.")
    )
    target_matchers: Annotated[list[MatcherText] | None, Since(alertmanager="0.22")] = Field(
        default=None, description="The alerts that are silenced."
    )
    target_match: Annotated[LegacyMatch | None, Deprecated("Write `target_matchers`", alertmanager="0.22")] = Field(
        default=None, description="Labels of the alerts that are silenced."
    )
    target_match_re: Annotated[LegacyPatterns | None, Deprecated("Write `target_matchers`", alertmanager="0.22")] = (
        Field(default=None, description="Labels of the alerts that are silenced, by regular expression.")
    )
    equal: list[Text] | None = Field(default=None, description="Labels whose values must be the same on both.")

    _equal = route_relations.equal
