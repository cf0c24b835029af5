from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Related, Severity
from o11ygen.promql import parse
from o11ygen.resolved import AlertRule, Stack

if TYPE_CHECKING:
    from o11ygen.promql.meaning import Meaning

# Whose alert it is makes it no other.
_WHOSE = (conventions.SERVICE, conventions.TEAM)


@check("alert/duplicate", Severity.WARNING)
def alert_duplicate(stack: Stack) -> Iterator[Flaw]:
    """Alerts that ask for the same as another one, in whatever words.

    Expressions are compared by what they mean: spaces, parentheses, the order of matchers and of labels make no
    difference. Both fire at the same time: people are told twice of one thing, and a silence for one of them leaves the
    other. Of two alerts with one severity of which one only asks for more, the wider fires with the narrower (info).

    Bad::

        Alert("Down", ..., expr='up{job="app"} == 0')
        Alert("Unreachable", ..., expr='(0 == up{job="app"})')

    Good::

        Alert("Down", ..., expr='up{job="app"} == 0')
    """
    alike: dict[Hashable, list[AlertRule]] = {}
    for alert in stack.alerts:
        query = parse(alert.expr)
        if not query.error and query.selectors:
            alike.setdefault((frozenset(query.metrics), len(query.selectors), len(query.functions)), []).append(alert)
    for alerts in alike.values():
        if len(alerts) > 1:
            yield from _among(alerts)


def _among(alerts: list[AlertRule]) -> Iterator[Flaw]:
    """Those that repeat an earlier one."""
    from o11ygen.promql.meaning import meaning_of

    earlier: dict[Hashable, tuple[AlertRule, Meaning]] = {}
    for alert in alerts:
        meaning = meaning_of(alert.expr)
        if meaning is None:
            continue
        labels = {name: text for name, text in alert.labels.items() if name not in _WHOSE}
        key = (meaning.what, meaning.op[:1], tuple(sorted(labels.items())))
        first = earlier.setdefault(key, (alert, meaning))
        if first[0] is not alert:
            yield from _flaws(alert, meaning, *first)


def _flaws(alert: AlertRule, meaning: Meaning, other: AlertRule, first: Meaning) -> Iterator[Flaw]:
    related = (Related(other.source.location("expr"), f"{other.id} asks for it here"),)
    if meaning == first:
        if alert.for_ms == other.for_ms:
            yield Flaw(
                alert.source,
                f"{alert.what}: the expression asks for the same as that of `{other.id}`, for the same severity; both fire "
                "together, and people are told twice",
                "Remove one of them, or select what belongs to each, as `$selector` does.",
                field="expr",
                related=related,
            )
    elif meaning.op[:1] in ("<", ">") and alert.for_ms == other.for_ms:
        above = meaning.threshold > first.threshold
        narrower, wider = (alert, other) if above == (meaning.op[0] == ">") else (other, alert)
        yield Flaw(
            alert.source,
            f"{alert.what}: whenever `{narrower.name}` fires, `{wider.name}` fires too, with the same severity",
            "Give them different severities, as levels of one alert, or keep the wider one.",
            field="expr",
            related=related,
            severity=Severity.INFO,
        )
