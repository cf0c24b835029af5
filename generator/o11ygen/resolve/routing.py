"""The routing tree: the author's routes, then one for each team, severity by severity."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from o11ygen import conventions
from o11ygen.credentials import shown
from o11ygen.duration import parse_duration
from o11ygen.finding import Related
from o11ygen.record import record
from o11ygen.resolve.at import At, Here
from o11ygen.resolve.extra import extra
from o11ygen.resolved import (
    AlertRule,
    Inhibition,
    Integration,
    Matcher,
    NotificationTemplate,
    Receiver,
    Route,
    Source,
    TimeInterval,
)
from o11ygen.resolved.relabeling import untouched
from o11ygen.spec import receiver as spec
from o11ygen.spec import routing as routes
from o11ygen.spec.model import Spec
from o11ygen.spec.team import Team
from o11ygen.spec.values import Secret

# The levels of alerts, and the labels that all their series carry.
_Shape: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
_TIMING = ("group_wait", "group_interval", "repeat_interval")


@dataclass(slots=True)
class Tree:
    """The routing tree while it grows: receivers and time intervals are collected where they are used."""

    at: At
    receivers: dict[str, tuple[Receiver, Spec]] = field(default_factory=dict)
    intervals: dict[str, tuple[TimeInterval, Spec]] = field(default_factory=dict)

    def root(self, teams: Iterable[Team]) -> Route:
        """The whole tree."""
        given = self.at.routing
        source = self.at.source("routing", "the root of the routing tree", given)
        receiver = self._receiver(given.default, "catch-all", source, "default")
        timing = {name: parse_duration(getattr(given, name)) for name in _TIMING}
        root = _Inherited(receiver, given.group_by, timing, catch_all=True)
        children = [self._route(route, root) for route in given.routes]
        children += [self._team(team, root) for team in teams]
        # What the root passes through are sections of the file.
        return _node("everything else", root, (), source, routes=tuple(children), own=("group_by", *_TIMING))

    def _team(self, team: Team, parent: _Inherited) -> Route:
        source = self.at.source(team.name, f"team {team.name}", team)
        given = self.at.here(team, source)
        children = []
        for role, severities in (
            (("page", ("critical",)), ("notify", ("warning",)), ("inform", ("info",)))
            if given.inform is not None
            else (("page", ("critical",)), ("notify", ("warning", "info")))
        ):
            condition = Matcher(conventions.SEVERITY, "=" if len(severities) == 1 else "=~", "|".join(severities))
            target = getattr(given, role)
            name = conventions.team_receiver(team.name, role)
            title = f"team {team.name}: {role}"
            if isinstance(target, routes.Route):
                children.append(self._route(target, parent, further=(condition,), name=name, title=title))
            else:
                own = self._receiver(target, name, source, role)
                node = _Inherited(own, parent.group_by, parent.timing)
                children.append(_node(title, node, (condition,), source, generated=True))
        notify = children[1]
        condition = Matcher(conventions.TEAM, "=", team.name)
        node = _Inherited(notify.receiver, parent.group_by, parent.timing, catch_all=notify.catch_all)
        return _node(f"team {team.name}", node, (condition,), source, routes=tuple(children), generated=True)

    def _route(
        self,
        declared: routes.Route,
        parent: _Inherited,
        *,
        further: tuple[Matcher, ...] = (),
        name: str = "",
        title: str = "",
    ) -> Route:
        source = self.at.source(declared.name or name or "route", title or declared.label, declared, self.at.routing)
        route = self.at.here(declared, source)
        # Without a receiver of its own an alert ends where the parent's would, and that may be where nothing should.
        receiver, catch_all = parent.receiver, route.catch_all or (route.to is None and parent.catch_all)
        if route.to is not None:
            receiver = self._receiver(
                route.to, route.name or name or _own_name(self.at.here(route.to, source)), source, "to"
            )
        timing, own = dict(parent.timing), []
        for key in _TIMING:
            given = getattr(route, key)
            if given is not None:
                timing[key] = parse_duration(given)
                own.append(key)
        group_by = parent.group_by
        if route.group_by is not None:
            group_by = route.group_by
            own.append("group_by")
        node = _Inherited(receiver, group_by, timing, catch_all=catch_all)
        return _node(
            title or (f"route {route.name}" if route.name else f"to {receiver}"),
            node,
            (*further, *_matchers(self.at, route.matchers, source)),
            source,
            routes=tuple(self._route(child, node) for child in route.routes),
            own=tuple(own),
            extra=extra(self.at, route, source),
            mute=tuple(self._interval(one) for one in route.mute),
            active=tuple(self._interval(one) for one in route.active),
            continue_=route.continue_,
            generated=bool(title),
        )

    def _receiver(self, target: spec.Integration | spec.Receiver, name: str, source: Source, role: str) -> str:
        """Note a receiver under its own name, or the one that follows from its use."""
        name = target.name if isinstance(target, spec.Receiver) else name
        known = self.receivers.get(name)
        if known is not None:
            if known[1] is not target:
                self.at.report(
                    "spec/duplicate",
                    source,
                    f"two receivers are called `{name}`; Alertmanager refuses the file",
                    "Give one of them another name, or use the same object in both places.",
                    role,
                    related=(Related(known[1].origin.location(), "first used here"),),
                )
            return name
        own = self.at.source(name, f"receiver {name}", target)
        integrations = self.at.here(target, own).integrations if isinstance(target, spec.Receiver) else (target,)
        self.receivers[name] = (
            Receiver(name, tuple(self._integration(one, name, target) for one in integrations), own),
            target,
        )
        return name

    def _integration(self, declared: spec.Integration, name: str, owner: Spec) -> Integration:
        source = self.at.source(name, f"receiver {name}", declared, owner)
        given = self.at.here(declared, source)
        return Integration(
            type(given).kind,
            self.at.settings(given, source, without=("pages", "extra")),
            extra(self.at, given, source),
            given.wakes,
            source,
        )

    def _interval(self, given: routes.TimeInterval) -> str:
        source = self.at.source(given.name, f"time interval {given.name}", given)
        known = self.intervals.get(given.name)
        if known is not None and known[1] is not given:
            self.at.report(
                "spec/duplicate",
                source,
                f"two time intervals are called `{given.name}`; Alertmanager refuses the file",
                "Give one of them another name, or use the same object in both places.",
                "name",
                related=(Related(known[1].origin.location(), "first used here"),),
            )
        settings = self.at.settings(given, source, without=("name",))
        further = extra(self.at, self.at.here(given, source), source)
        self.intervals.setdefault(given.name, (TimeInterval(given.name, settings, source, further), given))
        return given.name


@record
class _Inherited:
    receiver: str
    group_by: tuple[str, ...]
    timing: Mapping[str, int]
    catch_all: bool = False


def _node(
    title: str,
    node: _Inherited,
    matchers: tuple[Matcher, ...],
    source: Source,
    *,
    routes: tuple[Route, ...] = (),
    own: tuple[str, ...] = (),
    **flags: Any,
) -> Route:
    return Route(
        title=title,
        receiver=node.receiver,
        matchers=matchers,
        group_by=node.group_by,
        group_wait_ms=node.timing["group_wait"],
        group_interval_ms=node.timing["group_interval"],
        repeat_interval_ms=node.timing["repeat_interval"],
        mute=flags.get("mute", ()),
        active=flags.get("active", ()),
        continue_=flags.get("continue_", False),
        catch_all=node.catch_all,
        own=frozenset(own),
        routes=routes,
        extra=flags.get("extra", {}),
        source=source,
        generated=flags.get("generated", False),
    )


def _own_name(target: Here) -> str:
    """A name for a receiver that got none: its integration and what it is told to reach."""
    if isinstance(target, spec.Receiver):
        return target.name
    kind: str = type(target).kind
    for name in type(target).positional:
        value = getattr(target, name)
        reference = shown(value.kind, value.reference).rpartition("/")[2] if isinstance(value, Secret) else value
        if isinstance(reference, str):
            # Of a URL only the host: its path may be the credential, and a name stands in messages.
            host = urlsplit(reference).hostname if "://" in reference else reference
            return f"{kind}-{conventions.slug(host or '')}".rstrip("-")
    return kind


def _matchers(at: At, given: Iterable[routes.Matcher], source: Source) -> tuple[Matcher, ...]:
    return tuple(Matcher(one.name, one.op, one.value) for one in (at.here(matcher, source) for matcher in given))


def inhibitions(at: At, alerts: Iterable[AlertRule], carried_by: Callable[[str], frozenset[str]]) -> list[Inhibition]:
    """Those that follow from `levels`, then the author's."""
    result = _from_levels(at, alerts, carried_by)
    for declared in at.routing.inhibit:
        source = at.source("inhibit", "an inhibition", declared, at.routing)
        given = at.here(declared, source)
        result.append(
            Inhibition(
                _matchers(at, given.source, source),
                _matchers(at, given.target, source),
                given.equal,
                given.why,
                False,
                source,
                extra(at, given, source),
            )
        )
    return result


def _from_levels(at: At, alerts: Iterable[AlertRule], carried_by: Callable[[str], frozenset[str]]) -> list[Inhibition]:
    """The higher level of an alert silences the lower ones of the same alert, service and series.

    The labels that must be equal are those every series of all its levels surely carries: a disk that is critically
    full on one host must not hide the warning of another. Neither must it in another environment, whose Prometheus may
    send to the same Alertmanager.
    """
    steps = _alert_relabeling(at)
    carried: dict[tuple[str, str], frozenset[str]] = {}
    severities: dict[tuple[str, str], set[str]] = {}
    for alert in alerts:
        if alert.leveled:
            # What the rule itself sets is the same on both sides, or is what differs.
            labels = carried_by(alert.expr).difference(alert.labels)
            key = (alert.name, alert.service)
            known = carried.get(key)
            carried[key] = labels if known is None else known & labels
            severities.setdefault(key, set()).add(alert.severity)
    shapes: dict[_Shape, dict[str, set[str]]] = {}
    for key, labels in carried.items():
        ranked = tuple(severity for severity in conventions.SEVERITIES if severity in severities[key])
        labels |= {conventions.ENVIRONMENT}
        equal = untouched(labels, steps) if steps else labels
        shapes.setdefault((ranked, tuple(sorted(equal))), {}).setdefault(key[0], set()).add(key[1])
    return [one for shape, named in sorted(shapes.items()) for one in _of_shape(at, shape, _by_services(shapes, named))]


def _by_services(
    shapes: Mapping[_Shape, Mapping[str, set[str]]], named: Mapping[str, set[str]]
) -> dict[tuple[str, ...], list[str]]:
    """The alerts of one shape by the services they are meant of: none where the name has that shape everywhere."""
    result: dict[tuple[str, ...], list[str]] = {}
    for name, services in named.items():
        elsewhere = sum(name in others for others in shapes.values()) > 1
        result.setdefault(tuple(sorted(services)) if elsewhere else (), []).append(name)
    return dict(sorted(result.items()))


def _of_shape(at: At, shape: _Shape, alerts: Mapping[tuple[str, ...], list[str]]) -> Iterator[Inhibition]:
    ranked, equal = shape
    source = at.source("levels", "an inhibition between levels", at.routing)
    for services, names in alerts.items():
        which = (_one_of("alertname", sorted(names)), *(_one_of(conventions.SERVICE, services) for _ in services[:1]))
        for rank, higher in enumerate(ranked[:-1]):
            lower = ranked[rank + 1 :]
            yield Inhibition(
                (_one_of(conventions.SEVERITY, (higher,)), *which),
                (_one_of(conventions.SEVERITY, lower), *which),
                ("alertname", conventions.SERVICE, *equal),
                f"{higher} silences {' and '.join(lower)} of the same alert and service",
                True,
                source,
            )


def _alert_relabeling(at: At) -> list[dict[str, Any]]:
    """All steps that an alert may go through on its way to some Alertmanager."""
    given = at.prometheus
    source = at.source("prometheus", "Prometheus", given)
    lists = [given.alert_relabel, *(at.here(one, source).alert_relabel for one in given.alertmanagers)]
    return [at.settings(step, source) for steps in lists for step in steps]


def _one_of(label: str, values: Iterable[str]) -> Matcher:
    listed = tuple(values)
    if len(listed) == 1:
        return Matcher(label, "=", listed[0])
    return Matcher(label, "=~", "|".join(re.sub(r"[.+*?()|\[\]{}^$\\]", r"\\\g<0>", value) for value in listed))


def templates(at: At) -> tuple[NotificationTemplate, ...]:
    """The notification templates."""
    result = []
    for one in at.routing.templates:
        source = at.source(one.name, f"notification template {one.name}", one)
        result.append(NotificationTemplate(one.name, at.here(one, source).text, source))
    return tuple(result)
