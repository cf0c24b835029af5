from __future__ import annotations

import pytest

from o11ygen.promql import PossibleLabels, parse, possible_labels

LABELS = {
    "m": frozenset(("job", "instance")),
    "wide": frozenset(("job", "instance", "method", "status")),
    "team_info": frozenset(("job", "team")),
}


def labels(text: str) -> PossibleLabels:
    return possible_labels(text, labels_of=LABELS.get)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("m", "job instance"),
        ('m{extra="x"}', "job instance extra"),
        ('m{instance=""}', "job"),
        ("sum(wide)", ""),
        ("sum by (job, method, nope) (wide)", "job method"),
        ("sum without (instance) (wide)", "job method status"),
        ("vector(1)", ""),
        ('absent(wide{job="a", status=~"5.."})', "job"),
        ("m or sum by (method) (wide)", "job instance method"),
        ("wide and m", "job instance"),
        ("wide and on (job) m", "job instance method status"),
        ("other and m", "job instance"),
        ("other / m", "job instance"),
        ("wide unless m", "job instance method status"),
        ("wide / on (job) m", "job"),
        ("wide / ignoring (method, status) m", "job instance"),
        ("wide * on (job) group_left (team) team_info", "job instance method status team"),
        ("team_info * on (job) group_right (team) wide", "job instance method status team"),
        ('label_replace(m, "node", "$1", "instance", "(.*):.*")', "job instance node"),
        ('label_join(m, "node", "-", "job", "instance")', "job instance node"),
        ('count_values("version", m)', "version"),
        ("sum by (le) (wide)", ""),
        ("m + fill(0) wide", "job instance method status"),
    ],
)
def test_the_labels_a_series_may_carry(text: str, expected: str) -> None:
    assert labels(text).labels == frozenset(expected.split())


@pytest.mark.parametrize("text", ["other", "m or other", "info(m)", "sum without (job) (other)", "sum("])
def test_the_set_is_open_where_nothing_is_known(text: str) -> None:
    assert labels(text).labels is None
    assert labels(text).may_carry("whatever")


def test_a_grouping_closes_an_open_set() -> None:
    assert labels("sum by (job) (other)").labels == frozenset(("job",))
    assert labels("other / on (job) other").labels == frozenset(("job",))


@pytest.mark.parametrize(
    ("text", "label", "reason"),
    [
        ("m", "method", "`m` has no label `method`"),
        ('m{job=""}', "job", "the selector asks for series without `job`"),
        ("sum(wide)", "job", "removed by `sum`"),
        ("sum by (job, instance) (wide)", "method", "removed by `sum by (job, instance)`"),
        ("max(sum by (job) (wide))", "job", "removed by `max`"),
        ("sum by (team) (m)", "team", "`m` has no label `team`"),
        ("avg without (instance) (m)", "instance", "removed by `avg without (instance)`"),
        ("m / on (job) wide", "instance", "removed by `/ on (job)`"),
        ("m > ignoring (instance) wide", "instance", "removed by `> ignoring (instance)`"),
        ("wide / m", "method", "the other side of `/` lacks it: `m` has no label `method`"),
        (
            "wide / sum by (job) (m)",
            "instance",
            "the other side of `/` lacks it: removed by `sum by (job)`",
        ),
        ("wide * on (job) group_left (team) m", "team", "`m` has no label `team`"),
        ("vector(1)", "job", "`vector()` has no label `job`"),
        ("time()", "job", "`time()` has no label `job`"),
        ("1", "job", "a number has no label `job`"),
        ('absent(m{job="a"})', "instance", "`absent` has no label `instance`"),
        ("absent(sum(m))", "job", "`absent` of anything but a plain selector has no label `job`"),
        ('histogram_quantile(0.9, other{le!=""})', "le", "removed by `histogram_quantile`"),
        ("sum(m) or vector(0)", "job", "removed by `sum`; `vector()` has no label `job`"),
        ("sum(m) or sum(wide)", "job", "removed by `sum`"),
        ("m", "job", ""),
        ("m or vector(0)", "job", ""),
        ("topk by (job) (1, m)", "instance", ""),
    ],
)
def test_the_reason_names_what_removes_a_label(text: str, label: str, reason: str) -> None:
    assert labels(text).removed_by(label) == reason
    assert labels(text).may_carry(label) == (reason == "")


def test_the_inside_of_a_grouping_can_be_asked() -> None:
    query = parse('sum by (team, nope) (label_replace(m, "team", "x", "", "")) / on (job) group_left (status) wide')
    grouped, matched, taken = query.groupings
    inside = possible_labels(grouped.flows[0], labels_of=LABELS.get)
    assert [inside.may_carry(label) for label in grouped.labels] == [True, False]
    assert inside.removed_by("nope") == "`m` has no label `nope`"
    left, right = (possible_labels(flow, labels_of=LABELS.get) for flow in matched.flows)
    assert left.removed_by("job") == "removed by `sum by (team, nope)`"
    assert right.may_carry("job")
    assert possible_labels(taken.flows[0], labels_of=LABELS.get).may_carry("status")
