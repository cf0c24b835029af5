from __future__ import annotations

from collections.abc import Iterator

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack

_LINKS = ("https://", "http://", "{{")


@check("alert/runbook", Severity.ERROR)
def alert_runbook(stack: Stack) -> Iterator[Flaw]:
    """Critical alerts and warnings without a runbook, or with one that is no link.

    Whoever is woken at three in the morning has not written the alert. Without a runbook the first half hour goes into
    finding out what it means. Of files that others wrote nobody knows which alerts are to have one: there an info tells of
    those that lack it where most alerts of their group have one.

    Bad::

        Alert("ApplicationDown", expr="up == 0", severity=Severity.CRITICAL, summary="{{ $labels.job }} is down")

    Good::

        Alert("ApplicationDown", ..., runbook="https://runbooks.example.com/churn/application-down")
    """
    if "conventions" not in stack.known:
        yield from _unlike_others(stack)
    unlinked = [
        alert for alert in stack.alerts if not alert.annotations.get(conventions.RUNBOOK, "").startswith(_LINKS)
    ]
    documented = {alert.id for alert in stack.alerts if conventions.RUNBOOK in alert.annotations} if unlinked else ()
    for alert in unlinked:
        runbook = alert.annotations.get(conventions.RUNBOOK, "")
        if not runbook and alert.severity != "info" and "conventions" in stack.known:
            # Levels that all lack it are one fault; where only one does, the message says which.
            what = alert.what if alert.id in documented else alert.source.what
            yield Flaw(
                alert.source,
                f"{what}: no runbook; whoever is told of it has to guess what to do",
                'Add `runbook="https://..."` with the page that says what to look at first.',
                field="runbook",
            )
        elif runbook:
            yield Flaw(
                alert.source,
                f"{alert.source.what}: runbook `{runbook}` is no link; nobody can open it from the notification",
                "Write the whole URL, with https://.",
                field="runbook",
            )


def _unlike_others(stack: Stack) -> Iterator[Flaw]:
    for group in stack.groups:
        alerts = group.alerts
        without = [one for one in alerts if not one.annotations.get(conventions.RUNBOOK) and one.severity != "info"]
        documented = sum(conventions.RUNBOOK in one.annotations for one in alerts)
        for alert in without if 2 * documented > len(alerts) else ():
            yield Flaw(
                alert.source,
                f"{alert.what}: no runbook, which {documented} of the {len(alerts)} alerts of its group have",
                f"Add the annotation `{conventions.RUNBOOK}` with the page that says what to look at first.",
                field="annotations",
                severity=Severity.INFO,
            )
