"""The ranges in queries of panels: written out, or following what the reader looks at."""

from __future__ import annotations

import pytest

from o11ygen.resolved.panel_ranges import ranges_of
from tests.dashboards import make_dashboard, make_query, make_row, make_variable

MINUTE = 60_000


@pytest.mark.parametrize(
    ("expr", "found"),
    [
        ("rate(a_total[5m])", [("rate", "", 5 * MINUTE)]),
        ("rate(a_total[$__rate_interval])", []),
        ("rate(a_total[ ${__rate_interval} ]) + rate(b_total[$__rate_interval])", []),
        (
            "rate(a_total[$__rate_interval] offset 1d) + rate(a_total[1m])",
            [("rate", "__rate_interval"), ("rate", "", MINUTE)],
        ),
        ("rate(a_total[${__interval}])", [("rate", "__interval")]),
        ("increase(a_total[$__range])", [("increase", "__range")]),
        ("rate(a_total[$__auto])", [("rate", "chosen")]),
        ("rate(a_total[$step])", [("rate", "chosen")]),
        ("rate(a_total[$fixed])", [("rate", "chosen")]),
        ("rate(a_total[[[step]]])", [("rate", "chosen")]),
        (
            "rate(a_total[1h]) / rate(b_total[$__rate_interval])",
            [("rate", "", 60 * MINUTE), ("rate", "__rate_interval")],
        ),
        ("up", []),
        ("rate($metric[5m])", []),
        ("rate(a_total[5m]", []),
    ],
)
def test_ranges(expr: str, found: list[tuple[object, ...]]) -> None:
    variables = (make_variable("step", query="x"), make_variable("fixed", values=("1m", "5m")))
    dashboard = make_dashboard(make_row(), variables=variables)
    told = [(one.selector.function, one.variable, one.length_ms) for one in ranges_of(make_query(expr), dashboard)]
    assert [one[: len(wanted)] for one, wanted in zip(told, found, strict=True)] == found
