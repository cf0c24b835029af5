from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack

_SNAKE_CASE = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"


@check("metric/label", Severity.ERROR, needs=("metrics",))
def metric_label(stack: Stack) -> Iterator[Flaw]:
    """Labels of metrics that Prometheus reserves or sets itself.

    A label called `job` or `instance` collides with that of the target and is renamed to `exported_job`, so that every
    query on it misses; `le` and `quantile` belong to histograms and summaries; two leading underscores are dropped.

    Bad::

        Gauge("queue_depth", ..., labels=(Label("instance"),))

    Good::

        Gauge("queue_depth", ..., labels=(Label("queue"),))
    """
    own = [metric for metric in stack.metrics if not metric.external]
    # Thousands of metrics have a few names of labels among them.
    names = {label.name for metric in own for label in metric.labels}
    wrong = {name: fault for name in names if (fault := _fault(name)) is not None}
    for metric in own if wrong else ():
        for label in metric.labels:
            if label.name in wrong:
                message, hint, severity = wrong[label.name]
                what = f"{metric.source.what}: label `{label.name}` {message}"
                yield Flaw(metric.source, what, hint, field="labels", severity=severity)


def _fault(name: str) -> tuple[str, str, Severity | None] | None:
    """What is wrong with a label of that name, and what to do; None where nothing is."""
    if name in conventions.TARGET_LABELS:
        message = f"collides with that of the target and arrives as `exported_{name}`"
    elif name in ("le", "quantile"):
        message = "is kept for the buckets of histograms and the quantiles of summaries"
    elif name.startswith("__"):
        message = "begins with two underscores and is dropped after the scrape"
    elif not re.fullmatch(_SNAKE_CASE, name) and name.replace("_", "").isalnum():
        message = "is not in snake_case, as labels are everywhere else"
        return message, "Use lower-case words with single underscores.", Severity.WARNING
    else:
        return None
    return message, "Give it another name.", None
