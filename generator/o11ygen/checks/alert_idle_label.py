from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import AlertRule, Stack


@check("alert/idle-label", Severity.INFO, advice=True, of="alert")
def alert_idle_label(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
    """Labels of a rule that say nothing: they repeat the name of the alert, or a label that its series have.

    Every label is stored with each alert, sent in each notification, and asked about by whoever writes a route. Prometheus
    sets `alertname` itself, whatever the rule says.

    Bad::

        labels={"instance": "{{ $labels.instance }}"}

    Good::

        labels={"host": "{{ $labels.instance | stripPort }}"}
    """
    for name, text in alert.labels.items():
        if name == conventions.ALERT_NAME:
            message, hint = "is set by Prometheus, to the name of the alert; this one has no effect", "Take it out."
        elif text == alert.name and text:
            message, hint = (
                f"repeats the name of the alert, which is there as `{conventions.ALERT_NAME}`",
                "Go by that one.",
            )
        elif "{{" in text and name in text and _copies(name, text):
            message, hint = "copies the label of that name, which the alert has anyway", "Take it out."
        else:
            continue
        yield Flaw(alert.source, f"{alert.source.what}: label `{name}` {message}", hint, field="labels")


def _copies(name: str, text: str) -> bool:
    return re.fullmatch(rf"\{{\{{-?\s*(?:\$labels|\.Labels)\.{re.escape(name)}\s*-?\}}\}}", text.strip()) is not None
