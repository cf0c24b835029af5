"""Suppressions in comments: what they are about, and how long they hold."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from o11ygen.finding import Finding
from o11ygen.foreign import Facts, lint

TODAY = datetime.date(2026, 11, 23)
RULES = """{top}groups:
{group}  - name: a{name}
    rules:
{first}      - alert: First{alert}
        expr: irate(one_total[5m]) > 1{expr}
        annotations: {{summary: Many}}
      - alert: Second
        expr: irate(two_total[5m]) > 1
        annotations: {{summary: Many}}
"""
PLACES = ("top", "group", "name", "first", "alert", "expr")
ALLOW = "# o11ygen: allow promql/irate: drawn, and wakes nobody"


def found(folder: Path, **comments: str) -> list[Finding]:
    filled = {place: comments.get(place, "") for place in PLACES}
    (folder / "rules.yml").write_text(RULES.format(**filled), "utf-8")
    return list(lint([str(folder / "rules.yml")], facts=Facts(), today=TODAY).findings)


def told(findings: list[Finding]) -> list[str]:
    return [f"{finding.location.line} {finding.id}" for finding in findings]


@pytest.mark.parametrize(
    ("place", "comment", "left"),
    [
        ("alert", f" {ALLOW}", ["8 promql/irate"]),
        ("expr", f" {ALLOW}", ["8 promql/irate"]),
        ("first", f"      {ALLOW}\n", ["9 promql/irate"]),
        ("first", f"      {ALLOW}\n\n      # and a word more\n", ["11 promql/irate"]),
        ("name", f" {ALLOW}", []),
        ("group", f"  {ALLOW}\n", []),
        ("top", f"{ALLOW.replace('allow', 'allow-file')}\n", []),
        ("expr", f" {ALLOW.replace('allow', 'allow-file')}", []),
        ("alert", f" {ALLOW.replace(':', '', 1)}", ["4 spec/allow", "5 promql/irate", "8 promql/irate"]),
        ("alert", f" {ALLOW.title()}", ["4 spec/allow", "5 promql/irate", "8 promql/irate"]),
        ("alert", " # o11ygen allows what is written here", ["5 promql/irate", "8 promql/irate"]),
        ("top", f"{ALLOW}\n", ["1 spec/allow", "6 promql/irate", "9 promql/irate"]),
        ("alert", " # o11ygen: allow  promql/topk ,promql/irate : both", ["4 spec/unused-allow", "8 promql/irate"]),
    ],
)
def test_what_a_comment_is_about(place: str, comment: str, left: list[str], tmp_path: Path) -> None:
    assert told(found(tmp_path, **{place: comment})) == left


@pytest.mark.parametrize(
    ("until", "left"),
    [
        ("2026-11-22", ["4 spec/expired-allow", "5 promql/irate", "8 promql/irate"]),
        ("2026-11-23", ["4 spec/expired-allow", "8 promql/irate"]),
        ("2026-12-07", ["4 spec/expired-allow", "8 promql/irate"]),
        ("2026-12-08", ["8 promql/irate"]),
    ],
)
def test_how_long_it_holds(until: str, left: list[str], tmp_path: Path) -> None:
    comment = f" {ALLOW.replace(': drawn', f' until {until}: drawn')}"
    findings = found(tmp_path, alert=comment)
    assert told(findings) == left
    soon = [finding.severity.value for finding in findings if finding.id == "spec/expired-allow"]
    assert soon == (["warning"] if until < "2026-11-23" else ["info"] * len(soon))


def test_a_check_that_was_not_asked_is_not_told_to_be_unused(tmp_path: Path) -> None:
    comment = " # o11ygen: allow promql/rate-range: there is no interval to judge it by"
    assert told(found(tmp_path, alert=comment)) == ["5 promql/irate", "8 promql/irate"]


def test_files_of_several_folders_have_suppressions_of_their_own(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        found(tmp_path / name, alert=f" {ALLOW}" if name == "a" else "")
    findings = lint([str(tmp_path)], facts=Facts(), today=TODAY).findings
    lines = [f"{Path(one.location.file).parent.name} {one.location.line}" for one in findings]
    assert lines == ["a 8", "b 5", "b 8"]
