"""What is usual in collections of rules that others maintain, and not told as a fault."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from o11ygen.foreign.facts import Facts
from o11ygen.foreign.run import lint


def told(folder: Path, *, id: str, **texts: str) -> list[str]:
    for name, text in texts.items():
        (folder / f"{name}.{'json' if text.startswith('{') else 'yml'}").write_text(text, "utf-8")
    found = lint([str(folder)], facts=Facts(), today=date(2026, 3, 2)).findings
    return [f"{one.severity.value}: {one.message}" for one in found if one.id == id]


def rules(*entries: str) -> str:
    return "groups:\n- name: g\n  rules:\n" + "\n".join(f"  - {{{entry}}}" for entry in entries) + "\n"


def recorded(name: str, expr: str, labels: str = "") -> str:
    return rules(f"record: '{name}', expr: '{expr}', labels: {{{labels}}}")


def board(uid: str, title: str) -> str:
    return json.dumps({"schemaVersion": 42, "title": title, "uid": uid, "panels": [], "time": {"from": "now-1h"}})


HIDES = (
    "recording rule job:x:sum: `job:x:sum` is recorded twice, and series of both may have the same labels; {}one value "
    "hides the other"
)


def test_one_name_in_two_files_may_be_two_versions(tmp_path: Path) -> None:
    one = recorded("job:x:sum", "sum by (job) (x)")
    assert told(tmp_path, id="rule/duplicate", v1=one, v2=one) == [
        f"info: {HIDES.format('if one server loads both files, ')}"
    ]


def test_one_name_in_one_file(tmp_path: Path) -> None:
    entry = "record: 'job:x:sum', expr: 'sum by (job) ({})'"
    same = rules(entry.format("x"), entry.format("x > 1"))
    assert told(tmp_path, id="rule/duplicate", rules=same) == [f"error: {HIDES.format('')}"]
    # What each reads is exposed by another release.
    other = rules(entry.format("x"), entry.format("y"))
    assert told(tmp_path, id="rule/duplicate", rules=other) == [
        f"info: {HIDES.format('if both return series at once, ')}"
    ]


def test_alerts_in_two_files_may_be_two_versions(tmp_path: Path) -> None:
    one, other = rules("alert: Down, expr: 'up == 0'"), rules("alert: Gone, expr: '0 == up'")
    (found,) = told(tmp_path, id="alert/duplicate", v1=one, v2=other)
    assert found.startswith("info: ")
    assert "; if one server loads both files, both fire together" in found


@pytest.mark.parametrize(
    ("expr", "severity"),
    [
        ("job:x:sum + sum by (job) (x)", "error"),
        ("x unless job:x:sum offset 1m", ""),
        ("(job:x:sum offset 25s or absent(job:x:sum offset 25s) * 0) + sum by (job) (x)", "info"),
        ("timestamp(x == 1) or job:x:sum", "info"),
        ("(job:x:sum or y) * job:x:sum", "error"),
    ],
)
def test_what_goes_on_from_what_it_was(tmp_path: Path, expr: str, severity: str) -> None:
    found = told(tmp_path, id="rule/circle", rules=recorded("job:x:sum", expr))
    assert [one.partition(":")[0] for one in found] == [severity or "info"]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("cluster:cpu:sum", 0),
        ("node_role_os:cpu:sum", 0),
        ("instance:cpu:sum", 1),
        ("job_instance:cpu:sum", 2),
    ],
)
def test_levels_that_are_no_labels(tmp_path: Path, name: str, count: int) -> None:
    rule = recorded(name, 'sum(cpu{cluster!="", node!=""})')
    assert len(told(tmp_path, id="rule/level", rules=rule)) == count


def test_a_label_that_is_asked_for_tells_nothing_apart(tmp_path: Path) -> None:
    alert = 'alert: Inhibitor, labels: {severity: none}, expr: \'ALERTS{severity="info"} == 1'
    pinned = rules(f'{alert} unless on (namespace) ALERTS{{severity="critical"}}\'')
    free = rules(f'{alert} or ALERTS{{severity="critical"}} == 1\'')
    assert told(tmp_path, id="rule/label", rules=pinned) == []
    assert len(told(tmp_path, id="rule/label", rules=free)) == 1


def test_copies_of_a_dashboard(tmp_path: Path) -> None:
    assert [
        one.partition(":")[0] for one in told(tmp_path, id="dashboard/twice", a=board("a", "A"), b=board("a", "A"))
    ] == ["info"]
    # A copy whose uid nobody changed.
    assert [one.partition(":")[0] for one in told(tmp_path, id="dashboard/twice", b=board("a", "B"))] == ["warning"]


def test_a_definition_of_the_kind_of_resource_is_no_rule(tmp_path: Path) -> None:
    definition = (
        "---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
        "spec:\n  names:\n    kind: PrometheusRule\n"
        "---\napiVersion: v1\nkind: Namespace\n"
    )
    rule = recorded("job:x:sum", "sum by (job) (x)")
    (tmp_path / "rule.yml").write_text(rule, "utf-8")
    (tmp_path / "definition.yml").write_text(definition, "utf-8")
    found = lint([str(tmp_path)], facts=Facts(), today=date(2026, 3, 2)).findings
    assert [one.id for one in found if one.location.file.endswith("definition.yml")] == []


def test_functions_of_another_language(tmp_path: Path) -> None:
    (tmp_path / "rules.yml").write_text(recorded("job:x:rate5m", "topk_last(1, x)"), "utf-8")
    found = lint([str(tmp_path)], facts=Facts(), today=date(2026, 3, 2)).findings
    assert [(one.id, one.hint) for one in found if one.severity.value == "error"] == [
        (
            "promql/syntax",
            "It is a function of MetricsQL: let VictoriaMetrics evaluate it, or write it with those of Prometheus.",
        )
    ]


def drawn(*queries: tuple[str, str], variables: tuple[str, ...] = ()) -> str:
    targets = [
        {"refId": chr(65 + number), "expr": expr, "legendFormat": legend}
        for number, (expr, legend) in enumerate(queries)
    ]
    listed = [{"name": name, "type": "custom", "query": "pod,node", "current": {"value": "pod"}} for name in variables]
    panels = [
        {
            "id": number,
            "type": "timeseries",
            "title": f"P{number}",
            "datasource": {"type": "prometheus", "uid": "p"},
            "targets": [target],
        }
        for number, target in enumerate(targets, 1)
    ]
    return json.dumps({"schemaVersion": 42, "title": "T", "uid": "t", "panels": panels, "templating": {"list": listed}})


def test_labels_that_people_choose(tmp_path: Path) -> None:
    text = drawn(("sum by ([[by]]) (rate(x_total[5m]))", "{{pod}} {{node}}"), variables=("by",))
    assert told(tmp_path, id="dashboard/legend", board=text) == []


def test_labels_of_one_legend_are_one_cause(tmp_path: Path) -> None:
    text = drawn(("sum by (job) (rate(x_total[5m]))", "{{pod}} {{node}}"))
    (found,) = told(tmp_path, id="dashboard/legend", board=text)
    assert "names `pod`, `node`, which no series carries" in found


def test_one_name_in_many_panels_is_one_cause(tmp_path: Path) -> None:
    text = drawn(*((f'x{number}{{instance="$instace"}}', "") for number in range(3)), variables=("instance",))
    (found,) = told(tmp_path, id="dashboard/unknown-variable", board=text)
    assert found.startswith('error: dashboard "T", panel "P1": `$instace` is no variable of the dashboard')
    assert found.endswith("(as well in 2 other places)")


def test_labels_of_one_clause_are_one_cause(tmp_path: Path) -> None:
    text = drawn(("max by (job, pod) (sum by (node) (x))", ""))
    (found,) = told(tmp_path, id="promql/label", board=text)
    assert found.startswith('warning: dashboard "T", panel "P1": `by (job, pod)`: no series carries `job`, `pod`')


@pytest.mark.parametrize(
    ("second", "is_of_loki"), [('rate({app="b"}[5m]) > 0', True), ("rate(x_total[5m]) > 0", False)]
)
def test_streams_without_a_name_are_of_loki(tmp_path: Path, second: str, is_of_loki: bool) -> None:
    text = rules("alert: A, expr: 'rate({app=\"a\"}[5m]) > 0'", f"alert: B, expr: '{second}'")
    assert bool(told(tmp_path, id="rules/loki", rules=text)) == is_of_loki
    assert bool(told(tmp_path, id="promql/unnamed", rules=text)) != is_of_loki


def test_a_choice_makes_another_query(tmp_path: Path) -> None:
    parts = (
        "sum(rate(x_total[5m])) and on () (vector($by) == 1)",
        "sum(rate(y_total[5m])) and on () (vector($by) == -1)",
    )
    text = drawn(*((part, "") for part in parts), variables=("by",)).replace("pod,node", "1,-1")
    for id in ("promql/threshold", "promql/dead"):
        assert told(tmp_path, id=id, board=text) == []
    # Only one can be chosen.
    assert len(told(tmp_path, id="promql/threshold", board=text.replace("1,-1", "-1"))) == 1


@pytest.mark.parametrize(("matcher", "count"), [('locked="no"', 0), ('job="gitlab"', 1)])
def test_what_works_in_a_state_that_is_wrong(tmp_path: Path, matcher: str, count: int) -> None:
    text = rules(f"alert: A, labels: {{severity: critical}}, expr: 'runner_up{{{matcher}}} > 0'")
    assert len(told(tmp_path, id="alert/health", rules=text)) == count


@pytest.mark.parametrize(("source", "count"), [("", 0), ("job", 1)])
def test_a_label_that_the_expression_sets_for_all(tmp_path: Path, source: str, count: int) -> None:
    expr = f'label_replace(x, "level", "{"x$1" if source else "low"}", "{source}", "(.*)") > 1'
    text = rules(f"alert: A, labels: {{level: high}}, expr: '{expr}'")
    assert len(told(tmp_path, id="rule/label", rules=text)) == count
