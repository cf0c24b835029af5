from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack

_LEGACY_METRIC = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_LEGACY_LABEL = r"[a-zA-Z_][a-zA-Z0-9_]*"


@check("metric/characters", Severity.ERROR, needs=("metrics",))
def metric_characters(stack: Stack) -> Iterator[Flaw]:
    """Names that the declared Prometheus does not store as they are exposed.

    Below 3.0 Prometheus knows letters, digits and underscores only: an exporter that is asked by it escapes other
    characters, or the scrape fails, so a query for the name as it is declared returns nothing.

    Bad::

        Gauge("queue.depth", utf8=True)
        Versions(prometheus="2.53")

    Good::

        Gauge("queue_depth")                 # or a Prometheus that stores the name as it is, 3.0
        Versions(prometheus="2.53")
    """
    version = stack.environment.versions["prometheus"]
    if version >= (3, 0):
        return
    for metric in stack.metrics:
        for what, name, legacy in (
            ("name", metric.name, _LEGACY_METRIC),
            *(("label", label.name, _LEGACY_LABEL) for label in metric.labels),
        ):
            if not re.fullmatch(legacy, name):
                yield Flaw(
                    metric.source,
                    f"{metric.source.what}: {what} `{name}` needs Prometheus 3.0; judged as {version}",
                    "Declare a newer version, or use letters, digits and underscores.",
                    field="name" if what == "name" else "labels",
                )
