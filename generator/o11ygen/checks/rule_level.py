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
    for rule in stack.recording_rules:
        # Environments that know the same series share rules: one that is right is not asked again.
        if rule.made.get("rule/level") is not stack.series:
            found = tuple(_flaws(rule, stack))
            yield from found
            if not found:
                rule.made["rule/level"] = stack.series


def _flaws(rule: RecordingRule, stack: Stack) -> Iterator[Flaw]:
    level, colon, _ = rule.name.partition(":")
    query = parse(rule.expr)
    if not colon or not level or query.error:
        return
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
    # What is not aggregated has the labels of its metrics, which everybody knows; so has what selects some of them.
    groups = query.aggregations and not any(one.op in _SELECTING for one in query.aggregations)
    if "conventions" in stack.known and groups and possible.labels is not None:
        yield from _unnamed(rule, query, possible.labels, level, stack)


def _unnamed(rule: RecordingRule, query: Query, labels: frozenset[str], level: str, stack: Stack) -> Iterator[Flaw]:
    """Labels that tell series apart and that the level does not name."""
    pinned = pinned_values(query, labels_of=stack.series.carried)
    telling = {name for name in labels - rule.labels.keys() if len(pinned.get(name, ("", ""))) > 1}
    unnamed = sorted(telling - {"job", *_named(level, labels)})
    if unnamed:
        listed = ", ".join(f"`{name}`" for name in unnamed)
        yield Flaw(
            rule.source,
            f"{rule.what}: its series are told apart by {listed} too, which its level does not say: whoever goes by the name "
            "counts them several times",
            f"Aggregate {listed} away, or call it `{'_'.join([level, *unnamed])}:...`.",
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
