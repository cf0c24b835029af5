"""The example project in a copy where some of its lines are others: what its author writes for other versions."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import author
from tests.programs import ROOT

ENVIRONMENTS = ("development", "staging", "production")


@dataclass(frozen=True, slots=True)
class Edit:
    """In one file of the specs, `old` becomes `new`."""

    file: str
    old: str
    new: str

    def apply(self, root: Path) -> None:
        """Exchange the text, which must stand there exactly once: else the example has changed, and this must follow."""
        path = root / "specs" / self.file
        text = path.read_text(encoding="utf-8")
        assert text.count(self.old) == 1, f"{self.file} has {text.count(self.old)} times {self.old!r}"
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")


# What the example uses that is younger than the oldest versions, exchanged for what those can express.
NO_HOLD = Edit("churn/alerts.py", '        keep_firing_for="2h",\n', "")
WEBHOOK_WITHOUT_FILE = Edit(
    "routing.py",
    'webhook(Secret.file("/run/secrets/deadmansswitch_url"), send_resolved=False)',
    'webhook("http://deadmansswitch:8080/", send_resolved=False)',
)
NO_MAIL_PASSWORD = Edit(
    "environments.py",
    '            username="alerts",\n            password=Secret.file("/run/secrets/smtp_password"),\n',
    "",
)
NO_LOCATION = Edit("teams.py", ', location="Europe/Berlin"', "")
MUTE_INSTEAD_OF_ACTIVE = Edit("teams.py", "active=(WORKING_HOURS,)", "mute=(WORKING_HOURS,)")

# What an author may add that only newer versions know.
QUERY_OFFSET = Edit(
    "churn/alerts.py", 'rules=DATA_QUALITY, interval="1m"', 'rules=DATA_QUALITY, interval="1m", query_offset="30s"'
)
UTF8_LABEL = Edit(
    "churn/scrape.py",
    "    label_limit=20,\n",
    '    label_limit=20,\n    relabel=(Relabel(target_label="k8s.cluster", replacement="blue"),),\n',
)
QUOTED_NAME = Edit(
    "churn/alerts.py",
    'expr="process_memory_bytes{$selector} > $threshold"',
    """expr='{"process_memory_bytes", $selector} > $threshold'""",
)


def copy(folder: Path, *edits: Edit, **versions: str) -> Path:
    """The example in `folder`, edited; `versions` (`prometheus="2.42"`) hold for every environment."""
    shutil.copytree(ROOT / "specs", folder / "specs", ignore=shutil.ignore_patterns("__pycache__"))
    author.write(folder, {})
    environments = folder / "specs" / "environments.py"
    text = environments.read_text(encoding="utf-8")
    for system, version in versions.items():
        text, count = re.subn(rf'\b{system}="[\d.]+"', f'{system}="{version}"', text)
        assert count, f"environments.py declares no version of {system}"
    environments.write_text(text, encoding="utf-8")
    for edit in edits:
        edit.apply(folder)
    return folder


def generated(root: Path) -> Path:
    """The output folder of a copy that must render."""
    outcome = author.o11ygen(root, "generate")
    assert (outcome.code, outcome.out) == (0, ""), outcome.out + outcome.err
    return root / "output"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A finding of a refused copy, with the text of the line of the spec that it points at."""

    id: str
    message: str
    line: str
    environments: tuple[str, ...] = ENVIRONMENTS
    hint: str = "Leave it out where it does not exist (`per_env`), or declare a version that has it."


def refused(root: Path) -> list[Refusal]:
    """The errors of a copy that must not render, in order; nothing may have been written."""
    outcome = author.o11ygen(root, "generate", "--format", "json")
    assert outcome.code == 1, outcome.out + outcome.err
    assert not (root / "output").exists()
    return [
        _refusal(root, finding) for finding in json.loads(outcome.out)["findings"] if finding["severity"] == "error"
    ]


def _refusal(root: Path, finding: dict[str, Any]) -> Refusal:
    location = finding["location"]
    lines = (root / location["file"]).read_text(encoding="utf-8").splitlines()
    line = lines[location["line"] - 1].strip()
    environments, hint = tuple(finding["environments"]), finding["hint"]
    return Refusal(finding["id"], finding["message"], f"{location['file']}: {line}", environments, hint)
