from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack

_SNAKE_CASE = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"
_LEGACY = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
# Units that are not base units, and what to use instead. https://prometheus.io/docs/practices/naming/#base-units
_UNITS = {
    **dict.fromkeys(
        ("milliseconds", "ms", "microseconds", "us", "nanoseconds", "ns", "minutes", "hours", "days"), "seconds"
    ),
    **dict.fromkeys(("kilobytes", "kb", "megabytes", "mb", "gigabytes", "gb", "kib", "mib", "gib", "bits"), "bytes"),
    **dict.fromkeys(("percent", "percentage", "pct"), "ratio"),
    **dict.fromkeys(("fahrenheit", "kelvin"), "celsius"),
}
# Told wherever they stand in the name; the others are words that may mean something else.
_UNMISTAKABLE = frozenset(
    ("milliseconds", "ms", "microseconds", "nanoseconds", "kilobytes", "kb", "megabytes", "mb", "gigabytes", "gb")
)
# What they are short for.
_SHORT = {
    **dict.fromkeys(("s", "sec", "secs"), "seconds"),
    **dict.fromkeys(("b",), "bytes"),
    **dict.fromkeys(("min", "mins", "m", "hr", "hrs", "h", "d"), "seconds"),
    **dict.fromkeys(("tb", "pb", "tib"), "bytes"),
}
_RESERVED_SUFFIXES = ("_bucket", "_sum", "_count", "_created")
_TYPES = ("counter", "gauge", "histogram", "summary")


@check("metric/naming", Severity.WARNING, needs=("metrics",))
def metric_naming(stack: Stack) -> Iterator[Flaw]:
    """Metric names against Prometheus' conventions: snake_case, base units, a suffix that fits the type.

    People and tools read the type and unit off the name: who sees `_total` writes `rate`, which is nonsense on a gauge.
    Metrics of other people's exporters (`External`) are not judged.
    (https://prometheus.io/docs/practices/naming/)

    Bad::

        Counter("http_requests", ...)
        Gauge("request_latency_ms", ...)

    Good::

        Counter("http_requests_total", ...)
        Gauge("request_latency_seconds", ..., unit="seconds")
    """
    # Nearly all metrics are the same in every environment.
    right = stack.series.right.setdefault("metric/naming", set())
    for metric in stack.metrics:
        judged = (metric.name, metric.type, metric.unit)
        if metric.external or judged in right:
            continue
        found = list(_flaws(*judged))
        for message, hint in found:
            yield Flaw(metric.source, f"{metric.source.what}: {message}", hint, field="name")
        if not found:
            right.add(judged)


def _flaws(name: str, type: str, unit: str) -> Iterator[tuple[str, str]]:
    if not re.fullmatch(_LEGACY, name):
        # Declared with `utf8`: it follows another convention, on purpose.
        return
    if not re.fullmatch(_SNAKE_CASE, name):
        colon = "; colons are kept for recording rules" if ":" in name else ""
        yield f"the name is not in snake_case{colon}", "Use lower-case words with single underscores."
        return
    yield from _type_flaws(name, type)
    words = name.removesuffix("_total").split("_")
    yield from _unit_flaws(words, "_total" if name.endswith("_total") else "")
    if "timestamp" in words and words[-1] == "timestamp":
        yield "a timestamp without its unit; readers can't tell seconds from milliseconds", f"Call it `{name}_seconds`."
    if unit and unit not in ("1", "count") and unit not in words:
        yield (
            f"the unit `{unit}` is not in the name; readers of a query have to guess it",
            f"End it in `_{unit}`, before any `_total`.",
        )
    if any(word in _TYPES for word in words):
        yield "the type stands in the name, where it goes stale", "Leave it out; the exposition says it."


def _unit_flaws(words: list[str], suffix: str) -> Iterator[tuple[str, str]]:
    """A unit that is no base unit, or is abbreviated; `per_second` is a part of what is counted."""
    for place, word in enumerate(words):
        last = place == len(words) - 1
        if place and words[place - 1] == "per":
            continue
        base = _UNITS.get(word, "") if last or word in _UNMISTAKABLE else ""
        short = _SHORT.get(word, "") if last and place else ""
        if base or short:
            better = "_".join([*words[:place], base or short, *words[place + 1 :]]) + suffix
            fault = (
                "is no base unit, so it can't be compared or combined with other metrics"
                if base
                else "abbreviates its unit, which readers then have to guess"
            )
            yield f"`{word}` {fault}", f"Expose {base or short}: `{better}`."
            return


def _type_flaws(name: str, type: str) -> Iterator[tuple[str, str]]:
    total = name.endswith("_total")
    if type == "counter" and not total:
        yield (
            "a counter whose name does not end in `_total`; nobody sees that it needs `rate`",
            f"Call it `{name}_total`.",
        )
    if type != "counter" and total:
        better = name.removesuffix("_total")
        yield (
            f"a {type} whose name ends in `_total`; readers take it for a counter and use `rate`",
            f"Call it `{better}`.",
        )
    if type == "info" and not name.endswith("_info"):
        yield (
            "an info metric whose name does not end in `_info`; nobody sees that its labels are the value",
            f"Call it `{name}_info`.",
        )
    for suffix in _RESERVED_SUFFIXES:
        if name.endswith(suffix):
            yield (
                f"`{suffix}` is kept for histograms and summaries; readers take it for a part of one",
                f"Call it `{name.removesuffix(suffix)}`.",
            )
