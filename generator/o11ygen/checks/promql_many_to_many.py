from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Examined, Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql.language.nodes import Binary, Call, Instant, Matching, Node, Range
from o11ygen.promql.lexer import SET_OPERATORS
from o11ygen.promql.parts import bare, compares, matchers_on, metric_of
from o11ygen.resolved import Stack
from o11ygen.resolved.exposed import exposed


@check("promql/many-to-many", Severity.WARNING, of="expression", alike=True)
def promql_many_to_many(examined: Examined, stack: Stack) -> Iterator[Flaw]:
    """Joins by labels of which one side has several series each.

    `a / on (job) b` needs at most one series of `b` for each job. Where `b` has another label, which is declared with
    several values, Prometheus refuses: "many-to-many matching not allowed". Not at load, but at each evaluation from the
    day on which the second value shows up, and the alert is dead from then on.

    Bad::

        expr="up / on (job, instance) rate(requests_total[5m]) > 1"

    Good::

        expr="up / on (job, instance) sum by (job, instance) (rate(requests_total[5m])) > 1"
    """
    for node in examined.nodes(Binary):
        matching = node.matching
        if node.op in SET_OPERATORS or not matching.clause or node.left.type != "vector" or node.right.type != "vector":
            continue
        sides = {"group_left": (node.right,), "group_right": (node.left,)}.get(matching.group, (node.left, node.right))
        for side in sides:
            found = _several(side, matching, stack)
            if found is None:
                continue
            selector, label, values = found
            clause = f"{matching.clause} ({', '.join(matching.labels)})"
            yield examined.flaw(
                f"`{metric_of(selector)}` has several series for a match of `{clause}`, one for each `{label}` ({values}); "
                "Prometheus refuses to join them",
                f"Add them up first, as in `sum {_kept(matching)} (...)`, or match by `{label}` too.",
                at=side,
            )


def _several(side: Node, matching: Matching, stack: Stack) -> tuple[Instant, str, str] | None:
    """The selector, label and values by which a side has several series for each match."""
    selector = _read(side)
    name = metric_of(selector) if selector is not None else ""
    if selector is None or not name or name in stack.series.records:
        return None
    for label, values in _labels(name, stack):
        matched = (label in matching.labels) == (matching.clause == "on")
        if not matched and not any(one.op != "!=" for one in matchers_on(selector, label)):
            return selector, label, values
    return None


def _labels(name: str, stack: Stack) -> Iterator[tuple[str, str]]:
    """Its labels that surely have several values, with those in words."""
    declared = [metric.labels for metric in stack.series.metrics.get(name, ())]
    for label in declared[0] if len(declared) == 1 else ():
        values = sorted(stack.series.values_of(name, label.name))
        if len(values) > 1:
            yield label.name, ", ".join(values[:4]) + (", ..." if len(values) > 4 else "")
    if exposed(stack.series, name).kind == "bucket":
        yield "le", "its buckets"


def _read(side: Node) -> Instant | None:
    """The selector that gives a side its series, one for each."""
    part = bare(side)
    if isinstance(part, Call) and part.name not in (
        "absent",
        "absent_over_time",
        "label_replace",
        "label_join",
        "info",
    ):
        inner = next((one for one in part.arguments if one.type in ("vector", "matrix")), None)
        return None if inner is None or part.type != "vector" else _read(inner)
    if compares(part) and part.right.type == "scalar":
        return _read(part.left)
    if isinstance(part, Range):
        part = part.selected
    return part if isinstance(part, Instant) else None


def _kept(matching: Matching) -> str:
    word = "by" if matching.clause == "on" else "without"
    return f"{word} ({', '.join(matching.labels)})"
