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
    for metric in stack.metrics:
        if metric.external:
            continue
        for label in metric.labels:
            message = ""
            if label.name in conventions.TARGET_LABELS:
                message = f"collides with that of the target and arrives as `exported_{label.name}`"
            elif label.name in ("le", "quantile"):
                message = "is kept for the buckets of histograms and the quantiles of summaries"
            elif label.name.startswith("__"):
                message = "begins with two underscores and is dropped after the scrape"
            if message:
                yield Flaw(
                    metric.source,
                    f"{metric.source.what}: label `{label.name}` {message}",
                    "Give it another name.",
                    field="labels",
                )
            elif not re.fullmatch(_SNAKE_CASE, label.name) and label.name.replace("_", "").isalnum():
                yield Flaw(
                    metric.source,
                    f"{metric.source.what}: label `{label.name}` is not in snake_case, as labels are everywhere else",
                    "Use lower-case words with single underscores.",
                    field="labels",
                    severity=Severity.WARNING,
                )
