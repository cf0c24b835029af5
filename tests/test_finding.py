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


class TestOneCause:
    """Environments that differ in a number only."""

    def told(self, *messages: tuple[str, tuple[str, ...]]) -> list[tuple[str, tuple[str, ...], list[str]]]:
        found = merge([finding(message, environments=environments) for message, environments in messages])
        return [(one.message, one.environments, [related.message for related in one.related]) for one in found]

    def test_the_first_tells_and_the_others_are_related(self) -> None:
        assert self.told(
            ("`20s` is under two intervals (15s)", ("production",)),
            ("`20s` is under two intervals (30s)", ("staging",)),
            ("`20s` is under two intervals (30s)", ("test",)),
        ) == [
            (
                "`20s` is under two intervals (15s)",
                ("production", "staging", "test"),
                ["in staging, test: `20s` is under two intervals (30s)"],
            )
        ]

    def test_two_in_one_environment_are_two(self) -> None:
        assert len(self.told(("range 20s", ("production",)), ("range 10s", ("production", "staging")))) == 2

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("alert Disk80: no", "alert Disk90: no"),
            ("alert A-1: no", "alert A-2: no"),
            ("metric a:1: no", "metric a:2: no"),
            ("metric `up` is not declared", "metric `down` is not declared"),
        ],
    )
    def test_numbers_in_names_are_names(self, first: str, second: str) -> None:
        assert len(self.told((first, ("production",)), (second, ("staging",)))) == 2

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("keeps 15d", "keeps 7d"),
            ("keeps 1h30m", "keeps 2h"),
            ("at most 10,000 series", "at most 200 series"),
            ("Prometheus 2.53 has none", "Prometheus 3.5 has none"),
            ("12% of 10GB", "3% of 1.5GB"),
        ],
    )
    def test_what_is_a_number(self, first: str, second: str) -> None:
        assert len(self.told((first, ("production",)), (second, ("staging",)))) == 1

    def test_without_environments_nothing_is_joined(self) -> None:
        assert len(self.told(("range 20s", ()), ("range 10s", ()))) == 2

    def test_other_places_are_other_causes(self) -> None:
        found = merge([finding("20s", environments=("a",), line=1), finding("10s", environments=("b",), line=2)])
        assert len(found) == 2
