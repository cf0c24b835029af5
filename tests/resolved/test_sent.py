"""What is known of alerts when they arrive, shared between those that are alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from o11ygen.resolved import AlertRule, Matcher, Route, Stack
from o11ygen.resolved.lost import lost_labels
from o11ygen.resolved.sent import Sent
from tests.stacks import make_alert, make_group, make_metric, make_recording, make_route, make_server, make_stack


def stack_of(*rules: Any, routes: tuple[Route, ...] = (), **parts: Any) -> Stack:
    root = make_route(receiver="root", catch_all=True, routes=routes)
    return make_stack(groups=(make_group(rules=rules),), route=root, **parts)


def alerts(**severities: str) -> list[AlertRule]:
    return [make_alert(name, labels={"severity": severity}) for name, severity in severities.items()]


CRITICAL = make_route(Matcher("severity", "=", "critical"), receiver="page")


def test_alerts_that_end_alike_are_together() -> None:
    stack = stack_of(*alerts(A="critical", B="info", C="critical"), routes=(CRITICAL,))
    ends = [
        ([one.name for one in listed], [route.receiver for outcome in outcomes for route in outcome.routes])
        for outcomes, listed in Sent.of(stack).ends
    ]
    assert ends == [(["A", "C"], ["page"]), (["B"], ["root"])]


@pytest.mark.parametrize("label", ["severity", "alertname", "zone", "templated"])
@pytest.mark.parametrize("steps", [(), ({"action": "drop", "source_labels": ("alertname",), "regex": "B"},)])
def test_alerts_that_share_labels_end_as_each_alone(label: str, steps: tuple[dict[str, Any], ...]) -> None:
    labels = {"severity": "critical", "templated": "{{ $labels.zone }}"}
    rules = [replace(make_alert(name, expr=expr), labels=labels) for name, expr in zip("ABA", EXPRESSIONS, strict=True)]
    values = {"severity": "critical", "alertname": "A"}
    route = make_route(Matcher(label, "=", values.get(label, "x")), receiver="some")
    stack = stack_of(*rules, routes=(route,), prometheus=make_server(alert_relabel=steps))
    found = {id(alert): end.outcomes for end in Sent.of(stack).ends for alert in end.alerts}
    assert [found[id(alert)] for alert in rules] == [Sent(stack).outcomes(alert) for alert in rules]


EXPRESSIONS = ("up == 0", 'sum by (zone) (up{zone="x"}) == 0', 'max by (zone) (up{zone="y"}) == 0')


def test_it_is_worked_out_once_for_a_stack() -> None:
    stack = stack_of(*alerts(A="info"))
    assert Sent.of(stack) is Sent.of(stack)
    assert Sent.of(stack) is not Sent.of(stack_of(*alerts(A="info")))


def test_alike_by_some_labels() -> None:
    listed = alerts(A="critical", B="info", C="critical")
    (endpoint,) = make_stack().prometheus.alertmanagers
    other = replace(endpoint, alert_relabel=({"action": "labeldrop", "regex": "replica"},))
    two_ways = make_server(alertmanagers=(endpoint, other))
    assert len(Sent.of(stack_of(*listed, prometheus=two_ways)).chains) == 2
    for stack in (stack_of(*listed), stack_of(*listed, prometheus=two_ways)):
        found = Sent.of(stack).alike(("severity",))
        assert [[alert.name for alert in some] for _, some in found] == [["A", "C"], ["B"]]


def test_what_no_alert_meets() -> None:
    sent = Sent.of(stack_of(*alerts(A="critical")))
    wanted = [
        Matcher("severity", "=", "page"),
        Matcher("severity", "=~", "crit.*"),
        Matcher("severity", "!=", "critical"),
    ]
    assert sent.unmet(wanted) == wanted[:1]
    assert "severity" in sent.static_names


def test_a_label_that_a_recording_rule_of_a_recording_rule_has_lost() -> None:
    east = make_route(Matcher("zone", "=", "east"), receiver="east")
    metric = make_metric("x", type="gauge", labels=())
    inner = make_recording("job:x:sum", expr='sum by (job) (x{zone="east"})')
    outer = make_recording("all:x:max", expr="max without (instance) (job:x:sum)")
    alert = make_alert("A", expr="all:x:max > 1", labels={"severity": "info"})
    stack = stack_of(inner, outer, alert, routes=(east,), metrics=(metric,))
    (lost,) = lost_labels(stack)
    assert (lost.label, lost.reason) == ("zone", "removed by `sum by (job)` in `job:x:sum`")
    assert [route.receiver for route in lost.routes] == ["east"]
    assert [route.receiver for outcome in lost.instead for route in outcome.routes] == ["root"]
    assert lost_labels(stack) is lost_labels(stack)


def test_a_label_that_is_kept_or_was_never_there_is_not_lost() -> None:
    east = make_route(Matcher("zone", "=", "east"), receiver="east")
    metric = make_metric("x", type="gauge", labels=())
    for expr in ('sum by (zone) (x{zone="east"}) > 1', "sum by (job) (x) > 1", 'absent(x{job="a"})', "sum by (job"):
        stack = stack_of(make_alert("A", expr=expr, labels={}), routes=(east,), metrics=(metric,))
        assert [one.label for one in lost_labels(stack)] == []
