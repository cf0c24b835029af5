"""The checks of PromQL together: whatever is written, they come to an end and point into it; good rules give no finding."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.check import run
from o11ygen.finding import Finding
from o11ygen.promql import parse
from o11ygen.resolved import Label, SeriesIndex
from o11ygen.resolved.rules import AlertRule, RecordingRule
from tests.labelflow.expressions import Words
from tests.stacks import make_alert, make_group, make_metric, make_recording, make_stack

METRICS = (
    make_metric("t_total", labels=(Label("a", ("1", "2"), "", 0), Label("b", (), "", 0))),
    make_metric("x", type="gauge", labels=(Label("a", (), "", 0),), range=(0, 1), unit="ratio"),
    make_metric("h", type="histogram", buckets=(0.5, 2.0), labels=(Label("a", (), "", 0),)),
)
# As `lint FILE` knows of files that somebody else wrote.
FOREIGN = frozenset(("versions",))


def found(*rules: AlertRule | RecordingRule, declared: bool = False) -> list[Finding]:
    records = [rule for rule in rules if isinstance(rule, RecordingRule)]
    parts = {"metrics": METRICS} if declared else {"known": FOREIGN}
    series = SeriesIndex.build(METRICS if declared else (), records, (), ())
    series.complete = declared
    stack = make_stack(groups=(make_group(rules=tuple(rules)),), series=series, **parts)
    return [one for one in run(stack, severities={}, used=set()) if one.id.startswith("promql/")]


@given(st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=100, deadline=None)
def test_whatever_is_written_is_judged(random: Random, declared: bool) -> None:
    words = Words(random)
    recorded = make_recording("job:x:sum", expr=words.vector(3))
    text = f"({words.vector(3)}) / job:x:sum > {words.scalar(1)}"
    for finding in found(make_alert(expr=text), recorded, declared=declared):
        assert finding.message
        assert finding.hint or finding.id == "promql/syntax"
        if finding.excerpt is not None:
            assert 0 <= finding.excerpt.start < finding.excerpt.end <= len(finding.excerpt.text)


@given(st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_what_is_said_does_not_hang_on_what_was_judged_before(random: Random) -> None:
    texts = [text for text in (Words(random).vector(3) for _ in range(4)) if not parse(text).error]
    alerts = [make_alert(f"A{number}", expr=f"{text} > 1") for number, text in enumerate(texts)]
    alone = [(one.id, one.message) for alert in alerts for one in found(alert, declared=True)]
    together = [(one.id, one.message) for one in found(*alerts, declared=True)]
    assert sorted(together) == sorted(alone)


GOOD = [
    # A dead man's switch, targets that are gone, and targets that are down.
    "vector(1)",
    'absent(up{job="kubelet", metrics_path="/metrics"} == 1)',
    "100 * (count by (job, namespace) (up == 0) / count by (job, namespace) (up)) > 10",
    'up{job=~"(a|b).*"} == 0 unless on (instance) probe_success == 1',
    # Joins that take over labels, made unique first, on either side.
    "rate(jobs_started_total[5m]) * on (namespace, pod) group_left (node) topk by (namespace, pod) (1, max by (namespace, "
    'pod, node) (pod_info{node!=""})) > 1',
    "topk by (quota) (1, max without (type) (used)) / on (quota) group_left () "
    "topk by (quota) (1, max without (type) (hard)) > 0.9",
    "kept / ignoring (status) group_left () total_kept > 0.1",
    # Differences, series that are new, and what stands still.
    "(count by (job) (restarted) > 1) and on (job) changes(version_seen[15m]) > 0",
    "(failures_seen unless failures_seen offset 15m) > 0",
    "increase(max without (instance) (leader_changes_total)[15m:1m]) >= 4",
    "time() - backup_last_success_timestamp_seconds > 86400",
    "predict_linear(volume_available_bytes[6h], 4 * 24 * 3600) < 0 and volume_available_bytes / volume_capacity_bytes < 0.15",
    # Error rates with and without idle series, budgets, latencies.
    'sum by (job) (rate(requests_total{code=~"5.."}[5m])) / sum by (job) (rate(requests_total[5m])) > 0.05',
    'sum by (job) (rate(requests_total{code=~"5.."}[1h])) / sum by (job) (rate(requests_total[1h])) > (14.4 * 0.001)',
    '(1 - sum(rate(latency_bucket{le="0.1"}[5m])) / sum(rate(latency_count[5m]))) * 100 > 5',
    "histogram_quantile(0.99, sum by (job, le) (rate(latency_seconds_bucket[5m]))) > 4 and sum by (job) "
    "(rate(latency_seconds_bucket[5m])) > 0",
    "max_over_time(rate(requests_total[5m])[1h:1m]) > 100",
    "label_replace(up, 'node', '$1', 'instance', '(.*):.*') == 0",
    "(queue_depth > 100) * on () group_left () (hour() > bool 8) > 0",
    "(sum(errors_seen) or vector(0)) > 5",
]


@pytest.mark.parametrize("text", GOOD)
def test_good_rules_of_others_give_no_finding(text: str) -> None:
    assert parse(text).error == ""
    assert [(one.id, one.message) for one in found(make_alert(expr=text))] == []
