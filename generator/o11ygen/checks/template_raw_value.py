from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import AlertRule, Stack
from o11ygen.resolved.alert_texts import templates_of

if TYPE_CHECKING:
    from o11ygen.labelflow import Outcome

_LONG = {
    "rate": ("a rate", "`{{ $value | humanize }}`"),
    "ratio": ("a ratio", "`{{ $value | humanizePercentage }}`"),
    "quotient": ("a quotient", "`{{ $value | humanize }}`"),
}
# After one of these the number is short.
_ROUNDED = frozenset(("round", "floor", "ceil"))


@check(
    "template/raw-value",
    Severity.INFO,
    advice=True,
    of="alert",
    alike=True,
    by=lambda stack: stack.environment.versions["prometheus"],
)
def template_raw_value(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
    """Rates and ratios that an annotation prints with all their digits.

    `{{ $value }}` of a rate reads 0.013888888888888888, in a notification that somebody reads on a phone at night.

    Bad::

        expr="rate(requests_total[5m]) > 100", summary="{{ $value }} requests per second"

    Good::

        expr="rate(requests_total[5m]) > 100", summary="{{ $value | humanize }} requests per second"
    """
    printed = [
        one
        for one, template in templates_of(alert, version=stack.environment.versions["prometheus"])
        if one.kind == "annotation" and () in template.values
    ]
    if not printed:
        return
    kinds = {
        _kind(branch) if _ROUNDED.isdisjoint(branch.operations) else ""
        for branch in stack.series.outcomes_of(alert.expr)
        if branch.returns != "never"
    }
    if len(kinds) == 1 and (kind := kinds.pop()) in _LONG:
        from o11ygen.resolved.value_units import has_percent_sign

        what, better = _LONG[kind]
        for one in printed:
            if kind == "ratio" and has_percent_sign(one.text):
                # Of a ratio that is printed as percent the unit is told.
                continue
            yield Flaw(
                alert.source,
                f"{alert.source.what}: {one.title} prints `$value`, {what}, with all its digits: 0.013888888888888888",
                f"Write {better}.",
                field=one.field,
            )


def _kind(branch: Outcome) -> str:
    return "ratio" if branch.value == "quotient" and branch.limits.high <= 1 else branch.value
