"""Targets listed in a configuration, after the relabeling of their job, as flaws of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.relabeled import targets
from o11ygen.targets.relation import Versions
from o11ygen.validate.flaw import Flaw, Path

_ID = "prometheus/target"


def judge_targets(job: Mapping[str, Any], shared: Mapping[str, Any], versions: Versions, at: Path) -> Iterator[Flaw]:
    """The listed targets that a job with relabeling can't scrape; those without it are judged by the job's model."""
    for place, message in targets.faults(job, shared, versions):
        yield Flaw(_ID, message, targets.MEND, (*at, *place))


def judge_read_targets(
    job: Mapping[str, Any], shared: Mapping[str, Any], groups: Any, versions: Versions, at: Path, file: str
) -> Iterator[Flaw]:
    """The same for the target groups that stand in a file which the job names at the path `at`."""
    for _, address, labels in targets.listed({"static_configs": groups}):
        fault = targets.fault_of(job, shared, address, labels, versions)
        if fault:
            message = f"the target `{address}` of `{file}` {fault}"
            yield Flaw(_ID, message, "Mend the target, or the relabeling of the job.", at)


def judge_alertmanagers(entry: Mapping[str, Any], at: Path) -> Iterator[Flaw]:
    """The same for the Alertmanagers that an entry of `alerting` lists."""
    for place, message in targets.alertmanager_faults(entry):
        yield Flaw(_ID, message, "Put the path into `path_prefix`.", (*at, *place))
