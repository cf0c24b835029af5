from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Severity
from o11ygen.resolved import Stack
from o11ygen.resolved.cardinality import estimates, total
from o11ygen.size import format_size

# Prometheus' own documentation reckons with 1 to 2 bytes a sample, once blocks are compacted.
# https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects
_BYTES_PER_SAMPLE = (1, 2)
_HOUR_MS = 3_600_000
_DAY_MS = 24 * _HOUR_MS


@check("environment/storage", Severity.WARNING, needs=("metrics", "scrape", "retention"))
def environment_storage(stack: Stack) -> Iterator[Flaw]:
    """Environments that keep metrics for a time which does not fit into the space that they get.

    Whichever limit is reached first holds: with `metrics_size` too small Prometheus throws away what the declared time
    promises, without a word, and the graph of last month is empty when it is needed. The space is reckoned from the
    declared labels, targets and intervals, with the 1 to 2 bytes that Prometheus needs for a sample; what recording rules
    write, and series that come and go, take more.

    Bad::

        Counter("logins_total", "Logins.", labels=(Label("country", cardinality=200), Label("plan", cardinality=40)))
        Environment("production", ..., retention=Retention(metrics="90d", metrics_size="512MB"))

    Good::

        Counter("logins_total", "Logins.", labels=(Label("country", cardinality=200), Label("plan", cardinality=40)))
        Environment("production", ..., retention=Retention(metrics="90d", metrics_size="10GB"))
    """
    environment = stack.environment
    kept = environment.retention
    if not kept.metrics_bytes or not kept.metrics_ms:
        return
    series, per_second = total(estimates(stack))
    least, most = (per_second * kept.metrics_ms / 1000 * size for size in _BYTES_PER_SAMPLE)
    if least > kept.metrics_bytes:
        lasting = kept.metrics_ms * kept.metrics_bytes / least
        yield Flaw(
            environment.source,
            f"{environment.source.what}: metrics are to be kept for `{readable_duration(kept.metrics_ms)}`, but "
            f"up to {series:,} series make {round(per_second):,} samples a second, which need {_about(least)} to "
            f"{_about(most)} for that time; `{format_size(kept.metrics_bytes)}` lasts about {_rounded(lasting)}, and "
            "what is older is gone",
            "Give it more `metrics_size`, shorten `metrics` to what fits, or scrape less.",
            field="retention",
        )


def _about(size: float) -> str:
    number, unit = (size / 1024**3, "GB") if size >= 1024**3 else (size / 1024**2, "MB")
    return f"{number:,.0f} {unit}" if number >= 10 else f"{number:.1f} {unit}"


def _rounded(milliseconds: float) -> str:
    unit = _DAY_MS if milliseconds >= 2 * _DAY_MS else _HOUR_MS
    return readable_duration(max(round(milliseconds / unit), 1) * unit)
