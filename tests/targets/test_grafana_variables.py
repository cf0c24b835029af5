"""What texts refer to, and how Grafana takes the query of a variable apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o11ygen.targets.grafana_variables import FUNCTIONS, VariableQuery, references, variable_query


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("$job and ${instance}", ["job", "instance"]),
        ("${job:regex} ${__from:date:iso} ${__user.login}", ["job", "__from", "__user"]),
        ("[[zone]] [[zone:csv]]", ["zone", "zone"]),
        ('"(a|b)$"', []),
        ('"$1-${2}"', []),
        ("[[:alpha:]]", []),
        ('label_replace(up, "a", "$zone-$job", "b", "(?P<zone>.*)")', ["job"]),
        ('label_replace(up, "a", "${zone}", "b", "(?<zone>.*)")', []),
        ("$job_name", ["job_name"]),
        ("a$", []),
    ],
)
def test_references(text: str, names: list[str]) -> None:
    assert list(references(text)) == names


@pytest.mark.parametrize(
    ("text", "function", "expr", "label"),
    [
        ("label_values(up, job)", "label_values", "up", "job"),
        ('label_values(up{a="x, y"}, job)', "label_values", 'up{a="x, y"}', "job"),
        ("label_values( up ,job)", "label_values", "up", "job"),
        ("label_values(job)", "label_values", "", "job"),
        ("label_values($metric, $label)", "label_values", "$metric", "$label"),
        ("label_values(${metric}_total, ${label:raw})", "label_values", "${metric}_total", "${label:raw}"),
        ('label_values({__name__=~"a.*"}, job)', "label_values", '{__name__=~"a.*"}', "job"),
        ('label_values(up, "dotted.name")', "label_values", "up", "dotted.name"),
        ("label_names()", "label_names", "", ""),
        ("label_names(up)", "label_names", "up", ""),
        ("metrics(http_.*)", "metrics", "http_.*", ""),
        ("query_result(sum by (a) (up))", "query_result", "sum by (a) (up)", ""),
        ('up{job="a"}  ', "", 'up{job="a"}', ""),
        ('{job="a"}', "", '{job="a"}', ""),
    ],
)
def test_what_fills_a_variable(text: str, function: str, expr: str, label: str) -> None:
    assert variable_query(text) == VariableQuery(function, expr, label)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("label_values()", "gives `label_values` no label at its end"),
        ('label_values(up{job="a"})', "gives `label_values` no label at its end"),
        ("label_values(rate(up[5m]), job)", "takes `rate(up[5m])` for a description of series"),
        ("up + up", "takes `up + up` for a description of series"),
        ("rate(up[5m])", "calls `rate`, which is no function"),
        ("Label_Values(up, job)", "calls `Label_Values`, which is no function"),
        ("metrics()", "gives `metrics` nothing"),
        ("label_values(\n  up, job\n)", "spans several lines"),
    ],
)
def test_what_grafana_does_not_understand(text: str, fault: str) -> None:
    found = variable_query(text)
    assert found.fault.startswith(fault)
    assert found.hint
    assert (found.function, found.expr, found.label) == ("", "", "")


@given(st.text(max_size=40), st.sampled_from(("", *FUNCTIONS)))
def test_anything_is_taken_apart_or_refused(inside: str, function: str) -> None:
    found = variable_query(f"{function}({inside})")
    assert bool(found.fault) == bool(found.hint)
    assert found.fault or found.expr in inside or not function
