from __future__ import annotations

from collections.abc import Iterator, Mapping

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import parse
from o11ygen.resolved import Job, Probe, Stack
from o11ygen.resolved.reads import jobs_read


@check("scrape/unread", Severity.INFO, advice=True, needs=("metrics", "scrape", "rules", "dashboards"))
def scrape_unread(stack: Stack) -> Iterator[Flaw]:
    """Jobs and probes of which no rule and no panel reads anything, not even `up` or `probe_success`.

    Nobody learns that such a job's targets are gone: its samples cost memory and disk each minute, and help nobody.
    `up` of a probe does not count: it says that the blackbox exporter answers, whatever became of what it asks.

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
    listed: tuple[Job | Probe, ...] = (*stack.jobs, *stack.probes)
    unread = {one.name: one for one in listed}
    for expression in stack.expressions:
        if not unread:
            return
        read = stack.series.kinds.read_by(expression.text)
        for selector in parse(expression.text).selectors if any(_may_read(one, unread, stack) for one in read) else ():
            for name in jobs_read(selector, unread, stack):
                del unread[name]
    for one in unread.values():
        kind, sign = ("job", "up") if isinstance(one, Job) else ("probe", "probe_success")
        yield Flaw(
            one.source,
            f"{one.source.what}: no rule and no panel reads anything of it, not even `{sign}`; nobody learns that it is "
            "down",
            f"Alert on `{sign} == 0`, show what it {'exposes' if kind == 'job' else 'measures'}, or take the {kind} out.",
            field="name",
        )


def _may_read(name: str, unread: Mapping[str, Job | Probe], stack: Stack) -> bool:
    """Whether one of the jobs may expose a series of that name."""
    metrics = stack.series.metrics.get(name)
    return metrics is None or any(job in unread for metric in metrics for job in metric.jobs)
