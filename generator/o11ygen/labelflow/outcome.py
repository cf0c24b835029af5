"""What an expression returns: one outcome for each branch of `or`, with its labels and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from o11ygen.promql.carried import carried
from o11ygen.promql.possible import possible_labels

if TYPE_CHECKING:
    from o11ygen.labelflow.knowledge import Knowledge
    from o11ygen.labelflow.remark import Remark
    from o11ygen.labelflow.sample import Sample, ValueKind
    from o11ygen.promql.flow import Flow
    from o11ygen.promql.language.nodes import Node
    from o11ygen.promql.limits import Limits
    from o11ygen.promql.query import Matcher

Returns: TypeAlias = Literal["always", "sometimes", "never"]
StandsIn: TypeAlias = Literal["", "same", "other"]
Presence: TypeAlias = Literal["sure", "possible", "impossible"]


class LabelState(NamedTuple):
    """Whether a label is there, with a value, and why: "removed by `sum by (job)`", "matched by `job="a"`"."""

    presence: Presence
    reason: str


class Condition(NamedTuple):
    """A comparison that series passed, read with them on the left; `threshold` is None where it is no constant.

    `start` and `end` are its place in the text, -1 where it stands in a recording rule.
    """

    op: str
    threshold: float | None
    start: int
    end: int


class Joined(NamedTuple):
    """What a series was matched with: `labels` are those that were compared (`on`), or were not.

    `taken` are the labels that `group_left` or `group_right` takes over from the partners.
    """

    op: str
    partners: tuple[Outcome, ...]
    on: bool
    labels: tuple[str, ...]
    taken: tuple[str, ...]


class Outcome(NamedTuple):
    """One kind of series that an expression, or a part of it, returns.

    `pins` are matchers that all of them satisfy. `returns` is about this branch: `never`, whatever the data is; `always`,
    or another branch does with the same labels. `conditions` are the comparisons on the way, `joins` what it was matched
    with. `reach_ms` is the age of the oldest sample needed, unless `fixed` says that some time is `@` a given one.
    `metrics` are the names it is made of, `operations` the functions, aggregations and operators around, outermost first.
    """

    flow: Flow
    knowledge: Knowledge
    sample: Sample
    returns: Returns = "sometimes"
    why: str = ""
    pins: tuple[Matcher, ...] = ()
    conditions: tuple[Condition, ...] = ()
    joins: tuple[Joined, ...] = ()
    reach_ms: int = 0
    fixed: bool = False
    metrics: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    absent: bool = False
    # Whether another branch may be there in its place, so that a condition may leave neither: one with the same labels, or
    # also one with others, as `or on ()` asks for.
    stands_in: StandsIn = ""

    @property
    def value(self) -> ValueKind:
        """What its samples are."""
        return self.sample.kind

    @property
    def unit(self) -> str:
        """The unit of its samples, such as `seconds` or `bytes/s`; empty where none is known."""
        return self.sample.unit

    @property
    def limits(self) -> Limits:
        """Between which values its samples lie, NaN aside."""
        return self.sample.limits

    @property
    def sure(self) -> frozenset[str]:
        """The labels that every series of it has, with a value."""
        return carried(self.flow, labels_of=self.knowledge.carried)

    @property
    def open(self) -> bool:
        """Whether it may carry labels that nothing names."""
        return possible_labels(self.flow, labels_of=self.knowledge.possible).labels is None

    def surely_carries(self, name: str) -> bool:
        """Whether every series of it has the label."""
        return name in self.sure

    def may_carry(self, name: str) -> bool:
        """Whether a series of it may have the label."""
        return possible_labels(self.flow, labels_of=self.knowledge.possible).may_carry(name)

    def why_not(self, name: str) -> str:
        """Why no series of it has the label; empty where one may."""
        from o11ygen.labelflow.reasons import why_not

        return why_not(self, name)

    def label(self, name: str) -> LabelState:
        """Whether it has a label, and why."""
        from o11ygen.labelflow.reasons import state

        return state(self, name)

    @property
    def named(self) -> Mapping[str, LabelState]:
        """Every label that an expression or a declaration names on the way, by name."""
        from o11ygen.labelflow.reasons import names_in

        return {name: self.label(name) for name in sorted(names_in(self))}


class LabelFlow:
    """What each part of an expression returns. It holds the tree: nothing of it is to be kept but outcomes."""

    __slots__ = ("_found", "_parts", "_remarks", "result")

    def __init__(self, parts: tuple[Node, ...], found: dict[int, tuple[Outcome, ...]]) -> None:
        self._parts, self._found = parts, found
        self._remarks: tuple[Remark, ...] | None = None
        # The whole stands behind all of its parts.
        self.result = found[id(parts[-1])]

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Everything in the expression that can make no difference, whatever the data is."""
        if self._remarks is None:
            from o11ygen.labelflow.remarks import remarks_on

            self._remarks = tuple(remarks_on(self._parts, self._found))
        return self._remarks

    def of(self, node: Node) -> tuple[Outcome, ...]:
        """What a part of this very tree returns, one for each branch; nothing for a text in quotes."""
        return self._found.get(id(node), ())

    @property
    def returns(self) -> Returns:
        """Whether the whole always, sometimes or never returns something."""
        return returns_of(self.result)

    @property
    def reach_ms(self) -> int:
        """The age of the oldest sample that the whole needs, in milliseconds."""
        return max((one.reach_ms for one in self.result), default=0)


def returns_of(outcomes: tuple[Outcome, ...]) -> Returns:
    """Whether branches together always, sometimes or never return something."""
    told = {one.returns for one in outcomes}
    return "always" if "always" in told else "sometimes" if "sometimes" in told or not told else "never"
