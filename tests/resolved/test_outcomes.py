"""Ways through the routing tree: what is not known of a label leads wherever some value of it would lead."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.resolved import Matcher, Route, Source
from o11ygen.resolved.outcomes import ANYTHING, MISSING, Outcome, Values, alternatives, may_match, outcomes
from o11ygen.resolved.routing import Router

SOURCE = Source("", "")


def route(receiver: str, *matchers: Matcher, routes: tuple[Route, ...] = (), continue_: bool = False) -> Route:
    return Route(
        title=receiver,
        receiver=receiver,
        matchers=matchers,
        group_by=(),
        group_wait_ms=0,
        group_interval_ms=0,
        repeat_interval_ms=0,
        mute=(),
        active=(),
        continue_=continue_,
        catch_all=False,
        own=frozenset(),
        routes=routes,
        source=SOURCE,
    )


def told(found: tuple[Outcome, ...]) -> dict[str, str]:
    return {" ".join(one.receiver for one in outcome.routes): outcome.where for outcome in found}


def values(*known: str, open_: bool = False) -> Values:
    return Values(frozenset(known), open_)


@pytest.mark.parametrize(
    ("op", "value", "job", "expected"),
    [
        ("=", "a", values("a"), {"child": ""}),
        ("=", "a", values("b"), {"root": ""}),
        ("=", "a", MISSING, {"root": ""}),
        ("=", "a", values("a", "b"), {"child": 'job="a"', "root": 'job="b"'}),
        ("=", "a", ANYTHING, {"child": 'job="a"', "root": 'job!="a"'}),
        ("!=", "a", ANYTHING, {"root": 'job="a"', "child": 'job!="a"'}),
        ("=~", "a|b", ANYTHING, {"child": 'job=~"a|b"', "root": 'job!~"a|b"'}),
        ("=~", r"a\.b", values("a.b"), {"child": ""}),
        ("=~", "a.*", ANYTHING, {"child": 'job=~"a.*"', "root": 'job!~"a.*"'}),
        ("!~", "a.*", values(open_=True), {"root": 'job=~"a.*"', "child": 'job!~"a.*"'}),
        ("=~", ".+", values(open_=True), {"child": ""}),
        ("=~", ".*", ANYTHING, {"child": ""}),
        ("=", "", ANYTHING, {"child": 'job=""', "root": 'job!=""'}),
    ],
)
def test_one_matcher(op: str, value: str, job: Values, expected: dict[str, str]) -> None:
    tree = route("root", routes=(route("child", Matcher("job", op, value)),))
    assert told(outcomes(tree, {"job": job})) == expected


def test_what_one_route_takes_the_next_does_not_get() -> None:
    one, other = Matcher("job", "=", "a"), Matcher("job", "!=", "a")
    tree = route("root", routes=(route("one", one), route("other", other)))
    assert told(outcomes(tree, {"job": ANYTHING})) == {"one": 'job="a"', "other": 'job!="a"'}


def test_two_patterns_may_match_one_value() -> None:
    both = route("both", Matcher("job", "=~", "a.*"), Matcher("job", "=~", ".*b"))
    found = told(outcomes(route("root", routes=(both,)), {"job": ANYTHING}))
    assert sorted(found) == ["both", "root"]


def test_continue_reaches_several() -> None:
    first = route("first", Matcher("job", "=", "a"), continue_=True)
    tree = route("root", routes=(first, route("second", Matcher("team", "=", "web"))))
    assert told(outcomes(tree, {"job": ANYTHING, "team": values("web")})) == {
        "first second": 'job="a"',
        "second": 'job!="a"',
    }


def test_may_match() -> None:
    matchers = (Matcher("job", "=", "a"), Matcher("job", "!~", "a|b"))
    assert not may_match(matchers, {"job": ANYTHING})
    assert may_match(matchers[1:], {"job": ANYTHING})
    assert not may_match(matchers[:1], {})


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("a|b", ("a", "b")),
        (r"node\.x", ("node.x",)),
        ("a.b", ()),
        (r"\w", ()),
        ("(a|b)", ("a", "b")),
        ("a-b c", ("a-b c",)),
    ],
)
def test_alternatives(pattern: str, found: tuple[str, ...]) -> None:
    assert alternatives(pattern) == found


LABELS = ("x", "y")
TEXTS = ("", "a", "b", "ab", "zz")
MATCHERS = st.builds(
    Matcher,
    st.sampled_from(LABELS),
    st.sampled_from(("=", "!=", "=~", "!~")),
    st.sampled_from(("", "a", "b", "a|b", "a.*", ".*b", ".+")),
)
TREES = st.recursive(
    st.builds(lambda matchers, go_on: (tuple(matchers), (), go_on), st.lists(MATCHERS, max_size=2), st.booleans()),
    lambda below: st.tuples(
        st.lists(MATCHERS, max_size=1).map(tuple), st.lists(below, max_size=3).map(tuple), st.booleans()
    ),
    max_leaves=6,
)


def grown(shape: tuple, name: str = "0") -> Route:  # type: ignore[type-arg]  # a tree of itself
    matchers, below, go_on = shape
    routes = tuple(grown(one, f"{name}.{at}") for at, one in enumerate(below))
    return route(name, *matchers, routes=routes, continue_=go_on)


@settings(max_examples=150, deadline=None)
@given(TREES, st.sampled_from(TEXTS), st.sampled_from(TEXTS))
def test_what_is_reached_is_among_the_outcomes(shape: tuple, x: str, y: str) -> None:  # type: ignore[type-arg]  # as above
    tree = grown(shape)
    reached = tree.reached({"x": x, "y": y})
    exact = outcomes(tree, {"x": values(x), "y": values(y)})
    assert [one.routes for one in exact] == [reached]
    router = Router.of(tree)
    for known in ({"x": ANYTHING, "y": ANYTHING}, {"x": ANYTHING, "y": values(y)}):
        assert reached in [one.routes for one in router.outcomes(known)]


# A text for every value above, and for every set of the patterns that one text may match.
SOME_OF_EACH = ("", "a", "b", "ab", "zz", "az", "zb", "a|b", "a.*", ".*b", ".+")


@settings(max_examples=100, deadline=None)
@given(TREES)
def test_every_outcome_is_reached_by_some_labels(shape: tuple) -> None:  # type: ignore[type-arg]  # as above
    tree = grown(shape)
    reached = [tree.reached({"x": x, "y": y}) for x in SOME_OF_EACH for y in SOME_OF_EACH]
    found = outcomes(tree, {"x": ANYTHING, "y": ANYTHING})
    assert {tuple(map(id, one.routes)) for one in found} == {tuple(map(id, one)) for one in reached}
