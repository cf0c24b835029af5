from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Job, Stack


@check("scrape/limit", Severity.ERROR, needs=("metrics", "scrape"))
def scrape_limit(stack: Stack) -> Iterator[Flaw]:
    """Scrape jobs with more targets or labels than their `target_limit` or `label_limit` lets in.

    A limit does not cut off what is too much: over `target_limit` every target of the job is marked as failed, and one
    series with a label too many throws away the whole scrape. `up` is 0 from the first minute on.

    Bad::

        ScrapeJob("shop", discovery=(Static(("shop-1:8080", "shop-2:8080", "shop-3:8080")),), target_limit=2)

    Good::

        ScrapeJob("shop", discovery=(Static(("shop-1:8080", "shop-2:8080", "shop-3:8080")),), target_limit=10)
    """
    for job in stack.jobs:
        limit = job.limits.get("target_limit", 0)
        listed = sum(len(one.targets) for one in job.discovery)
        # Steps of relabeling may leave targets out.
        if limit and listed > limit and not job.relabel:
            yield Flaw(
                job.source,
                f"{job.source.what}: it lists {listed} targets, and over its `target_limit` of `{limit}` none of them is "
                "scraped",
                "Raise `target_limit`, or take targets out.",
                field="target_limit",
            )
        yield from _labels(job, stack)


def _labels(job: Job, stack: Stack) -> Iterator[Flaw]:
    own = job.limits.get("label_limit", 0)
    limit = own or stack.prometheus.limits.get("label_limit", 0)
    if not limit:
        return
    # The name of the metric is a label as well, and so are `job` and `instance`.
    of_target = {"__name__", "job", "instance", *job.target_labels}
    counts = (
        (len(of_target | metric.labels_of(series)), series)
        for metric in stack.metrics
        if job.name in metric.jobs
        for series in metric.series
    )
    most, series = max(counts, key=lambda one: one[0], default=(0, ""))
    if most > limit:
        yield Flaw(
            job.source if own else stack.prometheus.source,
            f"{job.source.what}: `{series}` has {most} labels with its name and those of the target; over the "
            f"`label_limit` of `{limit}` the whole scrape is thrown away",
            "Raise `label_limit`, or take labels out.",
            field="label_limit",
        )
