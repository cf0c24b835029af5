from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Severity
from o11ygen.promql.language.nodes import Instant, Node, Range
from o11ygen.resolved import Stack


@check(
    "promql/retention",
    Severity.ERROR,
    of="expression",
    needs=("retention",),
    alike=True,
    by=lambda stack: stack.environment.retention.metrics_ms,
)
def promql_retention(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Expressions that look further back than the environment keeps metrics.

    Prometheus answers with what it still has: an `offset` beyond the retention returns nothing, and an average "over 30
    days" is one over the days that are left. Environments with a short retention are where this hides. A recorded series
    is data of its own: what its rule looked back at does not count.

    Bad::

        Environment("production", ..., retention=Retention(metrics="7d"))
        Alert("Unreliable", ..., expr="avg_over_time(up[30d]) < 0.99")

    Good::

        Environment("production", ..., retention=Retention(metrics="35d"))     # or a shorter range, with `per_env`
        Alert("Unreliable", ..., expr="avg_over_time(up[30d]) < 0.99")
    """
    kept_ms = stack.environment.retention.metrics_ms
    if not kept_ms:
        return
    selectors = zip(examined.nodes(Instant), examined.query.selectors, strict=True)
    node, selector = max(selectors, key=lambda one: one[1].reach_ms, default=(None, None))
    if node is None or selector is None or selector.reach_ms <= kept_ms:
        return
    yield examined.flaw(
        f"the expression needs data of {readable_duration(selector.reach_ms)}, but metrics are kept for "
        f"{readable_duration(kept_ms)}; the result leaves out what is older",
        "Shorten the range or offset there (`per_env`, `override`), keep metrics longer, or `disable` it.",
        at=_with_window(examined, node),
    )


def _with_window(examined: Examined, selector: Instant) -> Node:
    parent = examined.parent(selector)
    return parent if isinstance(parent, Range) else selector
