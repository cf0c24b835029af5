from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Job, Stack

_FEDERATE = "/federate"


@check("scrape/honor-labels", Severity.WARNING, needs=("scrape",))
def scrape_honor_labels(stack: Stack) -> Iterator[Flaw]:
    """Jobs that pass on other people's series, and put their own labels in the place of those.

    A Prometheus that is federated and a Pushgateway hand on series that have a `job` and an `instance` already. Without
    `honor_labels` these become `exported_job` and `exported_instance`, and whatever selects by job finds nothing. A
    federation that says not what it wants (`match[]`) gets nothing at all.
    (https://prometheus.io/docs/prometheus/latest/federation/, https://github.com/prometheus/pushgateway)

    Bad::

        ScrapeJob("datacenter", path="/federate", params={"match[]": ('{job="shop"}',)})

    Good::

        ScrapeJob("datacenter", path="/federate", params={"match[]": ('{job="shop"}',)}, honor_labels=True)
    """
    for job in stack.jobs:
        federates = job.path.rstrip("/").endswith(_FEDERATE)
        if federates and not job.params.get("match[]"):
            yield Flaw(
                job.source,
                f"{job.source.what}: it federates without `match[]`, and Prometheus then hands on no series; `up` is 1 and "
                "everything else is missing",
                """Say which: `params={"match[]": ('{job="shop"}',)}`.""",
                field="params",
            )
        if not job.honor_labels and (federates or _is_pushgateway(job)):
            whose = "the federated Prometheus" if federates else "what was pushed"
            yield Flaw(
                job.source,
                f"{job.source.what}: `job` and `instance` of {whose} arrive as `exported_job` and `exported_instance`, so "
                "queries and alerts that select by them find nothing",
                "Set `honor_labels=True`.",
                field="honor_labels",
            )


def _is_pushgateway(job: Job) -> bool:
    targets = (target for one in job.discovery for target in one.targets)
    return job.path == "/metrics" and any(_name(target) in ("pushgateway", "push-gateway") for target in targets)


def _name(target: str) -> str:
    """The host without its domain: `pushgateway.monitoring.svc:9091` is called `pushgateway`."""
    return target.partition(":")[0].partition(".")[0].removeprefix("prometheus-")
