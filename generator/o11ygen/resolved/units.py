"""The unit of what a part of an expression tells, as far as its metric is declared with one or has it in its name."""

from __future__ import annotations

from o11ygen.promql.language.nodes import Aggregate, Binary, Call, Instant, Node, Range, Subquery
from o11ygen.promql.lexer import COMPARISONS
from o11ygen.promql.parts import bare, metric_of, selectors
from o11ygen.promql.suffixes import unit_by_name
from o11ygen.resolved.series import SeriesIndex

# What gives values of the unit that it is given.
_AGGREGATIONS = frozenset(("sum", "avg", "min", "max", "quantile", "topk", "bottomk", "stddev"))
_FUNCTIONS = frozenset(
    ("max_over_time", "min_over_time", "avg_over_time", "last_over_time", "quantile_over_time")
) | frozenset(("abs", "ceil", "floor", "round", "label_replace", "label_join", "delta", "predict_linear", "scalar"))


def unit_of(node: Node, series: SeriesIndex) -> str:
    """The unit, such as `seconds`, `ratio` or `percent`; empty where it is not known, or several meet."""
    part = bare(node)
    match part:
        case Instant():
            return _of_series(metric_of(part), series)
        case Range():
            return unit_of(part.selected, series)
        case Subquery():
            return unit_of(part.operand, series)
        case Aggregate() if part.op in _AGGREGATIONS:
            return unit_of(part.arguments[-1], series)
        case Call() if part.name == "histogram_quantile":
            names = {metric_of(one) for one in selectors(part)}
            return _declared(names.pop(), series) if len(names) == 1 else ""
        case Call() if part.name in _FUNCTIONS:
            read = next((one for one in part.arguments if one.type in ("vector", "matrix")), None)
            return "" if read is None else unit_of(read, series)
        case Binary() if part.op in COMPARISONS and not part.matching.returns_bool and part.left.type == "vector":
            return unit_of(part.left, series)
    return ""


def _of_series(name: str, series: SeriesIndex) -> str:
    """Buckets and counts of observations have none."""
    return "" if name.endswith(("_count", "_bucket")) else _declared(name, series)


def _declared(name: str, series: SeriesIndex) -> str:
    declared = {metric.unit for metric in series.metrics.get(name, ())}
    declared |= {record.unit for record in series.records.get(name, ())}
    declared.discard("")
    if declared:
        return declared.pop() if len(declared) == 1 else ""
    return unit_by_name(name)
