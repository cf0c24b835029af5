from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.language.nodes import Instant
from o11ygen.promql.placeholder import placeholder_in
from o11ygen.resolved import Stack


@check("promql/placeholder", Severity.ERROR, of="expression", alike=True)
def promql_placeholder(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Placeholders that were left in an expression: `<your-job>`, `${CLUSTER}`, `{{ .Values.job }}`, `TODO`.

    For Prometheus they are values like any other, which no series has: the rule is loaded, and never returns anything. In
    `!=` and `!~` nothing is left out by them (an info).

    Bad::

        expr='up{instance="<your-instance>"} == 0'

    Good::

        expr='up{instance="app:8080"} == 0'
    """
    if not examined.expression.of_rule:
        return
    for selector in examined.nodes(Instant):
        for matcher in selector.matchers:
            what = placeholder_in(matcher.value, pattern="~" in matcher.op)
            if what:
                selects = matcher.op in ("=", "=~")
                consequence = "the selector returns nothing" if selects else "nothing is left out by it"
                yield examined.flaw(
                    f'`{matcher.name}{matcher.op}"{matcher.value}"` has {what}: {consequence}',
                    "Write the value that is meant, or leave the matcher out.",
                    at=(matcher.start, matcher.end),
                    severity=None if selects else Severity.INFO,
                )
