from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import COUNTER_FUNCTIONS
from o11ygen.promql.language.nodes import Call
from o11ygen.promql.parts import metric_of, window_of, windowed
from o11ygen.resolved import Stack

# What a restart of one target makes jump; of `max` and `min`, the one series chosen is a counter like any other.
_ADDING = ("sum", "avg")
# What has become of a counter here no longer falls to 0 with its process.
_READING = frozenset(("rate", "irate", "increase", "delta", "deriv", "count", "group", "changes", "resets"))


@check("promql/rate-sum", Severity.ERROR, of="expression", alike=True)
def promql_rate_sum(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """`rate` of a sum of counters, which takes each restart of one target for a restart of all.

    When one of ten processes starts anew, the sum falls by a tenth; `rate` sees a counter that went back to 0 and adds the
    other nine tenths at once: a peak of the work of days, and an alert. It hides in recording rules as well: a recorded sum
    of counters can't be used with `rate`.

    Bad::

        RecordingRule("job:requests:sum", expr="sum by (job) (requests_total)")
        Alert("Busy", ..., expr="rate(job:requests:sum[5m]) > 100")

    Good::

        RecordingRule("job:requests:rate5m", expr="sum by (job) (rate(requests_total[5m]))")
        Alert("Busy", ..., expr="job:requests:rate5m > 100")
    """
    for call in examined.nodes(Call):
        window = window_of(call) if call.name in COUNTER_FUNCTIONS else None
        if window is None:
            continue
        summed = next((how for one in examined.flow.of(window) if (how := _summed(one.operations, one.value))), "")
        if not summed:
            continue
        selector = windowed(call)
        if selector is not None:
            what = f"`{metric_of(selector)}` is recorded with `{summed}` of counters"
            hint = f"Record `{summed}` of `rate`, and read that without `{call.name}`."
        else:
            what = f"`{call.name}` goes over `{summed}` of counters"
            hint = f"Put `{call.name}` inside: `{summed}({call.name}(...))`."
        yield examined.flaw(
            f"{what}: a restart of one target looks as if all had begun at 0, and the result jumps",
            hint,
            at=call,
        )


def _summed(operations: tuple[str, ...], kind: str) -> str:
    """The outermost aggregation of what are still counters behind it; empty if there is none."""
    if kind not in ("counter", "buckets", "unknown") or not _READING.isdisjoint(operations):
        return ""
    found = next((one for one in operations if one in _ADDING), "")
    return found if kind != "unknown" or operations[:1] == (found,) else ""
