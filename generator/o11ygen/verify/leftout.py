"""Parts that builds of distributions leave out of the programs, which then call the key of such a part unknown.

Only these keys are asked about: any other that a program does not know is misspelt, or of another release.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from o11ygen.verify.inquiry import Inquiry
from o11ygen.verify.mounting import keys_of

# What is told of a run whose program lacks a part.
ALL_BUT = "it accepts all but {}, which this build leaves out"
UNREADABLE = "this build leaves out {}, and the file can't be read without it"
_UNKNOWN_FIELD = re.compile(r"field (\w+) not found in type")

SERVICE_DISCOVERIES = frozenset(
    f"{name}_sd_configs"
    for name in (
        *("aws", "azure", "consul", "digitalocean", "dns", "docker", "dockerswarm", "ec2", "ecs", "elasticache"),
        *("eureka", "file", "gce", "hetzner", "http", "ionos", "kubernetes", "kuma", "lightsail", "linode"),
        *("marathon", "msk", "nerve", "nomad", "oci", "openstack", "outscale", "ovhcloud", "puppetdb", "rds"),
        *("scaleway", "serverset", "stackit", "triton", "uyuni", "vultr"),
    )
)
_JOB = "scrape_configs:\n  - job_name: probe\n"
# For each part a file around it, in blocks that are written one after the other, and once if several parts share one.
PROMETHEUS: Mapping[str, tuple[str, str]] = {
    **{name: (_JOB, f"    {name}: []\n") for name in SERVICE_DISCOVERIES},
    "azuread": ("remote_write:\n  - url: http://probe\n", "    azuread: {}\n"),
}
ALERTMANAGER: Mapping[str, tuple[str, str]] = {
    "jira_configs": ("route: {receiver: probe}\nreceivers:\n  - name: probe\n", "    jira_configs: []\n"),
    "jira_api_url": ("global:\n", "  jira_api_url: http://probe\n"),
}


def lacking(inquiry: Inquiry, text: str, *, parts: Mapping[str, tuple[str, str]], command: tuple[str, ...]) -> set[str]:
    """The parts that a config uses and the program at hand was built without: a file with nothing else tells."""
    used = sorted(keys_of(text) & parts.keys())
    if not used:
        return set()
    blocks: dict[str, str] = {}
    for name in used:
        around, part = parts[name]
        blocks[around] = blocks.get(around, "") + part
    with tempfile.TemporaryDirectory(prefix="o11ygen-") as scratch:
        probe = Path(scratch, "probe.yml")
        probe.write_text("".join(around + inside for around, inside in blocks.items()), encoding="utf-8")
        answer = inquiry.ask(*command, str(probe))
    return set(_UNKNOWN_FIELD.findall(answer.text)) & set(used) if answer.code else set()


def named(keys: set[str]) -> str:
    """The keys as a message names them."""
    return ", ".join(f"`{key}`" for key in sorted(keys))
