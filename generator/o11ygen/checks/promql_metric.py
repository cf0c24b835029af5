from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity, nearest
from o11ygen.promql.language.nodes import Instant
from o11ygen.resolved import Stack


@check("promql/metric", Severity.ERROR, of="expression", needs=("metrics",), alike=True)
def promql_metric(examined: Examined, stack: Stack) -> Iterator[Flaw]:
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
    told: set[str] = set()
    for node, selector in zip(examined.nodes(Instant), examined.query.selectors, strict=True):
        name, job = selector.metric, selector.value_of("job")
        if job and _elsewhere(name, job, stack):
            jobs = sorted({one for metric in stack.series.metrics[name] for one in metric.jobs})
            yield examined.flaw(
                f"job `{job}` does not expose `{name}`, so the query returns nothing",
                f"It comes from: {', '.join(jobs)}. Select that job, or add the metric to `{job}`.",
                at=node,
            )
        if not name or name in told:
            continue
        told.add(name)
        # `rule/unrecorded` tells of a name with a colon, which only a rule makes.
        if not stack.series.knows(name) and ":" not in name:
            yield examined.flaw(
                f"metric `{name}` is not declared; the query returns nothing and nobody notices",
                _instead(name, stack),
                at=node,
            )
        elif _unexposed(name, stack):
            yield examined.flaw(
                f"metric `{name}` is declared, but no job that exposes it is scraped here; the query returns nothing",
                "Add the metric to the service of a job, or to the job's `metrics`.",
                at=node,
            )


def _instead(name: str, stack: Stack) -> str:
    for suffix in ("_bucket", "_sum", "_count"):
        whole = name.removesuffix(suffix)
        if name.endswith(suffix) and stack.series.knows(whole):
            base = stack.series.metrics.get(whole, ())
            kind = base[0].type if base else "recorded series"
            return f"`{whole}` is a {kind}; declare it as Histogram to use its `{suffix}` series."
    if stack.series.knows(f"{name}_bucket"):
        return f"It is a classic histogram: use `{name}_bucket`, `{name}_sum` or `{name}_count`."
    return nearest(name, stack.series.names) or "Declare it: a metric of the service, or External(...)."


def _elsewhere(name: str, job: str, stack: Stack) -> bool:
    """Whether a job that is scraped here is asked for a metric that only others expose."""
    exposing = {one for metric in stack.series.metrics.get(name, ()) for one in metric.jobs}
    return bool(exposing) and job not in exposing and job in stack.series.intervals and name not in stack.series.records


def _unexposed(name: str, stack: Stack) -> bool:
    metrics = stack.series.metrics.get(name, ())
    return bool(metrics) and name not in stack.series.records and not any(metric.jobs for metric in metrics)
