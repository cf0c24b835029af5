from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest
from o11ygen.resolved import AlertRule, Stack
from o11ygen.resolved.alert_texts import meant_name

# Of fewer others nobody can tell what is usual, and of fewer than so many among ten what most have.
_LEAST, _MOST_OF_TEN = 5, 8
# Severities as they are called in public collections.
_SEVERITIES = (
    *("critical", "warning", "info", "none", "page", "ticket", "error", "emergency", "fatal", "major", "minor", "high"),
    *(
        "medium",
        "low",
        "notice",
        "debug",
        "informational",
        "information",
        "warn",
        "crit",
        "average",
        "disaster",
        "alert",
    ),
    *("p0", "p1", "p2", "p3", "p4", "p5", "s1", "s2", "s3", "s4", "sev0", "sev1", "sev2", "sev3", "sev4", "sev5"),
)
# Checks of their own tell which of these a project wants, and where a runbook is missing.
_JUDGED = (conventions.SUMMARY, conventions.DESCRIPTION, conventions.RUNBOOK, conventions.DASHBOARD)


@check("alert/consistency", Severity.INFO)
def alert_consistency(stack: Stack) -> Iterator[Flaw]:
    """Alerts that lack what nearly all others of their service, or file, have.

    Whoever reads the notifications, and whatever sorts them, counts on it: a template that prints the `impact` prints
    nothing for this one. A severity that only one alert has, or writes with a capital letter, reaches no route (a warning).

    Bad::

        *(Alert(f"Down{name}", ..., annotations={"impact": "No orders."}) for name in "ABCDE"),
        Alert("DownF", ...)

    Good::

        *(Alert(f"Down{name}", ..., annotations={"impact": "No orders."}) for name in "ABCDE"),
        Alert("DownF", ..., annotations={"impact": "Orders wait."})
    """
    together: dict[str, list[AlertRule]] = {}
    own = "conventions" in stack.known
    for group in stack.groups:
        place = "" if own else group.source.location().file
        for alert in group.alerts:
            together.setdefault(alert.service if own else place, []).append(alert)
    for alerts in together.values():
        if not own:
            yield from _severities(alerts)
        if len(alerts) > _LEAST:
            yield from _lacking(
                alerts, left_out=_JUDGED if own else (conventions.RUNBOOK,), where="service" if own else "file"
            )


def _lacking(alerts: list[AlertRule], *, left_out: tuple[str, ...], where: str) -> Iterator[Flaw]:
    # A function that makes alerts gives all of them the same names.
    alike = Counter([(_told(alert), tuple(alert.labels)) for alert in alerts])
    if len(alike) == 1:
        return
    counts: Counter[tuple[str, str]] = Counter()
    for (told, _), count in alike.items():
        counts.update(dict.fromkeys([("annotation", name) for name in told], count))
    for (_, labels), count in alike.items():
        counts.update(dict.fromkeys([("label", name) for name in labels], count))
    usual = [
        (kind, name, count)
        for (kind, name), count in counts.items()
        if count < len(alerts) and 10 * count >= _MOST_OF_TEN * len(alerts) and name not in left_out
    ]
    for kind, name, count in usual:
        for alert in alerts:
            names = alert.labels if kind == "label" else alert.annotations
            # One that is misspelt is told by its name, and one without any annotation by that.
            if (
                name not in names
                and (names or kind == "label")
                and not any(meant_name(one, kind) == name for one in names)
            ):
                yield Flaw(
                    alert.source,
                    f"{alert.what}: has no {kind} `{name}`, which {count} of the {len(alerts)} alerts of its {where} have",
                    f"Add the {kind}, if it is left out by mistake.",
                    field="labels" if kind == "label" else "annotations",
                )


def _told(alert: AlertRule) -> tuple[str, ...]:
    """The names of its annotations, but for empty ones."""
    if all(map(str.strip, alert.annotations.values())):
        return tuple(alert.annotations)
    return tuple([name for name, text in alert.annotations.items() if text.strip()])


def _severities(alerts: list[AlertRule]) -> Iterator[Flaw]:
    counts = Counter(alert.severity for alert in alerts)
    for alert in alerts:
        severity = alert.severity
        if not severity or "{{" in severity or counts[severity] * 2 > len(alerts):
            continue
        same = [other for other in counts if other != severity and other.lower() == severity.lower()]
        if severity.lower() not in _SEVERITIES and counts[severity] == 1:
            hint = nearest(severity, {*counts, "critical", "warning", "info"} - {severity}, likeness=0.75)
            yield _unlike(
                alert,
                f"`{severity}` is a severity that no other alert has, and few people know",
                hint or "Use one that others have, if no route goes by it.",
                # Without one that it may have been meant to be, somebody may well route by it.
                severity=Severity.WARNING if hint else Severity.INFO,
            )
        elif any(counts[other] > counts[severity] for other in same):
            usual = max(same, key=lambda other: counts[other])
            yield _unlike(
                alert,
                f"severity `{severity}` is `{usual}` in other alerts: matchers tell small letters from capital ones",
                f"Write `{usual}`.",
            )


def _unlike(alert: AlertRule, message: str, hint: str, *, severity: Severity = Severity.WARNING) -> Flaw:
    message = f"{alert.source.what}: {message}"
    if severity is Severity.WARNING:
        message += "; a route for the others does not go by it"
    return Flaw(alert.source, message, hint, field="severity", severity=severity)
