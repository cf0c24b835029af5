"""A small project with three findings, for tests of what `o11ygen lint` makes of findings."""

from __future__ import annotations

from pathlib import Path

from tests import author

SPECS = """\
from o11ygen import *

from specs.old import RULES

team = Team("web", page=slack("#quiet"), notify=slack("#notify"))
TEXTS = {"summary": "Down", "description": "It is down.", "runbook": "https://runbooks.example.com/down"}
production = Environment(
    "production",
    tier="production",
    addresses={"app": "app:80", "alertmanager": "alertmanager:9093"},
    notifications=Notifications(slack_api_url=Secret.file("/run/secrets/slack")),
)
staging = production.derive("staging", tier="staging", inherit=("addresses", "notifications"))
service = Service(
    "shop",
    team=team,
    jobs=(ScrapeJob("app"),),
    alerts=(
        Alert("not_camel", expr="up == 0", for_="5m", severity=Severity.WARNING, **TEXTS),
    ),
    recording_rules=RULES,
)
project = Project(
    "shop",
    services=(service,),
    environments=(production, staging),
    routing=Routing(default=slack("#unrouted")),
    checks={"rule/unused": "off", "alert/consistency": "off"},
)
"""
OLD = """\
from o11ygen import RecordingRule

RULES = (
    RecordingRule("errors", expr="sum by (job) (up)"),
    RecordingRule("requests", expr="count by (job) (up)"),
)
"""
FOUND = [
    ("specs/__init__.py", "alert/naming", "warning"),
    ("specs/old.py", "rule/naming", "warning"),
    ("specs/old.py", "rule/naming", "warning"),
]


def make(folder: Path, *, specs: str = SPECS, old: str = OLD, settings: str = "") -> Path:
    """The project in a folder; `settings` are further lines of its pyproject.toml."""
    return author.write(
        folder,
        {"pyproject.toml": author.PYPROJECT + settings, "specs/__init__.py": specs, "specs/old.py": old},
    )
