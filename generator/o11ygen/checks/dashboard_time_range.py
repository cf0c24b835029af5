from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Severity
from o11ygen.resolved import Stack


@check("dashboard/time-range", Severity.WARNING, needs=("retention",))
def dashboard_time_range(stack: Stack) -> Iterator[Flaw]:
    """Dashboards that open with more time than Prometheus keeps.

    The left of every panel is empty, which looks as if nothing had run then, and what is there is squeezed together.

    Bad::

        Environment("production", ..., retention=Retention(metrics="7d"))
        Dashboard("overview", ..., time_range="30d")

    Good::

        Environment("production", ..., retention=Retention(metrics="7d"))
        Dashboard("overview", ..., time_range="2d")
    """
    kept = stack.environment.retention.metrics_ms
    for dashboard in stack.dashboards:
        if kept and dashboard.time_range_ms > kept:
            yield Flaw(
                dashboard.source,
                f"{dashboard.source.what}: it opens with the last `{readable_duration(dashboard.time_range_ms)}`, of which "
                f"Prometheus keeps {readable_duration(kept)} here; the rest of every panel is empty",
                f"Show {readable_duration(kept)} at most, with `per_env` where environments differ.",
                field="time_range",
            )
