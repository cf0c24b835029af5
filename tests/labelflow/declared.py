"""Metrics of a small service, as tables of tests declare them."""

from __future__ import annotations

from o11ygen.labelflow import About, LabelFlow, Sample, flow_of
from o11ygen.promql.limits import INF, NOT_NEGATIVE, Limits
from o11ygen.promql.parse import tree

_UP = Limits(0, 1, "`up` is 0 or 1")
ABOUT = {
    "up": Sample("boolean", "", _UP, nan=False),
    "requests_total": Sample("counter", "", NOT_NEGATIVE),
    "bytes_total": Sample("counter", "bytes", NOT_NEGATIVE),
    "memory_bytes": Sample("gauge", "bytes"),
    "limit_bytes": Sample("gauge", "bytes"),
    "share": Sample("ratio", "ratio", Limits(0, 1, "`share` is declared to lie between 0 and 1"), nan=False),
    "started_seconds": Sample("timestamp", "seconds", NOT_NEGATIVE),
    "build_info": Sample("boolean", "", Limits(1, 1)),
    "latency_seconds_bucket": Sample("buckets", "seconds", NOT_NEGATIVE, of="buckets"),
    "latency_seconds_sum": Sample("counter", "seconds", NOT_NEGATIVE),
    "latency_seconds_count": Sample("counter", "", NOT_NEGATIVE),
    "latency_seconds": Sample("histogram", "seconds", of="native"),
}
LABELS = frozenset(("job", "instance", "code"))


class Service:
    """Every metric above has `job` and `instance`, and may have `code`; nothing is known of others."""

    def carried(self, name: str) -> frozenset[str] | None:
        return LABELS - {"code"} if name in ABOUT else None

    def possible(self, name: str) -> frozenset[str] | None:
        return LABELS | ({"le"} if name.endswith("_bucket") else frozenset()) if name in ABOUT else None

    def about(self, name: str) -> About:
        return About(ABOUT[name]) if name in ABOUT else About()

    def buckets_of(self, name: str) -> tuple[float, ...]:
        return (0.1, 1.0, 10.0) if name == "latency_seconds_bucket" else ()

    def presence(self, name: str, label: str) -> str:
        return f"declared by `{name}`" if name in ABOUT else ""

    def absence(self, name: str, label: str) -> str:
        return ""


def flow(text: str) -> LabelFlow:
    """What the parts of an expression return, by this service."""
    whole = tree(text)
    assert whole is not None, text
    return flow_of(whole, Service())


__all__ = ["INF", "Service", "flow"]
