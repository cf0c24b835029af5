from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.promql import carried_labels, possible_labels

# `m` and `n` have the same labels, `wide` has more; nothing is known of any other metric.
LABELS = {
    "m": frozenset(("job", "instance")),
    "n": frozenset(("job", "instance")),
    "wide": frozenset(("job", "instance", "method", "status")),
}


def surely(text: str) -> set[str]:
    return set(carried_labels(text, labels_of=LABELS.get))


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        # selectors: what the metric has, and what a matcher demands
        ("m", "job instance"),
        ("other", ""),
        ('other{team="ml"}', "team"),
        ('other{team=""}', ""),
        ('other{team!=""}', "team"),
        ('other{team!="ml"}', ""),
        ('other{team=~".+"}', "team"),
        ('other{team=~"a|b"}', "team"),
        ('other{team=~".*"}', ""),
        ('other{team!~"|a"}', "team"),
        ('other{team!~"a"}', ""),
        ('other{team=~"[[:alpha:]]*"}', ""),
        ('other{team=~"\\\\pL+"}', "team"),
        ('other{team=~"[[:alpha:]]+"}', "team"),
        ('m{instance=""}', "job"),
        ('{__name__=~"m|n"}', ""),
        ('{__name__="m"}', "job instance"),
        ("rate(m[5m] offset 1h)", "job instance"),
        ("max_over_time(m[1h:1m])", "job instance"),
        ("-(m)", "job instance"),
        # aggregations
        ("sum(wide)", ""),
        ("sum by (job) (wide)", "job"),
        ("sum by (job, nope) (wide)", "job"),
        ("sum by () (wide)", ""),
        ("sum without (instance) (m)", "job"),
        ("sum without () (m)", "job instance"),
        ("topk(3, m)", "job instance"),
        ("topk by (job) (3, m)", "job instance"),
        ("limitk(3, m)", "job instance"),
        ("quantile by (job) (0.9, m)", "job"),
        ('count_values("version", m)', "version"),
        ('count_values by (job) ("version", m)', "job version"),
        ('count_values without (instance) ("version", m)', "job version"),
        # numbers, and vectors made of them
        ("1", ""),
        ("time()", ""),
        ("vector(1)", ""),
        ("scalar(m)", ""),
        ("m > 1", "job instance"),
        ("1 < m", "job instance"),
        ("m * scalar(n)", "job instance"),
        ("day_of_week()", ""),
        ("day_of_week(m)", "job instance"),
        # absent keeps what is matched by equality, once
        ('absent(m{job="a", x=~"b"})', "job"),
        ('absent(m{job="a", job="b"})', ""),
        ('absent(m{job="a", job!="b", x="y"})', "x"),
        ('absent_over_time(m{job="a"}[5m])', "job"),
        ('absent(sum(m{job="a"}))', ""),
        # one to one
        ("m / n", "job instance"),
        ("m / other", "job instance"),
        ("other / m", "job instance"),
        ("m / on (job) n", "job"),
        ("m / on (job) other", "job"),
        ("other > on (job) m", "job"),
        ("m / on () n", ""),
        ("m / ignoring (instance) n", "job"),
        ('m / ignoring (instance) other{team="ml"}', "job team"),
        ("m > bool n", "job instance"),
        # many to one
        ("wide / on (job) group_left m", "job instance method status"),
        ("wide / on (job) group_left (team) other", "job instance method status"),
        ('wide / on (job) group_left (team) other{team!=""}', "job instance method status team"),
        ("wide / on (job) group_left (method) other", "job instance status"),
        ("other / on (job) group_left m", "job"),
        ("other / ignoring (instance) group_left m", "job"),
        ("m / on (job) group_right wide", "job instance method status"),
        ('other{team!=""} / on (job) group_right (team) m', "job instance team"),
        # sets
        ("m and other", "job instance"),
        ("other and m", "job instance"),
        ("other and on (job) m", "job"),
        ("other and ignoring (job) m", "instance"),
        ("other unless m", ""),
        ("m unless on (job) wide", "job instance"),
        ("m or wide", "job instance"),
        ("m or sum by (job) (wide)", "job"),
        ("m or other", ""),
        ("m or vector(0)", ""),
        ('absent(other{job="a"}) or sum by (job) (m)', "job"),
        # fills keep series without a partner
        ("m + fill(0) other", ""),
        ("m + fill_right(0) other", "job instance"),
        ("m + fill_left(0) other", ""),
        ("m + on (job) fill(0) n", "job"),
        ('m + on (job) group_left (team) fill_right(0) other{team!=""}', "job instance"),
        ("wide + on (job) group_left fill_left(0) m", "job"),
        # labels made on the way
        ('label_replace(m, "team", "ml", "", "")', "job instance"),
        ('label_replace(m, "team", "ml", "", ".*")', "job instance team"),
        ('label_replace(m, "job", "x", "job", "a")', "job instance"),
        ('label_replace(m, "job", "", "job", "a")', "instance"),
        ('label_replace(m, "job", "$1", "job", "(a*)")', "instance"),
        ('label_replace(m, "job", "$1", "job", "([^-]+)-.*")', "job instance"),
        ('label_replace(m, "node", "$1", "instance", "(.*)")', "job instance node"),
        ('label_replace(m, "node", "${1}", "instance", "(.+)")', "job instance node"),
        ('label_replace(m, "node", "$1", "other", "(.*)")', "job instance"),
        ('label_replace(m, "node", "$1", "instance", "(.+):.*")', "job instance"),
        ('label_replace(m, "node", "pre-$1", "other", "(.*)")', "job instance node"),
        ('label_join(m, "node", "-", "a", "b")', "job instance node"),
        ('label_join(m, "node", "", "job", "b")', "job instance node"),
        ('label_join(m, "job", "", "a", "b")', "instance"),
        ('label_join(m, "node", "-", "a")', "job instance"),
        # functions that take labels away or bring them
        ('histogram_quantile(0.9, sum by (le, job) (other{le!="", job!=""}))', "job"),
        ('histogram_quantiles(m, "q", 0.5, 0.9)', "job instance q"),
        ("info(m)", "job instance"),
        # in error
        ("sum(", ""),
    ],
)
def test_what_each_series_surely_carries(text: str, labels: str) -> None:
    assert surely(text) == set(labels.split())


LEAVES = st.sampled_from(["m", "wide", "other", 'other{team="ml"}', "vector(1)", 'absent(m{job="a"})', 'm{job=""}'])


def grown(inner: st.SearchStrategy[str], *, joins: bool) -> st.SearchStrategy[str]:
    operators = (
        ["or", "unless", "and", "+", "/ on (job)", "* on (job) group_left (method)"] if joins else ["or", "unless"]
    )
    return st.one_of(
        st.builds("sum by (job, method) ({})".format, inner),
        st.builds("max without (job) ({})".format, inner),
        st.builds('label_replace({}, "team", "$1", "job", "(.*)")'.format, inner),
        st.builds('count_values by (job) ("job", {})'.format, inner),
        st.builds("({}) {} ({})".format, inner, st.sampled_from(operators), inner),
    )


@given(st.recursive(LEAVES, lambda inner: grown(inner, joins=False), max_leaves=6))
@settings(max_examples=100)
def test_what_is_sure_is_possible(text: str) -> None:
    """The two readings never contradict one another; a join that can't match is left out: it has no series at all."""
    possible = possible_labels(text, labels_of=LABELS.get)
    assert [label for label in sorted(surely(text)) if not possible.may_carry(label)] == []


@given(st.recursive(LEAVES, lambda inner: grown(inner, joins=True), max_leaves=6))
@settings(max_examples=100)
def test_knowing_less_never_makes_more_sure(text: str) -> None:
    assert carried_labels(text, labels_of=lambda metric: None) <= surely(text)
