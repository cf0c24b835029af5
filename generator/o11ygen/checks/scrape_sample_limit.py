from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Job, Metric, Stack
from o11ygen.resolved.relabeling import names_read
from o11ygen.resolved.scraped import NAME, Remainders


@check("scrape/sample-limit", Severity.WARNING, needs=("metrics", "scrape"))
def scrape_sample_limit(stack: Stack) -> Iterator[Flaw]:
    """Scrape jobs whose metrics may make more samples than the job's limit lets in, by what their labels are declared with.

    One sample over the limit and the whole scrape is thrown away: `up` turns 0, the alert says that the application is
    down, and all others on it go blind, on the day with the most traffic.

    Bad::

        ScrapeJob("app", sample_limit=500)
        Counter("pages_total", "Pages.", labels=(Label("endpoint", cardinality=40), Label("status", cardinality=60)))

    Good::

        ScrapeJob("app", sample_limit=5000)
        Counter("pages_total", "Pages.", labels=(Label("endpoint", cardinality=40), Label("status", cardinality=60)))
    """
    of_server = stack.prometheus.limits.get("sample_limit", 0)
    limited = [job for job in stack.jobs if job.limits.get("sample_limit", 0) or of_server]
    exposed: dict[str, list[Metric]] = {}
    for metric in stack.metrics if limited else ():
        for name in metric.jobs if metric.most_series else ():
            exposed.setdefault(name, []).append(metric)
    remainders = Remainders.of(stack)
    for job in limited:
        own = job.limits.get("sample_limit", 0)
        limit = own or of_server
        metrics = [metric for metric in exposed.get(job.name, ()) if _is_counted(metric, job, remainders)]
        most = sum(metric.most_series for metric in metrics)
        if most <= limit:
            continue
        largest = max(metrics, key=lambda metric: metric.most_series)
        yield Flaw(
            job.source if own else stack.prometheus.source,
            f"{job.source.what}: its metrics make up to `{most:,}` samples on each target, `{largest.name}` alone "
            f"{largest.most_series:,}; over {'its' if own else 'the'} limit of {limit:,} the whole scrape is thrown away",
            "Raise `sample_limit`, or declare the labels as narrow as they are.",
            field="sample_limit",
        )


def _is_counted(metric: Metric, job: Job, remainders: Remainders) -> bool:
    """Whether all samples of a metric are known to be left when the limit is asked, which is behind `metric_relabel`."""
    if not job.metric_relabel:
        return True
    by_name = all(step.get("action") in ("drop", "keep") for step in job.metric_relabel)
    if not by_name or names_read(job.metric_relabel) != {NAME}:
        return False
    return not any(remainders.left(job, metric, series).dropped for series in metric.series)
