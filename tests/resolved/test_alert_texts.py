"""Labels and annotations as their author knows them."""

from __future__ import annotations

import pytest

from o11ygen.conventions import RULE_LABELS
from o11ygen.resolved.alert_texts import meant_name, templates_of, texts_of
from o11ygen.version import Version
from tests.stacks import make_alert


def test_texts_in_their_order_with_the_names_of_the_author() -> None:
    alert = make_alert("Down", labels={"area": "shop"}, annotations={"summary": "x", "runbook_url": "y"})
    assert [(one.title, one.field, one.text) for one in texts_of(alert) if one.name not in RULE_LABELS] == [
        ('label "area"', "labels", "shop"),
        ('annotation "summary"', "summary", "x"),
        ('annotation "runbook"', "runbook", "y"),
    ]


def test_templates_are_those_with_actions() -> None:
    alert = make_alert("Down", labels={"a": "{{ $labels.b }}"}, annotations={"summary": "x"})
    assert [(one.name, found.labels) for one, found in templates_of(alert, version=Version(3, 5))] == [("a", ("b",))]


@pytest.mark.parametrize(
    ("name", "kind", "meant"),
    [
        ("severty", "label", "severity"),
        ("Severity", "label", "severity"),
        ("runbook-url", "annotation", "runbook_url"),
        ("descripton", "annotation", "description"),
        ("severity", "label", ""),
        ("services", "label", ""),
        ("tier", "label", ""),
        ("runbook", "annotation", ""),
        ("summary", "annotation", ""),
    ],
)
def test_names_that_are_nearly_well_known(name: str, kind: str, meant: str) -> None:
    assert meant_name(name, kind) == meant
