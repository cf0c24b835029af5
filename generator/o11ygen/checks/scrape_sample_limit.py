from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Metric, Stack


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
    exposed: dict[str, list[Metric]] = {}
    for metric in stack.metrics:
        for name in metric.jobs if metric.most_series else ():
            exposed.setdefault(name, []).append(metric)
    for job in stack.jobs:
        own = job.limits.get("sample_limit", 0)
        limit = own or stack.prometheus.limits.get("sample_limit", 0)
        metrics = exposed.get(job.name, ())
        most = sum(metric.most_series for metric in metrics)
        if not limit or most <= limit or job.metric_relabel:
            continue
        largest = max(metrics, key=lambda metric: metric.most_series)
        yield Flaw(
            job.source if own else stack.prometheus.source,
            f"{job.source.what}: its metrics make up to `{most:,}` samples on each target, `{largest.name}` alone "
            f"{largest.most_series:,}; over {'its' if own else 'the'} limit of {limit:,} the whole scrape is thrown away",
            "Raise `sample_limit`, or declare the labels as narrow as they are.",
            field="sample_limit",
        )
