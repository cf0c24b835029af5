"""The unit of what a panel shows, and which of Grafana's units says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from o11ygen.promql.suffixes import unit_by_name

if TYPE_CHECKING:
    from o11ygen.labelflow import Outcome

_PER_SECOND = "/s"
# What leaves a value in the unit that it has.
_KEEPING = frozenset(
    {
        *("sum", "avg", "min", "max", "topk", "bottomk", "quantile", "sort", "sort_desc", "increase", "delta"),
        *("avg_over_time", "max_over_time", "min_over_time", "last_over_time", "quantile_over_time", "abs", "round"),
        *(">", ">=", "<", "<=", "==", "!="),
        *("clamp", "clamp_min", "clamp_max", "histogram_quantile", "label_replace", "label_join", "rate", "irate"),
    }
)
# Kinds of values that may have any unit.
_OPEN = frozenset({"unknown", "gauge", "counter", "rate", "increase"})
# Words in a name that make its end say less than it seems to.
_MISLEADING = frozenset({"per", "kb", "kbytes", "kilobytes", "mb", "mbytes", "megabytes"})
_OFFSETS = frozenset({"+", "-"})
_RATES = frozenset({"rate", "irate"})
# Grafana's units by what they measure; the first is the one to write.
_UNITS: dict[str, tuple[str, ...]] = {
    "seconds/s": ("percentunit", "s"),
    "seconds": ("s", "dtdurations", "dthms", "dtdhms", "clocks"),
    "milliseconds": ("ms", "dtdurationms", "clockms"),
    "microseconds": ("µs",),
    "nanoseconds": ("ns",),
    "bytes": ("bytes", "decbytes"),
    "bytes/s": ("Bps", "binBps"),
    "ratio": ("percentunit",),
    "percent": ("percent",),
    "celsius": ("celsius",),
    "volts": ("volt",),
    "amperes": ("amp",),
    "watts": ("watt",),
    "joules": ("joule",),
    "hertz": ("hertz",),
    "meters": ("lengthm",),
}
# Those that measure something else than any of the above, or than a number of things.
_TIMES = ("ns", "µs", "ms", "s", "m", "h", "d", "dtdurationms", "dtdurations", "dthms", "dtdhms", "clocks", "clockms")
_DATA = (
    *("bits", "bytes", "kbytes", "mbytes", "gbytes", "tbytes", "pbytes"),
    *("decbits", "decbytes", "deckbytes", "decmbytes", "decgbytes", "dectbytes", "decpbytes"),
)
_DATA_RATES = (
    *("Bps", "binBps", "bps", "binbps", "KBs", "KiBs", "Kbits", "Kibits", "MBs", "MiBs", "Mbits", "Mibits"),
    *("GBs", "GiBs", "Gbits", "Gibits", "TBs", "TiBs", "Tbits", "Tibits"),
)
_HAPPENINGS = ("cps", "ops", "opm", "reqps", "reqpm", "rps", "wps", "iops", "eps", "epm", "pps", "recps", "rowsps")
_SHARES = ("percentunit", "percent")
_DIMENSIONS = {
    **dict.fromkeys(_TIMES, "time"),
    **dict.fromkeys(_DATA, "data"),
    **dict.fromkeys(_DATA_RATES, "data rate"),
    **dict.fromkeys(_HAPPENINGS, "happenings"),
    **dict.fromkeys(_SHARES, "share"),
    **dict.fromkeys(("celsius", "volt", "amp", "watt", "joule", "hertz", "lengthm"), "physical"),
}
_NAMES = {
    "ratio": "shares of one",
    "percent": "percent",
    "bytes/s": "bytes per second",
    "seconds/s": "seconds per second",
}


class Fitting(NamedTuple):
    """What the values are in words, and the units that say so, the one to write first."""

    words: str
    units: tuple[str, ...]


def fitting(outcome: Outcome, *, of_buckets: bool = False) -> Fitting | None:
    """The units that fit the values of an outcome; None where nothing tells what they are.

    `of_buckets`: what is shown is the axis of a histogram's buckets.
    """
    if outcome.value == "timestamp" and outcome.unit == "seconds":
        # A difference of which one side is not known to be a time may be an age.
        return Fitting("seconds since 1970", ()) if _OFFSETS.isdisjoint(outcome.operations) else None
    unit = _unit(outcome, of_buckets=of_buckets)
    if not unit and outcome.value == "ratio":
        unit = "ratio"
    known = _UNITS.get(unit)
    return None if known is None else Fitting(_NAMES.get(unit, unit), known)


def is_measured(unit: str) -> bool:
    """Whether a unit of Grafana's says what a value measures, unlike `short`, `none` or text behind a number."""
    return unit in _DIMENSIONS or unit.startswith("dateTime")


def counts_things(outcome: Outcome, unit: str) -> bool:
    """Whether an outcome is a number of things, or of yes and no, and the unit says it is a time or an amount of data.

    So is the rate of a counter that is declared without a unit.
    """
    wrong = _DIMENSIONS.get(unit, "date" if unit.startswith("dateTime") else "")
    if wrong not in ("time", "data", "data rate", "date"):
        return False
    if outcome.value in ("count", "boolean"):
        return True
    if outcome.value not in ("rate", "increase") or not _KEEPING.issuperset(outcome.operations):
        return False
    declared = [outcome.knowledge.about(name).sample for name in outcome.metrics]
    return all(one.kind == "counter" and not one.unit for one in declared) and not any(
        map(unit_by_name, outcome.metrics)
    )


def _unit(outcome: Outcome, *, of_buckets: bool) -> str:
    """The declared unit, or that which the metric's name ends with."""
    if outcome.unit:
        return outcome.unit.removesuffix(_PER_SECOND) if of_buckets else outcome.unit
    if len(outcome.metrics) != 1 or outcome.value not in _OPEN or not _KEEPING.issuperset(outcome.operations):
        return ""
    name = outcome.metrics[0]
    quantile = of_buckets or "histogram_quantile" in outcome.operations
    if not quantile and name.endswith(("_count", "_bucket")):
        return ""
    unit = unit_by_name(name)
    # Many exporters call a percentage a ratio, and `kbytes_out_bytes` or `bits_per_seconds` are neither.
    if unit in ("ratio", "percent") or not _MISLEADING.isdisjoint(name.split("_")):
        return ""
    return f"{unit}{_PER_SECOND}" if unit and not quantile and not _RATES.isdisjoint(outcome.operations) else unit
