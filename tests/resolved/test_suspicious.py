"""An alert whose texts are not suspicious is not asked, and nothing would have been found in it."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from o11ygen.check import Check, checks, run
from o11ygen.resolved import AlertRule, SeriesIndex, Stack
from o11ygen.resolved.asking import Ask
from o11ygen.resolved.figures import durations_told, shares_told
from tests import stacks

alert_figures = importlib.import_module("o11ygen.checks.alert_figures")

LOOKING = [one for one in checks() if one.suspicious is not None]
PIECES = (
    *("{{", "}}", "{", "}", "{{ $labels.job }}", "{{ x }}", '{{ "', "`", '"', "$labels.job", "$value", ".Value", "$"),
    *("%", " %", "%(job)s", "%!d(MISSING)", "(", "!", "<no", " value>", "<no value>", "[object", " Object]", "<", ">"),
    *("${NAME}", "$(NAME)", "TODO", "FIX", "ME", "XXX", "X", "TBD", "CHANGE", "_ME", "REPLACE", "YOUR_", "INSERT_"),
    *(
        "NAME",
        "Lorem ipsum",
        "lorem",
        "https://",
        "<wiki>",
        "a",
        " ",
        "\n",
        "\0",
        "é",
        "{{ $value }}%",
        "{{ .Value }} %",
    ),
)
TEXTS = st.dictionaries(
    st.sampled_from(("summary", "description", "runbook_url", "area")),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
    max_size=3,
)


FIGURES = (
    "for ",
    "for\n",
    "For",
    "more than ",
    "over",
    "in the last ",
    "<",
    ">= ",
    "5",
    "٥",
    "1.5",
    " ",
    "-",
    "\u2003",
)
UNITS = ("m", "minutes", "H", " days", "%", " percent", "http://a/", "{{ x }}", "5m")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from((*FIGURES, *FIGURES, *UNITS)), max_size=6).map("".join))
@example("more than 5 percent")
@example("for\u20035m")
def test_a_text_that_tells_a_figure_is_looked_at(text: str) -> None:
    told = (*durations_told(text), *shares_told(text))
    assert alert_figures._telling(stacks.make_alert(annotations={"summary": text})) == ([text] if told else [])
    assert alert_figures._told(text) == told


def stack_of(*alerts: AlertRule, **parts: Any) -> Stack:
    return stacks.make_stack(groups=(stacks.make_group(*alerts),), **parts)


RATIO = "sum(rate(a_total[5m])) / sum(rate(b_total[5m])) > 0.1"


@pytest.mark.parametrize("one", LOOKING, ids=lambda one: one.id)
@settings(max_examples=300, deadline=None)
@given(labels=TEXTS, annotations=TEXTS)
@example(labels={}, annotations={"summary": "<no{{ x }}value>"})
@example(labels={}, annotations={"summary": "[object{{ x }}Object]"})
@example(labels={}, annotations={"summary": '{{ "{{" }}'})
@example(labels={"area": "{{ x"}, annotations={"summary": "}} $value"})
@example(labels={"area": "TODO"}, annotations={})
@example(labels={}, annotations={"summary": "{{ $value }} %"})
def test_what_is_wrong_is_suspicious(one: Check, labels: dict[str, str], annotations: dict[str, str]) -> None:
    series = SeriesIndex.build(
        [stacks.make_metric(name, type="counter") for name in ("a_total", "b_total")], (), (), ()
    )
    alert = stacks.make_alert(labels=labels, annotations=annotations, expr=RATIO)
    stack = stack_of(alert, series=series)
    found = list(one.judge(alert, stack))
    asked = [ask for ask, _ in stack.ask_alerts([Ask(one.id, False, lambda alert: ["asked"], one.suspicious)])]
    assert asked or not found


def test_most_alerts_are_not_suspicious() -> None:
    texts = "shop\0{{ $labels.job }} is down: {{ $value | humanize }}% of it, for 5m\0https://runbooks.example.com/down"
    assert [one.id for one in LOOKING if one.suspicious and one.suspicious(texts)] == ["template/percent"]


def asked(alerts: Iterable[AlertRule], *asks: Ask[AlertRule, str]) -> list[tuple[object, str]]:
    stack = stack_of(*alerts)
    return [(ask.question, answer) for ask, answer in stack.ask_alerts(asks)]


def test_a_look_is_taken_at_labels_and_annotations_together() -> None:
    looked_at: list[str] = []
    ask = Ask[AlertRule, str]("x", False, lambda alert: [alert.name], looked_at.append)
    alert = stacks.make_alert(labels={"area": "one"}, annotations={"summary": "two", "other": ""})
    assert asked([alert], ask) == []
    assert looked_at == ["shop\0web\0warning\0one\0two\0"]


def test_what_is_not_suspicious_is_settled() -> None:
    alert = stacks.make_alert(annotations={"summary": "plain"})
    stack = stack_of(alert)
    plain = Ask[AlertRule, str]("x", False, lambda alert: ["found"], lambda texts: "wrong" in texts)
    wrong = Ask[AlertRule, str]("y", False, lambda alert: ["found"], lambda texts: "plain" in texts)
    for _ in range(2):
        assert [ask.question for ask, _ in stack.ask_alerts([plain, wrong])] == ["y"]
    # It is settled whatever the next one says to that question.
    assert not list(stack.ask_alerts([plain._replace(suspicious=None)]))


def test_a_check_of_others_is_asked_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(texts: str) -> bool:
        raise RuntimeError

    def judge(alert: AlertRule, stack: object) -> Iterable[object]:
        return ()

    [one] = [one for one in LOOKING if one.id == "alert/placeholder"]
    other = Check("ours/x", one.severity, judge, of="alert", suspicious=breaks)
    monkeypatch.setattr("o11ygen.check.checks", lambda: (other,))
    assert list(run(stack_of(stacks.make_alert()), severities={}, used=set())) == []
