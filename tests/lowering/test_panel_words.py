"""Words that Grafana knows, and what is said instead of those it does not."""

from __future__ import annotations

import pytest

from o11ygen.lowering.panel_words import calculation_hint, color_hint


@pytest.mark.parametrize("name", ["lastNotNull", "mean", "max", "p95", "diffperc", "stdDev"])
def test_calculations_of_grafana(name: str) -> None:
    assert calculation_hint(name) == ""


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("lastNotNul", 'Did you mean "lastNotNull"?'),
        ("LASTNOTNULL", 'Did you mean "lastNotNull"?'),
        ("avg", "Write `mean`, as it is called now."),
        ("current", "Write `lastNotNull`, as it is called now."),
        ("zzz", "Use one such as `lastNotNull`, `mean`, `max` or `p95`."),
        ("p100", 'Did you mean "p10"?'),
    ],
)
def test_other_calculations(name: str, hint: str) -> None:
    assert calculation_hint(name) == hint


@pytest.mark.parametrize(
    "color", ["red", "super-light-purple", "text", "transparent", "#fff", "#C4162A80", "rgb(1, 2, 3)"]
)
def test_colours_of_grafana(color: str) -> None:
    assert color_hint(color) == ""


@pytest.mark.parametrize(
    ("color", "hint"),
    [
        ("gren", 'Did you mean "green"?'),
        ("Red", 'Did you mean "red"?'),
        ("#12", "Use one such as `red`, `dark-orange` or `#c4162a`."),
        ("", "Use one such as `red`, `dark-orange` or `#c4162a`."),
    ],
)
def test_other_colours(color: str, hint: str) -> None:
    assert color_hint(color) == hint
