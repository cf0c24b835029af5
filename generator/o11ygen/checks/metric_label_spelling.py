from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Related, Severity
from o11ygen.resolved import Metric, Stack


@check("metric/label-spelling", Severity.WARNING, needs=("metrics",))
def metric_label_spelling(stack: Stack) -> Iterator[Flaw]:
    """Labels of the project's metrics that differ from one another in case or underscores only.

    `statusCode` and `status_code` are two labels: a join of the two metrics matches nothing, a variable of a dashboard
    filters half of its panels, and a route on one of them never sees the alerts with the other.

    Bad::

        Counter("logins_total", "Logins.", labels=("status_code",))
        Counter("visits_total", "Visits.", labels=("statuscode",))

    Good::

        Counter("logins_total", "Logins.", labels=("status_code",))
        Counter("visits_total", "Visits.", labels=("status_code",))
    """
    first: dict[str, tuple[str, Metric]] = {}
    told: set[str] = set()
    for metric in stack.metrics:
        for label in metric.labels:
            name, other = first.setdefault(_folded(label.name), (label.name, metric))
            # Labels of other people's exporters are what they are.
            if name == label.name or label.name in told or (metric.external and other.external):
                continue
            told.add(label.name)
            yield Flaw(
                metric.source,
                f"{metric.source.what}: label `{label.name}` is `{name}` on `{other.name}`; they are two labels, so joins, "
                "variables and routes see one of them only",
                f"Call it `{name}` on both.",
                field="labels",
                related=(Related(other.source.location("labels"), f"`{name}` of {other.name}"),),
            )


def _folded(name: str) -> str:
    return name.casefold().replace("_", "").replace("-", "").replace(".", "")
