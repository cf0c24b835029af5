from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Severity
from o11ygen.promql.condition import constant
from o11ygen.promql.language.nodes import Call
from o11ygen.promql.parts import is_call, window_of
from o11ygen.resolved import Stack

# Disks are commonly watched with six hours for the next four days, which is 16 times.
_FARTHEST = 24
# Nobody predicts three thousand years: it is a way to write "never".
_ENDLESS_SECONDS = 1e11
_SHORTEST_SECONDS = 60


@check("promql/prediction", Severity.INFO, of="expression", alike=True)
def promql_prediction(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Predictions that reach much further than the data they are made from, or only some seconds ahead.

    `predict_linear` draws a line through its range. A short burst of writes within one hour, drawn on for four days, fills
    any disk: the alert comes and goes. Its second argument is in seconds: `4` was meant as hours (a warning).

    Bad::

        Gauge("disk_free_bytes", "Free space.")
        Alert("DiskFills", ..., expr="predict_linear(disk_free_bytes[1h], 4 * 86400) < 0", for_="1h")

    Good::

        Gauge("disk_free_bytes", "Free space.")
        Alert("DiskFills", ..., expr="predict_linear(disk_free_bytes[6h], 4 * 86400) < 0", for_="1h")
    """
    for call in examined.nodes(Call):
        if not is_call(call, "predict_linear"):
            continue
        ahead, window = constant(call.arguments[1]), window_of(call)
        seconds = None if window is None else window.window.value
        if ahead is None or seconds is None:
            continue
        if 0 < ahead < _SHORTEST_SECONDS:
            yield examined.flaw(
                f"`predict_linear` looks {ahead:g} seconds ahead: its second argument is in seconds",
                f"Write hours as `{ahead:g} * 3600`.",
                at=call.arguments[1],
                severity=Severity.WARNING,
            )
        elif _FARTHEST * seconds < ahead < _ENDLESS_SECONDS:
            yield examined.flaw(
                f"a line through {readable_duration(round(seconds * 1000))} of data is drawn on for "
                f"{readable_duration(round(ahead * 1000))}, {ahead / seconds:.0f} times as far: a short burst is taken for "
                "the days to come, so the alert comes and goes",
                f"Widen the range to at least {readable_duration(round(ahead / _FARTHEST * 1000))}, or look less far ahead.",
                at=call,
            )
