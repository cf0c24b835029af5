"""Outcomes in words."""

from __future__ import annotations

import pytest

from o11ygen.labelflow.summary import described, summary_of
from tests.labelflow.declared import flow


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("other", "unknown value"),
        ("memory_bytes", "gauge in bytes"),
        ("rate(bytes_total[5m])", "rate in bytes/s, 0 or more"),
        ("share", "ratio, 0 to 1"),
        ("share > 0", "ratio, 0 to 1"),
        ("100 * share", "ratio in percent, 0 to 100"),
        ("memory_bytes > 5", "gauge in bytes, above 5"),
        ("memory_bytes >= 5", "gauge in bytes, 5 or more"),
        ("memory_bytes <= 5", "gauge in bytes, 5 or less"),
        ("vector(3)", "number, always 3"),
        ("absent(up)", "boolean, always 1"),
    ],
)
def test_what_the_samples_are(text: str, words: str) -> None:
    (outcome,) = flow(text).result
    assert described(outcome) == words


def test_labels_are_listed_from_the_sure_ones_on() -> None:
    (outcome,) = flow("sum without (instance) (rate(requests_total[1h] offset 1h)) and on (job) other").result
    summary = summary_of(outcome, added={"team": "set by the rule", "job": "set by the rule"})
    assert [(name, *state) for name, state in summary.labels] == [
        ("job", "sure", "set by the rule"),
        ("team", "sure", "set by the rule"),
        ("code", "possible", "declared by `requests_total`"),
        ("instance", "impossible", "removed by `sum without (instance)`"),
    ]
    assert (summary.value, summary.unit, summary.low, summary.high) == ("rate", "", 0, None)
    assert (summary.returns, summary.why, summary.reach, summary.open) == ("sometimes", "", "2h", False)


def test_a_fixed_time_is_no_reach() -> None:
    (outcome,) = flow("other @ 1000").result
    summary = summary_of(outcome, added={})
    assert (summary.reach, summary.open) == ("a fixed time", True)
