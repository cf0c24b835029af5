"""What is known of series where labels are followed: declared metrics, recording rules, and what Prometheus makes itself."""

from __future__ import annotations

import pytest

from o11ygen.labelflow import Outcome
from o11ygen.resolved import Label, Metric, RecordingRule, SeriesIndex, Source
from o11ygen.resolved.knowledge import knowledge_of
from o11ygen.resolved.source import UNKNOWN

CODE = Label("code", (), "", 0)


def metric(
    name: str, type: str, *, unit: str = "", range: tuple[float, float] = (float("-inf"), float("inf"))
) -> Metric:
    return Metric(
        name, type, "", unit, (CODE,), (0.1, 1.0), type == "histogram", (), range, False, "shop", ("app",), UNKNOWN
    )


def record(name: str, expr: str, **labels: str) -> RecordingRule:
    source = Source(name, f"recording rule {name}", UNKNOWN.origin)
    return RecordingRule(name, name, "shop", expr, labels, "", "", source)


def index(*records: RecordingRule) -> SeriesIndex:
    metrics = (
        metric("requests_total", "counter"),
        metric("latency_seconds", "histogram", unit="seconds"),
        metric("accuracy", "gauge", unit="ratio", range=(0, 1)),
        metric("memory_bytes", "gauge", unit="bytes"),
        metric("build_info", "info"),
    )
    return SeriesIndex.build(metrics, records, (), ())


def one(series: SeriesIndex, text: str) -> Outcome:
    (outcome,) = series.outcomes_of(text)
    return outcome


@pytest.mark.parametrize(
    ("name", "kind", "unit", "limits"),
    [
        ("requests_total", "counter", "", (0, float("inf"))),
        ("latency_seconds_bucket", "buckets", "seconds", (0, float("inf"))),
        ("latency_seconds_count", "counter", "", (0, float("inf"))),
        ("latency_seconds_sum", "counter", "seconds", (float("-inf"), float("inf"))),
        ("latency_seconds", "histogram", "seconds", (float("-inf"), float("inf"))),
        ("accuracy", "ratio", "ratio", (0, 1)),
        ("memory_bytes", "gauge", "bytes", (float("-inf"), float("inf"))),
        ("build_info", "boolean", "", (float("-inf"), float("inf"))),
        ("up", "boolean", "", (0, 1)),
        ("scrape_duration_seconds", "duration", "seconds", (0, float("inf"))),
        ("ALERTS", "boolean", "", (1, 1)),
        ("nobody_declares_this", "unknown", "", (float("-inf"), float("inf"))),
    ],
)
def test_what_the_samples_of_a_series_are(name: str, kind: str, unit: str, limits: tuple[float, float]) -> None:
    outcome = one(index(), name)
    assert (outcome.value, outcome.unit, outcome.limits[:2]) == (kind, unit, limits)


@pytest.mark.parametrize(
    ("name", "label", "presence", "reason"),
    [
        ("requests_total", "code", "sure", "declared by `requests_total`"),
        ("requests_total", "job", "sure", "set by the scrape"),
        ("requests_total", "zone", "impossible", "`requests_total` has no label `zone`"),
        ("latency_seconds_bucket", "le", "sure", "declared by `latency_seconds`"),
        ("job:requests:rate5m", "job", "sure", "recorded in `job:requests:rate5m`: set by the scrape"),
        ("job:requests:rate5m", "tier", "sure", "set by recording rule job:requests:rate5m"),
        (
            "job:requests:rate5m",
            "code",
            "impossible",
            "`job:requests:rate5m` has no label `code`: removed by `sum by (job)`",
        ),
        (
            "sum by (code) (job:requests:rate5m)",
            "code",
            "impossible",
            "`job:requests:rate5m` has no label `code`: removed by `sum by (job)`",
        ),
    ],
)
def test_where_labels_come_from(name: str, label: str, presence: str, reason: str) -> None:
    series = index(record("job:requests:rate5m", "sum by (job) (rate(requests_total[5m]))", tier="web"))
    assert one(series, name).label(label) == (presence, reason)


def test_recording_rules_carry_what_they_return() -> None:
    series = index(
        record("job:sent:rate1h", "sum by (job) (rate(requests_total[1h] offset 1h)) > 5"),
        record("job:sent:day", "max_over_time(job:sent:rate1h[1d])"),
        record("job:nothing:never", "up > 1"),
        record("job:missing:absent", "absent(up)"),
    )
    outcome = one(series, "job:sent:day offset 1h")
    assert outcome.value == "rate"
    assert outcome.reach_ms == (24 + 1 + 2) * 3_600_000
    assert outcome.operations == ("max_over_time", ">", "sum", "rate")
    assert [(found.op, found.threshold, found.start) for found in outcome.conditions] == [(">", 5, -1)]
    assert outcome.limits.low > 5
    assert one(series, "job:nothing:never").returns == "never"
    assert one(series, "job:missing:absent").absent


def test_what_a_declared_metric_gives_too_is_not_only_recorded() -> None:
    series = index(record("requests_total", "up > 1"))
    outcome = one(series, "requests_total")
    assert outcome.returns == "sometimes"
    assert outcome.conditions == ()
    assert outcome.value == "unknown"


def test_branches_of_a_recording_rule_are_all_reckoned_with() -> None:
    series = index(record("x:any", "accuracy or 2 * accuracy"))
    outcome = one(series, "x:any")
    assert outcome.limits[:2] == (0, 2)
    assert outcome.reach_ms == 0


def test_recording_rules_that_read_each_other_come_to_an_end() -> None:
    series = index(
        record("a", "b or sum by (job) (up)"),
        record("b", "a > 1"),
        record("c", "rate(c[5m])"),
    )
    for name in ("a", "b", "c"):
        outcome = one(series, name)
        assert outcome.returns == "sometimes"
        assert outcome.label("job").reason
        assert outcome.label("zone").reason


def test_the_knowledge_is_made_once() -> None:
    series = index()
    assert knowledge_of(series) is knowledge_of(series)


def test_a_rule_is_followed_once_however_often_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from o11ygen.resolved import knowledge

    asked = []
    follow = knowledge.flow_of
    monkeypatch.setattr(knowledge, "flow_of", lambda tree, known: asked.append(tree) or follow(tree, known))
    series = index(record("x:up", "sum by (job) (up)"))
    for number in range(5):
        series.outcomes_of(f"x:up > {number}")
    assert len(asked) == 1
