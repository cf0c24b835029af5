"""What each release reads: verdicts at both sides of every change of its lexer and grammar, and the tree they give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o11ygen.promql.language import Reading, dialect, every_form, read
from o11ygen.promql.language.explain import faults
from o11ygen.promql.language.nodes import (
    Aggregate,
    Binary,
    Call,
    Group,
    Instant,
    Matching,
    Number,
    Range,
    Sign,
    Subquery,
)
from o11ygen.version import Version

EVERYTHING = frozenset(
    (
        "promql-experimental-functions",
        "promql-duration-expr",
        "promql-extended-range-selectors",
        "promql-binop-fill-modifiers",
        "promql-at-modifier",
        "promql-negative-offset",
    )
)
# Two releases next to each other, and the verdicts of both with every flag.
CHANGES = [
    ("x[5m1s]", "2.20", False, "2.21", True),
    ("x[5ms]", "2.20", False, "2.21", True),
    ("x @ 5", "2.24", False, "2.25", True),
    ("x offset -5m", "2.25", False, "2.26", True),
    ("start", "2.24", True, "2.25", False),
    ("start", "2.28", False, "2.29", True),
    ("sum by (end) (x)", "2.28", False, "2.29", True),
    ("atan2", "2.30", True, "2.31", False),
    ('x{"a"="b"}', "2.50", False, "2.51", True),
    ('x{a=~"\\xff"}', "2.51", False, "2.52", True),
    ("x[300]", "2.53", False, "2.54", True),
    ("x > 1h", "2.53", False, "2.54", True),
    ("x offset 0", "2.53", False, "2.54", True),
    ("1_000", "2.53", False, "2.54", True),
    ("0x1e+5", "2.53", True, "2.54", False),
    ("0x1ee", "2.53", True, "2.54", False),
    ("limitk(5, x)", "2.53", False, "2.54", True),
    ('sum by ("a") (x)', "2.54", False, "2.55", True),
    ('sum by ("a.b") (x)', "2.55", False, "3.0", True),
    ("sum by (a:b) (x)", "2.55", False, "3.0", True),
    ("x[0]", "3.3", True, "3.4", False),
    ("x offset 9.5e10", "3.3", True, "3.4", False),
    ("x offset 0s", "3.3", False, "3.4", True),
    ("x offset +5m", "3.3", False, "3.4", True),
    ("x offset --5m", "3.3", False, "3.4", True),
    ("x[5m * 2]", "3.3", False, "3.4", True),
    ("x offset (5) + x", "3.4", True, "3.5", False),
    ("x[5s x 5s]", "3.5", True, "3.6", False),
    ("x[step()]", "3.5", False, "3.6", True),
    ("x[min(5m, 1h)]", "3.5", False, "3.6", True),
    ("x offset -(5)", "3.5", True, "3.6", False),
    ("x[5m] smoothed", "3.6", False, "3.7", True),
    ("x + fill(0) y", "3.9", False, "3.10", True),
    ("x[range()]", "3.9", False, "3.10", True),
    ("x[5m:range()]", "3.11", False, "3.12", True),
    ("x </ 5", "3.10", False, "3.11", True),
    ("start()", "3.11", False, "3.12", True),
    ("x[min(5m, 1h)]", "3.12", True, "3.13", False),
    ("x[min_of(5m, 1h)]", "3.12", False, "3.13", True),
    ("x offset -(5)", "3.12", False, "3.13", True),
]


def reading(text: str, version: str, features: frozenset[str] = EVERYTHING) -> Reading:
    return read(text, dialect(Version.parse(version)[:2], features))


@pytest.mark.parametrize(("text", "before", "was", "after", "became"), CHANGES)
def test_each_change_at_both_sides(text: str, before: str, was: bool, after: str, became: bool) -> None:
    assert (reading(text, before).accepted, reading(text, after).accepted) == (was, became)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A time that is not fixed may stand before the window; a duration that is reckoned is not looked at there.
        ("x @ start() [5m]", True),
        ("x @ 5 [5m]", False),
        ("x offset step() [5m]", True),
        ("x offset 5m [5m]", False),
        ("x offset 0s offset 5m", True),
        ("x offset 1s offset 5m", False),
        # The lexer wants a duration before the colon, and remembers one of brackets before.
        ("x[step():5m]", False),
        ("y[5m] + x[step():5m]", False),
        ("rate(y[5m]) + max_over_time(x[step():5m])", True),
        # Behind `offset` an operator belongs to the duration only where parentheses begin it.
        ("x offset 5 + 3 + y", True),
        ("x offset (5) + 3", True),
        ("x offset -5 ^ 2", True),
        ("x[-5 ^ 2]", True),
        ("x[(0)]", False),
        ("x[5m / 0]", False),
        ("info(x, {a=''})", True),
        ("info(x, {a=''}) + {a=''}", False),
        ("sum by (without) (x)", False),
        ("sum by (bool, on, sum, fill,) (x)", True),
        ("a + on (b) group_left (c) d", True),
        ("a + on (b) group_left (c + d)", False),
        ("fill + fill", True),
        ("x + fill (0)", False),
        ("anchored anchored", True),
    ],
)
def test_corners_of_the_newest_release(text: str, expected: bool) -> None:
    accepted = reading(text, "3.14").accepted
    assert accepted == expected


def test_a_duration_before_lets_a_colon_follow_a_call() -> None:
    assert not reading("max_over_time(x[step():5m])", "3.14").accepted
    assert reading("rate(y[5m]) + max_over_time(x[step():5m])", "3.14").accepted


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("1 - 2 - 3", "((1 - 2) - 3)"),
        ("2 ^ 3 ^ 4", "(2 ^ (3 ^ 4))"),
        ("-2 ^ 3", "-(2 ^ 3)"),
        ("-2 * 3", "(-2 * 3)"),
        ("2 ^ -3 * 4", "((2 ^ -3) * 4)"),
        ("a or b and c unless d", "(a or ((b and c) unless d))"),
        ("a + b atan2 c > d", "((a + (b atan2 c)) > d)"),
        ("a == b </ c", "((a == b) </ c)"),
    ],
)
def test_precedence_and_associativity(text: str, shape: str) -> None:
    def drawn(node: object) -> str:
        if isinstance(node, Binary):
            return f"({drawn(node.left)} {node.op} {drawn(node.right)})"
        if isinstance(node, Sign):
            return f"{node.op}{drawn(node.operand)}"
        return f"{node.value:g}" if isinstance(node, Number) else node.name if isinstance(node, Instant) else ""

    assert drawn(read(text, every_form()).tree) == shape


def test_the_tree_has_places_and_types() -> None:
    text = 'topk by (a) (5, rate(x{b="c"}[5m] offset 1h)) > bool on (a) group_left (d) (y)[1h:5m] @ end()'
    tree = read(text, every_form()).tree
    assert isinstance(tree, Binary)
    assert (tree.op, text[tree.operator], tree.start, tree.end) == (">", ">", 0, len(text))
    places = tree.matching.places
    assert tree.matching == Matching(True, "on", ("a",), "group_left", ("d",), places=places)
    assert [text[start:][:4] for start in places[:3]] == ["bool", "on (", "grou"]
    assert places.fill == -1
    left, right = tree.left, tree.right
    assert isinstance(left, Aggregate)
    assert (left.op, left.clause, left.labels, left.type) == ("topk", "by", ("a",), "vector")
    assert text[left.clause_start :].startswith("by (a)")
    call = left.arguments[1]
    assert isinstance(call, Call)
    assert text[call.start : call.end] == 'rate(x{b="c"}[5m] offset 1h)'
    window = call.arguments[0]
    assert isinstance(window, Range)
    assert (window.window.seconds, window.offset and window.offset.seconds) == (300.0, 3600.0)
    assert text[window.selected.start : window.selected.end] == 'x{b="c"}'
    assert isinstance(right, Subquery)
    assert (right.type, right.at, right.step and right.step.seconds) == ("matrix", "end", 300.0)
    assert isinstance(right.operand, Group)
    assert text[right.start : right.end] == "(y)[1h:5m] @ end()"


@pytest.mark.parametrize(
    "text", ["(" * 20_000 + "x" + ")" * 20_000, "-" * 20_000 + "x", "abs(" * 20_000 + "x" + ")" * 20_000]
)
def test_depth_does_not_matter(text: str) -> None:
    assert reading(text, "3.5").accepted


def test_a_duration_of_too_many_parentheses_is_a_fault() -> None:
    text = f"x[{'(' * 5_000}5m{')' * 5_000}]"
    assert [fault.message for fault in reading(text, "3.14").faults] == [
        "a duration nests more than 100 parentheses, deeper than is read here"
    ]


@given(
    st.text(st.sampled_from("(){}[]=~!<>@,:+-*/^%\"'`\\#$. \n\tabexyms0159_é\ufffd"), max_size=60),
    st.sampled_from(["2.20", "2.53", "3.5", "3.14"]),
)
def test_any_text_is_read(text: str, version: str) -> None:
    """No text ends a reading, and what is told of it has a place in the text."""
    found = reading(text, version)
    places = [fault.start for fault in found.faults] + [place.start for place in found.misplaced]
    assert all(0 <= place <= len(text) for place in [*places, *found.unavailable])
    assert found.accepted or bool(faults(text, found))
