"""`ui-config.json`: the names of the page's settings, which Jaeger passes on unjudged."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen.targets.jaeger_ui import Dependencies, JaegerUi, LinkPattern, Lookback, Monitor, Search, Tracking
from o11ygen.targets.model import judge


def faults(value: Any) -> list[tuple[str, str, str]]:
    return [(each.place, each.message, each.hint) for each in judge(JaegerUi, value, {})]


def test_built_in_the_spelling_of_the_page() -> None:
    built = JaegerUi(
        monitor=Monitor(menu_enabled=True),
        dependencies=Dependencies(dag_max_num_services=300),
        search=Search(max_lookback=Lookback(label="7 days", value="7d"), max_limit=500),
        link_patterns=[LinkPattern(type="traces", url="https://grafana.example.com/#{traceID}", text="Grafana")],
        tracking=Tracking(ga_id="G-1"),
        use_open_telemetry_terms=True,
    )
    assert built.document() == {
        "monitor": {"menuEnabled": True},
        "dependencies": {"dagMaxNumServices": 300},
        "search": {"maxLookback": {"label": "7 days", "value": "7d"}, "maxLimit": 500},
        "linkPatterns": [{"type": "traces", "url": "https://grafana.example.com/#{traceID}", "text": "Grafana"}],
        "tracking": {"gaID": "G-1"},
        "useOpenTelemetryTerms": True,
    }
    assert faults(built.document()) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            {"monitor": {"menuEnable": True}},
            ("monitor.menuEnable", "unknown field `menuEnable`", 'Did you mean "menuEnabled"?'),
        ),
        (
            {"linkPatterns": [{"type": "tags", "url": "https://e.com", "text": "a"}]},
            ("linkPatterns[0].key", "a link of type `tags` needs `key`", "Name the tag or field"),
        ),
        (
            {"linkPatterns": [{"type": "traces", "url": "https://e.com/#{}", "text": "a"}]},
            ("linkPatterns[0].url", "`url` has a placeholder without a name", "Write `#{traceID}`"),
        ),
        (
            {"search": {"maxLookback": {"label": "A week", "value": "1 week"}}},
            (
                "search.maxLookback.value",
                "`1 week` is no length that the page knows",
                "Write a number and m, h, d or w, such as `7d`",
            ),
        ),
        (
            {"search": {"adjustEndTime": "soon"}},
            ("search.adjustEndTime", "`soon` is no length of time", "Write a number and a unit, such as `1m`"),
        ),
        (
            {"menu": [{"label": "Docs", "url": "https://e.com", "items": []}]},
            ("menu[0].items", "the menu entry `Docs` has both `url` and `items`", "Keep one of them"),
        ),
    ],
)
def test_faults(value: Any, expected: tuple[str, str, str]) -> None:
    assert faults(value) == [expected]
