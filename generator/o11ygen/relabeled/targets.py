"""Targets that are listed in a configuration, after the relabeling of their job: promtool makes them, as the server does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.duration import parse_duration
from o11ygen.relabeled.steps import UnknownOutcomeError, relabel
from o11ygen.targets.path import Path
from o11ygen.targets.relation import Versions, at_least

_ADDRESS = "__address__"
_INTERVAL, _TIMEOUT = "__scrape_interval__", "__scrape_timeout__"
MEND = "Mend the relabeling, or the target."


def faults(job: Mapping[str, Any], shared: Mapping[str, Any], versions: Versions) -> Iterator[tuple[Path, str]]:
    """The listed targets that a job with relabeling can't scrape, each with its place in the job, and why.

    `shared` is the section `global`. Those of a job without relabeling are judged by the job's model.
    """
    steps = job.get("relabel_configs")
    if not isinstance(steps, list) or not steps:
        return
    for place, address, labels in listed(job):
        fault = fault_of(job, shared, address, labels, versions)
        if fault:
            yield place, f"after relabeling, the target `{address}` {fault}"


def fault_of(
    job: Mapping[str, Any], shared: Mapping[str, Any], address: str, labels: Mapping[str, Any], versions: Versions
) -> str:
    """Why a job can't scrape a target, which it knows with these labels; nothing where it can, drops it, or nobody knows."""
    steps = job.get("relabel_configs")
    discovered = {**_of_job(job, shared), **labels, _ADDRESS: address}
    try:
        left = relabel(
            steps if isinstance(steps, list) else [], {name: str(value) for name, value in discovered.items()}
        )
    except UnknownOutcomeError:
        return ""
    return _fault(left, versions) if left is not None else ""


def alertmanager_faults(entry: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """The same for the Alertmanagers that an entry of `alerting` lists."""
    steps = entry.get("relabel_configs")
    if not isinstance(steps, list) or not steps:
        return
    for place, address, labels in listed(entry):
        scheme = str(entry.get("scheme") or "http")
        discovered = {**labels, "__scheme__": scheme, "__alerts_path__": "/api/v2/alerts", _ADDRESS: address}
        try:
            left = relabel(steps, {name: str(value) for name, value in discovered.items()})
        except UnknownOutcomeError:
            continue
        if left is not None and "/" in left.get(_ADDRESS, ""):
            yield place, f"after relabeling, the address `{left[_ADDRESS]}` is not `host:port`"


def listed(holder: Mapping[str, Any]) -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
    """Each listed target with its place in the job or entry, and the labels that its group gives it."""
    groups = holder.get("static_configs")
    for index, group in enumerate(groups if isinstance(groups, list) else ()):
        if not isinstance(group, Mapping):
            continue
        labels = group.get("labels")
        addresses = group.get("targets")
        for number, address in enumerate(addresses if isinstance(addresses, list) else ()):
            place = ("static_configs", index, "targets", number)
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
