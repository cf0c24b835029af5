"""The tree of an expression: a tuple for each part, with the indexes of its first character and behind its last.

`type` is what a part gives: `vector`, `scalar`, `matrix` or `string`, and empty for a part in error.
"""

# Without `from __future__ import annotations`, here and in `flow` and `query`: text in the place of a type is compiled, and
# that took half of the time that importing these tuples takes.

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

ValueType: TypeAlias = Literal["vector", "scalar", "matrix", "string", ""]
Time: TypeAlias = Literal["start", "end"] | float
"""What `@` fixes a selector at: the start or the end of the query, or seconds since 1970."""


class Number(NamedTuple):
    """A number, or a duration that stands as one, in seconds."""

    start: int
    end: int
    value: float
    type: ValueType = "scalar"


class Text(NamedTuple):
    """A string, without its quotes and escapes."""

    start: int
    end: int
    value: str
    type: ValueType = "string"


class LabelMatcher(NamedTuple):
    """A condition on a label, `status=~"5.."`; a quoted metric name is one on `__name__`."""

    start: int
    end: int
    name: str
    op: Literal["=", "!=", "=~", "!~"]
    value: str


class Duration(NamedTuple):
    """A window, step or offset: `seconds` where it is a number, and None where it is reckoned from an expression.

    `reckoned` is the result in seconds of an expression that hangs on numbers alone; `text` is such an expression.
    """

    start: int
    end: int
    seconds: float | None
    reckoned: float | None = None
    text: str = ""

    @property
    def value(self) -> float | None:
        """Its seconds, where they are known beforehand."""
        return self.reckoned if self.seconds is None else self.seconds


class Instant(NamedTuple):
    """A selector of one sample of each series. `modifier` is empty, `anchored` or `smoothed`."""

    start: int
    end: int
    name: str
    matchers: tuple[LabelMatcher, ...]
    offset: Duration | None = None
    at: Time | None = None
    modifier: str = ""
    type: ValueType = "vector"


class Range(NamedTuple):
    """A selector of a window of samples, with what stands behind it. `selected` is no `Instant` in one in error."""

    start: int
    end: int
    selected: "Node"
    window: Duration
    offset: Duration | None = None
    at: Time | None = None
    modifier: str = ""
    type: ValueType = "matrix"


class Subquery(NamedTuple):
    """An expression at each step of a window; no step is the evaluation interval."""

    start: int
    end: int
    operand: "Node"
    window: Duration
    step: Duration | None
    offset: Duration | None = None
    at: Time | None = None
    type: ValueType = "matrix"


class Call(NamedTuple):
    """A call of a function."""

    start: int
    end: int
    name: str
    arguments: tuple["Node", ...]
    type: ValueType


class Aggregate(NamedTuple):
    """An aggregation; the first of two arguments is its parameter.

    `clause` is `by`, `without` or empty; `clause_start` is where it stands, -1 without one.
    """

    start: int
    end: int
    op: str
    clause: Literal["by", "without", ""]
    labels: tuple[str, ...]
    arguments: tuple["Node", ...]
    clause_start: int = -1
    type: ValueType = "vector"


class Places(NamedTuple):
    """Where the parts behind an operator start, -1 for those it does not have."""

    returns_bool: int = -1
    clause: int = -1
    group: int = -1
    fill: int = -1


NOWHERE = Places()


class Matching(NamedTuple):
    """What stands behind an operator: `bool`, how series are matched, and what fills in for missing ones."""

    returns_bool: bool = False
    clause: Literal["on", "ignoring", ""] = ""
    labels: tuple[str, ...] = ()
    group: Literal["group_left", "group_right", ""] = ""
    include: tuple[str, ...] = ()
    fill_left: float | None = None
    fill_right: float | None = None
    places: Places = NOWHERE


PLAIN = Matching()


class Binary(NamedTuple):
    """Two operands; `operator` is the index of the sign between them."""

    start: int
    end: int
    op: str
    operator: int
    left: "Node"
    right: "Node"
    matching: Matching
    type: ValueType


class Sign(NamedTuple):
    """A `+` or `-` before an operand."""

    start: int
    end: int
    op: str
    operand: "Node"
    type: ValueType


class Group(NamedTuple):
    """An expression in parentheses."""

    start: int
    end: int
    operand: "Node"
    type: ValueType


class Broken(NamedTuple):
    """What could not be read."""

    start: int
    end: int
    type: ValueType = ""


Node: TypeAlias = Number | Text | Instant | Range | Subquery | Call | Aggregate | Binary | Sign | Group | Broken


def children(node: Node) -> tuple[Node, ...]:
    """The operands and arguments of a part, in the order of the text."""
    match node:
        case Call() | Aggregate():
            return node.arguments
        case Binary():
            return node.left, node.right
        case Range():
            return (node.selected,)
        case Subquery() | Sign() | Group():
            return (node.operand,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Every part of a tree, each behind its own parts, in the order of the text; no depth ends Python's stack."""
    found: list[Node] = []
    waiting = [node]
    while waiting:
        part = waiting.pop()
        found.append(part)
        waiting.extend(children(part))
    return reversed(found)


def depth(node: Node) -> int:
    """How many parts lie within each other at most."""
    deepest = 0
    level: tuple[Node, ...] = (node,)
    while level:
        deepest += 1
        level = tuple(child for part in level for child in children(part))
    return deepest
