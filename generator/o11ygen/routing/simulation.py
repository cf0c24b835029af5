"""What Alertmanager does with an alert: where it is told, how it is grouped, and what keeps it silent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from o11ygen.record import record
from o11ygen.routing.inhibition import Inhibition, inhibitions_of, silencers
from o11ygen.routing.intervals import contains, intervals_of
from o11ygen.routing.tree import Node, tree_of

Labels = Mapping[str, str]


@record
class Stop:
    """A node where an alert ends: `muted_by` names the time intervals that hold its notifications back."""

    node: Node
    group: Mapping[str, str]
    muted_by: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape."""
        node = self.node
        return {
            "path": node.path,
            "matchers": node.title,
            "receiver": node.receiver,
            "group_by": list(node.group_by),
            "group": dict(self.group),
            "group_wait": node.group_wait,
            "group_interval": node.group_interval,
            "repeat_interval": node.repeat_interval,
            "mute_time_intervals": list(node.mute),
            "active_time_intervals": list(node.active),
            "muted_by": list(self.muted_by),
        }


@record
class Outcome:
    """What becomes of one alert. `inhibited_by` are the rules, with the alerts, that keep it silent."""

    labels: Labels
    stops: tuple[Stop, ...]
    inhibited_by: tuple[tuple[Inhibition, Labels], ...]

    @property
    def receivers(self) -> tuple[str, ...]:
        """The receivers in the order of the tree, as `amtool config routes test` names them."""
        return tuple(stop.node.receiver for stop in self.stops)

    @property
    def told(self) -> tuple[str, ...]:
        """The receivers that are told now: neither inhibited nor muted."""
        if self.inhibited_by:
            return ()
        return tuple(stop.node.receiver for stop in self.stops if not stop.muted_by)

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape."""
        return {
            "labels": dict(self.labels),
            "receivers": list(self.receivers),
            "told": list(self.told),
            "routes": [stop.to_dict() for stop in self.stops],
            "inhibited_by": [{"rule": rule.path, "source": dict(source)} for rule, source in self.inhibited_by],
        }


@record
class Simulation:
    """An Alertmanager's configuration, ready to be asked."""

    root: Node
    inhibitions: tuple[Inhibition, ...]
    intervals: Mapping[str, Sequence[Mapping[str, Any]]]

    @classmethod
    def of(cls, config: Mapping[str, Any], *, utf8: bool = True) -> Simulation:
        """The simulation of a configuration that `validate` accepts. Raises MatcherError."""
        return cls(tree_of(config, utf8=utf8), inhibitions_of(config, utf8=utf8), intervals_of(config))

    def outcome(self, labels: Labels, *, at: datetime, firing: Iterable[Labels] = ()) -> Outcome:
        """What becomes of an alert with these labels at a moment, while the alerts `firing` fire too."""
        stops = tuple(
            Stop(node, node.group(labels), tuple(self.muted_by(node, at))) for node in self.root.reached(labels)
        )
        return Outcome(labels, stops, tuple(silencers(self.inhibitions, labels, firing)))

    def muted_by(self, node: Node, at: datetime) -> list[str]:
        """The time intervals that hold back the notifications of a node at a moment."""
        muted = [name for name in node.mute if contains(self.intervals.get(name, ()), at)]
        if node.active and not any(contains(self.intervals.get(name, ()), at) for name in node.active):
            muted += node.active
        return muted
