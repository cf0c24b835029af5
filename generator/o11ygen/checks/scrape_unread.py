from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import parse
from o11ygen.resolved import Stack
from o11ygen.resolved.routing import Matcher


@check("scrape/unread", Severity.INFO, needs=("metrics", "scrape", "rules", "dashboards"))
def scrape_unread(stack: Stack) -> Iterator[Flaw]:
    """Jobs and probes of which no rule and no panel reads anything, not even `up`.

    Nobody learns that such a job's targets are gone: its samples cost memory and disk each minute, and help nobody.

    Bad::

        ScrapeJob("shop", metrics=())
        Alert("AppDown", ..., expr='up{job="app"} == 0')

    Good::

        ScrapeJob("shop", metrics=())
        Alert("TargetDown", ..., expr="up == 0")
    """
    # Sent on, they are read elsewhere.
    if stack.prometheus.remote_write:
        return
    unread = {one.name: one for one in (*stack.jobs, *stack.probes)}
    for expression in stack.expressions:
        if not unread:
            return
        for selector in parse(expression.text).selectors:
            metrics = stack.series.metrics.get(selector.metric)
            # What Prometheus makes itself comes from every job.
            exposing = {job for metric in metrics for job in metric.jobs} if metrics else None
            named = [Matcher(one.name, one.op, one.value) for one in selector.matchers if one.name == "job"]
            for name in list(unread):
                if (exposing is None or name in exposing) and all(one.matches({"job": name}) for one in named):
                    if exposing is None and selector.metric and not _is_synthetic(selector.metric):
                        continue
                    del unread[name]
    for one in unread.values():
        yield Flaw(
            one.source,
            f"{one.source.what}: no rule and no panel reads anything of it, not even `up`; nobody learns that it is down",
            "Alert on `up == 0`, show what it exposes, or take the job out.",
            field="name",
        )


def _is_synthetic(metric: str) -> bool:
    return metric == "up" or metric.startswith("scrape_")
