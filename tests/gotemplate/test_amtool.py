"""The same verdicts as the real amtool, over template files and over notifications that it renders."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from o11ygen.gotemplate import parse_notification_template
from o11ygen.version import Version
from tests.gotemplate.test_notification import FAILS, WORKS
from tests.gotemplate.test_parse import ACCEPTED, REFUSED
from tests.programs import ALERTMANAGER_VERSIONS, program

pytestmark = pytest.mark.tools

# Builds of distributions differ in their Go release; amtool does not define Alertmanager's own templates.
BY_GO_RELEASE = re.compile(r"else with|range \d")
OWN_TEMPLATES = re.compile(r'template "(?:slack|__)')
FUNCTIONS = ("trimSpace", "since", "toJson", "list", "now", "base64encode", "humanizeDuration", "stringSlice", "date")


@pytest.mark.parametrize("version", ALERTMANAGER_VERSIONS)
def test_verdicts_over_template_files(version: str, tmp_path: Path) -> None:
    texts = [*ACCEPTED, *(text for text, _ in REFUSED), *WORKS, *(text for text, *_ in FAILS)]
    texts = [text for text in texts if not BY_GO_RELEASE.search(text)]
    texts += [f'{{{{ define "x" }}}}{{{{ {function} }}}}{{{{ end }}}}' for function in FUNCTIONS]
    configs = []
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.tmpl").write_bytes(text.encode())
        config = tmp_path / f"{number}.yml"
        config.write_text(
            f"route: {{receiver: a}}\nreceivers: [{{name: a}}]\ntemplates: [{number}.tmpl]\n", encoding="utf-8"
        )
        configs.append(config)
    ran = subprocess.run(
        [program("amtool", version), "check-config", *configs], capture_output=True, text=True, check=False
    )
    by_file = re.split(r"Checking '.*?/(\d+)\.yml'", ran.stdout)[1:]
    verdicts = dict(zip(map(int, by_file[::2]), by_file[1::2], strict=True))
    assert sorted(verdicts) == list(range(len(texts)))
    refused = {number for number, verdict in verdicts.items() if "FAILED" in verdict}
    declared = Version.parse(version)
    assert refused == {
        number
        for number, text in enumerate(texts)
        if any(
            problem.refused for problem in parse_notification_template(text, version=declared, in_file=True).problems
        )
    }


RENDERED = [text for text in (*WORKS, *(text for text, *_ in FAILS)) if not OWN_TEMPLATES.search(text)]


@pytest.mark.parametrize("text", [*RENDERED, '{{ template "own" . }}', '{{ template "other" . }}'])
def test_verdicts_over_notifications(text: str, tmp_path: Path) -> None:
    (tmp_path / "own.tmpl").write_text('{{ define "own" }}{{ .Status }}{{ end }}', encoding="utf-8")
    ran = subprocess.run(
        [
            program("amtool", "0.33"),
            "template",
            "render",
            f"--template.glob={tmp_path}/own.tmpl",
            f"--template.text={text}",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    template = parse_notification_template(text, version=Version(0, 33), defined=("own",))
    assert (ran.returncode != 0) is bool(template.problems), ran.stderr
