from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest
from o11ygen.promql import Matcher, Selector, parse, possible_labels
from o11ygen.resolved import Expression, Stack
from o11ygen.resolved.routing import anchored


@check("promql/label", Severity.ERROR)
def promql_label(stack: Stack) -> Iterator[Flaw]:
    """Expressions that select or group by a label which the metric does not have.

    A matcher on a missing label selects nothing, or everything when it also matches the empty string; a grouping by one
    merges what should be kept apart. Neither is an error for Prometheus. A `job` that nothing is scraped under here
    selects nothing as well.

    Bad::

        Counter("http_requests_total", "HTTP requests served.", labels=("method", "status"))
        Alert("Errors", ..., expr='rate(http_requests_total{code=~"5.."}[5m]) > 1')      # the label is called `status`

    Good::

        Counter("http_requests_total", "HTTP requests served.", labels=("method", "status"))
        Alert("Errors", ..., expr='rate(http_requests_total{status=~"5.."}[5m]) > 1')
    """
    jobs = _jobs(stack)
    question = ("promql/label", jobs)
    yield from stack.in_expressions(question, lambda expression: _flaws(expression, jobs, stack), alike=True)


def _jobs(stack: Stack) -> frozenset[str]:
    """Every value that `job` may have; empty where relabeling or the targets themselves may set others."""
    if "metrics" not in stack.known:
        return frozenset()
    for job in stack.jobs:
        steps = (*job.relabel, *job.metric_relabel)
        writes = any(step.get("action") == "labelmap" or step.get("target_label") == "job" for step in steps)
        if job.honor_labels or writes or "job" in job.target_labels:
            return frozenset()
    named = (*(job.name for job in stack.jobs), *(probe.name for probe in stack.probes))
    rules = (rule for group in stack.groups for rule in group.rules)
    labels = (*(probe.labels for probe in stack.probes), *(rule.labels for rule in rules))
    return frozenset((*named, *(one["job"] for one in labels if "job" in one)))


def _flaws(expression: Expression, jobs: frozenset[str], stack: Stack) -> Iterator[Flaw]:
    query = parse(expression.text)
    for selector in query.selectors:
        yield from _selected(expression, selector, stack)
        for matcher in selector.matchers:
            if jobs and matcher.name == "job" and matcher.value and _selects_none(matcher, jobs):
                yield Flaw(
                    expression.source,
                    f"{expression.what}: `{matcher}` selects nothing: no scrape job or probe of that name exists here",
                    nearest(matcher.value, jobs) or f"There are: {', '.join(sorted(jobs))}.",
                    field=expression.field,
                )
    for grouping in query.groupings:
        if grouping.clause in ("without", "ignoring"):
            continue
        reasons = [possible_labels(flow, labels_of=stack.series.possible) for flow in grouping.flows]
        for label in grouping.labels:
            if reasons and all(not one.may_carry(label) for one in reasons):
                yield Flaw(
                    expression.source,
                    f"{expression.what}: `{grouping.clause} ({label})`: {_absent(label, reasons[0].removed_by(label))}",
                    _nearest(label, grouping.metrics, stack),
                    field=expression.field,
                )


def _selects_none(matcher: Matcher, jobs: frozenset[str]) -> bool:
    """Whether it asks for jobs of which there is none; what also selects series without a job is not judged."""
    if matcher.op == "=":
        return matcher.value != ".*" and matcher.value not in jobs
    pattern = anchored(matcher.value) if matcher.op == "=~" else None
    return pattern is not None and not any(pattern.fullmatch(job) for job in ("", *jobs))


def _selected(expression: Expression, selector: Selector, stack: Stack) -> Iterator[Flaw]:
    labels = stack.series.possible(selector.metric) if selector.metric else None
    if labels is None:
        return
    for matcher in selector.matchers:
        if matcher.name not in labels:
            yield Flaw(
                expression.source,
                f"{expression.what}: `{selector.metric}` has no label `{matcher.name}`, so `{matcher}` does not select "
                "what it says",
                _nearest(matcher.name, (selector.metric,), stack),
                field=expression.field,
            )


def _absent(label: str, reason: str) -> str:
    return f"no series carries `{label}` ({reason})" if reason else f"no series carries `{label}`"


def _nearest(label: str, metrics: tuple[str, ...], stack: Stack) -> str:
    known: set[str] = set()
    for metric in metrics:
        known |= stack.series.possible(metric) or set()
    if label in known:
        return f"Keep it where it is removed, as in `by ({label})`, or leave it out here."
    return nearest(label, known) or f"Its labels are: {', '.join(sorted(known))}."
