"""Which rule files there are, and which groups stand in each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from o11ygen import conventions
from o11ygen.record import record
from o11ygen.resolved import RuleGroup, Stack


@record
class RuleFile:
    """A rule file: its path below the environment's folder, what it holds, and the service that it is of, if only one."""

    path: str
    holds: Literal["alerts", "recording rules"]
    groups: tuple[RuleGroup, ...]
    service: str = ""


def rule_files(stack: Stack) -> Iterator[RuleFile]:
    """The files of alerts and of recording rules, for all services together or for each; none without a group."""
    if stack.rule_files == "per-service":
        by_service: dict[str, list[RuleGroup]] = {service: [] for service in stack.services}
        for group in stack.groups:
            by_service[group.service].append(group)
        for service, groups in by_service.items():
            alerts = f"{conventions.RULES_FOLDER}/{conventions.alert_group(service)}.yml"
            recording = f"{conventions.RULES_FOLDER}/{conventions.recording_group(service)}.yml"
            yield from _pair(alerts, recording, groups, service)
    else:
        yield from _pair(conventions.ALERT_RULES, conventions.RECORDING_RULES, stack.groups)


def rule_file_patterns(stack: Stack) -> list[str]:
    """What prometheus.yml says of them: paths relative to its own folder, or one pattern for those of all services."""
    folder = "prometheus/"
    if stack.rule_files == "per-service":
        return [f"{conventions.RULES_FOLDER}/*.yml".removeprefix(folder)] if stack.groups else []
    return [file.path.removeprefix(folder) for file in rule_files(stack)]


def _pair(
    alerts: str, recording: str, groups: tuple[RuleGroup, ...] | list[RuleGroup], service: str = ""
) -> Iterator[RuleFile]:
    with_alerts: list[RuleGroup] = []
    records: list[RuleGroup] = []
    for group in groups:
        (records if group.records_only else with_alerts).append(group)
    if with_alerts:
        yield RuleFile(alerts, "alerts", tuple(with_alerts), service)
    if records:
        yield RuleFile(recording, "recording rules", tuple(records), service)
