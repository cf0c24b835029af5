"""Findings: their order, their one shape, and one finding per cause."""

from __future__ import annotations

import random

import pytest

from o11ygen.finding import Finding, Location, Related, Severity, merge, nearest, nearest_name


def finding(message: str = "a", *, line: int = 1, severity: Severity = Severity.ERROR, **fields: object) -> Finding:
    return Finding("x/y", severity, message, location=Location("a.py", line), **fields)  # type: ignore[arg-type]  # any


def test_severities() -> None:
    assert [one.rank for one in Severity] == [0, 1, 2]
    assert Severity.ERROR.reaches(Severity.WARNING)
    assert Severity.WARNING.reaches(Severity.WARNING)
    assert not Severity.INFO.reaches(Severity.WARNING)


def test_one_shape_everywhere() -> None:
    one = Finding(
        "alert/runbook",
        Severity.WARNING,
        "no runbook",
        "Add one.",
        Location("specs/a.py", 3, 5, "groups[0]"),
        (Related(Location("specs/b.py", 1), "built from here"),),
        ("staging",),
    )
    assert one.to_dict() == {
        "id": "alert/runbook",
        "severity": "warning",
        "message": "no runbook",
        "hint": "Add one.",
        "location": {"file": "specs/a.py", "line": 3, "column": 5, "path": "groups[0]"},
        "related": [
            {"message": "built from here", "location": {"file": "specs/b.py", "line": 1, "column": 0, "path": ""}}
        ],
        "environments": ["staging"],
    }


def test_places() -> None:
    assert [str(Location("a.py", 3, 5)), str(Location("a.py")), str(Location())] == ["a.py:3", "a.py", ""]


def test_one_finding_per_cause_with_the_environments_in_their_order() -> None:
    found = merge(
        [
            finding(environments=("staging",)),
            finding("b", environments=("staging",)),
            finding(environments=("production",)),
            finding(environments=("staging",)),
        ]
    )
    assert [(one.message, one.environments) for one in found] == [("a", ("staging", "production")), ("b", ("staging",))]


def test_the_order_is_that_of_the_places_and_never_of_discovery() -> None:
    ordered = [
        finding("z", line=1),
        finding("a", line=1, severity=Severity.WARNING),
        finding("b", line=1, severity=Severity.WARNING),
        finding("a", line=2),
        finding("a", line=10),
    ]
    for seed in range(5):
        shuffled = random.Random(seed).sample(ordered, len(ordered))
        assert list(merge(shuffled)) == ordered


@pytest.mark.parametrize(
    ("name", "known", "found"),
    [
        ("requst_total", ("requests_total", "other"), "requests_total"),
        ("HIGHERRORRATE", ("HighErrorRate",), "HighErrorRate"),
        ("hold", ("threshold", "for_"), ""),
        ("prod", ("production", "staging"), "production"),
        ("dev", ("develop", "development"), ""),
        ("pr", ("production",), ""),
        ("x", (), ""),
        ("ab", ("ab",), "ab"),
    ],
)
def test_the_nearest_name(name: str, known: tuple[str, ...], found: str) -> None:
    assert nearest_name(name, known) == found
    assert nearest(name, known) == (f'Did you mean "{found}"?' if found else "")
