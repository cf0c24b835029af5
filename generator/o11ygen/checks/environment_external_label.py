from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack


@check("environment/external-label", Severity.WARNING, needs=("metrics", "external_labels"))
def environment_external_label(stack: Stack) -> Iterator[Flaw]:
    """External labels of an environment that its metrics or targets have too, with another meaning.

    Prometheus adds an external label to what leaves it, alerts and remote writes, only where a series lacks it. A series
    that has a label of this name keeps its own value: alerts on it are routed as those of another region or cluster, and
    in the remote storage it lies among the series of that one. `job` and `instance`, which every scrape sets, are none for
    an external label. Static labels of rules are judged by `alert/labels`.

    Bad::

        Counter("visits_total", "Visits.", labels=(Label("region", values=("north", "south")),))
        Environment("production", ..., external_labels={"region": "eu-central-1"})

    Good::

        Counter("visits_total", "Visits.", labels=(Label("visitor_region", values=("north", "south")),))
        Environment("production", ..., external_labels={"region": "eu-central-1"})
    """
    external = stack.environment.external_labels
    for name in ("job", "instance"):
        if name in external:
            yield Flaw(
                stack.environment.source,
                f"{stack.environment.source.what}: the external label `{name}` is on nothing that was scraped, since every "
                "target sets its own; it is on alerts that have lost theirs, as if they came from there",
                "Call it otherwise, such as `cluster`, `region` or `replica`.",
                field="external_labels",
            )
    for metric in stack.metrics:
        for label in metric.labels:
            if label.name in external and label.values != (external[label.name],) and metric.jobs:
                yield Flaw(
                    metric.source,
                    f"{metric.source.what}: label `{label.name}` is an external label of the environment too, and wins over "
                    f"`{external[label.name]}`: alerts on it go out as if they came from elsewhere",
                    "Give one of them another name.",
                    field="labels",
                )
    for job in stack.jobs:
        for name in dict.fromkeys(job.target_labels):
            given = {one.settings.get("labels", {}).get(name) for one in job.discovery}
            if name in external and given != {external[name]}:
                yield Flaw(
                    job.source,
                    f"{job.source.what}: its targets have the label `{name}`, which is an external label of the environment "
                    f"too, and wins over `{external[name]}`: alerts on them go out as if they came from elsewhere",
                    "Give one of them another name.",
                    field="discovery" if any(given) else "target_labels",
                )
