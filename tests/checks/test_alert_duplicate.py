"""Duplicates of alerts are looked for among few: what is left out of the search can't be one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.checks import alert_duplicate
from o11ygen.promql import Matcher, parse
from o11ygen.promql.meaning import meaning_of
from tests.promql.language.expressions import Grower
from tests.stacks import make_alert, make_group, make_stack

SELECTORS = st.builds(
    lambda name, matchers: f"{name}{{{', '.join(matchers)}}}",
    st.sampled_from(("up", "m_total", "")),
    st.lists(
        st.sampled_from(('job="app-1"', 'job="app-2"', 'job=~"app-1"', "zone='a'", 'zone="a"', '__name__="up"')),
        min_size=1,
        max_size=3,
    ),
)
EXPRESSIONS = st.builds(
    lambda shape, one, other: shape.format(one, other),
    st.sampled_from(
        ("{0} == 0", "( {0} )==0.0", "0 == {0}", "sum({0}) + sum({1}) > 1", "1 < sum({1}) + sum({0})", "1")
    ),
    SELECTORS,
    SELECTORS,
)


def found(texts: list[str]) -> list[tuple[str, str]]:
    alerts = [make_alert(f"Alert{number}", expr=text) for number, text in enumerate(texts)]
    stack = make_stack(groups=(make_group(*alerts),))
    return [(flaw.message, flaw.hint) for flaw in alert_duplicate.alert_duplicate(stack)]


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(EXPRESSIONS, min_size=2, max_size=8))
def test_all_are_found_that_are_found_by_their_meanings_alone(texts: list[str]) -> None:
    few = found(texts)
    with pytest.MonkeyPatch.context() as patch:
        any_label = frozenset([Matcher("any", "=", "label")])
        patch.setattr(alert_duplicate, "_asked", lambda text: any_label if parse(text).selectors else None)
        assert found(texts) == few


def test_what_means_the_same_asks_the_same_of_labels() -> None:
    meanings = {}
    for text in Grower(7).expressions(300):
        meaning = meaning_of(text)
        if meaning is not None:
            asked = alert_duplicate._asked(text)
            assert meanings.setdefault(meaning, asked) == asked
            assert alert_duplicate._asked(meaning.what) == asked


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet='aZbΣσςİıK1 ({"éÉẞ\u0307.') | st.text())
def test_letters_are_counted_alike_within_ascii_and_outside(text: str) -> None:
    letters = "".join(sign for sign in text if sign.isalpha() or not sign.isascii()).lower()
    assert alert_duplicate._letters(text) == sum(letters.encode("utf-8"))
