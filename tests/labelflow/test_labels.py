"""The labels that an expression's series have, may have and can't have, and why."""

from __future__ import annotations

import pytest

from o11ygen.labelflow import IGNORANCE, About, LabelFlow, flow_of
from o11ygen.promql.parse import tree

SURE = {"m": frozenset(("job", "instance")), "info": frozenset(("job", "team"))}
MAY = {"m": frozenset(("job", "instance", "code")), "info": frozenset(("job", "team"))}


class Declared:
    """`m` has `job` and `instance`, and perhaps `code`; `info` has `job` and `team`."""

    def carried(self, name: str) -> frozenset[str] | None:
        return SURE.get(name)

    def possible(self, name: str) -> frozenset[str] | None:
        return MAY.get(name)

    def about(self, name: str) -> About:
        return About()

    def buckets_of(self, name: str) -> tuple[float, ...]:
        return ()

    def presence(self, name: str, label: str) -> str:
        return f"declared by `{name}`" if name in MAY else ""

    def absence(self, name: str, label: str) -> str:
        return ""


def flow(text: str) -> LabelFlow:
    whole = tree(text)
    assert whole is not None, text
    return flow_of(whole, Declared())


def shown(text: str) -> list[str]:
    """One text for each branch: `job instance code? ...`, with a question mark where a label may be missing."""
    found = []
    for one in flow(text).result:
        told = {name: state.presence for name, state in one.named.items() if state.presence != "impossible"}
        words = [name if presence == "sure" else f"{name}?" for name, presence in told.items()]
        found.append(" ".join([*words, *(["..."] if one.open else [])]))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Selectors
        ("m", ["code? instance job"]),
        ("other", ["..."]),
        ('other{a="1", b="", c!="", d=~".+", e=~".*", f!~".+"}', ["a c d ..."]),
        ('m{code=~"5.."}', ["code instance job"]),
        ("m[5m]", ["code? instance job"]),
        ("m[5m:1m]", ["code? instance job"]),
        ("m offset 5m", ["code? instance job"]),
        ("m @ end()", ["code? instance job"]),
        ("-m", ["code? instance job"]),
        # Aggregations
        ("sum(m)", [""]),
        ("sum by (job, code, nope) (m)", ["code? job"]),
        ("sum by (job) (other)", ["job?"]),
        ("sum without (instance, job) (m)", ["code?"]),
        ("sum without (a) (other)", ["..."]),
        ("topk(3, m)", ["code? instance job"]),
        ("topk by (job) (3, m)", ["code? instance job"]),
        ("limit_ratio(0.5, m)", ["code? instance job"]),
        ('count_values("v", m)', ["v"]),
        ('count_values by (job) ("v", m)', ["job v"]),
        ('count_values without (v, job) ("v", m)', ["code? instance"]),
        ("quantile(0.9, m)", [""]),
        # Functions
        ("rate(m[5m])", ["code? instance job"]),
        ("vector(1)", [""]),
        ("time()", [""]),
        ("1", [""]),
        ("scalar(m)", [""]),
        ("hour()", [""]),
        ("hour(m)", ["code? instance job"]),
        ('absent(m{job="a", code=~"5..", x=""})', ["job"]),
        ('absent((m{job="a"}))', ["job"]),
        ('absent(m{job="a", job="b"})', ["job?"]),
        ('absent(m{job=~"a|b", job="b"})', ["job?"]),
        ("absent(sum(m))", [""]),
        ('absent_over_time(m{job="a"}[5m])', ["job"]),
        ('label_replace(m, "x", "y", "", "")', ["code? instance job x?"]),
        ('label_replace(m, "x", "y", "job", ".*")', ["code? instance job x"]),
        ('label_replace(m, "x", "$1", "job", "(.*)")', ["code? instance job x"]),
        ('label_replace(m, "x", "$1", "code", "(.*)")', ["code? instance job x?"]),
        ('label_replace(m, "job", "$1", "code", "(.*)")', ["code? instance job?"]),
        ('label_replace(m, "job", "$1", "code", "(.+)")', ["code? instance job"]),
        ('label_join(m, "x", "-", "a", "b")', ["code? instance job x"]),
        ('label_join(m, "x", "", "job")', ["code? instance job x"]),
        ('label_join(m, "x", "", "code")', ["code? instance job x?"]),
        ("histogram_quantile(0.9, other)", ["..."]),
        ('histogram_quantile(0.9, other{le!=""})', ["..."]),
        ("histogram_quantile(0.9, sum by (le, job) (m))", ["job"]),
        ('histogram_fraction(0, 1, other{le!="", a="b"})', ["a ..."]),
        ('histogram_quantiles(sum by (job, le) (m), "q", 0.5, 0.9)', ["job q"]),
        ("info(m)", ["code? instance job ..."]),
        # Operators
        ("m + 1", ["code? instance job"]),
        ("1 < m", ["code? instance job"]),
        ("m / m", ["code? instance job"]),
        ("m / on (job) m", ["job"]),
        ("m > bool on (job, code) m", ["code? job"]),
        ("m / ignoring (instance) m", ["code? job"]),
        ("m * on (job) group_left () info", ["code? instance job"]),
        ("m * on (job) group_left (team) info", ["code? instance job team"]),
        ("info * on (job) group_right (team) m", ["code? instance job team"]),
        ("m * on (job) group_left (code) info", ["instance job"]),
        ("m * on (job) group_left (x) other", ["code? instance job x?"]),
        ("other / m", ["code? instance job"]),
        ("other and m", ["code? instance job"]),
        ("other and on (job) m", ["code? instance? job ..."]),
        ("m and on (job) other", ["code? instance job"]),
        ("m unless on (job) info", ["code? instance job"]),
        ("m or info", ["code? instance job", "job team"]),
        ("sum(m) or vector(0)", ["", ""]),
        ("sum by (job) (m or info)", ["job", "job"]),
        ("sum(m or info)", [""]),
        ("(m or info) > 5", ["code? instance job", "job team"]),
        ("m / on (job) (m or info)", ["job"]),
        ("m + fill(0) info", ["code? instance? job team?"]),
        ("m + on (job) fill_right (0) other", ["job"]),
        ("m + on (job) fill_left (0) other", ["job?"]),
    ],
)
def test_the_labels_of_each_branch(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "label", "presence", "reason"),
    [
        ("m", "job", "sure", "declared by `m`"),
        ("m", "code", "possible", "declared by `m`"),
        ("m", "x", "impossible", "`m` has no label `x`"),
        ('other{a="1"}', "a", "sure", 'matched by `a="1"`'),
        ('other{a="1", a!="2"}', "a", "sure", 'matched by `a="1", a!="2"`'),
        ('sum by (a) (rate(other{a="1"}[5m]))', "a", "sure", 'matched by `a="1"`'),
        ("other", "a", "possible", "nothing tells whether it is there"),
        ('other{a=""}', "a", "impossible", "the selector asks for series without `a`"),
        ("sum by (job) (m)", "code", "impossible", "removed by `sum by (job)`"),
        ("sum(m)", "job", "impossible", "removed by `sum`"),
        ("max without (job) (m)", "job", "impossible", "removed by `max without (job)`"),
        ("vector(1)", "job", "impossible", "`vector()` has no label `job`"),
        ('absent(m{job="a"})', "job", "sure", "set by `absent`"),
        ("m / on (job) m", "code", "impossible", "removed by `/ on (job)`"),
        ("m * on (job) group_left (team) info", "team", "sure", "taken over by `group_left`: declared by `info`"),
        ('m * on (job) group_left (x) other{x="1"}', "x", "sure", 'taken over by `group_left`: matched by `x="1"`'),
        ("m and on (job) other", "job", "sure", "declared by `m`"),
        ('other and on (z) other{z="1"}', "z", "sure", 'matched by `z="1"`'),
        ("other and on (job) m", "job", "sure", "declared by `m`"),
        ('count_values("v", m)', "v", "sure", "set by `count_values`"),
        ('label_replace(other, "x", "y", "", ".*")', "x", "sure", "set by `label_replace`"),
        ('label_replace(m, "x", "$1", "job", "(.*)")', "x", "sure", "copied from `job` by `label_replace`"),
        ('label_join(m, "x", "-", "a", "b")', "x", "sure", "copied from `a` and `b` by `label_join`"),
        ("histogram_quantile(0.9, m)", "le", "impossible", "removed by `histogram_quantile`"),
        ("info(m)", "zone", "possible", "`info()` may add it"),
    ],
)
def test_why_a_label_is_there_or_not(text: str, label: str, presence: str, reason: str) -> None:
    (outcome,) = flow(text).result
    assert outcome.label(label) == (presence, reason)
    assert outcome.may_carry(label) == (presence != "impossible")
    assert outcome.surely_carries(label) == (presence == "sure")
    assert outcome.why_not(label) == (reason if presence == "impossible" else "")


def test_each_part_can_be_asked() -> None:
    whole = tree("sum by (job) (m) / on (job) sum by (job, code) (m)")
    assert whole is not None
    found = flow_of(whole, Declared())
    assert [one.may_carry("code") for part in (whole.left, whole.right, whole) for one in found.of(part)] == [  # type: ignore[union-attr]  # it is an operator
        False,
        True,
        False,
    ]


def test_a_text_returns_no_series() -> None:
    assert flow('"text"').result == ()


def test_nothing_is_known_by_ignorance() -> None:
    whole = tree("m")
    assert whole is not None
    (outcome,) = flow_of(whole).result
    assert outcome.open
    assert outcome.knowledge is IGNORANCE
    assert outcome.named == {}
