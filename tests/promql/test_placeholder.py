"""Values that were to be replaced."""

from __future__ import annotations

import pytest

from o11ygen.promql.placeholder import placeholder_in


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("<your-job>", "a placeholder"),
        ("<cluster name>", "a placeholder"),
        ("CHANGEME", "a placeholder"),
        ("change_me", "a placeholder"),
        ("TODO", "a placeholder"),
        ("xxx", "a placeholder"),
        ("{{ .Values.job }}", "a template that nothing expands in an expression"),
        ("%(job)s", "a placeholder of jsonnet"),
        ("${CLUSTER}", "a variable that nothing replaces"),
        ("app-${CLUSTER:raw}", "a variable that nothing replaces"),
        ("$job", "a variable of Grafana, which means nothing in a rule"),
        ("[[job]]", "a variable of Grafana, which means nothing in a rule"),
        ("", ""),
        ("<none>", ""),
        ("<unnamed view>", ""),
        ("todo-app", ""),
        ("xx", ""),
        ("[[:alpha:]]+", ""),
        ("[a-z]{2,3}", ""),
        ("5..$", ""),
        ("100%", ""),
    ],
)
def test_values(value: str, expected: str) -> None:
    assert placeholder_in(value) == expected


def test_a_pattern_may_choose_between_a_value_and_a_placeholder() -> None:
    assert placeholder_in("app|TODO", pattern=True) == "a placeholder"
    assert placeholder_in("app|TODO") == ""
