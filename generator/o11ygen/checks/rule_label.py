from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import Selector, parse
from o11ygen.promql.flow import Add
from o11ygen.promql.pinned import pinned_values
from o11ygen.resolved import AlertRule, RecordingRule, Stack
from o11ygen.resolved.routing import Matcher


@check("rule/label", Severity.WARNING)
def rule_label(stack: Stack) -> Iterator[Flaw]:
    """Static labels of a rule that overwrite a label by which its series are told apart.

    The label of the rule wins. Two series that differ in that label only then have the same labels, and Prometheus gives up
    the whole evaluation, `vector contains metrics with the same labelset after applying rule labels`: an alert is silent
    exactly when two things fail at once. With a single series, what it says is wrong.

    Bad::

        Alert("Down", ..., expr="sum by (job, instance) (up) == 0", labels={"instance": "shop"})

    Good::

        Alert("Down", ..., expr="sum by (job) (up) == 0", labels={"instance": "shop"})
    """
    carried: dict[int, frozenset[str]] = {}
    for group, kinds in zip(stack.groups, stack.kinds_of_rules, strict=True):
        told: set[tuple[str, str]] = set()
        for rule, kind in zip(group.rules, kinds, strict=True):
            if not rule.labels:
                continue
            if kind not in carried:
                carried[kind] = stack.series.carried_by(rule.expr)
            # Nearly no rule sets a label that its series have.
            if carried[kind].isdisjoint(rule.labels):
                continue
            for name, value in rule.labels.items():
                if (rule.id, name) not in told and "{{" not in value and _is_overwritten(rule, name, value, stack):
                    told.add((rule.id, name))
                    made = f"`{value}`" if value else "nothing"
                    yield Flaw(
                        rule.source,
                        f"{rule.source.what}: its label `{name}` makes {made} of the `{name}` that its series have; if two "
                        "of them differ in nothing else, Prometheus gives up the evaluation",
                        f"Take `{name}` out of the expression, such as with `without ({name})`, or give the label another "
                        "name.",
                        field="labels",
                    )


def _is_overwritten(rule: AlertRule | RecordingRule, name: str, value: str, stack: Stack) -> bool:
    if name not in stack.series.carried_by(rule.expr):
        return False
    query = parse(rule.expr)
    # Rules of one origin set the same label on all that they record: here it gets the value that it has.
    recorded = [_selected(one, stack) for one in query.selectors]
    if all(recorded) and {record.labels.get(name) for records in recorded for record in records} == {value}:
        return False
    if _is_pinned(rule.expr, name, stack):
        return False
    pinned = pinned_values(query, labels_of=stack.series.carried)
    # One value that the expression asks for tells nothing apart, and may be said in better words.
    return len(pinned.get(name, ("", ""))) > 1


def _is_pinned(expr: str, name: str, stack: Stack) -> bool:
    """Whether all that it returns has one value there: one that is asked for, or that the rules set which record it."""
    found: set[str] = set()
    for outcome in stack.series.outcomes_of(expr):
        if isinstance(outcome.flow, Add) and outcome.flow.label == name and _is_text(name, expr):
            # All series get it from `label_replace`, with a text of its own.
            found.add(name)
            continue
        asked = {pin.value for pin in outcome.pins if pin.name == name and pin.op == "="}
        records = [record for metric in outcome.metrics for record in stack.series.records.get(metric, ())]
        found |= asked or {record.labels.get(name, "") for record in records} or {""}
    return len(found) == 1 and "" not in found


def _is_text(name: str, expr: str) -> bool:
    """Whether `label_replace` sets the label to a text in which nothing of another label stands."""
    import re

    return re.search(rf"""(["']){re.escape(name)}\1\s*,\s*(["'])[^"'$]+\2\s*,""", expr) is not None


def _selected(selector: Selector, stack: Stack) -> list[RecordingRule]:
    """The rules of which it takes what they record, by the labels that they set."""
    matchers = [Matcher(one.name, one.op, one.value) for one in selector.matchers]
    return [
        record
        for record in stack.series.records.get(selector.metric, ())
        if all(one.matches(record.labels) for one in matchers if one.name in record.labels)
    ]
