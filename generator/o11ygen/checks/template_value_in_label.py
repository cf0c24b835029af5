from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import AlertRule, Stack
from o11ygen.resolved.alert_texts import templates_of

# Functions whose result only decides which text is chosen.
_CHOOSING = frozenset(("if", "eq", "ne", "lt", "le", "gt", "ge"))


@check(
    "template/value-in-label",
    Severity.ERROR,
    of="alert",
    alike=True,
    by=lambda stack: stack.environment.versions["prometheus"],
)
def template_value_in_label(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
    """Labels of alerts that hold the value of the expression.

    An alert is what its labels say it is. When the value changes, which it does with nearly every evaluation, Prometheus
    sees a new alert: the old one is told as resolved, the time of `for` starts again, so that with a `for` it hardly ever
    fires, and no silence holds. A label that is chosen by the value changes at a limit, which is a warning.

    Bad::

        labels={"usage": "{{ $value | humanize }}"}

    Good::

        annotations={"usage": "{{ $value | humanize }}"}
    """
    for one, template in templates_of(alert, version=stack.environment.versions["prometheus"]):
        if one.kind != "label" or not template.values:
            continue
        if all(_CHOOSING.intersection(functions) for functions in template.values):
            yield Flaw(
                alert.source,
                f"{alert.what}: {one.title} is chosen by `$value`; when the value crosses the limit the alert ends as "
                "resolved and starts anew as another one, with its `for` from the beginning",
                "Make an alert of its own for each value of the label, with the limit in its expression.",
                field=one.field,
                severity=Severity.WARNING,
            )
        else:
            again = ", and its `for` starts again" if alert.for_ms else ""
            yield Flaw(
                alert.source,
                f"{alert.what}: {one.title} holds `$value`; each new value makes another alert of it{again}, while the old "
                "one is told as resolved",
                "Put the value into an annotation.",
                field=one.field,
            )
