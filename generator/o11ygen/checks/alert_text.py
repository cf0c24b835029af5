from __future__ import annotations

from collections.abc import Iterator

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack

_ASKED = (("summary", conventions.SUMMARY), ("description", conventions.DESCRIPTION))


@check("alert/text", Severity.ERROR)
def alert_text(stack: Stack) -> Iterator[Flaw]:
    """Alerts without a summary or a description.

    The summary is the first line of a notification and the description its body. Without them people get a list of
    labels and have to read the rule to learn what is wrong. In files that others wrote any annotation will do, and an alert
    without one is an info.

    Bad::

        Alert("QueueBackup", expr="queue_length > 100", severity=Severity.INFO)

    Good::

        Alert("QueueBackup", ..., summary="Predictions wait in the queue", description="More than 100 for 10 minutes.")
    """
    if "conventions" not in stack.known:
        yield from _silent(stack)
        return
    for alert in stack.alerts:
        told = alert.annotations
        for field, name in _ASKED:
            if name not in told or not told[name].strip():
                yield Flaw(
                    alert.source,
                    f"{alert.source.what}: no {field}; the notification says nothing but labels",
                    f'Add `{field}="..."`.',
                    field=field,
                )


def _silent(stack: Stack) -> Iterator[Flaw]:
    for alert in stack.alerts:
        if not any(text.strip() for text in alert.annotations.values()):
            yield Flaw(
                alert.source,
                f"{alert.what}: no annotations; the notification says nothing but labels",
                f"Add a `{conventions.SUMMARY}` and a `{conventions.DESCRIPTION}`.",
                severity=Severity.INFO,
            )
