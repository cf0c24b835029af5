"""What the samples of a series mean: a counter, a rate, a ratio, in which unit, and between which values."""

# Text in the place of a type is compiled, which takes longer than the rest of importing these tuples.

from typing import Literal, NamedTuple, TypeAlias

from o11ygen.promql.limits import ANY, Limits

ValueKind: TypeAlias = Literal[
    "counter",
    "gauge",
    "histogram",
    "buckets",
    "rate",
    "increase",
    "ratio",
    "quotient",
    "boolean",
    "count",
    "timestamp",
    "duration",
    "number",
    "unknown",
]
"""`histogram` are native histograms, `buckets` the counters of a classic one; `quotient` is one of unlike things."""


class Sample(NamedTuple):
    """`unit` is empty where it is not known or there is none; `per second` stands behind it as `/s`.

    `nan`: it may be no number. `of` tells what a histogram's samples have become: `native` or `buckets` while quantiles
    can be had of them, else empty.
    """

    kind: ValueKind = "unknown"
    unit: str = ""
    limits: Limits = ANY
    nan: bool = True
    of: Literal["", "native", "buckets"] = ""


ANYTHING = Sample()
