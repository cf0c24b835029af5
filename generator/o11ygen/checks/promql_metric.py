from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest
from o11ygen.promql import parse
from o11ygen.resolved import Expression, Stack


@check("promql/metric", Severity.ERROR, needs=("metrics",))
def promql_metric(stack: Stack) -> Iterator[Flaw]:
    """Expressions that use a metric nobody declares, records or exposes.

    Prometheus does not complain about a metric that does not exist: the query returns nothing, the alert never fires and
    the panel stays empty. Metrics of other people's exporters are declared with `External`.

    Bad::

        Counter("http_requests_total", "HTTP requests served.")
        Alert("Busy", ..., expr="rate(http_request_total[5m]) > 100")      # the metric is called `http_requests_total`

    Good::

        http_requests = Counter("http_requests_total", "HTTP requests served.")
        metrics = (http_requests,)
        Alert("Busy", ..., expr=f"rate({http_requests}[5m]) > 100")
    """
    yield from stack.in_expressions("promql/metric", lambda expression: _flaws(expression, stack), alike=True)


def _flaws(expression: Expression, stack: Stack) -> Iterator[Flaw]:
    query = parse(expression.text)
    for selector in query.selectors:
        job = selector.value_of("job")
        if job and _elsewhere(selector.metric, job, stack):
            jobs = sorted({one for metric in stack.series.metrics[selector.metric] for one in metric.jobs})
            yield Flaw(
                expression.source,
                f"{expression.what}: job `{job}` does not expose `{selector.metric}`, so the query returns nothing",
                f"It comes from: {', '.join(jobs)}. Select that job, or add the metric to `{job}`.",
                field=expression.field,
            )
    for name in query.metrics:
        if not stack.series.knows(name):
            # `rule/unrecorded` tells of a name with a colon, which only a rule makes.
            if ":" in name:
                continue
            yield _undeclared(expression, name, stack)
        elif _unexposed(name, stack):
            yield Flaw(
                expression.source,
                f"{expression.what}: metric `{name}` is declared, but no job that exposes it is scraped here; the query "
                "returns nothing",
                "Add the metric to the service of a job, or to the job's `metrics`.",
                field=expression.field,
            )


def _undeclared(expression: Expression, name: str, stack: Stack) -> Flaw:
    for suffix in ("_bucket", "_sum", "_count"):
        if name.endswith(suffix) and stack.series.knows(name.removesuffix(suffix)):
            base = stack.series.metrics.get(name.removesuffix(suffix), ())
            kind = base[0].type if base else "recorded series"
            hint = f"`{name.removesuffix(suffix)}` is a {kind}; declare it as Histogram to use its `{suffix}` series."
            break
    else:
        histogram = f"{name}_bucket" if stack.series.knows(f"{name}_bucket") else ""
        hint = nearest(name, stack.series.names) or "Declare it: a metric of the service, or External(...)."
        if histogram:
            hint = f"It is a classic histogram: use `{histogram}`, `{name}_sum` or `{name}_count`."
    return Flaw(
        expression.source,
        f"{expression.what}: metric `{name}` is not declared; the query returns nothing and nobody notices",
        hint,
        field=expression.field,
    )


def _elsewhere(name: str, job: str, stack: Stack) -> bool:
    """Whether a job that is scraped here is asked for a metric that only others expose."""
    exposing = {one for metric in stack.series.metrics.get(name, ()) for one in metric.jobs}
    return bool(exposing) and job not in exposing and job in stack.series.intervals and name not in stack.series.records


def _unexposed(name: str, stack: Stack) -> bool:
    metrics = stack.series.metrics.get(name, ())
    return bool(metrics) and name not in stack.series.records and not any(metric.jobs for metric in metrics)
