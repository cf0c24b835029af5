from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Severity
from o11ygen.promql import TWO_SAMPLE_FUNCTIONS, Selector, parse
from o11ygen.resolved import Stack
from o11ygen.resolved.marked import marked

# What they tell of a window they tell of nothing else: what happens between two windows is lost.
_OF_WINDOW = frozenset(
    ("rate", "increase", "changes", "resets", "sum_over_time", "count_over_time", "max_over_time", "min_over_time")
)


@check("rule/window", Severity.WARNING)
def rule_window(stack: Stack) -> Iterator[Flaw]:
    """Rules whose window is shorter than the time between two evaluations.

    `increase(x[1m])`, evaluated every 5 minutes, looks at one minute of five: of errors in the other four no alert and no
    recorded series ever knows.

    Bad::

        Group("slow", interval="4m", rules=(Alert("Errors", ..., expr="increase(requests_total[2m]) > 100"),))

    Good::

        Group("slow", interval="2m", rules=(Alert("Errors", ..., expr="increase(requests_total[5m]) > 100"),))
    """
    default = stack.prometheus.evaluation_interval_ms if "scrape" in stack.known else 0
    for group, kinds in zip(stack.groups, stack.kinds_of_rules, strict=True):
        interval = group.interval_ms or default
        # Of each kind of expressions one is read.
        right = stack.series.right.setdefault(("rule/window", interval), set())
        told: set[str] = set()
        for rule, kind in zip(group.rules, kinds, strict=True) if interval else ():
            if kind in right:
                continue
            windows = [one.range_ms for one in parse(rule.expr).selectors]
            if not any(0 < window < interval for window in windows):
                right.add(kind)
                continue
            for selector in parse(rule.expr).selectors:
                if not 0 < selector.range_ms < interval or selector.function not in _OF_WINDOW or rule.id in told:
                    continue
                # A range that is too short for the scrapes too is told of by `promql/rate-range`: widened, it fits both.
                if selector.subqueries or _is_too_short(selector, stack):
                    continue
                told.add(rule.id)
                part = f"{selector.function}({selector.metric}[{readable_duration(selector.range_ms)}])"
                yield Flaw(
                    rule.source,
                    f"{rule.source.what}: `{part}` is evaluated every {readable_duration(interval)} only; of what "
                    "happens between two of its windows nobody ever hears",
                    f"Widen the range to {readable_duration(interval)} or more, or evaluate the group more often.",
                    field="expr",
                    excerpt=marked(rule.expr, selector),
                )


def _is_too_short(selector: Selector, stack: Stack) -> bool:
    scraped_ms = stack.series.interval_of(selector.metric)
    return selector.function in TWO_SAMPLE_FUNCTIONS and selector.range_ms < 2 * scraped_ms
