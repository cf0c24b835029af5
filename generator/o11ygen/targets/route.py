"""The routing tree and the inhibition rules of Alertmanager."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from o11ygen.targets.matcher import MatcherError, parse_matchers
from o11ygen.targets.model import Deprecated, Since, Target, refuse
from o11ygen.targets.names import label_fault, label_hint, legacy_label
from o11ygen.targets.relation import Fault, Versions, at_least, relation
from o11ygen.targets.scalars import Bool, Duration, PositiveDuration, Regex, Text

GROUP_BY_ALL = "..."


def _matcher(text: str, info: ValidationInfo) -> str:
    versions: Versions = (info.context or {}).get("versions", {})
    try:
        parse_matchers(text, utf8=at_least(versions, alertmanager="0.27"))
    except MatcherError as error:
        raise refuse(str(error), 'Write `name="value"`, with one of =, !=, =~, !~') from None
    return text


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


def name_faults(names: Sequence[str] | None, field: str, versions: Versions, *, since: str) -> Iterator[Fault]:
    """The names of a list that name no label; UTF-8 names are accepted from the release `since`."""
    for index, name in enumerate(names or ()):
        fault = label_fault(name, utf8=at_least(versions, alertmanager=since))
        if fault:
            yield Fault(fault, label_hint("Alertmanager", since=since), (field, index))


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

    @relation
    def _group_by(self, versions: Versions) -> Iterator[Fault]:
        names = [name for name in self.group_by or () if name != GROUP_BY_ALL]
        if names and len(names) < len(self.group_by or ()):
            yield Fault(
                "`...` groups by all labels and excludes others", "Keep `...` alone, or the labels", ("group_by",)
            )
        for index, name in enumerate(self.group_by or ()):
            if name == GROUP_BY_ALL:
                continue
            fault = label_fault(name, utf8=at_least(versions, alertmanager="0.27"))
            if fault:
                yield Fault(fault, label_hint("Alertmanager", since="0.27"), ("group_by", index))
            elif name in (self.group_by or ())[:index]:
                yield Fault(f"the label `{name}` is given twice", "Keep the first", ("group_by", index))


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

    @relation
    def _equal(self, versions: Versions) -> Iterator[Fault]:
        yield from name_faults(self.equal, "equal", versions, since="0.28")
