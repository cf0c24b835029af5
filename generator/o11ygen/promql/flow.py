"""How labels flow through an expression: its shape with everything dropped that does not change labels.

`carried` and `possible` read it. A flow is a nested tuple of a few hundred bytes, kept with the facts of a query, so
that questions about labels can be answered for each environment without parsing again.
"""

from typing import Literal, NamedTuple, TypeAlias, Union


class Series(NamedTuple):
    """The series of a selector: `sure` labels are demanded non-empty by a matcher, `empty` ones demanded empty."""

    metric: str
    sure: tuple[str, ...]
    empty: tuple[str, ...]


class Bare(NamedTuple):
    """A value that has only these labels: a number, `vector(1)`, `absent(x{job="a"})`; `source` names it in prose."""

    labels: tuple[str, ...]
    source: str


class Keep(NamedTuple):
    """`by`: only these labels are left."""

    op: str
    labels: tuple[str, ...]
    inner: "Flow"


class Drop(NamedTuple):
    """`without`, or a function that takes a label away: these labels are gone; `source` names it in prose."""

    source: str
    labels: tuple[str, ...]
    inner: "Flow"


class Add(NamedTuple):
    """A label is set: `sure` always, `kept` it stays sure where it was, `maybe` it may also be taken away.

    Whatever the outcome, it is sure when one of `sources`, the labels it is copied from, is. `setter` names what sets it
    in prose.
    """

    label: str
    outcome: Literal["sure", "kept", "maybe"]
    sources: tuple[str, ...]
    inner: "Flow"
    setter: str


class Join(NamedTuple):
    """An operator between two vectors; labels come from `many`, the left side unless `group_right` stands there.

    `on` tells whether `labels` are those that are matched (`on`) or those that are not (`ignoring`, or no clause).
    `grouped` is the `group_left` or `group_right` that stands there; `include` are its labels, taken from `one`.
    `fill_many` and `fill_one`: series without a partner are kept, with a number for the missing side.
    """

    op: str
    many: "Flow"
    one: "Flow"
    on: bool
    labels: tuple[str, ...]
    grouped: Literal["", "group_left", "group_right"]
    include: tuple[str, ...]
    fill_many: bool
    fill_one: bool


class Both(NamedTuple):
    """`and`: the series of the left side that have a partner; `on` and `labels` as in a join."""

    left: "Flow"
    right: "Flow"
    on: bool
    labels: tuple[str, ...]


class Either(NamedTuple):
    """`or`: each series of the result comes from one of the two sides."""

    left: "Flow"
    right: "Flow"


class Enrich(NamedTuple):
    """`info()`: labels of info metrics may come on top, unknown here."""

    inner: "Flow"


Flow: TypeAlias = Union[Series, Bare, Keep, Drop, Add, Join, Both, Either, Enrich]  # noqa: UP007 (recursive by name)


def parts_of(flow: Flow) -> tuple[Flow, ...]:
    """The flows that one is made of, at most two."""
    match flow:
        case Keep() | Drop() | Add() | Enrich():
            return (flow.inner,)
        case Join():
            return flow.many, flow.one
        case Both() | Either():
            return flow.left, flow.right
        case _:
            return ()


def clause(word: str, labels: tuple[str, ...]) -> str:
    """A clause as people write it: `by (job, instance)`."""
    return f"{word} ({', '.join(labels)})"
