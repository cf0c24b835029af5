"""alertmanager.yml."""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from o11ygen.targets import alertmanager_relations
from o11ygen.targets.alertmanager_global import AlertmanagerGlobal
from o11ygen.targets.model import Deprecated, Since, Target
from o11ygen.targets.postponed import later
from o11ygen.targets.receivers import Receiver
from o11ygen.targets.route import InhibitRule, Route
from o11ygen.targets.scalars import Text
from o11ygen.targets.time_interval import TimeInterval

if TYPE_CHECKING:
    from o11ygen.targets.event_recorder import EventRecorder
    from o11ygen.targets.tracing import AlertmanagerTracing
else:
    EventRecorder = later("event_recorder", "EventRecorder")
    AlertmanagerTracing = later("tracing", "AlertmanagerTracing")


class AlertmanagerConfig(Target):
    """alertmanager.yml.

    Alertmanager takes a null in a list of parts for one without fields, and does not look whether it lacks any.
    """

    global_: AlertmanagerGlobal | None = Field(default=None, description="Defaults.")
    templates: list[Text] | None = Field(default=None, description="Files of notification templates, or patterns.")
    route: Route | None = Field(default=None, description="Routing tree.")
    inhibit_rules: list[InhibitRule | None] | None = Field(default=None, description="Inhibition.")
    receivers: list[Receiver | None] | None = Field(default=None, description="Receivers.")
    time_intervals: Annotated[list[TimeInterval | None] | None, Since(alertmanager="0.24")] = Field(
        default=None, description="Time intervals."
    )
    mute_time_intervals: Annotated[
        list[TimeInterval | None] | None,
        Since(alertmanager="0.22"),
        Deprecated("Write `time_intervals`", alertmanager="0.24"),
    ] = Field(default=None, description="Time intervals, by their older name.")
    tracing: Annotated[AlertmanagerTracing | None, Since(alertmanager="0.30")] = Field(
        default=None, description="Traces of Alertmanager itself."
    )
    event_recorder: Annotated[EventRecorder | None, Since(alertmanager="0.33")] = Field(
        default=None, description="Record of events; experimental."
    )

    _root = alertmanager_relations.root_route
    _receivers = alertmanager_relations.receivers_named
    _global_values = alertmanager_relations.global_values
    _time_intervals = alertmanager_relations.intervals_named
