from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.language.nodes import Instant
from o11ygen.promql.parts import matchers_on, metric_of
from o11ygen.promql.patterns import choices
from o11ygen.resolved import Stack

_ANYTHING = (".*", ".+", "(.*)", "(.+)")


@check("promql/unnamed", Severity.WARNING, of="expression", alike=True)
def promql_unnamed(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Rules that select series without saying of which metric.

    Prometheus looks through every metric there is at each evaluation; the cost grows with each new exporter, until the
    evaluation takes longer than its interval and rules are skipped. What the result means changes with each metric that is
    added, too. A pattern on the name that begins with a text is an info.

    Bad::

        expr='count({job="app"}) > 1000'

    Good::

        expr='scrape_samples_scraped{job="app"} > 1000'
    """
    if not examined.expression.of_rule:
        return
    for selector in examined.nodes(Instant):
        if metric_of(selector):
            continue
        named = [one for one in matchers_on(selector, "__name__") if one.op == "=~" and one.value not in _ANYTHING]
        if any(choices(one.value) for one in named):
            continue
        told = f"selects metrics by the pattern `{named[0].value}`" if named else "names no metric"
        yield examined.flaw(
            f"`{examined.text_of(selector)}` {told}: each evaluation looks through all there are, and what is added later "
            "gets into the result unseen",
            "Name the metric; or the metrics, with `|` between them.",
            at=selector,
            severity=Severity.INFO if named else None,
        )
