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

Of: TypeAlias = Literal["", "native", "buckets", "any"]


class Sample(NamedTuple):
    """`unit` is empty where it is not known or there is none; `per second` stands behind it as `/s`.

    `nan`: it may be NaN. `of` is `native` for native histograms, `buckets` while quantiles can be had of classic ones, `any`
    where it is not known, and empty for other numbers.
    """

    kind: ValueKind = "unknown"
    unit: str = ""
    limits: Limits = ANY
    nan: bool = True
    of: Of = ""

    @property
    def is_number(self) -> bool:
        """Whether it surely is no native histogram, which many functions and operators leave out."""
        return self.of in ("", "buckets")


ANYTHING = Sample(of="any")
