"""SARIF: by its schema, by what code scanning asks for, and what stays the same when lines move."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from jsonschema import Draft202012Validator

from o11ygen.finding import Excerpt, Finding, Location, Related, Severity
from o11ygen.report import Page, render_findings
from tests.report.sarif_schema import SCHEMA
from tests.report.test_report import FOR, HOSTILE_FINDINGS, MATCH, UNUSED

VALIDATOR = Draft202012Validator(SCHEMA)


def run(*findings: Finding, **options: Any) -> dict[str, Any]:
    document = json.loads(render_findings(findings, format="sarif", **options))
    assert not [(list(error.path), error.message) for error in VALIDATOR.iter_errors(document)]
    assert document["$schema"].endswith("/sarif-schema-2.1.0.json")
    (only,) = document["runs"]
    return dict(only)


def result(*findings: Finding, **options: Any) -> dict[str, Any]:
    (only,) = run(*findings, **options)["results"]
    return dict(only)


def physical(finding: Finding, **options: Any) -> dict[str, Any]:
    return dict(result(finding, **options)["locations"][0]["physicalLocation"])


def test_the_schema_of_the_test_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert list(VALIDATOR.iter_errors({"version": "2.1.0", "runs": []}))


def test_a_result() -> None:
    shown = result(FOR)
    fingerprints = shown.pop("partialFingerprints")
    assert set(fingerprints) == {"o11ygen/v2", "primaryLocationLineHash"}
    assert len(set(fingerprints.values())) == 1
    assert shown == {
        "ruleId": "template/variable",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": f"{FOR.message} [staging, production]\n{FOR.hint}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "specs/churn/alerts.py", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 42, "startColumn": 9},
                }
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": {"uri": "specs/churn/__init__.py", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 9},
                },
                "message": {"text": "built here"},
            }
        ],
        "properties": {"environments": ["staging", "production"]},
    }


def test_a_place_in_the_document_is_shown_at_the_top_of_the_file() -> None:
    shown = result(MATCH)
    assert shown["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "files%2C%20old/a%20b.yml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 1},
            },
            "logicalLocations": [{"fullyQualifiedName": "route.routes[2].match"}],
        }
    ]
    assert shown["level"] == "note"


def test_the_part_of_an_expression_is_the_region() -> None:
    lines = {"a.py": ["", '    expr="é > sum(irate(a[5m]))",']}
    finding = Finding(
        "a/b", Severity.ERROR, "m", location=Location("a.py", 2, 10), excerpt=Excerpt("é > sum(irate(a[5m]))", 8, 20)
    )
    assert physical(finding, lines=lambda file: lines.get(file, ()))["region"] == {
        "startLine": 2,
        "startColumn": 19,
        "endLine": 2,
        "endColumn": 31,
    }
    assert physical(finding)["region"] == {"startLine": 2, "startColumn": 10}


def test_names_of_files() -> None:
    assert physical(Finding("a/b", Severity.ERROR, "m", location=Location("a\udcff")))["artifactLocation"]["uri"] == (
        "a%ED%B3%BF"
    )
    assert physical(Finding("a/b", Severity.ERROR, "m", location=Location("/etc/a b.yml", 1)))["artifactLocation"] == {
        "uri": "file:///etc/a%20b.yml"
    }
    assert physical(UNUSED)["artifactLocation"] == {"uri": "pyproject.toml", "uriBaseId": "%SRCROOT%"}


def test_rules_are_listed_once_and_referred_to() -> None:
    page = Page("An alert is in no project.", "An alert is in no project.\n\nIt is never sent.", Severity.WARNING)
    shown = run(FOR, UNUSED, FOR, pages={"alert/unused": page}, site="https://docs.example.com/")
    assert shown["tool"]["driver"]["informationUri"] == "https://docs.example.com/"
    assert shown["tool"]["driver"]["rules"] == [
        {
            "id": "alert/unused",
            "shortDescription": {"text": "An alert is in no project."},
            "fullDescription": {"text": "An alert is in no project."},
            "help": {"text": page.markdown, "markdown": page.markdown},
            "properties": {"tags": ["observability", "alert"], "problem.severity": "warning"},
            "helpUri": "https://docs.example.com/reference/checks.md#alertunused",
            "defaultConfiguration": {"level": "warning"},
        },
        {
            "id": "template/variable",
            "shortDescription": {"text": "template/variable"},
            "fullDescription": {"text": "template/variable"},
            "help": {"text": "template/variable", "markdown": "template/variable"},
            "properties": {"tags": ["observability", "template"]},
        },
    ]
    assert [one["ruleIndex"] for one in shown["results"]] == [1, 0, 1]


def fingerprint(**changes: Any) -> str:
    fields: dict[str, Any] = {"id": "a/b", "message": "m", "location": Location("f", 1), **changes}
    return str(result(Finding(severity=Severity.ERROR, **fields))["partialFingerprints"]["primaryLocationLineHash"])


def test_the_fingerprint_outlives_a_moved_line() -> None:
    assert fingerprint() == fingerprint(location=Location("f", 7, 3))
    assert fingerprint(message="`text`, line 3: no") == fingerprint(message="`text`, line 4: no")
    assert fingerprint(message="`20s` is under 15s") == fingerprint(message="`20s` is under 1m30s")
    changed = [fingerprint(id="a/c"), fingerprint(message="n"), fingerprint(location=Location("g", 1))]
    assert len({fingerprint(), *changed}) == 4


def test_the_fingerprint_of_a_thing_outlives_its_file_and_not_its_name() -> None:
    assert fingerprint(thing="shop.Down") == fingerprint(thing="shop.Down", location=Location("g", 3))
    assert fingerprint(thing="shop.Down") != fingerprint(thing="orders.Down")


def test_equal_findings_of_one_run_have_fingerprints_of_their_own() -> None:
    shown = [one["partialFingerprints"]["primaryLocationLineHash"] for one in run(UNUSED, FOR, UNUSED)["results"]]
    assert shown[0].endswith(":1")
    assert shown[2] == f"{shown[0][:-1]}2"


def test_what_is_more_than_code_scanning_takes_is_left_out_from_the_mildest() -> None:
    many = [Finding("a/b", Severity.INFO if number % 2 else Severity.ERROR, f"m{number}") for number in range(25_010)]
    document = json.loads(render_findings(many, format="sarif"))
    (shown,) = document["runs"]
    assert len(shown["results"]) == 25_000
    assert sum(one["level"] == "error" for one in shown["results"]) == 12_505
    assert shown["results"][1]["message"]["text"] == "m1"
    assert shown["results"][-1]["message"]["text"] == "m25008"
    assert shown["invocations"] == [
        {
            "executionSuccessful": True,
            "toolExecutionNotifications": [
                {
                    "level": "warning",
                    "message": {
                        "text": "10 findings are left out: code scanning takes 25000 in a run. The mildest are missing."
                    },
                }
            ],
        }
    ]


@given(HOSTILE_FINDINGS)
@settings(max_examples=100)
def test_every_result_has_a_place_and_a_rule(findings: list[Finding]) -> None:
    shown = run(*findings)
    ids = [rule["id"] for rule in shown["tool"]["driver"]["rules"]]
    assert [ids[one["ruleIndex"]] for one in shown["results"]] == [one["ruleId"] for one in shown["results"]]
    assert len(shown["results"]) == len(findings)


def test_related_places_that_are_equal() -> None:
    twice = (Related(Location("a.py", 1), "here"), Related(Location("a.py", 1), "here"))
    assert [one["id"] for one in result(Finding("a/b", Severity.ERROR, "m", related=twice))["relatedLocations"]] == [
        1,
        2,
    ]
