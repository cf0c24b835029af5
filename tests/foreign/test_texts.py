"""Credentials in files of others: found in every text, told at its place, and never repeated."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from o11ygen.foreign.facts import Facts
from o11ygen.foreign.run import lint

# None of these is a real one.
WEBHOOK = "https://hooks.slack.com/services/T0/B0/hunter2"
TOKEN = "ghp_" + "a" * 36


def told(folder: Path, name: str, text: str) -> list[str]:
    file = folder / name
    file.write_text(text, "utf-8")
    found = lint([str(file)], facts=Facts(), today=date(2026, 3, 2)).findings
    for finding in found:
        assert "hunter2" not in finding.message + finding.hint
        assert TOKEN not in finding.message + finding.hint
    return [f"{one.location.line}: {one.message.partition(';')[0]}" for one in found if one.id == "secret/credential"]


def board(**fields: Any) -> str:
    return json.dumps({"schemaVersion": 42, "title": "Shop", "uid": "shop", "panels": [], **fields}, indent=1)


LOOKS = "holds what looks like a credential"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"panels": [{"type": "text", "title": "t", "options": {"content": f"see {WEBHOOK}"}}]},
            f"`content` {LOOKS} (a webhook of Slack)",
        ),
        (
            {"links": [{"title": "x", "url": f"https://a.example.com/?token={TOKEN}"}]},
            f"`url` {LOOKS} (a token of GitHub)",
        ),
        (
            {"panels": [{"type": "table", "title": "t", "targets": [{"secureJsonData": {"apiKey": "hunter2"}}]}]},
            f"`apiKey` {LOOKS} (what stands under `apiKey`)",
        ),
    ],
)
def test_dashboards(tmp_path: Path, fields: dict[str, Any], expected: str) -> None:
    (found,) = told(tmp_path, "board.json", board(**fields))
    assert found.endswith(f"the dashboard: {expected}")


def test_a_dashboard_without_one(tmp_path: Path) -> None:
    links = [{"title": "Runbook", "url": "https://runbooks.example.com/0b1c2d3e-4f5a-6b7c-8d9e-0f1a2b3c4d5e?key=short"}]
    assert told(tmp_path, "board.json", board(links=links)) == []


RULES = """\
groups:
  - name: shop
    rules:
      - alert: Down
        expr: up{job="a"} == 0
        for: 5m
        labels:
          severity: critical
        annotations:
          summary: Down
          description: 'curl -H "PRIVATE-TOKEN: %s" https://git.example.com'
          runbook_url: https://runbooks.example.com/down
"""


def test_rules(tmp_path: Path) -> None:
    assert told(tmp_path, "rules.yml", RULES % TOKEN) == [f"11: alert Down: `description` {LOOKS} (a token of GitHub)"]
    assert told(tmp_path, "rules.yml", RULES % "$TOKEN") == []
