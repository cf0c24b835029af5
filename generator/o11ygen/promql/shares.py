"""Quotients that are never more than 1: a part of a whole, such as the failed requests among all of them."""

from __future__ import annotations

from collections.abc import Callable

from o11ygen.promql.condition import constant
from o11ygen.promql.language.nodes import Aggregate, Binary, Call, Instant, Matching, Node, Range
from o11ygen.promql.limits import Limits
from o11ygen.promql.parts import bare, compares, matchers_on, metric_of

SHARE = Limits(0, 1, "a part of a whole is never more than 1")

# Whether no sample of a part is below 0.
NotNegative = Callable[[Node], bool]

_GROWTH = frozenset(("rate", "increase"))


def is_share(part: Node, whole: Node, not_negative: NotNegative) -> bool:
    """Whether what `part` tells of is among what `whole` tells of, and nothing of it is negative.

    It goes by the text: the same functions over the same selectors, of which the one of the part may ask for more.
    """
    inner, around = bare(part), bare(whole)
    if compares(around) and constant(around.right) is not None:
        return is_share(inner, around.left, not_negative)
    if isinstance(around, Call) and around.name == "clamp_min":
        return is_share(inner, around.arguments[0], not_negative)
    if isinstance(inner, Binary) and inner.op == "or":
        return is_share(inner.left, around, not_negative) and (
            is_nothing(inner.right) or is_share(inner.right, around, not_negative)
        )
    if isinstance(around, Binary) and around.op == "+" and _plain(around.matching):
        return (is_share(inner, around.left, not_negative) and not_negative(around.right)) or (
            is_share(inner, around.right, not_negative) and not_negative(around.left)
        )
    return not_negative(inner) and not_negative(around) and _is_among(inner, around)


def is_nothing(node: Node) -> bool:
    """Whether a part is always 0: `vector(0)`, `0 * x`."""
    part = bare(node)
    if isinstance(part, Call) and part.name == "vector":
        return constant(part.arguments[0]) == 0
    if isinstance(part, Binary) and part.op == "*":
        return constant(part.left) == 0 or constant(part.right) == 0
    return False


def _is_among(part: Node, whole: Node) -> bool:
    part, whole = bare(part), bare(whole)
    if compares(part) and constant(part.right) is not None:
        return _is_among(part.left, whole)
    match part, whole:
        case Aggregate(), Aggregate():
            return (
                part.op == whole.op
                and part.op in ("sum", "count")
                and _grouped(part, whole)
                and _arguments(part, whole)
            )
        case Call(), Call():
            return part.name == whole.name and part.name in _GROWTH and _is_among(part.arguments[0], whole.arguments[0])
        case Range(), Range():
            return _same_window(part, whole) and _is_among(part.selected, whole.selected)
        case Instant(), Instant():
            return _asks_for_more(part, whole)
        case _:
            return False


def _arguments(part: Aggregate, whole: Aggregate) -> bool:
    return _is_among(part.arguments[0], whole.arguments[0])


def _grouped(part: Aggregate, whole: Aggregate) -> bool:
    """Whether each group of the part lies within one of the whole."""
    if not whole.clause:
        return True
    if part.clause != whole.clause:
        return False
    return set(whole.labels) <= set(part.labels) if part.clause == "by" else set(part.labels) <= set(whole.labels)


def _same_window(part: Range, whole: Range) -> bool:
    return (
        part.window.value == whole.window.value
        and part.window.value is not None
        and _offset(part) == _offset(whole)
        and part.at == whole.at
    )


def _offset(node: Instant | Range) -> float | None:
    return 0.0 if node.offset is None else node.offset.value


def _asks_for_more(part: Instant, whole: Instant) -> bool:
    if _offset(part) != _offset(whole) or part.at != whole.at or not metric_of(part):
        return False
    asked = {one[2:] for one in part.matchers}
    if metric_of(part) == metric_of(whole):
        return asked >= {one[2:] for one in whole.matchers}
    # The observations up to a bound are among all of them.
    is_bucket = metric_of(part) == metric_of(whole).removesuffix("_count") + "_bucket"
    one_bound = [one.op for one in matchers_on(part, "le")] == ["="]
    return is_bucket and one_bound and asked >= {one[2:] for one in whole.matchers}


def _plain(matching: Matching) -> bool:
    return matching.fill_left is None and matching.fill_right is None
