"""Parts of expressions that can make no difference."""

from __future__ import annotations

import pytest

from tests.labelflow.declared import flow

Found = tuple[str, str, str, str]


def remarks(text: str) -> list[Found]:
    """Kind, what, why, and the part of the text that is meant."""
    return [(one.kind, one.what, one.why, text[one.start : one.end]) for one in flow(text).remarks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Comparisons
        ("up > 1", ("never_true", "`> 1` is never true", "`up` is 0 or 1", "up > 1")),
        ("2 < up", ("never_true", "`2 <` is never true", "`up` is 0 or 1", "2 < up")),
        ("up <= 1", ("always_true", "`<= 1` is always true", "`up` is 0 or 1", "up <= 1")),
        ("up > bool 1", ("never_true", "`> 1` is never true", "`up` is 0 or 1", "up > bool 1")),
        ("1 > bool 2", ("never_true", "`> 2` is never true", "what it judges is 1", "1 > bool 2")),
        ("2 > bool 1", ("always_true", "`> 1` is always true", "what it judges is 2", "2 > bool 1")),
        (
            "count(up) == 0",
            ("never_true", "`== 0` is never true", "what it judges lies between 1 and inf", "count(up) == 0"),
        ),
        ("(up > 0) < 0", ("never_true", "`< 0` is never true", "what it judges lies above 0", "(up > 0) < 0")),
        (
            "share > 1.5",
            ("never_true", "`> 1.5` is never true", "`share` is declared to lie between 0 and 1", "share > 1.5"),
        ),
        (
            'sum(rate(requests_total{code="500"}[5m])) / sum(rate(requests_total[5m])) > 14.4',
            (
                "never_true",
                "`> 14.4` is never true",
                "a part of a whole is never more than 1",
                'sum(rate(requests_total{code="500"}[5m])) / sum(rate(requests_total[5m])) > 14.4',
            ),
        ),
        # Selectors, and functions that leave nothing
        (
            'sum(up{job="a", job="b"})',
            (
                "never_returns",
                '`up{job="a", job="b"}` selects nothing',
                '`job="a"` and `job="b"` exclude each other',
                'up{job="a", job="b"}',
            ),
        ),
        (
            "topk(0, up)",
            ("never_returns", "`topk(0, up)` returns nothing", "`topk(0, ...)` chooses no series", "topk(0, up)"),
        ),
        (
            "clamp(up, 2, 1)",
            (
                "never_returns",
                "`clamp(up, 2, 1)` returns nothing",
                "`clamp` between 2 and 1, of which the first is larger, returns nothing",
                "clamp(up, 2, 1)",
            ),
        ),
        # Operators between vectors
        (
            "up unless on () vector(1)",
            (
                "never_returns",
                "`unless` takes everything away: `vector(1)`",
                "its right side always returns: `vector()` always returns",
                "up unless on () vector(1)",
            ),
        ),
        (
            "up and on () vector(1)",
            (
                "needless",
                "`and` leaves nothing out: `vector(1)`",
                "its right side always returns: `vector()` always returns",
                "and on () vector(1)",
            ),
        ),
        (
            "up unless sum(up)",
            (
                "needless",
                "`unless` takes nothing away: `sum(up)`",
                "every series on the left has `instance`, and none on the right (removed by `sum`)",
                "unless sum(up)",
            ),
        ),
        (
            "vector(0) or sum(up)",
            (
                "dead_branch",
                "the right side of `or` adds nothing: `sum(up)`",
                "the left side always returns: `vector()` always returns",
                "sum(up)",
            ),
        ),
        (
            "sum(up) * up",
            (
                "never_matches",
                "`*` matches nothing",
                "every series on the right has `instance`, and none on the left (removed by `sum`)",
                "sum(up) * up",
            ),
        ),
        (
            'sum(up{job="a"}) by (job) / on (job) up{job="b"}',
            (
                "never_matches",
                "`/` matches nothing",
                '`job="a"` on the left and `job="b"` on the right exclude each other',
                'sum(up{job="a"}) by (job) / on (job) up{job="b"}',
            ),
        ),
        (
            "undeclared / on (pod) sum(up) > 0",
            (
                "one_sided_label",
                "`on (pod)`: series on the left that have `pod` match nothing",
                "removed by `sum`",
                "on",
            ),
        ),
        # Labels
        (
            "sum by (zone) (up)",
            ("impossible_label", "`by (zone)` groups by a label that no series has", "`up` has no label `zone`", "by"),
        ),
        (
            "sum(up) without (zone)",
            (
                "redundant_label",
                "`without (zone)` takes away a label that no series has",
                "`up` has no label `zone`",
                "without",
            ),
        ),
        (
            "sum(up) * on (zone) sum(up)",
            ("impossible_label", "`on (zone)`: neither side has `zone`", "removed by `sum`", "on"),
        ),
        (
            "up * ignoring (zone) up",
            ("redundant_label", "`ignoring (zone)`: neither side has `zone`", "`up` has no label `zone`", "ignoring"),
        ),
        (
            "up * on (job) group_left (zone) build_info",
            (
                "impossible_label",
                "`group_left (zone)` takes over a label that the other side does not have",
                "`build_info` has no label `zone`",
                "group_left",
            ),
        ),
        (
            "build_info * on (job) group_right (instance) up",
            (
                "overwritten_label",
                "`group_right (instance)` overwrites `instance`",
                "every series on the right has it: declared by `up`",
                "group_right",
            ),
        ),
        (
            "up * ignoring (code) group_left (job) build_info",
            (
                "redundant_label",
                "`group_left (job)` takes over a label that is there with the same value",
                "every series on the left has it: declared by `up`",
                "group_left",
            ),
        ),
        (
            "sum by (job) (up * on (job) group_left (code) build_info)",
            (
                "unused_label",
                "`group_left (code)` takes over a label that nothing uses",
                "removed by `sum by (job)`",
                "group_left",
            ),
        ),
        (
            "max(label_replace(up, 'x', 'y', '', ''))",
            ("unused_label", "`label_replace` sets `x`, which nothing uses", "removed by `max`", "label_replace"),
        ),
        (
            "(up * on (job) group_left (code) build_info) / on (job) sum by (job) (up)",
            (
                "unused_label",
                "`group_left (code)` takes over a label that nothing uses",
                "removed by `/ on (job)`",
                "group_left",
            ),
        ),
    ],
)
def test_what_makes_no_difference(text: str, expected: Found) -> None:
    assert remarks(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "up == 0",
        "up >= 0.5",
        "count(up) > 0",
        "count(other) >= 1",
        "requests_total >= 0",
        "time() > bool 0",
        "vector(1) == 1",
        # It may be 0 / 0.
        'sum(rate(requests_total{code="500"}[5m])) / sum(rate(requests_total[5m])) <= 1',
        # A quantile of nothing is NaN.
        "histogram_quantile(0.9, sum by (le) (rate(latency_seconds_bucket[5m]))) <= 10",
        "vector(0) or up",
        "sum(up) or vector(0)",
        "sum by (job) (up) or on () vector(0)",
        "up and other",
        "up unless on (job) other",
        "up * on (job) group_left (code) build_info",
        "sum by (job, code) (up * on (job) group_left (code) build_info)",
        "sum without (job) (up * on (job) group_left (code) build_info)",
        "sum(limitk(1, label_replace(up, 'x', 'y', '', '')))",
        "label_replace(label_replace(up, 'x', 'y', '', ''), 'z', '$1', 'x', '(.*)')",
        "(up * on (job) group_left (code) build_info) and on (code) other",
        "up + fill(0) sum(up)",
        'up{job="a"} or on (job) up{job="b"}',
        'up{job=~"a|b"} * on (job) group_left () build_info{job=~"b|c"}',
        "sum by (zone) (other)",
        "other * on (zone) group_left (rack) other",
        "sum by (__name__) (up)",
        'count_values without (v) ("v", up)',
    ],
)
def test_what_may_make_a_difference(text: str) -> None:
    assert remarks(text) == []


def test_what_is_dead_is_told_once() -> None:
    """What follows from a part that returns nothing is not told again."""
    assert [one[0] for one in remarks("(up > 1) * on (job) sum(up) > 5 unless on () (up == 3)")] == [
        "never_true",
        "never_true",
    ]
