from __future__ import annotations

from collections.abc import Iterator

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import AlertRule, Stack
from o11ygen.resolved.alert_texts import meant_name, texts_of, well_known


@check("alert/spelling", Severity.WARNING, of="alert", alike=True)
def alert_spelling(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
    """Labels and annotations whose name is nearly a well-known one, or that stand in the other's place.

    Routes, inhibitions and notification templates ask for `severity` or `summary`, and get nothing from `severty`: the
    alert ends at the catch-all, or its notification is empty. A text as a label makes a new alert whenever it changes.

    Bad::

        Alert("Down", ..., annotations={"mesage": "{{ $labels.job }} is down"})

    Good::

        Alert("Down", ..., annotations={"message": "{{ $labels.job }} is down"})
    """
    if all(name in well_known("label") for name in alert.labels) and all(
        name in well_known("annotation") for name in alert.annotations
    ):
        return
    for one in texts_of(alert):
        if one.name in well_known(one.kind):
            continue
        if one.name in (conventions.SEVERITY, conventions.SUMMARY, conventions.DESCRIPTION):
            if one.name not in (alert.annotations if one.kind == "label" else alert.labels):
                yield _misplaced(alert, one.name, one.kind, one.field)
            continue
        meant = meant_name(one.name, one.kind)
        if meant and meant not in (alert.labels if one.kind == "label" else alert.annotations):
            yield Flaw(
                alert.source,
                f"{alert.what}: {one.kind} `{one.name}` is nearly `{meant}`, which the alert does not have; what goes by "
                f"`{meant}` finds nothing",
                f"Call it `{meant}`, or give it a name that nobody takes for it.",
                field="labels" if one.kind == "label" else "annotations",
            )


def _misplaced(alert: AlertRule, name: str, kind: str, field: str) -> Flaw:
    if kind == "label":
        why, hint = "its text is part of what the alert is, and is sent in every list of labels", "an annotation"
    else:
        why, hint = "no route and no inhibition can go by it", "a label"
    return Flaw(alert.source, f"{alert.what}: `{name}` is {_article(kind)}; {why}", f"Make it {hint}.", field=field)


def _article(kind: str) -> str:
    return "an annotation" if kind == "annotation" else "a label"
