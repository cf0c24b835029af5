"""What is seen at once to be sound is what the whole judgement takes as well."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen import Severity, Threshold, per_env
from o11ygen.spec.given import is_sound, unordered, unwritable

_SPEC = Threshold(1.0, "red")
_SINGLE = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**64), 2**64), st.floats(), st.text("aé\ud800", max_size=3),
    st.sampled_from([_SPEC, Severity.INFO, frozenset({1}), b"bytes"]),
)  # fmt: skip
_GIVEN = st.recursive(
    _SINGLE,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text("ab\ud800", max_size=2), inner, max_size=3),
        st.tuples(inner, inner).map(lambda both: per_env(both[0], {"staging": both[1]})),
    ),
    max_leaves=6,
)


@given(_GIVEN)
@settings(max_examples=300)
def test_sound_at_once_is_sound(value: Any) -> None:
    if is_sound(value):
        assert unwritable(value) is None
        assert unordered(value) is None


@pytest.mark.parametrize(
    "value", [5, ("a", "b"), (_SPEC,), {Severity.INFO: _SPEC}, {"a": "b"}, per_env(1, {"staging": 0.2})]
)
def test_what_most_specs_give_is_seen_at_once(value: object) -> None:
    assert is_sound(value)
