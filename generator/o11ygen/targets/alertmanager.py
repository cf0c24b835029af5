"""alertmanager.yml."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from o11ygen.finding import nearest
from o11ygen.targets.alertmanager_global import AlertmanagerGlobal
from o11ygen.targets.model import Deprecated, Since, Target
from o11ygen.targets.postponed import later
from o11ygen.targets.receivers import Receiver
from o11ygen.targets.relation import Fault, Versions, relation, repeated
from o11ygen.targets.route import InhibitRule, Route
from o11ygen.targets.scalars import Text
from o11ygen.targets.time_interval import TimeInterval

if TYPE_CHECKING:
    from o11ygen.targets.event_recorder import EventRecorder
    from o11ygen.targets.tracing import AlertmanagerTracing
else:
    EventRecorder = later("event_recorder", "EventRecorder")
    AlertmanagerTracing = later("tracing", "AlertmanagerTracing")

Place = tuple[str | int, ...]


def routes(route: Route, place: Place = ("route",)) -> Iterator[tuple[Place, Route]]:
    """Every node of the routing tree with its place, parents first."""
    yield place, route
    for index, child in enumerate(route.routes or ()):
        yield from routes(child, (*place, "routes", index))


class AlertmanagerConfig(Target):
    """alertmanager.yml."""

    global_: AlertmanagerGlobal | None = Field(default=None, description="Defaults.")
    templates: list[Text] | None = Field(default=None, description="Files of notification templates, or patterns.")
    route: Route | None = Field(default=None, description="Routing tree.")
    inhibit_rules: list[InhibitRule] | None = Field(default=None, description="Inhibition.")
    receivers: list[Receiver] | None = Field(default=None, description="Receivers.")
    time_intervals: Annotated[list[TimeInterval] | None, Since(alertmanager="0.24")] = Field(
        default=None, description="Time intervals."
    )
    mute_time_intervals: Annotated[
        list[TimeInterval] | None,
        Since(alertmanager="0.22"),
        Deprecated("Write `time_intervals`", alertmanager="0.24"),
    ] = Field(default=None, description="Time intervals, by their older name.")
    tracing: Annotated[AlertmanagerTracing | None, Since(alertmanager="0.30")] = Field(
        default=None, description="Traces of Alertmanager itself."
    )
    event_recorder: Annotated[EventRecorder | None, Since(alertmanager="0.33")] = Field(
        default=None, description="Record of events; experimental."
    )

    @relation
    def _root(self, versions: Versions) -> Iterator[Fault]:
        if self.route is None:
            yield Fault("the file has no `route`", "Add a route with a default receiver", ("route",))
            return
        if not self.route.receiver:
            yield Fault(
                "the root route has no receiver", "Name who gets what no other route takes", ("route", "receiver")
            )
        for field in ("matchers", "match", "match_re", "mute_time_intervals", "active_time_intervals"):
            if getattr(self.route, field):
                message = f"the root route takes every alert, so it has no `{field}`"
                yield Fault(message, "Move it to a child route", ("route", field))
        if self.route.continue_:
            yield Fault("the root route has no siblings to continue to", "Remove `continue`", ("route", "continue"))

    @relation
    def _receivers(self, versions: Versions) -> Iterator[Fault]:
        receivers = self.receivers or []
        names = ((index, receiver.name) for index, receiver in enumerate(receivers))
        hint = "Alertmanager refuses the file; rename one"
        yield from repeated(names, "the receiver name", hint, at=lambda index: ("receivers", index, "name"))
        known = {receiver.name for receiver in receivers}
        for place, route in routes(self.route) if self.route else ():
            if route.receiver and route.receiver not in known:
                hint = nearest(route.receiver, known) or "Add the receiver, or name another"
                yield Fault(f"the receiver `{route.receiver}` does not exist", hint, (*place, "receiver"))

    @relation
    def _global_values(self, versions: Versions) -> Iterator[Fault]:
        shared = self.global_ or AlertmanagerGlobal()
        for index, receiver in enumerate(self.receivers or ()):
            for fault in shared.missing(receiver):
                yield Fault(fault.message, fault.hint, ("receivers", index, *fault.at), fault.kind)

    @relation
    def _time_intervals(self, versions: Versions) -> Iterator[Fault]:
        places: list[tuple[Place, str]] = [
            ((field, index, "name"), interval.name)
            for field in ("mute_time_intervals", "time_intervals")
            for index, interval in enumerate(getattr(self, field) or ())
        ]
        names = ((number, name) for number, (_, name) in enumerate(places))
        hint = "Alertmanager refuses the file; rename one"
        yield from repeated(names, "the time interval name", hint, at=lambda number: places[number][0])
        known = {name for _, name in places}
        for place, route in routes(self.route) if self.route else ():
            for field in ("mute_time_intervals", "active_time_intervals"):
                for index, name in enumerate(getattr(route, field) or ()):
                    if name not in known:
                        hint = nearest(name, known) or "Add it to `time_intervals`"
                        yield Fault(f"the time interval `{name}` does not exist", hint, (*place, field, index))
