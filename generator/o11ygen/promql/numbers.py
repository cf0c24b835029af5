"""How a number stands in the label `le` of a bucket or `quantile` of a summary."""

from __future__ import annotations

import math
from decimal import Decimal

# From this exponent on, and below that, a number is written with one.
_LARGE, _SMALL = 6, -4


def label_value(number: float) -> str:
    """As Prometheus 3.0 and later store it, whatever the target writes: `1.0`, `0.25`, `1e+06`, `+Inf`.

    https://prometheus.io/docs/prometheus/latest/migration/#le-and-quantile-label-values
    """
    if math.isinf(number):
        return "+Inf" if number > 0 else "-Inf"
    decimal = Decimal(repr(float(number))).normalize()
    exponent = decimal.adjusted() if decimal else 0
    if _SMALL <= exponent < _LARGE:
        text = format(decimal, "f")
        return text if "." in text else f"{text}.0"
    sign, digits, _ = decimal.as_tuple()
    first, rest = digits[0], "".join(map(str, digits[1:]))
    mantissa = f"{'-' if sign else ''}{first}{'.' if rest else ''}{rest}"
    return f"{mantissa}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def spellings(number: float) -> frozenset[str]:
    """Every way in which a client library may write it, which Prometheus before 3.0 stores as it is."""
    stored = label_value(number)
    if math.isinf(number):
        return frozenset((stored,))
    written = (stored, repr(float(number)), f"{number:g}", format(Decimal(repr(float(number))), "f"))
    return frozenset((*written, *(text.removesuffix(".0") for text in written)))
