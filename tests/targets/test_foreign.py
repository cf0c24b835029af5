"""Files of somebody else, judged as their program reads them."""

from __future__ import annotations

import pytest

from o11ygen.targets import DOCUMENTS
from o11ygen.targets.foreign import dialect_of, judge_document
from o11ygen.version import Version
from o11ygen.yamlread import read


def judged(kind: str, text: str, **versions: str) -> list[tuple[tuple[int, int], str, str]]:
    """Place, path and message of each problem."""
    declared = {system: Version.parse(version) for system, version in versions.items()}
    dialect = dialect_of(kind, declared)
    document = read(text.encode(), dialect=dialect)
    found = judge_document(DOCUMENTS[kind].model, document, declared, dialect=dialect)
    return [((one.place.line, one.place.column), one.problem.place, one.problem.message) for one in found]


def rule(fields: str) -> str:
    return f"groups:\n- name: g\n  rules:\n  - {{alert: A, expr: up, {fields}}}\n"


def job(fields: str) -> str:
    return f"scrape_configs:\n- job_name: a\n  {fields}\n"


def webhook(fields: str) -> str:
    return f"route: {{receiver: a}}\nreceivers:\n- name: a\n  webhook_configs: [{{url: 'http://a/b', {fields}}}]\n"


@pytest.mark.parametrize(
    ("kind", "text", "accepted"),
    [
        # Text keeps its spelling.
        ("rules", rule("labels: {a: 1, b: true, c: 1:30, d: ~, e: 012, f: off}"), True),
        ("rules", "groups: [{name: 012, rules: [{alert: off, expr: up}]}]\n", True),
        ("rules", rule("labels: {a: [b]}"), False),
        ("rules", rule("for: 5"), False),
        ("rules", rule("for: 0"), True),
        ("rules", rule("for: 00"), False),
        ("rules", rule("for: ~"), True),
        # Whole numbers.
        ("rules", "groups: [{name: g, limit: 0x1F}]\n", True),
        ("rules", "groups: [{name: g, limit: 5.7}]\n", True),
        ("rules", "groups: [{name: g, limit: 1e3}]\n", True),
        ("rules", "groups: [{name: g, limit: '5'}]\n", False),
        ("rules", "groups: [{name: g, limit: true}]\n", False),
        ("rules", "groups: [{name: g, limit: 9223372036854775807}]\n", True),
        ("rules", "groups: [{name: g, limit: 9223372036854775809}]\n", False),
        ("rules", "groups: [{name: g, limit: .inf}]\n", False),
        ("prometheus", job("sample_limit: 18446744073709551615"), True),
        ("prometheus", job("sample_limit: -1"), False),
        ("prometheus", job("sample_limit: -1.5"), True),
        # Booleans.
        ("prometheus", job("honor_labels: yes"), True),
        ("prometheus", job("honor_labels: Off"), True),
        ("prometheus", job("honor_labels: 'yes'"), False),
        ("prometheus", job("honor_labels: 1"), False),
        ("alertmanager", webhook("send_resolved: n"), True),
        ("blackbox", "modules: {a: {prober: http, http: {fail_if_ssl: 'yes'}}}\n", True),
        ("blackbox", "modules: {a: {prober: http, http: {fail_if_ssl: on}}}\n", True),
        ("blackbox", "modules: {a: {prober: http, http: {fail_if_ssl: 1}}}\n", False),
        # Decimals.
        ("prometheus", "tracing: {endpoint: a:1, insecure: true, sampling_fraction: 1}\n", True),
        ("prometheus", "tracing: {endpoint: a:1, insecure: true, sampling_fraction: 1_0.5}\n", True),
        ("prometheus", "tracing: {endpoint: a:1, insecure: true, sampling_fraction: '1'}\n", False),
        # A bare duration of Go takes a number in go-yaml 2, one with a reader of its own does not.
        ("alertmanager", webhook("timeout: 5"), True),
        ("alertmanager", webhook("timeout: '5'"), False),
        ("alertmanager", webhook("timeout: 5s"), True),
        # What is null or left empty.
        ("rules", "groups: [~]\n", True),
        ("rules", "groups:\n- name: g\n  rules: [~]\n", True),
        ("prometheus", "scrape_configs: [~]\n", False),
        ("prometheus", "", True),
        ("rules", "# only a comment\n", True),
        ("alertmanager", "", False),
        ("rules", "[]", False),
        ("rules", "text", False),
    ],
)
def test_the_field_decides_what_a_scalar_is(kind: str, text: str, accepted: bool) -> None:
    found = judged(kind, text, prometheus="3.5", alertmanager="0.28")
    assert (found == []) is accepted, found


def test_an_alias_in_a_rule_of_prometheus_2_is_the_anchor_itself() -> None:
    text = """\
groups:
- name: g
  rules:
  - {record: &n 'a:b', expr: up}
  - {alert: A, expr: up, labels: {l: *n}}
  - {record: *n, expr: up}
"""
    dialect = dialect_of("rules", {"prometheus": Version.parse("2.53")})
    rules = read(text.encode(), dialect=dialect).value["groups"][0]["rules"]
    assert (rules[1]["labels"], rules[2]["record"]) == ({"l": "a:b"}, "n")
    newer = read(text.encode(), dialect=dialect_of("rules", {"prometheus": Version.parse("3.0")}))
    assert newer.value["groups"][0]["rules"][2]["record"] == "a:b"


def test_every_fault_has_its_line_and_column() -> None:
    text = """\
groups:
  - name: a
    interval: 5 m
    rules:
      - alert: A
        expr: up
        severity: page
        keep_firing_for: 5m
        labels: {1x: a}
      - alert: B
        labels: [a]
  - name: a
"""
    assert judged("rules", text, prometheus="2.41") == [
        ((3, 15), "groups[0].interval", "`5 m` is not spelled as a duration"),
        ((7, 9), "groups[0].rules[0].severity", "unknown field `severity`"),
        (
            (8, 9),
            "groups[0].rules[0].keep_firing_for",
            "`keep_firing_for` needs Prometheus 2.42; judged as 2.41",
        ),
        ((9, 22), "groups[0].rules[0].labels.1x", "`1x` is not a label name"),
        ((10, 9), "groups[0].rules[1].expr", "`expr` is required"),
        ((11, 17), "groups[0].rules[1].labels", "must be a mapping of names to values"),
        ((12, 11), "groups[1].name", "the group name `a` is used twice, first by number 1"),
    ]


def test_a_fault_in_what_an_alias_repeats_is_shown_at_each_alias() -> None:
    text = "groups:\n- name: g\n  rules:\n  - &r {alert: A, expr: up, for: 5 m}\n  - *r\n"
    assert [found[:2] for found in judged("rules", text)] == [
        ((4, 34), "groups[0].rules[0].for"),
        ((4, 34), "groups[0].rules[1].for"),
    ]


def test_reading_and_judging_are_reported_together() -> None:
    text = "groups:\n- {name: g, name: h, x: 1}\n---\nnext: 1\n"
    assert judged("rules", text) == [
        ((2, 13), "groups[0].name", "`name` is set twice in one mapping, first in line 2; the whole file is refused"),
        ((2, 22), "groups[0].x", "unknown field `x`"),
        ((3, 1), "", "only the first document of the file is read, not this one"),
    ]


def test_a_name_given_beside_a_merge_counts_among_labels_only() -> None:
    base = "global: {external_labels: &l {a: 1}}\n"
    merged = base + "scrape_configs:\n- job_name: a\n  static_configs: [{targets: [a], labels: {<<: *l, a: 2}}]\n"
    assert [found[1] for found in judged("prometheus", merged)] == ["scrape_configs[0].static_configs[0].labels.a"]
    fields = "scrape_configs:\n- &j {job_name: a, scheme: https}\n- {<<: *j, job_name: b}\n"
    assert judged("prometheus", fields) == []


def test_a_text_that_is_no_yaml_is_one_fault() -> None:
    assert [found[0] for found in judged("prometheus", "global:\n\tscrape_interval: 5 m\n")] == [(2, 1)]


def test_depth_beyond_reason_is_refused() -> None:
    text = "route: " + "{receiver: a, routes: [" * 60 + "]}" * 60 + "\nreceivers: [{name: a}]\n"
    assert [found[2] for found in judged("alertmanager", text)] == ["the document is nested 121 levels deep"]
    fine = "route: " + "{receiver: a, routes: [" * 40 + "]}" * 40 + "\nreceivers: [{name: a}]\n"
    assert judged("alertmanager", fine) == []
