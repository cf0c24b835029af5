"""Targets listed in a configuration, after the relabeling of their job: promtool makes them, and so does the server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.duration import parse_duration
from o11ygen.targets.relation import Versions, at_least
from o11ygen.validate.flaw import Flaw, Path
from o11ygen.validate.relabeling import UnknownOutcomeError, relabel

_ADDRESS = "__address__"
_INTERVAL, _TIMEOUT = "__scrape_interval__", "__scrape_timeout__"


def judge_targets(job: Mapping[str, Any], shared: Mapping[str, Any], versions: Versions, at: Path) -> Iterator[Flaw]:
    """The listed targets that a job with relabeling can't scrape; those without it are judged by the job's model."""
    steps = job.get("relabel_configs")
    if not isinstance(steps, list) or not steps:
        return
    for place, address, labels in _listed(job, at):
        fault = _fault_of_target(job, shared, address, labels, versions)
        if fault:
            message = f"after relabeling, the target `{address}` {fault}"
            yield Flaw("prometheus/target", message, "Mend the relabeling, or the target.", place)


def judge_read_targets(
    job: Mapping[str, Any], shared: Mapping[str, Any], groups: Any, versions: Versions, at: Path, file: str
) -> Iterator[Flaw]:
    """The same for the target groups that stand in a file which the job names at the path `at`."""
    for _, address, labels in _listed({"static_configs": groups}, ()):
        fault = _fault_of_target(job, shared, address, labels, versions)
        if fault:
            message = f"the target `{address}` of `{file}` {fault}"
            yield Flaw("prometheus/target", message, "Mend the target, or the relabeling of the job.", at)


def _fault_of_target(
    job: Mapping[str, Any], shared: Mapping[str, Any], address: str, labels: Mapping[str, Any], versions: Versions
) -> str:
    steps = job.get("relabel_configs")
    discovered = {**_of_job(job, shared), **labels, _ADDRESS: address}
    try:
        left = relabel(
            steps if isinstance(steps, list) else [], {name: str(value) for name, value in discovered.items()}
        )
    except UnknownOutcomeError:
        return ""
    return _fault(left, versions) if left is not None else ""


def judge_alertmanagers(entry: Mapping[str, Any], at: Path) -> Iterator[Flaw]:
    """The same for the Alertmanagers that an entry of `alerting` lists."""
    steps = entry.get("relabel_configs")
    if not isinstance(steps, list) or not steps:
        return
    for place, address, labels in _listed(entry, at):
        scheme = str(entry.get("scheme") or "http")
        discovered = {**labels, "__scheme__": scheme, "__alerts_path__": "/api/v2/alerts", _ADDRESS: address}
        try:
            left = relabel(steps, {name: str(value) for name, value in discovered.items()})
        except UnknownOutcomeError:
            continue
        if left is not None and "/" in left.get(_ADDRESS, ""):
            message = f"after relabeling, the address `{left[_ADDRESS]}` is not `host:port`"
            yield Flaw("prometheus/target", message, "Put the path into `path_prefix`.", place)


def _listed(holder: Mapping[str, Any], at: Path) -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
    groups = holder.get("static_configs")
    for index, group in enumerate(groups if isinstance(groups, list) else ()):
        if not isinstance(group, Mapping):
            continue
        labels = group.get("labels")
        addresses = group.get("targets")
        for number, address in enumerate(addresses if isinstance(addresses, list) else ()):
            place = (*at, "static_configs", index, "targets", number)
            yield place, "" if address is None else str(address), labels if isinstance(labels, Mapping) else {}


def _of_job(job: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, str]:
    interval = _given(job, "scrape_interval") or _given(shared, "scrape_interval") or "1m"
    timeout = _given(job, "scrape_timeout") or _given(shared, "scrape_timeout") or _shorter("10s", interval)
    found = {
        "job": str(job.get("job_name") or ""),
        _INTERVAL: interval,
        _TIMEOUT: timeout if _given(job, "scrape_timeout") else _shorter(timeout, interval),
        "__metrics_path__": str(job.get("metrics_path") or "/metrics"),
        "__scheme__": str(job.get("scheme") or "http"),
    }
    params = job.get("params")
    for name, values in params.items() if isinstance(params, Mapping) else ():
        if isinstance(values, list) and values:
            found[f"__param_{name}"] = str(values[0])
    return found


def _given(holder: Mapping[str, Any], name: str) -> str:
    value = holder.get(name)
    return value if isinstance(value, str) and value not in ("0", "0s") else ""


def _shorter(one: str, other: str) -> str:
    return min(one, other, key=_milliseconds)


def _milliseconds(text: str) -> int:
    try:
        return parse_duration(text)
    except ValueError:
        return -1


def _fault(labels: Mapping[str, str], versions: Versions) -> str:
    address = labels.get(_ADDRESS, "")
    if not address:
        return "has no address left (`__address__`)"
    scheme = labels.get("__scheme__", "")
    if not at_least(versions, prometheus="3.0") and scheme not in ("", "http", "https") and not _has_port(address):
        return f"has the scheme `{scheme}` and no port"
    if "/" in address:
        return f"has the address `{address}`, which is not `host:port`"
    interval, timeout = _milliseconds(labels.get(_INTERVAL, "")), _milliseconds(labels.get(_TIMEOUT, ""))
    if interval <= 0:
        return f"has the interval `{labels.get(_INTERVAL, '')}`"
    if timeout <= 0:
        return f"has the timeout `{labels.get(_TIMEOUT, '')}`"
    if timeout > interval:
        return f"has a timeout ({labels[_TIMEOUT]}) longer than its interval ({labels[_INTERVAL]})"
    return ""


def _has_port(address: str) -> bool:
    _, separator, port = address.rpartition(":")
    return bool(separator) and port.isdigit()
