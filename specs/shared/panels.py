"""Pieces of panels that several dashboards show alike."""

from collections.abc import Mapping
from typing import Any

from o11ygen import Query, Threshold

# For a series that is 1 when all is well and 0 when not.
UP_OR_DOWN = {"0": "down", "1": "up"}
RED_AT_ZERO = (Threshold(0, "red"), Threshold(1, "green"))


def percentiles(buckets: str) -> tuple[Query, ...]:
    """Median, 95th and 99th percentile of a histogram; `buckets` is the rate of its bucket series."""
    return tuple(
        Query(f"histogram_quantile({quantile}, sum by (le) ({buckets}))", legend=legend)
        for quantile, legend in ((0.5, "median"), (0.95, "95th percentile"), (0.99, "99th percentile"))
    )


def colored(colors: Mapping[str, str]) -> Mapping[str, Any]:
    """For `extra`: the colour of each series by its legend, the same in every panel and however many series there are.

    What stands between slashes is a regular expression, whose series get shades of the colour.
    """
    return {"fieldConfig": {"overrides": [_override(name, color) for name, color in colors.items()]}}


def _override(name: str, color: str) -> Mapping[str, Any]:
    matcher, mode = ("byRegexp", "shades") if name.startswith("/") else ("byName", "fixed")
    return {
        "matcher": {"id": matcher, "options": name},
        "properties": [{"id": "color", "value": {"mode": mode, "fixedColor": color}}],
    }
