"""How many series the result of an expression may have, by what is declared of its labels."""

from __future__ import annotations

import math
from collections.abc import Iterator

from o11ygen import conventions
from o11ygen.promql import Selector, parse, possible_labels
from o11ygen.resolved.scrape import Metric
from o11ygen.resolved.stack import Stack

_JOB, _INSTANCE = conventions.TARGET_LABELS


def most_series(expr: str, stack: Stack) -> int:
    """About the most series that an expression returns; 0 where something about it is not known."""
    query = parse(expr)
    possible = possible_labels(query, labels_of=stack.series.possible).labels
    if query.flow is None or possible is None:
        return 0
    return max((_of_selector(one, possible, stack) for one in query.selectors), default=0)


def _of_selector(selector: Selector, kept: frozenset[str], stack: Stack) -> int:
    pinned = {matcher.name for matcher in selector.matchers if matcher.op == "="}
    metrics = stack.series.metrics.get(selector.metric, [])
    return sum(math.prod(_cardinalities(metric, kept - pinned, stack)) for metric in metrics)


def _cardinalities(metric: Metric, kept: frozenset[str], stack: Stack) -> Iterator[int]:
    """Those of the labels that are kept. 0 is not known, and so is their product."""
    jobs = {job.name: job for job in stack.jobs}
    if _INSTANCE in kept:
        yield sum(jobs[name].targets if name in jobs else 1 for name in metric.jobs)
    elif _JOB in kept:
        yield len(metric.jobs)
    for label in metric.labels:
        if label.name in kept:
            yield label.cardinality
