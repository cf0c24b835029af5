"""Which jobs and probes an expression takes series of."""

from __future__ import annotations

from collections.abc import Mapping

from o11ygen.promql import Selector
from o11ygen.resolved.routing import Matcher
from o11ygen.resolved.scrape import Job, Probe
from o11ygen.resolved.stack import Stack


def reads_scrape(series: str) -> bool:
    """Whether a series is one that Prometheus itself makes of each scrape."""
    return series == "up" or series.startswith("scrape_")


def jobs_read(selector: Selector, among: Mapping[str, Job | Probe], stack: Stack) -> list[str]:
    """Those of some jobs and probes that a selector takes series of."""
    name = selector.value_of("job")
    if name and name not in among:
        return []
    metrics = stack.series.metrics.get(selector.metric)
    if metrics:
        found = {job for metric in metrics for job in metric.jobs if job in among}
    elif not selector.metric:
        found = {name} if name else set(among)
    elif reads_scrape(selector.metric):
        # Of a probe it is about the exporter.
        found = {job for job in ([name] if name else among) if isinstance(among[job], Job)}
    else:
        return []
    named = [Matcher(one.name, one.op, one.value) for one in selector.matchers if one.name == "job"]
    return [job for job in found if all(one.matches({"job": job}) for one in named)]
