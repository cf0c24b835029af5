from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import parse
from o11ygen.resolved import AlertRule, Stack
from o11ygen.resolved.alert_texts import AlertText, templates_of

if TYPE_CHECKING:
    from o11ygen.labelflow import Outcome

_FUNCTIONS = frozenset(("humanizePercentage", "humanizeDuration", "humanizeTimestamp", "humanize1024"))


@check(
    "template/unit", Severity.WARNING, of="alert", alike=True, by=lambda stack: stack.environment.versions["prometheus"]
)
def template_unit(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
    """Values that an annotation prints in another unit than they have.

    `humanizePercentage` multiplies by 100: of a value that is in percent it makes 9500%. `humanizeDuration` reads seconds,
    `humanizeTimestamp` seconds since 1970, `humanize1024` bytes. The number that people act upon is wrong by a factor.

    Bad::

        Alert(
            "Errors", ..., summary="{{ $value | humanizePercentage }} of all requests fail",
            expr='100 * sum(rate(requests_total{status=~"5.."}[5m])) / sum(rate(requests_total[5m])) > 10',
        )

    Good::

        Alert(
            "Errors", ..., summary="{{ $value | humanizePercentage }} of all requests fail",
            expr='sum(rate(requests_total{status=~"5.."}[5m])) / sum(rate(requests_total[5m])) > 0.1',
        )
    """
    for one, template in templates_of(alert, version=stack.environment.versions["prometheus"]):
        if one.kind != "annotation":
            continue
        for function in dict.fromkeys(use[0] for use in template.values if use and use[0] in _FUNCTIONS):
            yield from _misread(alert, one, function, stack)


def _misread(alert: AlertRule, one: AlertText, function: str, stack: Stack) -> Iterator[Flaw]:
    from o11ygen.resolved.value_units import misread

    condition = parse(alert.expr).comparison
    found = [misread(function, branch, condition) for branch in _branches(alert, stack)]
    if found and all(found):
        yield Flaw(
            alert.source,
            f"{alert.source.what}: {one.title} prints `$value` with `{function}`, but the value {found[0]}",
            "Print it with the function for what it is, such as `humanize`, or change the unit in the expression.",
            field=one.field,
        )


def _branches(alert: AlertRule, stack: Stack) -> list[Outcome]:
    return [branch for branch in stack.series.outcomes_of(alert.expr) if branch.returns != "never"]
