"""Fields that hold several values: ordered, or refused; and no value that only looks like one of theirs."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from o11ygen import Alert, Environment, Inhibit, Query, Route, Routing, Severity, StatPanel, per_env, slack
from o11ygen.spec.faults import explain_error
from o11ygen.spec.model import Spec

SET = "a set has no order; the rendered files would differ from run to run"
QUERIES = "`queries`: it is neither a query nor a tuple of queries"
MATCHERS = "`matchers`: it is neither a matcher nor a tuple or mapping of matchers"


def said(model: type[Spec], *args: Any, **fields: Any) -> list[str]:
    with pytest.raises(ValidationError) as error:
        model(*args, **fields)
    found = [*explain_error(model, error.value)]
    assert {one.id for one in found} == {"spec/value"}
    return [one.message for one in found]


@pytest.mark.parametrize(
    ("model", "fields", "message"),
    [
        (Routing, {"default": slack("#a"), "group_by": {"a", "b"}}, f"`group_by`: {SET}"),
        (Routing, {"default": slack("#a"), "group_by": per_env(("a",), {"x": {"a", "b"}})}, f"`group_by`: {SET}"),
        (Inhibit, {"source": "a=b", "target": "a=c", "equal": frozenset("ab")}, f"`equal`: {SET}"),
        (Environment, {"name": "a", "tier": "a", "addresses": {"app": {"a:1", "b:1"}}}, f"`addresses`: {SET}"),
        (Routing, {"default": slack("#a"), "group_by": (name for name in "ab")},
         "`group_by`: a generator can be read only once; a second reader would find nothing"),
    ],
)  # fmt: skip
def test_what_has_no_order(model: type[Spec], fields: dict[str, Any], message: str) -> None:
    assert said(model, **fields) == [message]


def test_what_differs_by_environment_may_be_replaced_by_no_set() -> None:
    with pytest.raises(ValidationError):
        Routing(default=slack("#a")).replace(group_by={"a", "b"})


def test_a_list_has_an_order() -> None:
    fields: Any = {"group_by": ["b", "a"]}
    assert Routing(default=slack("#a"), **fields).group_by == ("b", "a")


@pytest.mark.parametrize("queries", [{"up"}, {"expr": "up"}, b"up", 3, None])
def test_what_is_no_query(queries: Any) -> None:
    assert said(StatPanel, "a", queries) == [QUERIES]


@pytest.mark.parametrize("query", [{"expr": "up"}, b"up", 3, None, ("up",)])
def test_what_is_no_query_among_others(query: Any) -> None:
    assert said(StatPanel, "a", ("up", query)) == ["`queries`: something in it is no query"]


def test_queries() -> None:
    query = Query("down")
    first, second = tuple(StatPanel("a", ("up", query)).queries)
    assert isinstance(first, Query)
    assert (first.expr, second) == ("up", query)


@pytest.mark.parametrize("matchers", [{"a=b"}, b"a=b", 3, None])
def test_what_is_no_matcher(matchers: Any) -> None:
    assert said(Route, slack("#a"), matchers=matchers) == [MATCHERS]


@pytest.mark.parametrize("matcher", [b"a=b", {"name": "a", "value": "b"}, 3])
def test_what_is_no_matcher_among_others(matcher: Any) -> None:
    assert said(Route, slack("#a"), matchers=("a=b", matcher)) == ["`matchers`: something in it is no matcher"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_threshold_is_finite(value: float) -> None:
    assert said(Alert, "A", expr="up > $threshold", severity=Severity.INFO, threshold=value) == [
        f"`threshold`: {value} is no parameter value; a comparison with it is always false or always true"
    ]
