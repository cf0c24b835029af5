"""The tree of an expression: a tuple for each part, with the indexes of its first character and behind its last.

`type` is what a part gives: `vector`, `scalar`, `matrix` or `string`, and empty for a part in error.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

ValueType: TypeAlias = Literal["vector", "scalar", "matrix", "string", ""]


class Number(NamedTuple):
    """A number, or a duration that stands as one, in seconds."""

    start: int
    end: int
    value: float

    @property
    def type(self) -> ValueType:  # noqa: D102  # said above for all
        return "scalar"


class Text(NamedTuple):
    """A string, without its quotes and escapes."""

    start: int
    end: int
    value: str

    @property
    def type(self) -> ValueType:  # noqa: D102  # said above for all
        return "string"


class LabelMatcher(NamedTuple):
    """A condition on a label, `status=~"5.."`; a quoted metric name is one on `__name__`."""

    start: int
    end: int
    name: str
    op: str
    value: str


class Duration(NamedTuple):
    """A window, step or offset: `seconds` where it is a number, and None where it is reckoned from an expression.

    `reckoned` is the result in seconds of an expression that hangs on numbers alone.
    """

    start: int
    end: int
    seconds: float | None
    reckoned: float | None = None

    @property
    def value(self) -> float | None:
        """Its seconds, where they are known beforehand."""
        return self.reckoned if self.seconds is None else self.seconds


class Instant(NamedTuple):
    """A selector of one sample of each series. `at` is empty, `start`, `end` or `fixed`."""

    start: int
    end: int
    name: str
    matchers: tuple[LabelMatcher, ...]
    offset: Duration | None = None
    at: str = ""
    modifier: str = ""

    @property
    def type(self) -> ValueType:  # noqa: D102  # said above for all
        return "vector"


class Range(NamedTuple):
    """A selector of a window of samples. `selected` is no `Instant` in an expression in error."""

    start: int
    end: int
    selected: Node
    window: Duration
    offset: Duration | None = None
    at: str = ""
    modifier: str = ""

    @property
    def type(self) -> ValueType:  # noqa: D102  # said above for all
        return "matrix"


class Subquery(NamedTuple):
    """An expression at each step of a window; no step is the evaluation interval."""

    start: int
    end: int
    operand: Node
    window: Duration
    step: Duration | None
    offset: Duration | None = None
    at: str = ""

    @property
    def type(self) -> ValueType:  # noqa: D102  # said above for all
        return "matrix"


class Call(NamedTuple):
    """A call of a function."""

    start: int
    end: int
    name: str
    arguments: tuple[Node, ...]
    type: ValueType


class Aggregate(NamedTuple):
    """An aggregation; `clause` is `by`, `without` or empty, the first of two arguments is its parameter."""

    start: int
    end: int
    op: str
    clause: str
    labels: tuple[str, ...]
    arguments: tuple[Node, ...]

    @property
    def type(self) -> ValueType:  # noqa: D102  # said above for all
        return "vector"


class Matching(NamedTuple):
    """What stands behind an operator: `bool`, how series are matched, and what fills in for missing ones."""

    returns_bool: bool = False
    clause: str = ""
    labels: tuple[str, ...] = ()
    group: str = ""
    include: tuple[str, ...] = ()
    fill_left: float | None = None
    fill_right: float | None = None


PLAIN = Matching()


class Binary(NamedTuple):
    """Two operands; `operator` is the index of the sign between them."""

    start: int
    end: int
    op: str
    operator: int
    left: Node
    right: Node
    matching: Matching
    type: ValueType


class Sign(NamedTuple):
    """A `+` or `-` before an operand."""

    start: int
    end: int
    op: str
    operand: Node
    type: ValueType


class Group(NamedTuple):
    """An expression in parentheses."""

    start: int
    end: int
    operand: Node
    type: ValueType


class Broken(NamedTuple):
    """What could not be read."""

    start: int
    end: int

    @property
    def type(self) -> ValueType:  # noqa: D102  # said above for all
        return ""


Node: TypeAlias = Number | Text | Instant | Range | Subquery | Call | Aggregate | Binary | Sign | Group | Broken
