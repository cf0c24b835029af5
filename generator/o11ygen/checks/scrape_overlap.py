from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from o11ygen.check import Flaw, check
from o11ygen.finding import Related, Severity
from o11ygen.resolved import Job, Stack

# A request: address, path, scheme and parameters.
_Asked: TypeAlias = tuple[str, str, str, tuple[tuple[str, tuple[str, ...]], ...]]
_PORTS = {"http": "80", "https": "443"}


@check("scrape/overlap", Severity.WARNING, needs=("scrape",))
def scrape_overlap(stack: Stack) -> Iterator[Flaw]:
    """Targets that two jobs scrape, or that one job lists twice with different labels.

    Each sample is stored twice, under two sets of labels: a sum over all jobs counts every request double, alerts on
    rates fire at half of their threshold, and each outage pages twice. Only listed targets are compared, and only of jobs
    that ask for the same path with the same parameters.

    Bad::

        ScrapeJob("shop", discovery=(Static(("shop:8080",)),))
        ScrapeJob("shop-copy", discovery=(Static(("shop:8080",)),))

    Good::

        ScrapeJob("shop", discovery=(Static(("shop:8080",)),))
        ScrapeJob("orders", discovery=(Static(("orders:8080",)),))
    """
    first: dict[_Asked, Job] = {}
    told: set[tuple[str, str]] = set()
    for job in stack.jobs:
        # Relabeling may send the request anywhere.
        if job.relabel or "relabel_configs" in job.extra:
            continue
        for asked in dict.fromkeys(_targets(job)):
            other = first.setdefault(asked, job)
            if other is not job and (job.name, other.name) not in told:
                told.add((job.name, other.name))
                yield Flaw(
                    job.source,
                    f"{job.source.what}: `{asked[0]}{asked[1]}` is scraped by job `{other.name}` too; every series of "
                    "it exists twice, so sums count double and each outage pages twice",
                    "Leave it to one of the jobs.",
                    field="discovery",
                    related=(Related(other.source.location("discovery"), f"{other.source.what} scrapes it too"),),
                )
        yield from _listed_twice(job)


def _targets(job: Job) -> Iterator[_Asked]:
    scheme = job.connection.scheme
    params = tuple(sorted((name, tuple(values)) for name, values in job.params.items()))
    for discovery in job.discovery:
        for target in discovery.targets:
            yield _address(target, scheme), job.path, scheme, params


def _address(target: str, scheme: str) -> str:
    host, colon, port = target.rpartition(":")
    return target if colon and port.isdigit() and host else f"{target}:{_PORTS.get(scheme, '')}"


def _listed_twice(job: Job) -> Iterator[Flaw]:
    """With equal labels it is one target, whatever lists it."""
    seen: dict[str, dict[str, str]] = {}
    # What one discovery lists has the same labels.
    for discovery in job.discovery if len(job.discovery) > 1 else ():
        labels = dict(discovery.settings.get("labels", {}))
        for target in discovery.targets:
            if seen.setdefault(target, labels) != labels:
                yield Flaw(
                    job.source,
                    f"{job.source.what}: `{target}` is listed twice with different labels, so it is scraped twice; every "
                    "series of it exists twice, and sums count double",
                    "List it once, with all of its labels.",
                    field="discovery",
                )
