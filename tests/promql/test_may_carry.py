"""Whether a label may be carried, told quickly, is what the reasons against it tell."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.promql.flow import Add, Bare, Both, Drop, Either, Enrich, Flow, Join, Keep, Series
from o11ygen.promql.possible import PossibleLabels

NAMES = ("job", "path", "le")
KNOWN = {"a": frozenset(("job", "path")), "b": frozenset(("le",))}
LABELS = st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple)
LEAVES = st.one_of(
    st.builds(Series, st.sampled_from(("a", "b", "c", "")), LABELS, LABELS), st.builds(Bare, LABELS, st.just("`x`"))
)


def _larger(inner: st.SearchStrategy[Flow]) -> st.SearchStrategy[Flow]:
    grouped = st.sampled_from(("", "group_left", "group_right"))
    return st.one_of(
        st.builds(Keep, st.just("sum"), LABELS, inner),
        st.builds(Drop, st.just("`sum`"), LABELS, inner),
        st.builds(Add, st.sampled_from(NAMES), st.just("maybe"), LABELS, inner),
        st.builds(
            Join, st.just("/"), inner, inner, st.booleans(), LABELS, grouped, LABELS, st.booleans(), st.booleans()
        ),
        st.builds(Both, inner, inner, st.booleans(), LABELS),
        st.builds(Either, inner, inner),
        st.builds(Enrich, inner),
    )


@settings(max_examples=300, deadline=None)
@given(flow=st.recursive(LEAVES, _larger, max_leaves=6), label=st.sampled_from((*NAMES, "other")))
def test_it_may_be_carried_unless_every_branch_has_a_reason(flow: Flow, label: str) -> None:
    possible = PossibleLabels(flow, KNOWN.get)
    assert possible.may_carry(label) == (not all(possible._reasons(label)))
