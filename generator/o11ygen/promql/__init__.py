"""PromQL: what an expression reads, which Prometheus reads it, and which labels its result carries."""

from o11ygen.promql.carried import carried, carried_labels
from o11ygen.promql.condition import Comparison
from o11ygen.promql.flow import Flow
from o11ygen.promql.gate import QueryProblem, syntax_problems
from o11ygen.promql.lexer import Position
from o11ygen.promql.parse import parse
from o11ygen.promql.possible import PossibleLabels, possible_labels
from o11ygen.promql.query import (
    COUNTER_FUNCTIONS,
    TWO_SAMPLE_FUNCTIONS,
    Aggregation,
    Grouping,
    Matcher,
    Query,
    Selector,
    Subquery,
)
from o11ygen.promql.shape import Shape, shape
from o11ygen.promql.tables import Form

__all__ = [
    "COUNTER_FUNCTIONS",
    "TWO_SAMPLE_FUNCTIONS",
    "Aggregation",
    "Comparison",
    "Flow",
    "Form",
    "Grouping",
    "Matcher",
    "Position",
    "PossibleLabels",
    "Query",
    "QueryProblem",
    "Selector",
    "Shape",
    "Subquery",
    "carried",
    "carried_labels",
    "metric_names",
    "parse",
    "possible_labels",
    "shape",
    "syntax_problems",
]


def metric_names(text: str) -> tuple[str, ...]:
    """The metric names an expression reads, each once, in the order of the text; none for an expression in error."""
    return parse(text).metrics
