from __future__ import annotations

from collections.abc import Iterator

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack


@check("alert/text", Severity.ERROR)
def alert_text(stack: Stack) -> Iterator[Flaw]:
    """Alerts without a summary or a description.

    The summary is the first line of a notification and the description its body. Without them people get a list of
    labels and have to read the rule to learn what is wrong.

    Bad::

        Alert("QueueBackup", expr=..., severity=Severity.INFO)

    Good::

        Alert("QueueBackup", ..., summary="Predictions wait in the queue", description="...")
    """
    for alert in stack.alerts:
        for field, name in (("summary", conventions.SUMMARY), ("description", conventions.DESCRIPTION)):
            if not alert.annotations.get(name, "").strip():
                yield Flaw(
                    alert.source,
                    f"{alert.source.what}: no {field}; the notification says nothing but labels",
                    f'Add `{field}="..."`.',
                    field=field,
                )
