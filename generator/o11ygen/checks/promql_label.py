from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity, nearest
from o11ygen.promql import Matcher
from o11ygen.promql.language.nodes import Call, Instant
from o11ygen.promql.parts import metric_of, selectors
from o11ygen.resolved import Stack
from o11ygen.resolved.routing import anchored


@check("promql/label", Severity.ERROR, of="expression", alike=True, by=lambda stack: _jobs(stack))
def promql_label(examined: Examined, stack: Stack) -> Iterator[Flaw]:
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
    for node in examined.nodes(Instant):
        metric = metric_of(node)
        labels = stack.series.possible(metric) if metric else None
        for one in node.matchers if labels is not None or jobs else ():
            matcher = Matcher(one.name, one.op, one.value)
            if labels is not None and matcher.name not in labels and matcher.name != "__name__":
                yield examined.flaw(
                    f"`{metric}` has no label `{matcher.name}`, so `{matcher}` does not select what it says",
                    _nearest(matcher.name, (metric,), stack),
                    at=(one.start, one.end),
                )
            if jobs and matcher.name == "job" and matcher.value and _selects_none(matcher, jobs):
                yield examined.flaw(
                    f"`{matcher}` selects nothing: no scrape job or probe of that name exists here",
                    nearest(matcher.value, jobs) or f"There are: {', '.join(sorted(jobs))}.",
                    at=(one.start, one.end),
                )
    clauses: dict[tuple[int, int, str], list[str]] = {}
    for remark in examined.flow.remarks:
        if remark.kind == "impossible_label" and not _is_bound(examined, remark.label, remark.start):
            clauses.setdefault((remark.start, remark.end, remark.why), []).append(remark.label)
    for (start, end, why), missing in clauses.items():
        metrics = tuple(filter(None, map(metric_of, examined.nodes(Instant))))
        yield examined.flaw(
            f"`{examined.expression.text[start:end]} ({', '.join(missing)})`: {_absent('`, `'.join(missing), why)}",
            _nearest(missing[0], metrics, stack),
            at=(start, end),
            # Whose metrics are not known may have left a label there for others to fill in.
            severity=None if "metrics" in stack.known else Severity.WARNING,
        )


def _jobs(stack: Stack) -> frozenset[str]:
    """Every value that `job` may have; empty where relabeling or the targets themselves may set others."""
    made = stack.made.get("jobs in `job`")
    if not isinstance(made, frozenset):
        made = stack.made["jobs in `job`"] = _listed_jobs(stack) if "metrics" in stack.known else frozenset()
    return made


def _listed_jobs(stack: Stack) -> frozenset[str]:
    for job in stack.jobs:
        steps = (*job.relabel, *job.metric_relabel)
        writes = any(step.get("action") == "labelmap" or step.get("target_label") == "job" for step in steps)
        if job.honor_labels or writes or "job" in job.target_labels:
            return frozenset()
    named = (*(job.name for job in stack.jobs), *(probe.name for probe in stack.probes))
    rules = (rule for group in stack.groups for rule in group.rules)
    labels = (*(probe.labels for probe in stack.probes), *(rule.labels for rule in rules))
    return frozenset((*named, *(one["job"] for one in labels if "job" in one)))


def _selects_none(matcher: Matcher, jobs: frozenset[str]) -> bool:
    """Whether it asks for jobs of which there is none; what also selects series without a job is not judged."""
    if matcher.op == "=":
        return matcher.value != ".*" and matcher.value not in jobs
    pattern = anchored(matcher.value) if matcher.op == "=~" else None
    return pattern is not None and not any(pattern.fullmatch(job) for job in ("", *jobs))


def _is_bound(examined: Examined, label: str, at: int) -> bool:
    """Whether it is the `le` of buckets under a quantile, of which `promql/histogram` tells."""
    return label == "le" and any(
        call.name.startswith("histogram_quantile")
        and call.start <= at < call.end
        and all("_bucket" in metric_of(one) for one in selectors(call))
        for call in examined.nodes(Call)
    )


def _absent(label: str, reason: str) -> str:
    return f"no series carries `{label}` ({reason})" if reason else f"no series carries `{label}`"


def _nearest(label: str, metrics: tuple[str, ...], stack: Stack) -> str:
    known: set[str] = set()
    for metric in metrics:
        known |= stack.series.possible(metric) or set()
    if label in known:
        return f"Keep it where it is removed, as in `by ({label})`, or leave it out here."
    if not known:
        return "Keep it where it is removed, or leave it out here."
    return nearest(label, known) or f"Its labels are: {', '.join(sorted(known))}."
