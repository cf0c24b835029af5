"""What holds of every expression, whatever it is."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.labelflow import IGNORANCE, Knowledge, Outcome, flow_of
from o11ygen.promql import carried_labels, parse, possible_labels
from o11ygen.promql.language.nodes import Text, walk
from o11ygen.promql.parse import MAX_NESTING, tree
from o11ygen.promql.tables import functions
from tests.labelflow.expressions import LABELS, TrueKnowledge, Words

KNOWN: tuple[Knowledge, ...] = (IGNORANCE, TrueKnowledge())
GIVEN = {"vector": "x", "matrix": "x[5m]", "scalar": "1", "string": '"a"'}


@given(st.randoms(use_true_random=False), st.sampled_from(KNOWN))
@settings(max_examples=150, deadline=None)
def test_the_whole_carries_what_its_facts_say(random: Random, known: Knowledge) -> None:
    """Facts without a tree answer for whole projects; both ways there is one algebra.

    Where branches are left out that never return, outcomes say more, and nothing else.
    """
    text = Words(random).vector(3)
    facts, whole = parse(text), tree(text)
    if whole is None:
        return
    flow = flow_of(whole, known)
    outcomes = flow.result
    sure = frozenset[str].intersection(*[one.sure for one in outcomes])
    carried = carried_labels(facts, labels_of=known.carried)
    possible = possible_labels(facts, labels_of=known.possible)
    may = {label for label in LABELS if any(one.may_carry(label) for one in outcomes)}
    told = {label for label in LABELS if possible.may_carry(label)}
    assert carried <= sure
    assert may <= told
    if all(one.returns != "never" for part in walk(whole) for one in flow.of(part)) and " or " not in text:
        assert (carried, told) == (sure, may)


@given(st.randoms(use_true_random=False), st.sampled_from(KNOWN))
@settings(max_examples=150, deadline=None)
def test_every_part_has_outcomes_that_agree_with_themselves(random: Random, known: Knowledge) -> None:
    whole = tree(Words(random).vector(3))
    if whole is None:
        return
    flow = flow_of(whole, known)
    for part in walk(whole):
        outcomes = flow.of(part)
        assert bool(outcomes) != isinstance(part, Text)
        for one in outcomes:
            _agrees(one)
    for remark in flow.remarks:
        assert remark.what
        assert whole.start <= remark.start < remark.end <= whole.end


def _agrees(one: Outcome) -> None:
    assert one.limits.low <= one.limits.high
    assert (one.returns == "sometimes") == (one.why == ""), one
    assert one.reach_ms >= 0
    sure = one.sure
    for label, state in one.named.items():
        assert state.reason
        assert (state.presence == "impossible") == (not one.may_carry(label))
        assert (state.presence == "sure") <= (label in sure)


@pytest.mark.parametrize("name", sorted(functions().keys() - {"info"}))
def test_every_function_is_followed(name: str) -> None:
    function = functions()[name]
    text = f"{name}({', '.join(GIVEN[argument] for argument in function.arguments)})"
    whole = tree(text)
    assert whole is not None
    (outcome,) = flow_of(whole).result
    assert outcome.operations == (name,)
    assert outcome.value != "unknown" or name in _KEEPING


# They leave what they are given as it is, and nothing is known of that.
_KEEPING = (
    frozenset(
        ("abs", "avg_over_time", "ceil", "clamp", "clamp_max", "clamp_min", "first_over_time", "floor", "label_join")
    )
    | frozenset(("double_exponential_smoothing", "holt_winters", "label_replace", "last_over_time", "max_over_time"))
    | frozenset(("min_over_time", "predict_linear", "quantile_over_time", "round", "scalar", "sort", "sort_by_label"))
    | frozenset(("sort_by_label_desc", "sort_desc", "sum_over_time"))
)


def test_branches_within_branches_come_to_an_end() -> None:
    """Each level would double what the branches of the one within it are made of."""
    levels = 60
    whole = tree("(x or y) * (t_total + " * levels + "x" + ")" * levels)
    assert whole is not None
    flow = flow_of(whole, TrueKnowledge())
    assert [one.returns for one in flow.result] == ["sometimes", "sometimes"]
    assert all(one.may_carry("a") for one in flow.result)
    assert flow.remarks == ()


@pytest.mark.parametrize(
    "text",
    [
        "(" * (MAX_NESTING - 1) + "x" + ")" * (MAX_NESTING - 1),
        " + ".join(["x"] * (MAX_NESTING - 1)),
        " or ".join(["x"] * (MAX_NESTING - 1)),
        " and ".join(["x{a='1'}"] * (MAX_NESTING - 1)),
        "-" * (MAX_NESTING - 1) + "x",
        "sum by (a) (" * (MAX_NESTING - 1) + "x" + ")" * (MAX_NESTING - 1),
    ],
    ids=["parentheses", "sums", "branches", "conditions", "signs", "aggregations"],
)
def test_no_depth_is_too_deep(text: str) -> None:
    whole = tree(text)
    assert whole is not None
    flow = flow_of(whole, TrueKnowledge())
    assert flow.returns == "sometimes"
    assert len(flow.remarks) >= 0
    assert "a" in flow.result[0].named
