from __future__ import annotations

from collections.abc import Iterable, Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Related, Severity
from o11ygen.promql import carried_labels, parse, possible_labels
from o11ygen.promql.overlap import may_overlap
from o11ygen.promql.pinned import pinned_patterns, pinned_values, written_labels
from o11ygen.resolved import RecordingRule, Stack


@check("rule/duplicate", Severity.ERROR)
def rule_duplicate(stack: Stack) -> Iterator[Flaw]:
    """Recording rules of one name whose series may have the same labels.

    Prometheus loads them, writes both samples to one series, and keeps whichever comes first: the recorded value jumps
    between the two, or one rule fails with duplicate samples. Rules of one name are right where a label tells them apart,
    such as the `job` that each selects. Across files that somebody else wrote it is an info: they may be alternatives.

    Bad::

        shared = RecordingRule("job:requests:rate5m", expr="sum by (job) (rate(requests_total[5m]))")
        Service("web", ..., jobs=(ScrapeJob("web"),), metrics=(requests,), recording_rules=(shared,))
        Service("orders", ..., jobs=(ScrapeJob("orders"),), metrics=(requests,), recording_rules=(shared,))

    Good::

        shared = RecordingRule("job:requests:rate5m", expr="sum by (job) (rate(requests_total{$selector}[5m]))")
        Service("web", ..., jobs=(ScrapeJob("web"),), metrics=(requests,), recording_rules=(shared,))
        Service("orders", ..., jobs=(ScrapeJob("orders"),), metrics=(requests,), recording_rules=(shared,))
    """
    named: dict[str, list[RecordingRule]] = {}
    for rule in stack.recording_rules:
        named.setdefault(rule.name, []).append(rule)
    for rules in named.values():
        if len(rules) > 1:
            yield from _collisions(rules, stack)


def _collisions(rules: list[RecordingRule], stack: Stack) -> Iterator[Flaw]:
    """Each rule that collides with an earlier one; only those are compared that share a value of a label all have."""
    pinned = [_pinned(rule, stack) for rule in rules]
    common = sorted(frozenset[str].intersection(*(frozenset(one) for one in pinned)))
    # The label that tells most of them apart.
    label = max(common, key=lambda name: len({value for one in pinned for value in one[name]}), default="")
    earlier: dict[str, list[int]] = {}
    for place, rule in enumerate(rules):
        values: Iterable[str] = pinned[place][label] if label else ("",)
        for other in sorted({known for value in values for known in earlier.get(value, ())}):
            if _may_coincide(pinned[place], pinned[other], rule, rules[other], stack):
                yield _flaw(rule, rules[other], stack)
                break
        for value in values:
            earlier.setdefault(value, []).append(place)


def _pinned(rule: RecordingRule, stack: Stack) -> dict[str, frozenset[str]]:
    """The labels that every recorded series has with one of these values."""
    values = pinned_values(parse(rule.expr), labels_of=stack.series.carried)
    return {**values, **{name: frozenset((value,)) for name, value in rule.labels.items()}}


def _may_coincide(
    values: dict[str, frozenset[str]],
    others: dict[str, frozenset[str]],
    rule: RecordingRule,
    other: RecordingRule,
    stack: Stack,
) -> bool:
    if any(values[name].isdisjoint(others[name]) for name in values.keys() & others.keys()):
        return False
    # A label that one of them sets and the other computes is there to tell them apart.
    if written_labels(parse(rule.expr)) & other.labels.keys() or written_labels(parse(other.expr)) & rule.labels.keys():
        return False
    if _match_apart(rule, other, stack):
        return False
    return not (_has_more(rule, other, stack) or _has_more(other, rule, stack))


def _match_apart(rule: RecordingRule, other: RecordingRule, stack: Stack) -> bool:
    """Whether no value of some label matches what both ask for: `code=~"4.."` and `code=~"5.."`."""
    ours = pinned_patterns(parse(rule.expr), labels_of=stack.series.carried)
    theirs = pinned_patterns(parse(other.expr), labels_of=stack.series.carried)
    return any(
        not any(may_overlap(one, another) for one in ours[name] for another in theirs[name])
        for name in ours.keys() & theirs.keys() - rule.labels.keys() - other.labels.keys()
    )


def _has_more(rule: RecordingRule, other: RecordingRule, stack: Stack) -> bool:
    """Whether it surely has a label that the other never has."""
    sure = carried_labels(rule.expr, labels_of=stack.series.carried).union(
        name for name, value in rule.labels.items() if value
    )
    possible = possible_labels(other.expr, labels_of=stack.series.possible).labels
    return possible is not None and not sure <= possible.union(other.labels)


def _flaw(rule: RecordingRule, other: RecordingRule, stack: Stack) -> Flaw:
    # Whether one server loads the files that somebody else wrote is not known.
    elsewhere = "rules" not in stack.known and rule.source.location().file != other.source.location().file
    # Of other metrics one or the other may be there, such as of two versions of a program; `unless` may part them.
    apart = "metrics" not in stack.known and (
        set(parse(rule.expr).metrics) != set(parse(other.expr).metrics) or "unless" in rule.expr + other.expr
    )
    condition = "if one server loads both files, " if elsewhere else "if both return series at once, " if apart else ""
    return Flaw(
        rule.source,
        f"{rule.what}: `{rule.name}` is recorded twice, and series of both may have the same labels; "
        f"{condition}one value hides the other",
        "Rename one of them, remove it, or tell them apart by a label"
        f"{', such as the `job` that `$selector` selects' if 'conventions' in stack.known else ''}.",
        related=(Related(other.source.location(), f"first recorded here, by {other.id}"),),
        severity=Severity.INFO if condition else None,
    )
