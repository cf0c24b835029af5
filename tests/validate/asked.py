"""Asks the real promtool and amtool about many files at once."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.programs import ALERTMANAGER_VERSIONS, PROMETHEUS_VERSIONS, program

COMMANDS = {
    "prometheus": ("promtool", "check", "config", "--syntax-only"),
    "rules": ("promtool", "check", "rules", "--lint=none"),
    "alertmanager": ("amtool", "check-config"),
}
VERSIONS = {"prometheus": PROMETHEUS_VERSIONS, "rules": PROMETHEUS_VERSIONS, "alertmanager": ALERTMANAGER_VERSIONS}
# Parts that distributions build their programs without, each in a file that has no other fault.
_OPTIONAL = {
    "prometheus": {
        "azuread": "remote_write: [{url: 'http://a', azuread: {cloud: AzurePublic, managed_identity: {client_id: "
        "11111111-1111-1111-1111-111111111111}}}]",
        **{
            f"{name}_sd_configs": f"scrape_configs: [{{job_name: a, {name}_sd_configs: []}}]"
            for name in ("azure", "consul", "kubernetes", "kuma", "linode", "nomad", "openstack", "stackit")
        },
    },
    "alertmanager": {
        "jira_configs": "route: {receiver: a}\nreceivers: [{name: a, jira_configs: []}]",
        "jira_api_url": "route: {receiver: a}\nreceivers: [{name: a}]\nglobal: {jira_api_url: 'http://a'}",
    },
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a real program says of one file."""

    accepted: bool
    said: str


def ask(kind: str, version: str, texts: Mapping[str, str]) -> dict[str, Verdict]:
    """The verdicts on files by their names, which are `00000.yml` and so on."""
    with TemporaryDirectory() as folder:
        for name, text in texts.items():
            (Path(folder) / name).write_text(text, encoding="utf-8", newline="")
        return verdicts(kind, version, Path(folder), list(texts))


def verdicts(kind: str, version: str, folder: Path, names: list[str]) -> dict[str, Verdict]:
    """The same for files that are there."""
    found: dict[str, Verdict] = {}
    left = names
    while left:
        said = _run(kind, version, folder, left).stdout.decode("utf-8", "replace")
        for piece in re.split(r"^Checking ", said, flags=re.M)[1:]:
            found[piece.strip("'")[:9]] = Verdict("SUCCESS" in piece and "FAILED" not in piece, piece.strip())
        left = [name for name in names if name not in found]
        if left:
            # A file that ends the program ends its answer about all that follow.
            done = _run(kind, version, folder, left[:1])
            found[left[0]] = Verdict(done.returncode == 0, done.stdout.decode("utf-8", "replace"))
            left = left[1:]
    return found


def _run(kind: str, version: str, folder: Path, names: list[str]) -> subprocess.CompletedProcess[bytes]:
    name, *arguments = COMMANDS[kind]
    command = [str(program(name, version)), *arguments, *names]
    return subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


@cache
def left_out(kind: str, version: str) -> frozenset[str]:
    """The fields that this build of the program lacks, though the release has them."""
    asked = {f"{number:05}.yml": name for number, name in enumerate(_OPTIONAL.get(kind, ()))}
    texts = {file: _OPTIONAL[kind][name] for file, name in asked.items()}
    found = ask(kind, version, texts) if texts else {}
    return frozenset(name for file, name in asked.items() if f"field {name} not found" in found[file].said)


def says_nothing(verdict: Verdict, missing: frozenset[str]) -> bool:
    """Whether the program refuses for a part that it was built without, so that its verdict tells nothing."""
    fields = re.findall(r"field (\w+) not found", verdict.said)
    return any(field in missing for field in fields)
