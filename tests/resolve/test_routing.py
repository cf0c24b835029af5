"""The routing tree: the author's routes before those of the teams, and what `levels` inhibit."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from o11ygen import (
    AlertmanagerEndpoint,
    Inhibit,
    Level,
    Prometheus,
    Receiver,
    Relabel,
    Route,
    Routing,
    Secret,
    Severity,
    Team,
    TimeInterval,
    drop_label,
    email,
    pagerduty,
    per_env,
    slack,
    webhook,
)
from o11ygen.resolved import Inhibition, Matcher, Stack
from o11ygen.resolved.routing import Router
from tests.resolve.stage import REQUESTS, make_alert, make_environment, make_project, make_service, resolved, stack_of


def shape(stack: Stack) -> list[str]:
    """The tree as lines: matchers and receiver, indented by depth."""

    def lines(route: Any, depth: int) -> list[str]:
        matchers = ", ".join(str(matcher) for matcher in route.matchers) or "*"
        flags = "".join(f" {name}" for name in ("continue_", "catch_all") if getattr(route, name))
        own = [f"{'  ' * depth}{matchers} -> {route.receiver}{flags}"]
        return own + [line for child in route.routes for line in lines(child, depth + 1)]

    return lines(stack.route, 0)


def reached(stack: Stack, **labels: str) -> list[str]:
    return [route.receiver for route in stack.route.reached(labels)]


def test_teams_are_told_by_severity() -> None:
    team = Team("ml", page=slack("#a"), notify=email("a@example.com"), inform=slack("#b"))
    stack = stack_of(make_project(make_service(team=team)))
    assert shape(stack) == [
        "* -> catch-all catch_all",
        '  team="ml" -> ml-notify',
        '    severity="critical" -> ml-page',
        '    severity="warning" -> ml-notify',
        '    severity="info" -> ml-inform',
    ]
    assert [receiver.name for receiver in stack.receivers] == ["catch-all", "ml-page", "ml-notify", "ml-inform"]


def test_without_inform_the_rest_goes_to_notify() -> None:
    assert shape(stack_of(make_project(make_service())))[1:] == [
        '  team="web" -> web-notify',
        '    severity="critical" -> web-page',
        '    severity=~"warning|info" -> web-notify',
    ]


def test_routes_of_the_author_come_first_and_inherit() -> None:
    hours = TimeInterval("hours", times=("09:00-17:00",))
    inner = Route(slack("#deep"), matchers=('a!="1"', "b=~x.*"), repeat_interval="1d", mute=(hours,))
    outer = Route(
        Receiver("ops", integrations=()), matchers={"c": "d"}, group_wait="1s", continue_=True, routes=(inner,)
    )
    routing = Routing(default=slack("#x"), group_by=("alertname",), group_wait=per_env("2s"), routes=(outer,))
    stack = stack_of(make_project(make_service(), routing=routing))
    assert shape(stack)[:4] == [
        "* -> catch-all catch_all",
        '  c="d" -> ops continue_',
        '    a!="1", b=~"x.*" -> slack-deep',
        '  team="web" -> web-notify',
    ]
    one, deep = stack.route.routes[0], stack.route.routes[0].routes[0]
    assert (stack.route.group_wait_ms, one.group_wait_ms, deep.group_wait_ms) == (2_000, 1_000, 1_000)
    assert (deep.repeat_interval_ms, deep.group_by, deep.mute) == (86_400_000, ("alertname",), ("hours",))
    assert (sorted(one.own), sorted(deep.own)) == (["group_wait"], ["repeat_interval"])
    assert [interval.name for interval in stack.time_intervals] == ["hours"]


def test_routes_may_differ_by_environment() -> None:
    hours = TimeInterval("hours", times=("09:00-17:00",))
    inner = Route(
        slack("#x"),
        matchers=per_env({"a": "b"}, {"staging": "c=~d"}),
        group_by=per_env(("a",), {"staging": ("...",)}),
        mute=per_env((), {"staging": (hours,)}),
        active=per_env((hours,), {"staging": ()}),
        continue_=per_env(False, {"staging": True}),
    )
    routing = Routing(default=slack("#x"), group_by=per_env(("b",), tiers={"staging": ("c",)}), routes=(inner,))
    environments = (make_environment(), make_environment("staging"))
    project = make_project(make_service(), routing=routing, environments=environments)
    found = []
    for environment in environments:
        stack = stack_of(project, environment.name)
        one = stack.route.routes[0]
        matchers = [str(matcher) for matcher in one.matchers]
        found.append((stack.route.group_by, matchers, one.group_by, one.mute, one.active, one.continue_))
    assert found == [
        (("b",), ['a="b"'], ("a",), (), ("hours",), False),
        (("c",), ['c=~"d"'], ("...",), ("hours",), (), True),
    ]


def test_a_route_without_a_receiver_ends_where_its_parent_would() -> None:
    child = Route(matchers={"a": "b"})
    own = Route(slack("#own"), matchers={"c": "d"}, routes=(child,))
    team = Team("ml", page=slack("#page"), notify=Route(group_wait="1s"))
    stack = stack_of(make_project(make_service(team=team), routing=Routing(default=slack("#x"), routes=(child, own))))
    assert shape(stack) == [
        "* -> catch-all catch_all",
        '  a="b" -> catch-all catch_all',
        '  c="d" -> slack-own',
        '    a="b" -> slack-own',
        '  team="ml" -> catch-all catch_all',
        '    severity="critical" -> ml-page',
        '    severity=~"warning|info" -> catch-all catch_all',
    ]


def test_where_an_alert_ends() -> None:
    copy = Route(slack("#copy"), matchers={"severity": "critical"}, continue_=True)
    special = Route(slack("#special"), matchers='alertname=~"Disk.*"')
    stack = stack_of(make_project(make_service(), routing=Routing(default=slack("#x"), routes=(copy, special))))
    assert reached(stack, alertname="Up", team="web", severity="info") == ["web-notify"]
    assert reached(stack, alertname="Up", team="web", severity="critical") == ["slack-copy", "web-page"]
    assert reached(stack, alertname="DiskFull", team="web", severity="critical") == ["slack-copy", "slack-special"]
    assert reached(stack, alertname="Up", team="other", severity="info") == ["catch-all"]
    assert reached(stack, alertname="Up", team="web") == ["web-notify"], "the node of the team itself"
    assert Router.of(stack.route).reached({"team": "web", "severity": "info", "x": "y"}) == stack.route.reached(
        {"team": "web", "severity": "info"}
    )


@pytest.mark.parametrize(
    ("op", "value", "labels", "matches"),
    [
        ("=", "", {}, True),
        ("=", "a", {"x": "a"}, True),
        ("!=", "a", {}, True),
        ("=~", "a|b", {"x": "b"}, True),
        ("=~", "a|b", {"x": "bb"}, False),
        ("=~", "a", {"x": "ab"}, False),
        ("=~", ".*", {}, True),
        ("=~", ".+", {}, False),
        ("!~", ".+", {}, True),
        ("!~", "a.*", {"x": "abc"}, False),
        ("=~", r"\d", {"x": "٣"}, False),
        ("=~", "(", {"x": "("}, False),
        ("!~", "(", {"x": "("}, False),
    ],
)
def test_matchers(op: str, value: str, labels: dict[str, str], matches: bool) -> None:
    assert Matcher("x", op, value).matches(labels) is matches


def test_a_matcher_as_it_is_written() -> None:
    assert str(Matcher("x", "=~", 'a"b\\c\nd')) == 'x=~"a\\"b\\\\c\\nd"'


class TestReceivers:
    def test_the_team_takes_a_route_of_its_own(self) -> None:
        team = Team(
            "ml", page=Route(slack("#a"), repeat_interval="30m"), notify=Receiver("people", integrations=(slack("#b"),))
        )
        stack = stack_of(make_project(make_service(team=team)))
        assert shape(stack)[1:] == [
            '  team="ml" -> people',
            '    severity="critical" -> ml-page',
            '    severity=~"warning|info" -> people',
        ]
        assert stack.route.routes[0].routes[0].repeat_interval_ms == 1_800_000

    @pytest.mark.parametrize(
        ("target", "name"),
        [
            (slack("#alerts-critical"), "slack-alerts-critical"),
            (email("a@example.com"), "email-a-example-com"),
            (webhook("https://example.com/hook/secret"), "webhook-example-com"),
            (webhook("http://user:pass@example.com:80/x"), "webhook-example-com"),
            (webhook(Secret.file("/run/secrets/hook_url")), "webhook-hook-url"),
            (pagerduty(routing_key=Secret.file("/run/secrets/key")), "pagerduty"),
        ],
    )
    def test_names_of_receivers_that_have_none(self, target: Any, name: str) -> None:
        routing = Routing(default=slack("#x"), routes=(Route(target, matchers={"a": "b"}),))
        assert stack_of(make_project(make_service(), routing=routing)).route.routes[0].receiver == name

    def test_one_object_in_two_places_is_one_receiver(self) -> None:
        shared = slack("#shared")
        routing = Routing(
            default=slack("#x"), routes=(Route(shared, matchers={"a": "b"}), Route(shared, matchers={"c": "d"}))
        )
        stack = stack_of(make_project(make_service(), routing=routing))
        assert [one.name for one in stack.receivers].count("slack-shared") == 1

    def test_two_of_one_name_are_refused(self) -> None:
        routes = (Route(slack("#a"), matchers={"a": "b"}), Route(slack("#A"), matchers={"c": "d"}))
        _, findings = resolved(make_project(make_service(), routing=Routing(default=slack("#x"), routes=routes)))
        assert [one.message for one in findings] == [
            "two receivers are called `slack-a`; Alertmanager refuses the file"
        ]

    def test_two_time_intervals_of_one_name_are_refused(self) -> None:
        routes = tuple(
            Route(slack(f"#{day}"), matchers={"a": day}, active=(TimeInterval("free", weekdays=(day,)),))
            for day in ("saturday", "sunday")
        )
        _, findings = resolved(make_project(make_service(), routing=Routing(default=slack("#x"), routes=routes)))
        assert [one.message for one in findings] == [
            "two time intervals are called `free`; Alertmanager refuses the file"
        ]


def described(one: Inhibition) -> str:
    return (
        f"{', '.join(map(str, one.source_matchers))} silences {', '.join(map(str, one.target_matchers))}"
        f" equal {', '.join(one.equal)}"
    )


class TestInhibitions:
    LEVELS: ClassVar = {Severity.WARNING: Level(threshold=1), Severity.CRITICAL: Level(threshold=2)}

    def of(self, *alerts: Any, **fields: Any) -> list[str]:
        stack = stack_of(make_project(make_service(*alerts), **fields))
        return [described(one) for one in stack.inhibitions]

    def test_equal_are_the_labels_that_every_series_surely_has(self) -> None:
        by_path = make_alert("ByPath", expr=f"sum by (path) (rate({REQUESTS}[5m])) > $threshold", levels=self.LEVELS)
        assert self.of(by_path) == [
            'severity="critical", alertname="ByPath" silences severity="warning", alertname="ByPath" '
            "equal alertname, service, environment, path"
        ]

    def test_alerts_of_the_same_shape_share_one(self) -> None:
        alerts = [make_alert(name, expr="sum(up) < $threshold", levels=self.LEVELS) for name in ("B", "A")]
        assert self.of(*alerts) == [
            'severity="critical", alertname=~"A|B" silences severity="warning", alertname=~"A|B" '
            "equal alertname, service, environment"
        ]

    def test_services_with_one_name_and_other_labels_are_told_apart(self) -> None:
        by_path = make_alert("Slow", expr=f"sum by (path) (rate({REQUESTS}[5m])) > $threshold", levels=self.LEVELS)
        in_all = [make_alert("Slow", expr="sum(up) < $threshold", levels=self.LEVELS) for _ in range(2)]
        both = make_alert("Both", expr="sum(up) < $threshold", levels=self.LEVELS)
        project = make_project(
            make_service(by_path, name="a"),
            make_service(in_all[0], both, name="b", jobs=(), metrics=()),
            make_service(in_all[1], name="c-d", jobs=(), metrics=()),
        )
        assert [described(one) for one in stack_of(project).inhibitions] == [
            'severity="critical", alertname="Both" silences severity="warning", alertname="Both" '
            "equal alertname, service, environment",
            'severity="critical", alertname="Slow", service=~"b|c-d" silences severity="warning", alertname="Slow", '
            'service=~"b|c-d" equal alertname, service, environment',
            'severity="critical", alertname="Slow", service="a" silences severity="warning", alertname="Slow", '
            'service="a" equal alertname, service, environment, path',
        ]

    def test_labels_that_alert_relabeling_takes_away_are_not_equal(self) -> None:
        alert = make_alert(expr=f"sum by (path, job) (rate({REQUESTS}[5m])) > $threshold", levels=self.LEVELS)
        endpoint = AlertmanagerEndpoint("alertmanager", alert_relabel=(drop_label("path"),))
        for prometheus in (
            Prometheus(scrape_interval="30s", alert_relabel=(drop_label("path"),)),
            Prometheus(scrape_interval="30s", alertmanagers=(endpoint,)),
        ):
            assert self.of(alert, prometheus=prometheus)[0].endswith(" equal alertname, service, environment, job")

    def test_an_environment_that_alert_relabeling_writes_is_not_equal(self) -> None:
        steps = (Relabel(source_labels=("severity",), target_label="environment"),)
        alert = make_alert(expr="sum(up) < $threshold", levels=self.LEVELS)
        given = Prometheus(scrape_interval="30s", alert_relabel=steps)
        assert self.of(alert, prometheus=given)[0].endswith(" equal alertname, service")

    def test_three_levels(self) -> None:
        levels = {**self.LEVELS, Severity.INFO: Level(threshold=0)}
        assert self.of(make_alert(expr="sum(up) < $threshold", levels=levels)) == [
            'severity="critical", alertname="Down" silences severity=~"warning|info", alertname="Down" '
            "equal alertname, service, environment",
            'severity="warning", alertname="Down" silences severity="info", alertname="Down" '
            "equal alertname, service, environment",
        ]

    def test_a_label_that_differs_between_levels_is_not_equal(self) -> None:
        levels = {
            Severity.WARNING: Level(threshold=1, labels={"path": "x"}),
            Severity.CRITICAL: Level(threshold=2),
        }
        alert = make_alert(expr=f"sum by (path, job) (rate({REQUESTS}[5m])) > $threshold", levels=levels)
        assert self.of(alert)[0].endswith("equal alertname, service, environment, job")

    def test_an_alert_without_levels_inhibits_nothing(self) -> None:
        assert self.of(make_alert()) == []

    def test_those_of_the_author_follow(self) -> None:
        inhibit = Inhibit(source='alertname="Down"', target={"severity": "warning"}, equal=("job",), why="it is down")
        found = self.of(make_alert(), routing=Routing(default=slack("#x"), inhibit=(inhibit,)))
        assert found == ['alertname="Down" silences severity="warning" equal job']
