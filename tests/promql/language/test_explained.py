"""Several faults of one expression, each with its place and its remedy."""

from __future__ import annotations

import pytest

from o11ygen.promql import syntax_problems
from o11ygen.version import Version


@pytest.mark.parametrize(
    ("text", "version", "expected"),
    [
        (
            "rate(x) + sum by job (y) > nope(1)",
            "3.5",
            [
                (1, "`rate` takes a range and is given an instant vector"),
                (15, "the labels of `by` do not stand in parentheses"),
                (28, "`nope` is no function of Prometheus"),
            ],
        ),
        (
            "sum(x) offset 5m + mad_over_time(y) + first_over_time(x[5m])",
            "3.5",
            [
                (8, "`offset` follows something that is not a selector"),
                (20, "`mad_over_time` is behind a feature flag in Prometheus 3.5: without promql-experimental-functions "
                     "the server refuses the rule file"),
                (20, "`mad_over_time` takes a range and is given an instant vector"),
                (39, "`first_over_time` needs Prometheus 3.7 with the feature flag promql-experimental-functions, or 3.14 "
                     "without it; judged as 3.5"),
            ],
        ),
        (
            "clamp(x y, 1, 2) / (a b)",
            "3.5",
            [(9, "`y` follows `x` without an operator"), (23, "`b` follows `a` without an operator")],
        ),
        ('{a=""} + {b=~".*"}', "3.5", [
            (1, "a selector without a metric name has no matcher that asks for a value, so it would read every series"),
        ]),
        (
            "x[5min] + y[3days] && z[5m",
            "3.5",
            [
                (3, "`5min` is not spelled as a duration"),
                (13, "`3days` is not spelled as a duration"),
                (20, "`&&` is not PromQL"),
            ],
        ),
        ("clamp(x y, 1)", "3.5", [(9, "`y` follows `x` without an operator")]),
        ("sum by (a:b) (x)", "2.53", [(9, "`a:b` is no label name: it has a colon")]),
        ("x[5m x 1m]", "3.5", []),
        ("0x1ee", "3.5", [(1, "Prometheus does not read `0x1ee` in this place")]),
    ],
)  # fmt: skip
def test_every_fault_is_told(text: str, version: str, expected: list[tuple[int, str]]) -> None:
    found = syntax_problems(text, version=Version.parse(version))
    assert [(problem.position.column, problem.message) for problem in found] == expected
