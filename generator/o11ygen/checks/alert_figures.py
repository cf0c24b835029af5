from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from o11ygen.check import Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Severity
from o11ygen.promql import Query, parse
from o11ygen.resolved import AlertRule, Stack
from o11ygen.resolved.alert_texts import AlertText, texts_of

if TYPE_CHECKING:
    from o11ygen.resolved.figures import Told

# What has a digit with a unit behind it.
_FIGURE = re.compile(r"\d[\s-]*(?:[smhdwSMHDW%]|percent)")


@check("alert/figures", Severity.WARNING, of="alert")
def alert_figures(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
    """Texts that name another duration or threshold than the rule has.

    Whoever is told "for 10 minutes" looks for the cause ten minutes ago, and whoever tunes the threshold in the expression
    does not look for it in the prose. Figures that follow from the rule stay right: `${for:duration}`,
    `${threshold:percent}`.

    Bad::

        expr="up == 0", for_="5m", description="{{ $labels.job }} has been down for more than 10 minutes."

    Good::

        expr="up == 0", for_="5m", description="{{ $labels.job }} has been down for more than ${for:duration}."
    """
    figures = _telling(alert)
    if not figures:
        return
    # The expressions of a kind have the same windows and numbers.
    key = (stack.series.kinds.of_expression(alert.expr), alert.for_ms, alert.keep_firing_ms, *map(_told, figures))
    right = stack.series.right.setdefault("alert/figures", set())
    if key not in right:
        found = _judged(alert, figures, replaces="conventions" in stack.known)
        yield from found
        if not found and _is_so_for_its_kind(alert, figures):
            right.add(key)


def _telling(alert: AlertRule) -> list[str]:
    """The annotations that tell a figure: there are words before it, so a link does not."""
    return [text for text in alert.annotations.values() if len(text.split(None, 1)) > 1 and _told(text)]


@lru_cache(maxsize=4096)
def _told(text: str) -> tuple[Told, ...]:
    # Many an alert that a function makes has the same text, so this is remembered as well.
    if _FIGURE.search(text) is None:
        return ()
    from o11ygen.resolved.figures import durations_told, shares_told

    return (*durations_told(text), *shares_told(text))


def _judged(alert: AlertRule, figures: list[str], *, replaces: bool) -> list[Flaw]:
    query = parse(alert.expr)
    texts = [one for one in texts_of(alert) if one.kind == "annotation" and one.text in figures]
    return [flaw for one in texts for flaw in _flaws(alert, one, query, replaces=replaces)]


def _is_so_for_its_kind(alert: AlertRule, figures: list[str]) -> bool:
    """Whether no figure is right only because a metric is called so."""
    from o11ygen.resolved.figures import durations_told, lasts_so_long

    query, waits = parse(alert.expr), (alert.for_ms, alert.keep_firing_ms)
    return all(lasts_so_long(one, query, waits_ms=waits) for text in figures for one in durations_told(text))


def _flaws(alert: AlertRule, one: AlertText, query: Query, *, replaces: bool) -> Iterator[Flaw]:
    # The work is with texts that have such figures: few do.
    from o11ygen.resolved.figures import durations_told, may_be_recorded, may_mean_duration, may_mean_share, shares_told

    if query.error:
        return
    waits = (alert.for_ms, alert.keep_firing_ms)
    for told in dict.fromkeys(durations_told(one.text)):
        if told.amount * 1000 in waits or may_be_recorded(told, query):
            continue
        if not may_mean_duration(told, query, waits_ms=waits):
            has = f"waits {readable_duration(alert.for_ms)}" if alert.for_ms else "has no `for`"
            yield Flaw(
                alert.source,
                f'{alert.what}: {one.title} says "{told.written}", but the rule {has}, and nothing in its expression '
                "lasts so long; whoever reads it looks at the wrong time",
                "Write `${for:duration}`, or the duration that the rule has."
                if replaces
                else "Write what the rule has.",
                field=one.field,
            )
    condition = query.comparison
    if condition is None or condition.threshold is None:
        return
    for told in dict.fromkeys(shares_told(one.text)):
        if not may_mean_share(told, query):
            yield Flaw(
                alert.source,
                f'{alert.what}: {one.title} says "{told.written}", but the expression asks for '
                f"`{condition.op} {condition.threshold:.6g}`; people are told of a limit that nobody set",
                "Write `${threshold:percent}`, or the threshold that the rule has."
                if replaces
                else "Write the threshold that the rule has.",
                field=one.field,
            )
