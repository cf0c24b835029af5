from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack
from o11ygen.resolved.relabeling import untouched

# What tells the members of a highly available pair apart: Prometheus' own examples, its operator, and Mimir and Cortex.
_REPLICA = ("replica", "prometheus_replica", "__replica__")


@check("environment/replica", Severity.WARNING, needs=("scrape", "external_labels"))
def environment_replica(stack: Stack) -> Iterator[Flaw]:
    """A label that tells two Prometheus servers apart, and that alerts keep on their way to an Alertmanager.

    Both members of a pair evaluate the same rules. Alertmanager takes their alerts for the same one only if all labels are:
    with the label on them every alert is told twice, and stays until both members see it resolved.

    Bad::

        Environment("production", ..., external_labels={"replica": "a"})

    Good::

        Environment("production", ..., external_labels={"replica": "a"})
        Prometheus(alert_relabel=(drop_label("replica"),))
    """
    server = stack.prometheus
    for name in _REPLICA:
        if name not in stack.environment.external_labels:
            continue
        kept = [
            endpoint.name
            for endpoint in server.alertmanagers
            if untouched((name,), (*server.alert_relabel, *endpoint.alert_relabel))
        ]
        if kept:
            yield Flaw(
                stack.environment.source,
                f"{stack.environment.source.what}: alerts go to {' and '.join(kept)} with the external label `{name}`, so "
                "those of another member of the pair are others, and people are told of each twice",
                f'Take it off before they are sent: `Prometheus(alert_relabel=(drop_label("{name}"),))`.',
                field="external_labels",
            )
