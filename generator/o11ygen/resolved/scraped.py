"""What the relabeling of scraped series leaves of a metric, as far as it can be followed."""

from __future__ import annotations

from o11ygen.record import record
from o11ygen.resolved.outcomes import ANYTHING, MISSING, Values
from o11ygen.resolved.relabeling import names_read, relabelled
from o11ygen.resolved.scrape import Job, Metric
from o11ygen.resolved.stack import Stack

NAME = "__name__"


@record
class Remainder:
    """What is stored of a series: nothing if `dropped`; without the labels `lost`; under `name`, empty if not sure."""

    dropped: bool
    name: str
    lost: frozenset[str]

    def is_whole(self, series: str) -> bool:
        """Whether all of the series is stored, under its own name."""
        return not self.dropped and not self.lost and self.name == series


class Remainders:
    """What `metric_relabel` leaves of the series of one environment: several checks ask of the same ones."""

    def __init__(self) -> None:
        # By the identity of job and metric, which the stack holds: names may be taken twice.
        self._known: dict[tuple[int, int, str], Remainder] = {}

    @classmethod
    def of(cls, stack: Stack) -> Remainders:
        """Those of a stack: what was worked out is there for all who ask."""
        made = stack.made.get(cls.__name__)
        if not isinstance(made, Remainders):
            made = stack.made[cls.__name__] = cls()
        return made

    def left(self, job: Job, metric: Metric, series: str) -> Remainder:
        """`remainder`, for a job and a metric of the stack."""
        key = (id(job), id(metric), series)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = remainder(job, metric, series)
        return known


def remainder(job: Job, metric: Metric, series: str) -> Remainder:
    """What the job's `metric_relabel` leaves of one series name of a metric."""
    labels = {name: Values(frozenset(), open=True) for name in metric.labels_of(series)}
    labels |= {one.name: Values(frozenset(one.values)) for one in metric.labels if one.values}
    labels |= {name: Values(frozenset(), open=True) for name in (*job.target_labels, "instance")}
    labels |= {"job": Values(frozenset((job.name,))), NAME: Values(frozenset((series,)))}
    read = {name: ANYTHING if name.startswith("__") else MISSING for name in names_read(job.metric_relabel)}
    left = relabelled(job.metric_relabel, {**read, **labels})
    if left is None:
        return Remainder(True, "", frozenset())
    names = left.get(NAME, MISSING)
    known = next(iter(names.known)) if len(names.known) == 1 and not names.open else ""
    return Remainder(NAME in labels and left.get(NAME) == MISSING, known, _lost(labels, left))


def _lost(before: dict[str, Values], after: dict[str, Values]) -> frozenset[str]:
    """Labels that the series had and has no longer; an empty one, which may be declared, is one it does not have."""
    return frozenset(
        name
        for name, values in before.items()
        if name != NAME and values != MISSING and after.get(name, MISSING) == MISSING
    )
