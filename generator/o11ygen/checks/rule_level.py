from __future__ import annotations

from collections.abc import Iterable, Iterator

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import Query, parse, possible_labels
from o11ygen.promql.pinned import pinned_values
from o11ygen.resolved import RecordingRule, Stack

_SELECTING = frozenset(("topk", "bottomk", "limitk", "limit_ratio"))


@check("rule/level", Severity.WARNING)
def rule_level(stack: Stack) -> Iterator[Flaw]:
    """Recording rules whose level, the first part of the name, does not agree with the labels that the series have.

    `instance_method:requests:rate5m` says by which labels it may be selected and joined. A query by a label that the
    expression removes returns nothing; one by job, where the series have a `method` too that the name keeps quiet (an
    info), counts each job several times. The label `job` may go without saying.
    (https://prometheus.io/docs/practices/rules/)

    Bad::

        RecordingRule("job_instance:requests:rate5m", expr="sum by (job) (rate(requests_total[5m]))")

    Good::

        RecordingRule("job:requests:rate5m", expr="sum by (job) (rate(requests_total[5m]))")
    """
    kind_of = stack.series.kinds.of_expression
    right = stack.series.right.setdefault(("rule/level", "conventions" in stack.known), set())
    for rule in stack.recording_rules:
        level, colon, _ = rule.name.partition(":")
        # Of each kind of expressions with such a level one is read.
        kind = (level, kind_of(rule.expr), *rule.labels)
        if not colon or not level or kind in right:
            continue
        query = parse(rule.expr)
        if query.error:
            continue
        absent, unnamed = list(_absent(rule, query, level, stack)), _unnamed(rule, query, level, stack)
        yield from absent
        if unnamed:
            yield from _told_apart(rule, query, unnamed, level, stack)
        elif not absent:
            right.add(kind)


def _absent(rule: RecordingRule, query: Query, level: str, stack: Stack) -> Iterator[Flaw]:
    """Labels that the level names and the series do not have."""
    possible = possible_labels(query, labels_of=stack.series.possible)
    mentioned = _mentioned(query, stack)
    # What strangers call a level is not always made of labels: `cluster` is all of them, `node_role` is no `node`.
    told = "conventions" in stack.known or not set(level.split("_")) - {
        part for label in _named(level, mentioned) for part in label.split("_")
    }
    for label in _named(level, mentioned) if told else ():
        if label == "cluster" and level == label and "conventions" not in stack.known:
            continue
        if label not in rule.labels and not possible.may_carry(label):
            because = possible.removed_by(label)
            yield Flaw(
                rule.source,
                f"{rule.what}: its level says `{label}`, which the series do not have"
                f"{f' ({because})' if because else ''}: queries by it return nothing",
                f"Keep `{label}` in the expression, or take it out of the name.",
                field="name",
            )


def _unnamed(rule: RecordingRule, query: Query, level: str, stack: Stack) -> frozenset[str]:
    """Labels that the series may have, and that the level does not name."""
    # What is not aggregated has the labels of its metrics, which everybody knows; so has what selects some of them.
    groups = query.aggregations and not any(one.op in _SELECTING for one in query.aggregations)
    if "conventions" not in stack.known or not groups:
        return frozenset()
    labels = possible_labels(query, labels_of=stack.series.possible).labels or frozenset()
    return labels - rule.labels.keys() - {"job", *_named(level, labels)}


def _told_apart(rule: RecordingRule, query: Query, unnamed: frozenset[str], level: str, stack: Stack) -> Iterator[Flaw]:
    # One value tells nothing apart. Values differ within a kind, so this is asked of each rule.
    pinned = pinned_values(query, labels_of=stack.series.carried)
    telling = sorted(name for name in unnamed if len(pinned.get(name, ("", ""))) > 1)
    if telling:
        listed = ", ".join(f"`{name}`" for name in telling)
        yield Flaw(
            rule.source,
            f"{rule.what}: its series are told apart by {listed} too, which its level does not say: whoever goes by the name "
            "counts them several times",
            f"Aggregate {listed} away, or call it `{'_'.join([level, *telling])}:...`.",
            field="name",
            severity=Severity.INFO,
        )


def _mentioned(query: Query, stack: Stack) -> set[str]:
    """The labels that the expression or the metrics in it are known to have to do with."""
    found = set(conventions.TARGET_LABELS)
    for selector in query.selectors:
        found.update(matcher.name for matcher in selector.matchers)
        found |= stack.series.possible(selector.metric) or frozenset()
    for grouping in query.groupings:
        found.update(grouping.labels)
    return found


def _named(level: str, labels: Iterable[str]) -> list[str]:
    """The labels that a level is put together of: `job_prediction_type` names `job` and `prediction_type`."""
    words, found = level.split("_"), []
    for label in sorted(labels, key=len, reverse=True):
        parts = label.split("_")
        for start in range(len(words) - len(parts) + 1):
            if words[start : start + len(parts)] == parts:
                found.append(label)
                # What one label takes up is no part of another.
                words[start : start + len(parts)] = [""]
                break
    return found
