from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.promql import (
    Aggregation,
    Comparison,
    Matcher,
    Position,
    Selector,
    Subquery,
    carried_labels,
    metric_names,
    parse,
    possible_labels,
)
from o11ygen.promql.flow import Enrich, Join, Series
from o11ygen.promql.parse import MAX_NESTING

MINUTE = 60_000
HOUR = 60 * MINUTE


def only_selector(text: str) -> Selector:
    (selector,) = parse(text).selectors
    return selector


def test_a_selector_keeps_what_is_written_around_it() -> None:
    selector = only_selector('sum by (job) (rate(http_requests_total{job="app", status=~"5.."}[5m] offset 1h)) > 1')
    assert selector == Selector(
        metric="http_requests_total",
        matchers=(Matcher("job", "=", "app"), Matcher("status", "=~", "5..")),
        range_ms=5 * MINUTE,
        offset_ms=HOUR,
        at="",
        subqueries=(),
        within=("rate", "sum"),
        ordinal=0,
    )
    assert selector.function == "rate"
    assert selector.reach_ms == HOUR + 5 * MINUTE
    assert selector.value_of("job") == "app"
    assert selector.value_of("status") == ""


@pytest.mark.parametrize(
    ("text", "metric", "matchers"),
    [
        ("up", "up", ()),
        ("up{}", "up", ()),
        ('{__name__="up"}', "up", ()),
        ('{"http.requests", "a.b"="c"}', "http.requests", (Matcher("a.b", "=", "c"),)),
        ('{__name__=~"up|down"}', "", (Matcher("__name__", "=~", "up|down"),)),
        ('{__name__!="up", a="b"}', "", (Matcher("__name__", "!=", "up"), Matcher("a", "=", "b"))),
        ('{job!~"a.*", x="y"}', "", (Matcher("job", "!~", "a.*"), Matcher("x", "=", "y"))),
        ("x{a=~`\\d+\\.\\d`}", "x", (Matcher("a", "=~", "\\d+\\.\\d"),)),
        ('x{a="q\\"q"}', "x", (Matcher("a", "=", 'q"q'),)),
        ("x{a='`'} ", "x", (Matcher("a", "=", "`"),)),
    ],
)
def test_names_and_matchers(text: str, metric: str, matchers: tuple[Matcher, ...]) -> None:
    selector = only_selector(text)
    assert (selector.metric, selector.matchers) == (metric, matchers)


@pytest.mark.parametrize(
    ("text", "at", "offset_ms"),
    [
        ("x @ start()", "start()", 0),
        ("x @ end() offset 5m", "end()", 5 * MINUTE),
        ("x @ 1600000000", "fixed", 0),
        ("x @ -100", "fixed", 0),
        ("x offset -5m", "", -5 * MINUTE),
        ("x offset 300", "", 5 * MINUTE),
    ],
)
def test_modifiers(text: str, at: str, offset_ms: int) -> None:
    selector = only_selector(text)
    assert (selector.at, selector.offset_ms) == (at, offset_ms)


def test_subqueries_count_from_the_innermost() -> None:
    query = parse("max_over_time(avg_over_time(rate(x[5m] offset 2m)[1h:1m])[1d:] offset 3m)")
    (selector,) = query.selectors
    assert selector.subqueries == (Subquery(HOUR, MINUTE, 0, ""), Subquery(24 * HOUR, 0, 3 * MINUTE, ""))
    assert selector.within == ("rate", "avg_over_time", "max_over_time")
    assert query.reach_ms == 7 * MINUTE + HOUR + 24 * HOUR + 3 * MINUTE


@pytest.mark.parametrize(
    ("text", "reach_ms"),
    [("1", 0), ("up", 0), ("x offset 1d", 24 * HOUR), ("x[5m] offset -1h", 0), ("a - b offset -1d", 0)],
)
def test_reach_is_the_age_of_the_oldest_sample(text: str, reach_ms: int) -> None:
    assert parse(text).reach_ms == reach_ms


def test_the_widest_selector_gives_the_reach() -> None:
    assert parse("rate(a[1h]) / rate(b[2h] offset 1h)").reach_ms == 3 * HOUR


def test_a_function_is_found_behind_aggregators() -> None:
    assert only_selector("abs(sum(x))").function == "abs"
    assert only_selector("sum(x)").function == ""
    assert parse("sum(rate(a[5m])) / time()").functions == ("rate", "time")


def test_aggregations_name_the_metrics_inside_them() -> None:
    query = parse("max without (pod) (a + sum by (job) (b)) / count(c)")
    assert query.aggregations == (
        Aggregation("sum", "by", ("job",), ("b",)),
        Aggregation("max", "without", ("pod",), ("a", "b")),
        Aggregation("count", "", (), ("c",)),
    )


def test_groupings_name_their_side() -> None:
    query = parse("a * on (job) group_left (team) b / ignoring (x) group_right (y) c")
    assert [(grouping.clause, grouping.labels, grouping.metrics) for grouping in query.groupings] == [
        ("on", ("job",), ("a", "b")),
        ("group_left", ("team",), ("b",)),
        ("ignoring", ("x",), ("a", "b", "c")),
        ("group_right", ("y",), ("a", "b")),
    ]
    assert [len(grouping.flows) for grouping in query.groupings] == [2, 1, 2, 1]


@pytest.mark.parametrize(
    ("text", "result_type"),
    [
        ("1", "scalar"),
        ("1 + 2", "scalar"),
        ("-(1)", "scalar"),
        ("time()", "scalar"),
        ("scalar(x)", "scalar"),
        ("x", "vector"),
        ("x > 1", "vector"),
        ("1 + x", "vector"),
        ("sum(x)", "vector"),
        ("vector(1)", "vector"),
        ("rate(x[5m])", "vector"),
        ("x[5m]", "matrix"),
        ("x[5m:1m]", "matrix"),
        ('"text"', "string"),
    ],
)
def test_result_types(text: str, result_type: str) -> None:
    assert parse(text).result_type == result_type


@pytest.mark.parametrize(
    ("text", "comparison"),
    [
        ("x > 5", Comparison(">", 5.0, False)),
        ("(x) >= bool 5", Comparison(">=", 5.0, True)),
        ("0.5 < x", Comparison(">", 0.5, False)),
        ("1 == x", Comparison("==", 1.0, False)),
        ("x > -1", Comparison(">", -1.0, False)),
        ("x > 10 * 1024 ^ 2", Comparison(">", 10 * 1024.0**2, False)),
        ("x > 1 / 0", Comparison(">", None, False)),
        ("x > 10m", Comparison(">", 600.0, False)),
        ("x > 1_000", Comparison(">", 1000.0, False)),
        ("a > b", Comparison(">", None, False)),
        ("(x > 5) and up", Comparison(">", 5.0, False)),
        ("up and x < 5", Comparison("<", 5.0, False)),
        ("+(x > +5)", Comparison(">", 5.0, False)),
        ("-(x > 5)", None),
        ("x > 5 unless y > 7", Comparison(">", 5.0, False)),
        ("x > 5 or y > 5", None),
        ("sum(x > 5)", None),
        ("x", None),
    ],
)
def test_the_condition_at_the_top(text: str, comparison: Comparison | None) -> None:
    assert parse(text).comparison == comparison


@pytest.mark.parametrize(
    ("text", "filters", "always_returns"),
    [
        ("vector(1)", False, True),
        ("time()", False, True),
        ("sum(vector(1))", False, True),
        ("x or vector(0)", False, True),
        ("x > 1 or vector(0)", False, True),
        ("vector(1) > 2", True, False),
        ("x", False, False),
        ("x > 1", True, False),
        ("x > bool 1", False, False),
        ("sum(x > 1)", True, False),
        ("x and y", True, False),
        ("x unless y", True, False),
        ("absent(x)", True, False),
        ("absent_over_time(x[5m])", True, False),
        ("x > 1 or y", False, False),
        ("x + y", False, False),
    ],
)
def test_whether_there_is_a_result(text: str, filters: bool, always_returns: bool) -> None:
    query = parse(text)
    assert (query.filters, query.always_returns) == (filters, always_returns)


def test_metric_names_come_once_in_the_order_of_the_text() -> None:
    assert metric_names('b / a + {__name__="b"} + {job="x"} + c_bucket') == ("b", "a", "c_bucket")
    assert metric_names("sum(") == ()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("up", [(1, 1)]),
        ("sum by (up) (\n  up\n)\n  / on (up) group_left up", [(2, 3), (4, 24)]),
        ("# up\nup", [(2, 1)]),
        ('label_replace(up, "up", "up", "up", "up") + {x="up"}', [(1, 15), (1, 45)]),
        ("sum(sum) + by", [(1, 5), (1, 12)]),
        ("rate(a:b:rate5m[5m:1m]) > inf or b offset 5m @ end()", [(1, 6), (1, 34)]),
        ("a + fill(0) fill", [(1, 1), (1, 13)]),
        ("-a > bool b", [(1, 2), (1, 11)]),
        ("a @ start() and b", [(1, 1), (1, 17)]),
        ("rate(a[step() * 2] smoothed) </ b", [(1, 6), (1, 33)]),
    ],
)
def test_selectors_have_places_in_the_text(text: str, places: list[tuple[int, int]]) -> None:
    query = parse(text)
    assert query.error == ""
    assert [query.place(selector) for selector in query.selectors] == places


def test_matchers_have_places_in_the_text() -> None:
    query = parse('{__name__="x", a="b"} + y{c=~"d",\n  e!="f"} + {"z", __name__!="g"} + {__name__="", h="i"}')
    assert [
        (str(matcher), query.place(selector, matcher=matcher))
        for selector in query.selectors
        for matcher in selector.matchers
    ] == [
        ('a="b"', (1, 16)),
        ('c=~"d"', (1, 27)),
        ('e!="f"', (2, 3)),
        ('__name__!="g"', (2, 19)),
        ('h="i"', (2, 50)),
    ]


def test_clauses_have_places_in_the_text() -> None:
    query = parse("sum by (a) (max(x) without (b)) / on (a)\n  group_left (c) topk(1, y) by (d) > bool ignoring (e) z")
    assert [(grouping.clause, query.place(grouping)) for grouping in query.groupings] == [
        ("without", (1, 20)),
        ("by", (1, 5)),
        ("by", (2, 29)),
        ("on", (1, 35)),
        ("group_left", (2, 3)),
        ("ignoring", (2, 43)),
    ]


def test_clauses_that_say_the_same_have_places_of_their_own() -> None:
    query = parse('sum by (a) (x{b="c"}) / sum by (a) (x{b="c"})')
    assert [query.place(grouping) for grouping in query.groupings] == [(1, 5), (1, 29)]


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("rate(x[5m * 2])", (10 * MINUTE, 0)),
        ("x offset -(1h + 5m)", (0, -65 * MINUTE)),
        ("x offset max_of(1m, 5m)", (0, 5 * MINUTE)),
        ("rate(x[10m] smoothed offset (1h))", (10 * MINUTE, HOUR)),
        ("x offset step() [5m]", (5 * MINUTE, 0)),
        ("x[step()]", (0, 0)),
        ("x[5m] offset min_of(step(), 5m)", (5 * MINUTE, 0)),
        ("x[5m ^ 1000]", (0, 0)),
        ("x[0.0001]", (1, 0)),
        ("x offset 0s", (0, 0)),
    ],
)
def test_lengths_are_known_unless_they_hang_on_the_query(text: str, lengths: tuple[int, int]) -> None:
    selector = only_selector(text)
    assert (selector.range_ms, selector.offset_ms) == lengths


def test_a_step_that_hangs_on_the_query_is_that_of_the_query() -> None:
    assert only_selector("max_over_time(x[1h:step() + 1m])").subqueries == (Subquery(HOUR, 0, 0, ""),)


@pytest.mark.parametrize(
    ("text", "sure", "empty"),
    [
        ('x{a="b", c="", d!="", e!="f"}', ("a", "d"), ("c",)),
        ('x{a=~".+", b=~".*", c!~".*", d!~".+"}', ("a", "c"), ()),
        ('x{a=~"[[:alpha:]]", b=~"(|c)", d=~"(?i)e", f=~"\\\\pL"}', ("a", "d", "f"), ()),
        ('{"a.b"="c", "ü"!=""}', ("a.b", "ü"), ()),
    ],
)
def test_labels_that_matchers_demand(text: str, sure: tuple[str, ...], empty: tuple[str, ...]) -> None:
    assert parse(text).flow == Series(only_selector(text).metric, sure, empty)


def test_matchers_of_info_are_a_selector_of_their_own() -> None:
    query = parse('info(x, {__name__="target_info", version=~".*"})')
    assert [(selector.metric, selector.matchers) for selector in query.selectors] == [
        ("x", ()),
        ("target_info", (Matcher("version", "=~", ".*"),)),
    ]
    assert query.flow == Enrich(Series("x", (), ()))


def test_fill_keeps_series_without_a_partner() -> None:
    query = parse("a + on (j) group_right (k) fill_left (0) b")
    assert query.flow == Join(
        "+", Series("b", (), ()), Series("a", (), ()), True, ("j",), "group_right", ("k",), False, True
    )


def test_newest_window_modifiers_are_read() -> None:
    query = parse("rate(x[5m] smoothed) / y anchored")
    assert query.error == ""
    assert query.metrics == ("x", "y")
    assert [query.place(selector) for selector in query.selectors] == [Position(1, 6), Position(1, 24)]


def test_a_trim_is_no_condition() -> None:
    query = parse("histogram </ 5")
    assert (query.metrics, query.comparison, query.filters) == (("histogram",), None, True)


DEEP = "this expression nests more than 400 operators and brackets, deeper than is read here"


@pytest.mark.parametrize("text", ["+".join(["x"] * 5000), "(" * 3000 + "x" + ")" * 3000, "-" * 9000 + "x"])
def test_an_expression_beyond_the_stack_is_told_not_tried(text: str) -> None:
    assert parse(text).error == DEEP


@pytest.mark.parametrize(
    ("before", "inner", "behind"),
    [("(", "x", ")"), ("", 'x{a="1"}', " + x > 1"), ("-", "x", ""), ("abs(", "x", ")"), ("sum by (a) (", "x", ")")],
)
def test_the_deepest_expression_has_facts(before: str, inner: str, behind: str) -> None:
    levels = MAX_NESTING - 1 if " > 1" not in behind else (MAX_NESTING - 1) // 2
    text = before * levels + inner + behind * levels
    query = parse(text)
    assert query.error == ""
    assert carried_labels(query, labels_of=lambda metric: None) is not None
    assert possible_labels(query, labels_of=lambda metric: None).may_carry("b") in (True, False)


def test_an_expression_may_be_wide() -> None:
    query = parse(f"clamp({' + '.join(['x'] * 350)}, {' + '.join(['1'] * 300)}, 2)")
    assert (query.error, len(query.selectors)) == ("", 350)


def test_a_long_list_in_a_string_does_not_nest() -> None:
    text = 'x{a=~"' + "(b)|" * 500 + 'c"}'
    assert parse(text).error == ""


SIGNS = st.sampled_from("(){}[]=><@-+/,:'`\"$\\\n#.!ä\x00")
WORDS = st.sampled_from(
    ["up", "rate", "sum", "5m", "'a'", '"b"', "=~", "==", "by", "on", "or", "offset", "bool", "group_left", "start"]
)
NEWER = st.sampled_from(["inf", "smoothed", "step", "</", "info", "fill", "0x", "1_0", "5"])
PIECES = SIGNS | WORDS | NEWER


@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES).map("".join)))
@settings(max_examples=200)
def test_any_text_is_read_or_explained(text: str) -> None:
    query = parse(text)
    if query.error:
        assert query.hint
        assert not query.selectors
    else:
        assert query.result_type
        assert query.flow is not None
    lines = text.split("\n")
    assert query.position.line <= len(lines)
    if query.position.line:
        assert 1 <= query.position.column <= len(lines[query.position.line - 1]) + 1
