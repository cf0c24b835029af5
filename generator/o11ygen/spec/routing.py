"""Routes, matchers, inhibitions, time intervals and notification templates."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field

from o11ygen.spec.allow import Allow
from o11ygen.spec.frozen import EMPTY
from o11ygen.spec.model import Spec, refuse, relation
from o11ygen.spec.names import LabelName, Name
from o11ygen.spec.receiver import Integration, Receiver
from o11ygen.spec.times import DayOfMonth, Location, Month, TimeRange, Weekday, Year
from o11ygen.spec.values import Duration, Extra, Switch, Text
from o11ygen.spec.varying import Varies

_MATCHER = re.compile(r"\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*(.*?)\s*", re.DOTALL)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
# A group by every label, in Alertmanager's spelling.
ALL_LABELS = "..."


class Matcher(Spec):
    """A condition on a label: equal, not equal, or a regular expression that matches in full."""

    name: Varies[LabelName] = Field(description="The label.")
    op: Varies[Literal["=", "!=", "=~", "!~"]] = Field(default="=", description="How it is compared.")
    value: Varies[str] = Field(description="The value, or the regular expression (RE2, anchored).")


_MATCHERS = 'Write `severity="critical"` as a string, a tuple of these, or a mapping such as `{"team": "web"}`.'


def _matchers(value: object) -> object:
    if isinstance(value, str):
        value = (value,)
    if isinstance(value, Mapping):
        return tuple(Matcher(name=name, op="=", value=text) for name, text in value.items())
    if not isinstance(value, tuple | list):
        raise refuse("it is neither a matcher nor a tuple or mapping of matchers", _MATCHERS)
    for item in value:
        if not isinstance(item, str | Matcher):
            raise refuse("something in it is no matcher", _MATCHERS)
    return tuple(_matcher(item) if isinstance(item, str) else item for item in value)


def _matcher(text: str) -> Matcher:
    match = _MATCHER.fullmatch(text)
    if match is None:
        raise refuse(f"`{text}` is no matcher", 'Write a label, one of = != =~ !~, and a value: `severity="critical"`.')
    return Matcher.model_validate({"name": match[1], "op": match[2], "value": _unquoted(match[3], text)})


def _unquoted(value: str, text: str) -> str:
    """The value as Alertmanager's classic matchers read it: only a line break, a quote and a backslash are escaped."""
    if value.startswith('"'):
        if _QUOTED.fullmatch(value) is None:
            raise refuse(
                f"the value of `{text}` is not one text in quotes",
                'Close it with `"`, escape a quote inside of it, and write each matcher as a string of its own.',
            )
        value = value[1:-1]
    return re.sub(r'\\([n"\\])', lambda escape: "\n" if escape[1] == "n" else escape[1], value)


# `("severity=~\"warning|info\"", ...)`, or `{"team": "ml-platform"}` where all are equalities.
Matchers: TypeAlias = Annotated[tuple[Matcher | str, ...] | Mapping[str, Varies[str]] | str, BeforeValidator(_matchers)]


def _group_by(labels: tuple[str, ...]) -> tuple[str, ...]:
    if ALL_LABELS in labels and len(labels) > 1:
        raise refuse('"..." stands beside other labels', 'Keep only "...", or drop it.')
    return labels


def _own_group_by(labels: tuple[str, ...]) -> tuple[str, ...]:
    if not labels:
        raise refuse(
            "it is empty, which Alertmanager reads as the parent's",
            'Leave it out to inherit, name the labels, or write `("...",)` for a notification per alert.',
        )
    return labels


GroupBy: TypeAlias = Annotated[tuple[str, ...], AfterValidator(_group_by)]


class TimeInterval(Spec):
    """Times of the week, month or year. All fields must hold; the items of one field are alternatives."""

    name: Name = Field(kw_only=False, description="Its name, unique in the project.")
    times: Varies[tuple[TimeRange, ...]] = Field(default=(), description='Such as "09:00-17:00".')
    weekdays: Varies[tuple[Weekday, ...]] = Field(default=(), description='Days or ranges, such as "monday:friday".')
    days_of_month: Varies[tuple[DayOfMonth, ...]] = Field(default=(), description='Such as "1", "1:7" or "-3:-1".')
    months: Varies[tuple[Month, ...]] = Field(default=(), description='Names, numbers or ranges, such as "december".')
    years: Varies[tuple[Year, ...]] = Field(default=(), description='Years or ranges, such as "2026:2028".')
    extra: Varies[Extra] = Field(
        default=EMPTY, description="Further fields of the interval, under Alertmanager's names."
    )
    location: Varies[Location] = Field(
        default="UTC", description="The time zone by its IANA name, such as Europe/Berlin."
    )

    @relation
    def _some_time(self) -> None:
        if not (self.times or self.weekdays or self.days_of_month or self.months or self.years):
            raise refuse(
                "a time interval without times, days, months or years is always",
                'Say when it is, such as `weekdays=("saturday", "sunday")`.',
            )


class Route(Spec):
    """Which alerts go where, and how they are grouped. Children are tried in order before the route itself."""

    to: Varies[Integration | Receiver | None] = Field(
        default=None, kw_only=False, description="Who is told; else the parent's."
    )
    name: Name | None = Field(default=None, description="The name of the receiver this makes, when `to` has none.")
    matchers: Varies[Matchers] = Field(default=(), description="Conditions that must all hold.")
    group_by: Varies[Annotated[GroupBy, AfterValidator(_own_group_by)] | None] = Field(
        default=None, description='Labels to group by, `("...",)` for all; else inherited.'
    )
    group_wait: Varies[Duration | None] = Field(
        default=None, description="How long a new group waits for more; else inherited."
    )
    group_interval: Varies[Duration | None] = Field(
        default=None, description="Least time between changes; else inherited."
    )
    repeat_interval: Varies[Duration | None] = Field(default=None, description="When an unchanged group is told again.")
    mute: Varies[tuple[TimeInterval, ...]] = Field(default=(), description="Times in which nothing is sent.")
    active: Varies[tuple[TimeInterval, ...]] = Field(
        default=(), description="The only times in which something is sent."
    )
    continue_: Varies[Switch] = Field(default=False, description="Whether the next siblings are tried after a match.")
    catch_all: Varies[Switch] = Field(default=False, description="Whether nothing should ever end here.")
    routes: "Varies[tuple[Route, ...]]" = Field(default=(), description="Children, the first match wins.")
    extra: Varies[Extra] = Field(default=EMPTY, description="Further fields of the route, under Alertmanager's names.")
    allow: tuple[Allow, ...] | Allow = Field(
        default=(), description="Checks whose findings on this route are accepted."
    )

    @property
    def label(self) -> str:
        """How messages call it."""
        return f"route {self.name}" if self.name else "route"


class Inhibit(Spec):
    """While an alert that matches `source` fires, those matching `target` with equal `equal` labels stay silent."""

    source: Varies[Matchers] = Field(description="The alert that silences others.")
    target: Varies[Matchers] = Field(description="The alerts that are silenced.")
    equal: Varies[tuple[LabelName, ...]] = Field(
        description="Labels that must be the same on both; each side must carry them."
    )
    why: Varies[Text] = Field(default="", description="The reason; becomes a comment.")
    extra: Varies[Extra] = Field(default=EMPTY, description="Further fields of the rule, under Alertmanager's names.")
    allow: tuple[Allow, ...] | Allow = Field(
        default=(), description="Checks whose findings on this inhibition are accepted."
    )

    @relation
    def _both_sides(self) -> None:
        if not self.source or not self.target:
            raise refuse(
                "an inhibition without matchers on both sides silences what nobody meant",
                "Name the alert that silences in `source`, and the silenced ones in `target`.",
            )


class NotificationTemplate(Spec):
    """A file of Go templates that receivers refer to."""

    name: Name = Field(kw_only=False, description="The file's name, without `.tmpl`.")
    text: Varies[str] = Field(description="The templates: one or more `{{ define }}` blocks.")
    allow: tuple[Allow, ...] | Allow = Field(default=(), description="Checks whose findings on this file are accepted.")


class Routing(Spec):
    """The root of the routing tree, and what stands beside the routes that teams make by themselves."""

    default: Varies[Integration | Receiver] = Field(
        description="Who is told of what no route matches: nothing should be."
    )
    group_by: Varies[GroupBy] = Field(
        default=("alertname", "severity"), description="Labels that one notification shares."
    )
    group_wait: Varies[Duration] = Field(default="30s", description="How long a new group waits for more alerts.")
    group_interval: Varies[Duration] = Field(
        default="5m", description="Least time between notifications of a changed group."
    )
    repeat_interval: Varies[Duration] = Field(default="4h", description="When an unchanged group is told again.")
    routes: Varies[tuple[Route, ...]] = Field(
        default=(), description="Routes that are tried before those of the teams."
    )
    inhibit: Varies[tuple[Inhibit, ...]] = Field(default=(), description="Inhibitions beside those that `levels` make.")
    templates: Varies[tuple[NotificationTemplate, ...]] = Field(default=(), description="Notification templates.")
    extra: Varies[Extra] = Field(
        default=EMPTY, description="Further sections of alertmanager.yml, under Alertmanager's names."
    )
    resolve_timeout: Varies[Duration] = Field(
        default="5m", description="When an alert without an end is taken as resolved."
    )
