"""The routing tree, inhibitions and time intervals, in Alertmanager's fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.artifact import DocumentPath
from o11ygen.duration import readable_duration
from o11ygen.lowering.parts import document, merged, part
from o11ygen.lowering.secrets import file_fields
from o11ygen.renderer import Written
from o11ygen.resolved import Inhibition, Route, TimeInterval
from o11ygen.targets.outlined import route as target
from o11ygen.targets.outlined import time_interval

ROUTE_FIELDS: Mapping[DocumentPath, str] = {
    ("receiver",): "to",
    ("continue",): "continue_",
    ("mute_time_intervals",): "mute",
    ("active_time_intervals",): "active",
}
INHIBITION_FIELDS: Mapping[DocumentPath, str] = {("source_matchers",): "source", ("target_matchers",): "target"}
INTERVAL_FIELDS: Mapping[DocumentPath, str] = {
    ("time_intervals", 0, name): name for name in ("times", "weekdays", "days_of_month", "months", "years", "location")
}


def route_head(route: Route, *, root: bool = False) -> dict[str, Any]:
    """A node without its children: who is told, and what it does not inherit; the root says everything."""

    def own(name: str) -> bool:
        return root or name in route.own

    head = document(
        part(target.Route)(
            matchers=[str(matcher) for matcher in route.matchers] or None,
            receiver=route.receiver,
            continue_=route.continue_ or None,
            group_by=list(route.group_by) if own("group_by") else None,
            group_wait=readable_duration(route.group_wait_ms) if own("group_wait") else None,
            group_interval=readable_duration(route.group_interval_ms) if own("group_interval") else None,
            repeat_interval=readable_duration(route.repeat_interval_ms) if own("repeat_interval") else None,
            mute_time_intervals=list(route.mute) or None,
            active_time_intervals=list(route.active) or None,
        )
    )
    return merged(head, file_fields(route.extra, model=target.Route))


def route_document(route: Route, *, root: bool = True) -> dict[str, Any]:
    """A node with its children."""
    head = route_head(route, root=root)
    children = [route_document(child, root=False) for child in route.routes]
    return {**head, "routes": children} if children else head


def route_sources(route: Route, place: DocumentPath = ("route",)) -> Iterator[tuple[DocumentPath, Written]]:
    """The place of every node, and what it came from."""
    yield place, Written(route.source, ROUTE_FIELDS)
    for index, child in enumerate(route.routes):
        yield from route_sources(child, (*place, "routes", index))


def inhibition_document(inhibition: Inhibition) -> dict[str, Any]:
    """One inhibition rule."""
    rule = document(
        part(target.InhibitRule)(
            source_matchers=[str(matcher) for matcher in inhibition.source_matchers],
            target_matchers=[str(matcher) for matcher in inhibition.target_matchers],
            equal=list(inhibition.equal) or None,
        )
    )
    return merged(rule, file_fields(inhibition.extra, model=target.InhibitRule))


def interval_document(interval: TimeInterval) -> dict[str, Any]:
    """One named time interval, of a single period: the items of one field are alternatives already."""
    settings = interval.settings
    times = [text.split("-") for text in settings.get("times", ())]
    period = part(time_interval.TimePeriod)(
        times=[part(time_interval.TimeRange)(start_time=start, end_time=end) for start, end in times] or None,
        weekdays=list(settings.get("weekdays", ())) or None,
        days_of_month=list(settings.get("days_of_month", ())) or None,
        months=list(settings.get("months", ())) or None,
        years=list(settings.get("years", ())) or None,
        location=settings.get("location"),
    )
    named = document(part(time_interval.TimeInterval)(name=interval.name))
    further = file_fields(interval.extra, model=time_interval.TimePeriod)
    return {**named, "time_intervals": [merged(document(period), further)]}
