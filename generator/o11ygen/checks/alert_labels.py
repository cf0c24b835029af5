from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack


@check("alert/labels", Severity.ERROR, needs=("external_labels",))
def alert_labels(stack: Stack) -> Iterator[Flaw]:
    """Static labels of rules that are also external labels of the environment.

    The external label wins only where the rule has none: with both, the rule's value hides which environment, cluster or
    replica an alert came from, and routes on it go wrong.

    Bad::

        Environment("production", ..., external_labels={"region": "eu"})
        Alert("Down", ..., labels={"region": "us"})

    Good::

        Environment("production", ..., external_labels={"region": "eu"})
        Alert("Down", ..., labels={"affected_region": "us"})
    """
    external = frozenset(stack.environment.external_labels)
    for group in stack.groups:
        for rule in group.rules:
            for name in rule.labels if not external.isdisjoint(rule.labels) else ():
                if name in external:
                    yield Flaw(
                        rule.source,
                        f"{rule.source.what}: label `{name}` is also an external label of the environment, and hides it",
                        "Give one of them another name.",
                        field="labels",
                    )
