"""Pieces of panels that several dashboards show alike."""

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
