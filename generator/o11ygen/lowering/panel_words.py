"""Words of Grafana that its schema takes for any text: calculations, and the colours of its palette."""

from __future__ import annotations

import re

from o11ygen.finding import nearest

# https://grafana.com/docs/grafana/latest/panels-visualizations/query-transform-data/calculation-types/
_CALCULATIONS = frozenset(
    {
        "allIsNull",
        "allIsZero",
        "allValues",
        "changeCount",
        "count",
        "countAll",
        "delta",
        "diff",
        "diffperc",
        "distinctCount",
        "first",
        "firstNotNull",
        "last",
        "lastNotNull",
        "logmin",
        "max",
        "mean",
        "median",
        "min",
        "range",
        "stdDev",
        "step",
        "sum",
        "uniqueValues",
        "variance",
        *(f"p{number}" for number in range(1, 100)),
    }
)
# What some of them were called before Grafana 7.
_RENAMED = {"avg": "mean", "average": "mean", "current": "lastNotNull", "total": "sum"}
_HUES = ("red", "orange", "yellow", "green", "blue", "purple")
_SHADES = ("super-light-", "light-", "", "semi-dark-", "dark-")
_PALETTE = frozenset({"text", "transparent", *(shade + hue for hue in _HUES for shade in _SHADES)})
_NUMERIC = re.compile(r"#(?:[0-9a-fA-F]{3,4}){1,2}|rgba?\([0-9., %]+\)")


def calculation_hint(name: str) -> str:
    """What to write instead of a calculation that Grafana does not have; nothing when it has it."""
    if name in _CALCULATIONS:
        return ""
    if name in _RENAMED:
        return f"Write `{_RENAMED[name]}`, as it is called now."
    return nearest(name, _CALCULATIONS) or "Use one such as `lastNotNull`, `mean`, `max` or `p95`."


def color_hint(color: str) -> str:
    """What to write instead of a colour that Grafana does not have; nothing when it has it."""
    if color in _PALETTE or _NUMERIC.fullmatch(color):
        return ""
    return nearest(color, _PALETTE) or "Use one such as `red`, `dark-orange` or `#c4162a`."
