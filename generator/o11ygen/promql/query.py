"""What is known of one PromQL expression: a small record of facts, kept instead of its tree.

Records are tuples, not dataclasses: a project has tens of thousands of expressions, and a tuple takes a tenth of the
time to build and half the memory.
"""

from typing import Literal, NamedTuple, TypeAlias

from o11ygen.promql.condition import Comparison
from o11ygen.promql.flow import Flow
from o11ygen.promql.lexer import AGGREGATORS, Position, position_at
from o11ygen.promql.place import places

Operator: TypeAlias = Literal["=", "!=", "=~", "!~"]
ResultType: TypeAlias = Literal["vector", "scalar", "matrix", "string", ""]
Clause: TypeAlias = Literal["by", "without", "on", "ignoring", "group_left", "group_right"]

COUNTER_FUNCTIONS = frozenset(("rate", "irate", "increase", "resets"))
"""Functions that read a counter: on anything that may fall, their result is wrong."""

TWO_SAMPLE_FUNCTIONS = frozenset(
    ("rate", "irate", "increase", "delta", "idelta", "deriv", "predict_linear")
) | frozenset(("holt_winters", "double_exponential_smoothing"))
"""Functions that give nothing unless the window holds two samples, so it must span two scrape intervals at least."""


class Matcher(NamedTuple):
    """One condition of a selector on a label: `status=~"5.."`."""

    name: str
    op: Operator
    value: str

    def __str__(self) -> str:
        escaped = self.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'{self.name}{self.op}"{escaped}"'


class Subquery(NamedTuple):
    """A subquery `[1h:1m]` around a selector; a step of 0 is the evaluation interval.

    A length that hangs on the query, such as `[step()]`, is 0.
    """

    range_ms: int
    step_ms: int
    offset_ms: int
    at: str


class Selector(NamedTuple):
    """A selector of series in an expression, with what stands around it.

    `metric` is the name as written or by `__name__="..."`, empty when the name is not fixed; `matchers` leave that name
    out. `range_ms` is 0 for an instant selector, and where a window hangs on the query, as `[step()]` does; an offset of
    this kind is 0 too. `at` is empty, `start()`, `end()` or `fixed`. `subqueries` and `within` (functions and
    aggregators) count from the innermost. `ordinal` is its number in the order of the text.
    """

    metric: str
    matchers: tuple[Matcher, ...]
    range_ms: int
    offset_ms: int
    at: str
    subqueries: tuple[Subquery, ...]
    within: tuple[str, ...]
    ordinal: int

    @property
    def function(self) -> str:
        """The innermost function around it, aggregators left out: `rate`; empty when there is none."""
        return next((name for name in self.within if name not in AGGREGATORS), "")

    @property
    def reach_ms(self) -> int:
        """The age of the oldest sample it needs: windows and offsets of itself and of the subqueries around it."""
        reach = self.range_ms + self.offset_ms
        for subquery in self.subqueries:
            reach += subquery.range_ms + subquery.offset_ms
        return max(reach, 0)

    def value_of(self, label: str) -> str:
        """The value that a matcher `label="value"` demands; empty when none does."""
        return next((matcher.value for matcher in self.matchers if matcher.name == label and matcher.op == "="), "")


class Aggregation(NamedTuple):
    """`sum by (job) (...)`: `clause` is `by`, `without` or empty; `metrics` are the names read inside it."""

    op: str
    clause: Literal["by", "without", ""]
    labels: tuple[str, ...]
    metrics: tuple[str, ...]


class Grouping(NamedTuple):
    """A clause that names labels, with the flows the labels come from (see `possible_labels`) and their metrics.

    `by` and `without` have one flow, what is aggregated; `on` and `ignoring` have both sides of the operator;
    `group_left` and `group_right` have the side that the labels are taken from.
    """

    clause: Clause
    op: str
    labels: tuple[str, ...]
    metrics: tuple[str, ...]
    flows: tuple[Flow, ...]


class Query(NamedTuple):
    """The facts of one expression. With an `error` the others are empty.

    `always_returns`: there is a result whatever the data is, as with `vector(1)` or `x or vector(0)`. `filters`: a
    condition, `absent`, `and` or `unless` decides whether there is one.
    """

    text: str
    error: str = ""
    hint: str = ""
    position: Position = Position(0, 0)
    result_type: ResultType = ""
    selectors: tuple[Selector, ...] = ()
    functions: tuple[str, ...] = ()
    aggregations: tuple[Aggregation, ...] = ()
    groupings: tuple[Grouping, ...] = ()
    comparison: Comparison | None = None
    filters: bool = False
    always_returns: bool = False
    flow: Flow | None = None

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metric names it reads, each once, in the order of the text; selectors without a fixed name left out."""
        return tuple(dict.fromkeys(selector.metric for selector in self.selectors if selector.metric))

    @property
    def reach_ms(self) -> int:
        """The age of the oldest sample it needs, in milliseconds; the lookback of an instant selector not counted."""
        return max((selector.reach_ms for selector in self.selectors), default=0)

    def place(self, part: Selector | Grouping, *, matcher: Matcher | None = None) -> Position:
        """Line and column of a part out of these facts: a selector, one of its matchers, or a clause."""
        found = places(self.text)
        if isinstance(part, Grouping):
            # By identity: two clauses at different places may say the same.
            start = next(at for at, one in zip(found.groupings, self.groupings, strict=True) if one is part)
        elif matcher is None:
            start = found.selectors[part.ordinal]
        else:
            start = found.matchers[part.ordinal][part.matchers.index(matcher)]
        return position_at(self.text, start)
