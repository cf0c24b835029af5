"""Alerts of strangers: no conventions, no metrics, no routes; checks say what they can, and nothing that they can't."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from o11ygen.check import checks, run
from o11ygen.resolved import AlertRule
from tests.stacks import make_alert, make_environment, make_group, make_stack


def foreign(
    name: str = "Down", *, severity: str = "warning", labels: dict[str, str] | None = None, **parts: Any
) -> AlertRule:
    texts = {"summary": "{{ $labels.job }} is down", "description": "It is down."}
    alert = make_alert(name, **{"service": "", "team": "", "severity": severity, "annotations": texts, **parts})
    return replace(alert, labels=labels or ({"severity": severity} if severity else {}))


def found(*alerts: AlertRule, id: str) -> list[str]:
    stack = make_stack(
        groups=(make_group(*alerts),),
        environment=make_environment(external_labels={}),
        known=frozenset(("versions",)),
    )
    severities = {check.id: "off" for check in checks() if check.id != id}
    return [f"{finding.severity.value}: {finding.message}" for finding in run(stack, severities=severities, used=set())]


def others(count: int = 5, **parts: Any) -> list[AlertRule]:
    return [foreign(f"Other{number}", expr=f"x{number} == 0", **parts) for number in range(count)]


def test_a_severity_that_nobody_else_has() -> None:
    assert found(*others(), foreign(severity="critcal"), id="alert/consistency") == [
        "warning: alert Down: `critcal` is a severity that no other alert has, and few people know; a route for the "
        "others does not go by it"
    ]
    assert found(*others(), foreign(severity="ticket-later"), id="alert/consistency") == [
        "info: alert Down: `ticket-later` is a severity that no other alert has, and few people know"
    ]


def test_a_severity_in_other_letters() -> None:
    assert found(*others(), foreign(severity="Warning"), id="alert/consistency") == [
        "warning: alert Down: severity `Warning` is `warning` in other alerts: matchers tell small letters from capital "
        "ones; a route for the others does not go by it"
    ]


def test_severities_that_people_use() -> None:
    usual = [foreign(f"A{number}", severity=one) for number, one in enumerate(("P1", "page", "{{ $labels.severity }}"))]
    assert found(*others(3), *usual, id="alert/consistency") == []


def test_an_annotation_and_a_severity_that_all_others_have() -> None:
    assert found(*others(), foreign(severity="", annotations={"summary": "Down"}), id="alert/consistency") == [
        "info: alert Down: has no annotation `description`, which 5 of the 6 alerts of its file have",
        "info: alert Down: has no label `severity`, which 5 of the 6 alerts of its file have",
    ]


def test_a_misspelt_label_is_told_once() -> None:
    alerts = (*others(), foreign(severity="", labels={"severty": "warning"}))
    assert found(*alerts, id="alert/consistency") == []
    assert found(*alerts, id="alert/spelling") == [
        "warning: alert Down: label `severty` is nearly `severity`, which the alert does not have; what goes by `severity` "
        "finds nothing"
    ]


def test_a_dashboard_that_is_no_link() -> None:
    alert = foreign(annotations={"dashboard_url": "/d/down", "runbook_url": "runbooks/down.md"})
    assert found(alert, id="alert/link") == [
        'info: alert Down: annotation "dashboard" is `/d/down`, which is no link: it cannot be opened from the '
        "notification"
    ]


def test_the_same_alert_twice_in_one_group() -> None:
    assert found(foreign(), foreign(), id="alert/duplicate") == [
        "warning: alert Down: the expression asks for the same as that of `.Down`, for the same severity; both fire "
        "together, and people are told twice"
    ]


def test_conventions_of_a_project_are_not_asked_of_others() -> None:
    odd = foreign("odd_name", annotations={"message": "Down"})
    for id in ("alert/naming", "alert/runbook", "alert/text", "alert/consistency"):
        assert found(odd, id=id) == []


def test_external_labels_that_nobody_told() -> None:
    alert = foreign(
        annotations={"summary": "{{ $externalLabels.cluster }} {{ $labels.instance }}"}, expr="sum(up) == 0"
    )
    assert found(alert, id="template/label") == [
        'error: alert Down: annotation "summary" uses `$labels.instance`, which the expression does not keep (removed by '
        "`sum`); it renders as nothing"
    ]
