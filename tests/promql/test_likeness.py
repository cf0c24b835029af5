"""An expression that shares the parse of others has the facts that its own parse gives."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from o11ygen.promql import Query, parse
from o11ygen.promql.likeness import likeness
from tests import author

# The package calls the function by the name of its module.
MODULE = importlib.import_module("o11ygen.promql.parse")
EXAMPLE = Path(__file__).parents[2]
WORDS = (
    *("app_total", "up", "m:r", "rate", "sum", "on", "inf", "start", "bool", "offset", "limitk", "ünï"),
    *("sum by (job) (", "rate(", "absent(", "clamp(", "histogram_quantile(0.9, ", "topk(3, ", "info(", "("),
    *(")", "[5m]", "[1h:1m]", "offset 1d", "@ end()", ",", "\n", "#c\n"),
    *('{job="a"}', '{job="a", b=""}', '{job=~"x|y"}', '{job=~"x("}', '{job!~"x.*"}', '{__name__="z"}', "{b='q'}"),
    *('{"b.c"}', '{b="ü"}', '{b="a+b"}', "{b=`r`}", '{b="\\\\"}', '{b="o11ygen_value_0_"}'),
    *("and", "or", "unless", "+", "-", "/", "==", "> bool", ">", "<=", "== on (job)", "* on (job) group_left (b)"),
    *("0.5", "5", "0", "07", "1e5", "8675309.5", "1_000", "0x1f", "5m"),
)
SPACE = st.sampled_from(("", " "))


@st.composite
def expressions(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))
    space = draw(SPACE)
    return space.join(parts)


@st.composite
def alerts(draw: st.DrawFn) -> str:
    """What authors write: a ratio or a quantile over a threshold, with names, values and numbers of all kinds."""
    name = draw(st.sampled_from(("app_total", "rate", "sum", "on", "inf", "a:b", ":a", "le", "group_left")))
    value = draw(st.sampled_from(("a", "", "a|b", ".*", "x y", "ü", "/v1", "5..", "(", "a\nb", "o11ygen_x")))
    op = draw(st.sampled_from(("=", "!=", "=~", "!~", " = ", "==")))
    number = draw(st.sampled_from(("1", "0.05", "07", "1e3", "-5", "8675309.5", "12345678901234567890", "5m", "Inf")))
    compares = draw(st.sampled_from((">", "> bool ", "==", "<=", ">= on (job)", "+", "> 2 ^")))
    inner = f'{name}{{job{op}"{value}", instance="i"}}'
    shape = draw(
        st.sampled_from(
            (
                "{0}",
                "sum by (job) (rate({0}[5m]))",
                "sum by (job) (rate({0}[5m])) / sum by (job) (rate({0}[5m] offset 1d))",
                "histogram_quantile(0.9, sum by (le) (rate({0}[5m])))",
                "absent({0})",
                "up and {0}",
            )
        )
    )
    return f"{shape.format(inner)} {compares} {number}"


def whole(text: str) -> Query:
    """The facts of the text's own parse."""
    found: Query = MODULE._read(text)
    return found


def thrice(text: str) -> set[str]:
    """The facts of a text that is the first, the second and the third of its kind."""
    MODULE.read_alike.cache_clear()
    found = set()
    for _ in range(3):
        parse.cache_clear()
        found.add(repr(parse(text)))
    return found


@settings(max_examples=200, deadline=None)
@given(text=expressions() | alerts())
@example(text="rate \n")
@example(text='a{job="x"} > 5 and b{job="y"} > 7')
@example(text='(a{job="x"} > 5) == 7')
@example(text='a{job="\ufffd"}')
@example(text="sum by (b) (" * 300 + 'a{job="x"}' + ")" * 300)
def test_a_shared_parse_says_what_the_own_parse_says(text: str) -> None:
    assert thrice(text) == {repr(whole(text))}


def test_every_expression_of_the_example_shares_right() -> None:
    texts = {one.text for stack in author.judged(EXAMPLE).stacks.values() for one in stack.expressions}
    shared = [text for text in texts if likeness(text) is not None]
    assert len(shared) > len(texts) / 2
    assert [text for text in texts if thrice(text) != {repr(whole(text))}] == []


def test_what_a_function_makes_for_each_service_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    read = MODULE._read
    monkeypatch.setattr(MODULE, "_read", lambda text: calls.append(text) or read(text))
    MODULE.read_alike.cache_clear()
    parse.cache_clear()
    for number in range(50):
        query = parse(f'rate(shop{number}_requests_total{{job="shop-{number}"}}[5m]) > {number}')
        assert query.metrics == (f"shop{number}_requests_total",)
        assert query.comparison is not None
        assert query.comparison.threshold == number
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('a{x=""} > 1', 'a{x="b"} > 1'),
        ('a{x="1"} + a > 1', 'a{x="1"} + b{x="1"} > 1'),
        ('a{x=~"b"} > 1', 'a{x=~"b.*"} > 1'),
        ('a{x="1"}[5m]', 'a{x="1"}[6m]'),
        ('a{x="1"} / a{x="1"}', 'a{x="1"} / b{x="1"}'),
        ('a{x="1"} > 1', 'a{y="1"} > 1'),
        ('a{x="1"} / b{x="1"}', 'a{x="1"} / b{x="2"}'),
        ('a{x="1", y=~"1"} > 1', 'a{x="1", y=~"2"} > 1'),
        ('a{x="1"} > 1', 'a{x="1"} >'),
    ],
)
def test_what_could_mean_something_else_is_no_likeness(one: str, other: str) -> None:
    left, right = likeness(one), likeness(other)
    assert left is not None
    assert right is not None
    assert left.text != right.text


@pytest.mark.parametrize("text", ["up", "a{x='1'}", 'a{x="\\\\"}', "a{x=`1`}", '{__name__="a"}', 'a{x="1"} # why'])
def test_the_unusual_is_parsed_itself(text: str) -> None:
    assert likeness(text) is None


def test_what_is_equal_has_one_placeholder() -> None:
    alike = likeness('rate(a{x="1", y!="2"}[5m]) / rate(a{x="1"}[5m])')
    assert alike is not None
    assert (alike.metrics, alike.values) == (("a",), ("1", "2"))
    assert re.findall(r"o11ygen_value_\d_", alike.text) == ["o11ygen_value_0_", "o11ygen_value_1_", "o11ygen_value_0_"]


def test_placeholders_are_names_that_the_parser_takes() -> None:
    alike = likeness('rate(a{x="1"}[5m]) / rate(b{x="2"}[5m]) > 0.5')
    assert alike is not None
    assert (alike.metrics, alike.values, alike.threshold) == (("a", "b"), ("1", "2"), 0.5)
    assert re.findall(r"o11ygen_\w+", alike.text) == [
        "o11ygen_metric_0_",
        "o11ygen_value_0_",
        "o11ygen_metric_1_",
        "o11ygen_value_1_",
    ]
