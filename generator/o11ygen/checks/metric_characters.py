from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack
from o11ygen.resolved.outcomes import MISSING
from o11ygen.resolved.sent import Sent
from o11ygen.version import Version

_LEGACY_METRIC = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_LEGACY_LABEL = r"[a-zA-Z_][a-zA-Z0-9_]*"
# https://prometheus.io/docs/alerting/latest/configuration/#utf-8-strict-mode
_ANY_LABEL = (0, 27)


@check("metric/characters", Severity.ERROR, needs=("metrics",))
def metric_characters(stack: Stack) -> Iterator[Flaw]:
    """Names that the declared Prometheus does not store as they are exposed, or that Alertmanager takes in no alert.

    Below 3.0 Prometheus knows letters, digits and underscores only: an exporter that is asked by it escapes other
    characters, or the scrape fails, so a query for the name as it is declared returns nothing. Alertmanager below 0.27
    refuses every alert that has such a label, so nobody is told.

    Bad::

        Gauge("queue.depth", utf8=True)
        Versions(prometheus="2.53")

    Good::

        Gauge("queue_depth")                 # or a Prometheus that stores the name as it is, 3.0
        Versions(prometheus="2.53")
    """
    version = stack.environment.versions["prometheus"]
    if version < (3, 0):
        yield from _not_stored(stack, version)
    elif stack.environment.versions["alertmanager"] < _ANY_LABEL:
        yield from _not_taken(stack)


def _not_stored(stack: Stack, version: Version) -> Iterator[Flaw]:
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


def _not_taken(stack: Stack) -> Iterator[Flaw]:
    """Alerts that keep such a label of their series until they are sent."""
    names = {label.name for metric in stack.metrics for label in metric.labels}
    odd = tuple(name for name in sorted(names) if not re.fullmatch(_LEGACY_LABEL, name))
    sent = Sent.of(stack)
    for alert in stack.alerts if odd else ():
        arriving = [labels for labels in sent.labels(alert, odd) if labels is not None]
        for name in odd:
            if any(labels[name] != MISSING for labels in arriving):
                yield Flaw(
                    alert.source,
                    f"{alert.source.what}: its label `{name}` needs Alertmanager 0.27; judged as "
                    f"{stack.environment.versions['alertmanager']}, which refuses the alert, so nobody is told",
                    "Aggregate the label away, drop it with `alert_relabel`, or declare a newer version.",
                    field="expr",
                )
