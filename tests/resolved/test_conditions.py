"""What matchers say of each other: what excludes, implies and covers, told by trying labels."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.resolved import Matcher, Source
from o11ygen.resolved.conditions import by_label, covered, exclusive, implied, negated
from o11ygen.resolved.routing import Route
from o11ygen.resolved.tree import Shadow, Tree

SOURCE = Source("", "")
# A text for every value below, and for every set of the patterns that one text may match.
TEXTS = ("", "a", "b", "ab", "zz", "az", "zb", "a|b", "a.*", ".*b", ".+")
LABELS = [{"x": x, "y": y} for x, y in itertools.product(TEXTS, repeat=2)]
MATCHERS = st.builds(
    Matcher,
    st.sampled_from(("x", "y")),
    st.sampled_from(("=", "!=", "=~", "!~")),
    st.sampled_from(("", "a", "b", "a|b", "a.*", ".*b", ".+")),
)
SOME = st.lists(MATCHERS, max_size=3).map(tuple)


def m(text: str) -> Matcher:
    name, op, value = text.partition("=~") if "=~" in text else text.partition("=")
    if name.endswith("!"):
        return Matcher(name[:-1], "!=", value)
    return Matcher(name, op, value)


def route(name: str, *matchers: Matcher, routes: tuple[Route, ...] = (), continue_: bool = False) -> Route:
    return Route(name, name, matchers, (), 0, 0, 0, (), (), continue_, False, frozenset(), routes, SOURCE)


def holds(matchers: tuple[Matcher, ...], labels: dict[str, str]) -> bool:
    return all(one.matches(labels) for one in matchers)


@settings(max_examples=150, deadline=None)
@given(SOME)
def test_what_is_exclusive_is_never_held(matchers: tuple[Matcher, ...]) -> None:
    found = exclusive(matchers)
    assert bool(found) is not any(holds(matchers, labels) for labels in LABELS)
    assert not any(holds(found, labels) for labels in LABELS) or not found


@settings(max_examples=150, deadline=None)
@given(SOME, MATCHERS)
def test_what_is_implied_always_holds(matchers: tuple[Matcher, ...], one: Matcher) -> None:
    expected = all(one.matches(labels) for labels in LABELS if holds(matchers, labels))
    # Matchers of another label that exclude each other are looked at elsewhere.
    if not exclusive(matchers):
        assert implied(one, by_label(matchers)) is expected


@settings(max_examples=100, deadline=None)
@given(SOME, st.lists(st.lists(MATCHERS, min_size=1, max_size=2).map(tuple), max_size=3))
def test_what_is_covered_has_a_route(matchers: tuple[Matcher, ...], listed: list[tuple[Matcher, ...]]) -> None:
    expected = all(any(holds(one, labels) for one in listed) for labels in LABELS if holds(matchers, labels))
    assert covered(matchers, [route(str(at), *one) for at, one in enumerate(listed)]) is expected


@settings(max_examples=50, deadline=None)
@given(MATCHERS)
def test_the_opposite_holds_where_it_does_not(one: Matcher) -> None:
    assert all(one.matches(labels) is not negated(one).matches(labels) for labels in LABELS)


TREES = st.recursive(
    st.builds(lambda matchers, go_on: (tuple(matchers), (), go_on), st.lists(MATCHERS, max_size=2), st.booleans()),
    lambda below: st.tuples(
        st.lists(MATCHERS, max_size=2).map(tuple), st.lists(below, max_size=3).map(tuple), st.booleans()
    ),
    max_leaves=6,
)


def grown(shape: tuple, name: str = "0") -> Route:  # type: ignore[type-arg]  # a tree of itself
    matchers, below, go_on = shape
    routes = tuple(grown(one, f"{name}.{at}") for at, one in enumerate(below))
    return route(name, *matchers, routes=routes, continue_=go_on)


@settings(max_examples=200, deadline=None)
@given(st.lists(TREES, max_size=4).map(tuple))
def test_what_is_dead_is_tried_by_no_labels(shapes: tuple) -> None:  # type: ignore[type-arg]  # as above
    root = grown(((), shapes, False))
    tree = Tree(root)
    # A node is tried where its matchers hold, though its children may take the alert then.
    reached = {id(one) for labels in LABELS for end in root.reached(labels) for one in root.walk() if end in one.walk()}
    names = {one.title for one in root.walk() if id(one) in tree.dead}
    assert not {one.title for one in root.walk() if id(one) in reached} & names


@pytest.mark.parametrize(
    ("routes", "shadowed"),
    [
        ((route("all"), route("a", m("x=a"))), ["a by all"]),
        ((route("a", m("x=a")), route("all")), []),
        ((route("a", m("x=~a|b")), route("b", m("x=b"), m("y=c"))), ["b by a"]),
        ((route("a", m("x=~a.*")), route("b", m("x=~ab.+"))), ["b by a"]),
        ((route("a", m("x=~ab.+")), route("b", m("x=~a.*"))), []),
        ((route("a", m("x=a"), continue_=True), route("b", m("x=a"))), []),
        ((route("a", m("x=a")), route("b", m("y=b"), routes=(route("c", m("x=a")), route("d", m("y=b"))))), ["c by a"]),
        ((route("a", m("x=a")), route("b", m("x!=a")), route("c", m("y=c"))), ["c by a b"]),
        ((route("a", m("x!=")), route("b", m("x=~a.*"))), ["b by a"]),
    ],
)
def test_shadows(routes: tuple[Route, ...], shadowed: list[str]) -> None:
    def told(shadow: Shadow) -> str:
        return f"{shadow.route.title} by {' '.join(one.title for one in shadow.by)}"

    assert [told(one) for one in Tree(route("root", routes=routes)).shadows] == shadowed


def test_many_siblings_with_a_value_of_their_own_are_not_compared_in_pairs() -> None:
    routes = tuple(
        route(f"{number}", m(f"team=t{number}"), routes=(route(f"{number}.a", m("severity=critical")),))
        for number in range(400)
    )
    found = Tree(route("root", routes=(*routes, route("last", m("team=t7"), m("x=a")))))
    assert [one.route.title for one in found.shadows] == ["last"]
