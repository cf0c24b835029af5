"""The routing tree of an alertmanager.yml: which nodes an alert ends at, and what holds there.

https://prometheus.io/docs/alerting/latest/configuration/#route
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from operator import attrgetter
from typing import Any

from o11ygen.descent import ends
from o11ygen.record import record
from o11ygen.routing.matching import all_hold, matchers_of, written
from o11ygen.targets.matcher import Matcher

GROUP_BY_ALL = "..."


@record
class Node:
    """A route with what it inherits filled in. `path` is its place in the file, `title` its matchers from the root."""

    path: str
    title: str
    matchers: tuple[Matcher, ...]
    receiver: str
    group_by: tuple[str, ...]
    group_wait: str
    group_interval: str
    repeat_interval: str
    mute: tuple[str, ...]
    active: tuple[str, ...]
    continue_: bool
    labels: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Node, ...] = ()

    def reached(self, labels: Mapping[str, str]) -> tuple[Node, ...]:
        """The nodes where an alert with these labels ends: empty when this node does not match."""
        return ends(self, matches=lambda node: all_hold(node.matchers, labels), children=attrgetter("children"))

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def group(self, labels: Mapping[str, str]) -> dict[str, str]:
        """The labels and values that name the group of such an alert."""
        names: Sequence[str] = sorted(labels) if GROUP_BY_ALL in self.group_by else self.group_by
        return {name: labels[name] for name in names if labels.get(name)}


def tree_of(config: Mapping[str, Any], *, utf8: bool = True) -> Node:
    """The tree of a configuration that `validate` accepts; `utf8` reads matchers as Alertmanager 0.27 and later do.

    Raises MatcherError.
    """
    return _node(config.get("route") or {}, None, "route", utf8)


def _node(route: Mapping[str, Any], parent: Node | None, path: str, utf8: bool) -> Node:
    matchers = matchers_of(route, utf8=utf8)
    title = ", ".join(written(matcher) for matcher in matchers) or ("all" if parent is None else "any")
    group_by = route.get("group_by")
    given = tuple(str(name) for name in group_by) if group_by is not None else None
    if given is None:
        given = parent.group_by if parent else ()
    node = Node(
        path,
        title if parent is None else f"{parent.title} > {title}" if parent.path != "route" else title,
        matchers,
        str(route.get("receiver") or (parent.receiver if parent else "")),
        given,
        _inherited(route, "group_wait", parent, "30s"),
        _inherited(route, "group_interval", parent, "5m"),
        _inherited(route, "repeat_interval", parent, "4h"),
        tuple(map(str, route.get("mute_time_intervals") or ())),
        tuple(map(str, route.get("active_time_intervals") or ())),
        _true(route.get("continue")),
        {
            **(parent.labels if parent else {}),
            **{str(key): str(text) for key, text in (route.get("labels") or {}).items()},
        },
    )
    children = tuple(
        _node(child or {}, node, f"{path}.routes[{index}]", utf8)
        for index, child in enumerate(route.get("routes") or ())
    )
    object.__setattr__(node, "children", children)
    return node


def _inherited(route: Mapping[str, Any], name: str, parent: Node | None, default: str) -> str:
    value = route.get(name)
    if value is not None:
        return str(value)
    inherited: str = getattr(parent, name) if parent else default
    return inherited


def _true(value: Any) -> bool:
    return getattr(value, "value", value) is True
