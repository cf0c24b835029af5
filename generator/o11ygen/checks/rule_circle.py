from __future__ import annotations

from collections.abc import Iterator, Mapping

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import metric_names
from o11ygen.resolved import RecordingRule, Stack


@check("rule/circle", Severity.ERROR)
def rule_circle(stack: Stack) -> Iterator[Flaw]:
    """Recording rules that read one another in a circle, or a rule that reads itself.

    Prometheus evaluates each with what the others stored the last time. A circle has no first value: it stays empty, or
    a wrong value that came in once goes round in it for ever, and no restart takes it out. One that has a first value, as
    a sum has that goes on from `offset 1m` with an `or` beside it, may be meant so (an info).

    Bad::

        RecordingRule("job:errors:ratio_rate5m", expr="job:errors:rate5m / job:requests:rate5m")
        RecordingRule("job:errors:rate5m", expr="job:errors:ratio_rate5m * job:requests:rate5m")

    Good::

        RecordingRule("job:errors:rate5m", expr='sum by (job) (rate(requests_total{status=~"5.."}[5m]))')
        RecordingRule("job:errors:ratio_rate5m", expr="job:errors:rate5m / job:requests:rate5m")
    """
    reading, kind_of = stack.reading_recorded, stack.series.kinds.of_expression
    if not reading:
        return
    rules: dict[str, list[RecordingRule]] = {}
    for rule in stack.recording_rules:
        rules.setdefault(rule.name, []).append(rule)
    reads = {
        name: [
            one for rule in found if kind_of(rule.expr) in reading for one in metric_names(rule.expr) if one in rules
        ]
        for name, found in rules.items()
    }
    for circle in _circles(reads):
        rule = rules[circle[0]][0]
        way = " reads ".join(f"`{name}`" for name in (*circle, circle[0]))
        if any(
            following not in _needed(rules[name])
            for name, following in zip(circle, (*circle[1:], circle[0]), strict=True)
        ):
            yield Flaw(
                rule.source,
                f"{rule.what}: {way}: it goes on from what it was, so a wrong value that came in once stays in it",
                "Let it forget, as a window over what is scraped does; or accept it, if it is to remember.",
                field="expr",
                severity=Severity.INFO,
            )
            continue
        yield Flaw(
            rule.source,
            f"{rule.what}: {way}, so it has no first value, and a wrong one that came in once never goes away",
            "Compute one of them from what is scraped.",
            field="expr",
        )


def _needed(rules: list[RecordingRule]) -> frozenset[str]:
    """What none of the rules that record one name can do without."""
    from o11ygen.promql.needed import needed_metrics

    return frozenset[str].intersection(*(needed_metrics(rule.expr) for rule in rules))


def _circles(reads: Mapping[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Each circle once, from the name in it that comes first."""
    done: set[str] = set()
    for start in reads:
        # The way from the start to where the walk is, and what is still to be tried at each step of it.
        way, waiting = [start], [iter(reads[start])]
        while way:
            name = next((one for one in waiting[-1] if one not in done), None)
            if name is None:
                done.add(way.pop())
                waiting.pop()
            elif name in way:
                yield tuple(way[way.index(name) :])
            else:
                way.append(name)
                waiting.append(iter(reads[name]))
