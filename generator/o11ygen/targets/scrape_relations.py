"""What holds between the fields of a scrape job, and of what names its targets; without the models, to load fast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.targets.duration_text import milliseconds
from o11ygen.targets.http_relations import certificate_faults
from o11ygen.targets.refusal import refuse
from o11ygen.targets.relabel_relations import name_faults
from o11ygen.targets.relation import Fault, Versions, at_least, relation

if TYPE_CHECKING:
    from o11ygen.targets.discovery import Discovery
    from o11ygen.targets.discovery.static import DNSSD
    from o11ygen.targets.prometheus import AlertmanagerEndpoint
    from o11ygen.targets.scrape import Exposition, ScrapeConfig

_FILE = re.compile(r"[^*]*(\*[^/]*)?\.(json|yml|yaml|JSON|YML|YAML)")
_RECORD_SINCE = {"SRV": "2.0", "A": "2.0", "AAAA": "2.0", "MX": "2.38", "NS": "2.49"}


def targets_file(path: str) -> str:
    """The name of a file of targets, or a pattern of names."""
    if _FILE.fullmatch(path) is None:
        raise refuse(
            f"`{path}` does not name a file of targets",
            "End it in .json, .yml or .yaml, and use `*` in the file name only",
        )
    return path


@relation
def protocols(exposition: Exposition, versions: Versions) -> Iterator[Fault]:
    """The formats are known to the release, and none is given twice."""
    if exposition.scrape_protocols == []:
        hint = "Remove it, or name a format"
        yield Fault("`scrape_protocols` must not be empty", hint, ("scrape_protocols",))
    seen: set[str] = set()
    for index, protocol in enumerate(exposition.scrape_protocols or ()):
        place = ("scrape_protocols", index)
        if protocol in seen:
            yield Fault(f"`{protocol}` is given twice", "Keep the first", place)
        if protocol == "PrometheusText1.0.0" and not at_least(versions, prometheus="3.0"):
            yield Fault(f"`{protocol}` needs Prometheus 3.0", "Use `PrometheusText0.0.4`", place)
        seen.add(protocol)


@relation
def job_name(job: ScrapeConfig, versions: Versions) -> Iterator[Fault]:
    """A job has a name."""
    if not job.job_name:
        yield Fault("the job has no name", "Add `job_name`", ("job_name",))


@relation
def job_timeout(job: ScrapeConfig, versions: Versions) -> Iterator[Fault]:
    """A scrape ends before the next one."""
    if job.scrape_timeout and job.scrape_interval:
        interval = milliseconds(job.scrape_interval)
        if 0 < interval < milliseconds(job.scrape_timeout):
            message = f"the timeout {job.scrape_timeout} is longer than the interval {job.scrape_interval}"
            yield Fault(message, "Prometheus refuses the file; shorten `scrape_timeout`", ("scrape_timeout",))


@relation
def addresses(holder: ScrapeConfig | AlertmanagerEndpoint, versions: Versions) -> Iterator[Fault]:
    """Targets that no relabeling changes are `host:port`."""
    if not holder.relabel_configs:
        yield from address_faults(holder)


@relation
def job_addresses(job: ScrapeConfig, versions: Versions) -> Iterator[Fault]:
    """Targets that no relabeling changes have an address; of Alertmanagers promtool does not ask that."""
    for group, static in enumerate(job.static_configs or () if not job.relabel_configs else ()):
        for index, target in enumerate(static.targets or ()):
            if not target:
                place = ("static_configs", group, "targets", index)
                yield Fault("the target has no address", "Write `host:port`, or remove it", place)


@relation
def job_certificate(job: ScrapeConfig, versions: Versions) -> Iterator[Fault]:
    """A client certificate has its key."""
    yield from certificate_faults(job, versions)


def legacy_name_faults(job: ScrapeConfig, versions: Versions) -> Iterator[Fault]:
    """The label names in relabeling that a job with the scheme `legacy` does not accept."""
    for field in ("relabel_configs", "metric_relabel_configs"):
        for index, step in enumerate(getattr(job, field) or ()):
            for fault in name_faults(step, versions, utf8=False):
                yield Fault(fault.message, "The job asks for the scheme `legacy`", (field, index, *fault.at))


def address_faults(holder: Discovery) -> list[Fault]:
    """The listed targets that are no `host:port`; relabeling may still repair them."""
    path = "metrics_path" if hasattr(holder, "metrics_path") else "path_prefix"
    return [
        Fault(
            f"the target `{target}` is not `host:port`",
            f"Put the scheme into `scheme` and the path into `{path}`",
            ("static_configs", group, "targets", index),
        )
        for group, static in enumerate(holder.static_configs or ())
        for index, target in enumerate(static.targets or ())
        if "/" in target
    ]


@relation
def dns_record(discovery: DNSSD, versions: Versions) -> Iterator[Fault]:
    """The release asks for this type of record, and the port is known."""
    # Null is the empty text to Prometheus, and no default.
    record = (discovery.type or "").upper() if "type" in discovery.model_fields_set else "SRV"
    since = _RECORD_SINCE.get(record)
    if since is None:
        yield Fault(f"`{discovery.type or ''}` is not a record type", "Use SRV, A, AAAA, MX or NS", ("type",))
    elif not at_least(versions, prometheus=since):
        yield Fault(f"{record} records need Prometheus {since}", "Use SRV, A or AAAA", ("type",))
    if record != "SRV" and not discovery.port:
        yield Fault(f"{record} records carry no port", "Add `port`", ("port",))
