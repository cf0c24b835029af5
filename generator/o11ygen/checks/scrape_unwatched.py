from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import parse
from o11ygen.resolved import Job, Stack
from o11ygen.resolved.reads import jobs_read, reads_scrape

# What returns something when series are gone: `absent`, the right side of `unless`, a zero that stands in for them.
_MISSING = ("absent", "unless", "vector")


@check("scrape/unwatched", Severity.INFO, everywhere=True, advice=True, needs=("metrics", "scrape", "rules"))
def scrape_unwatched(stack: Stack) -> Iterator[Flaw]:
    """Jobs whose metrics have alerts, of which none fires when the targets are gone.

    A target that is down has no series any more, and an expression over none returns nothing: all alerts on its metrics
    are silent, as if all were well. It takes one alert on `up`, of this job or of all; and where discovery may find no
    target at all, `absent`, since `up` is gone then too. An environment alone may do without, as `disable` says it.

    Bad::

        ScrapeJob("shop")
        Gauge("queue_depth", "What waits.")
        Alert("Queue", ..., expr="queue_depth > 100")

    Good::

        ScrapeJob("shop")
        Gauge("queue_depth", "What waits.")
        Alert("Queue", ..., expr="queue_depth > 100")
        Alert("TargetDown", ..., expr="up == 0")
    """
    jobs = {job.name: job for job in stack.jobs}
    relied: set[str] = set()
    for expr in _alerted(stack):
        missing = any(word in expr for word in _MISSING)
        for name in stack.series.kinds.read_by(expr):
            # What a metric that nobody declares tells of the job is not known; it is an error of its own.
            if missing or not name or reads_scrape(name) or not stack.series.knows(name):
                for job in _jobs(expr, name, jobs, stack):
                    del jobs[job]
                    relied.discard(job)
            else:
                relied.update(_relied(expr, name, jobs, stack))
    for name in jobs:
        if name in relied:
            yield Flaw(
                jobs[name].source,
                f"{jobs[name].source.what}: no alert reads its `up`; when its targets are gone, the alerts on its metrics "
                "fall silent, and nobody is told",
                f'Alert on `up{{job="{name}"}} == 0`, or on `up == 0` of all jobs.',
                field="name",
            )


def _alerted(stack: Stack) -> Iterable[str]:
    """The expressions of all alerts, and those behind the recorded series that they read; each text once."""
    found = dict.fromkeys(alert.expr for alert in stack.alerts)
    waiting = list(found)
    while waiting:
        for name in stack.series.kinds.read_by(waiting.pop()):
            for record in stack.series.records.get(name, ()):
                if record.expr not in found:
                    found[record.expr] = None
                    waiting.append(record.expr)
    return found


def _relied(expr: str, name: str, jobs: Mapping[str, Job], stack: Stack) -> Iterable[str]:
    exposing = {job for metric in stack.series.metrics.get(name, ()) for job in metric.jobs}
    # A metric that several jobs expose may be read of one.
    return exposing & jobs.keys() if len(exposing) < 2 else _jobs(expr, name, jobs, stack)


def _jobs(expr: str, name: str, jobs: Mapping[str, Job], stack: Stack) -> set[str]:
    selectors = [one for one in parse(expr).selectors if one.metric == name]
    if not stack.series.knows(name):
        return {one.value_of("job") for one in selectors} & jobs.keys()
    return {job for selector in selectors for job in jobs_read(selector, jobs, stack)}
