from __future__ import annotations

from collections.abc import Iterator

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack


@check("alert/runbook", Severity.ERROR)
def alert_runbook(stack: Stack) -> Iterator[Flaw]:
    """Critical alerts and warnings without a runbook, or with one that is no link.

    Whoever is woken at three in the morning has not written the alert. Without a runbook the first half hour goes into
    finding out what it means.

    Bad::

        Alert("ApplicationDown", expr=..., severity=Severity.CRITICAL)

    Good::

        Alert("ApplicationDown", ..., runbook="https://runbooks.example.com/churn/application-down")
    """
    for alert in stack.alerts:
        runbook = alert.annotations.get(conventions.RUNBOOK, "")
        if not runbook and alert.severity != "info":
            yield Flaw(
                alert.source,
                f"{alert.what}: no runbook; whoever is told of a {alert.severity} alert has to guess what to do",
                'Add `runbook="https://..."` with the page that says what to look at first.',
                field="runbook",
            )
        elif runbook and not runbook.startswith(("https://", "http://")):
            yield Flaw(
                alert.source,
                f"{alert.what}: runbook `{runbook}` is no link; nobody can open it from the notification",
                "Write the whole URL, with https://.",
                field="runbook",
            )
