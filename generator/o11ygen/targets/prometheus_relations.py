"""What holds between the fields of prometheus.yml; without the models, so that it loads fast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.targets.duration_text import milliseconds
from o11ygen.targets.names import is_utf8, legacy_label
from o11ygen.targets.relation import Fault, Versions, at_least, relation, repeated
from o11ygen.targets.scrape_relations import legacy_name_faults

if TYPE_CHECKING:
    from o11ygen.targets.prometheus import AlertmanagerEndpoint, Global, PrometheusAgentConfig, PrometheusConfig
    from o11ygen.targets.scrape import ScrapeConfig

Place = tuple[str | int, ...]
_DEFAULT_INTERVAL = "1m"
_UTF8_ESCAPING = "the escaping `allow-utf-8` needs the validation scheme `utf8`"


@relation
def global_timeout(shared: Global, versions: Versions) -> Iterator[Fault]:
    """A scrape ends before the next one."""
    interval = shared.scrape_interval or _DEFAULT_INTERVAL
    if milliseconds(interval) == 0:
        interval = _DEFAULT_INTERVAL
    if shared.scrape_timeout and milliseconds(shared.scrape_timeout) > milliseconds(interval):
        message = f"the timeout {shared.scrape_timeout} is longer than the interval {interval}"
        yield Fault(message, "Prometheus refuses the file; shorten `scrape_timeout`", ("scrape_timeout",))


@relation
def global_scheme(shared: Global, versions: Versions) -> Iterator[Fault]:
    """With the scheme `legacy`, external labels have names of it."""
    if shared.metric_name_validation_scheme == "legacy" and at_least(versions, prometheus="3.7"):
        for name in shared.external_labels or ():
            if not legacy_label(name):
                hint = "The file asks for the scheme `legacy`"
                yield Fault(f"`{name}` is not a label name", hint, ("external_labels", name))


@relation
def external_values(shared: Global, versions: Versions) -> Iterator[Fault]:
    """External labels hold text."""
    for name, value in (shared.external_labels or {}).items():
        if value and not is_utf8(value):
            yield Fault(f"the value of `{name}` is not UTF-8", "Write it as text", ("external_labels", name))


@relation
def alertmanager_api(endpoint: AlertmanagerEndpoint, versions: Versions) -> Iterator[Fault]:
    """The release speaks this version of the API."""
    known = ("v2",) if at_least(versions, prometheus="3.0") else ("v1", "v2")
    if endpoint.api_version is not None and endpoint.api_version not in known:
        yield Fault(
            f"the API version `{endpoint.api_version}` is not supported", "Remove it, or write `v2`", ("api_version",)
        )


@relation
def unique_names(config: PrometheusConfig, versions: Versions) -> Iterator[Fault]:
    """Jobs and remote endpoints have names of their own."""
    jobs = ((index, job.job_name) for index, job in enumerate(config.scrape_configs or ()))
    hint = "Prometheus refuses the file; rename one"
    yield from repeated(jobs, "the job name", hint, at=lambda index: ("scrape_configs", index, "job_name"))
    writes = ((index, remote.name) for index, remote in enumerate(config.remote_write or ()))
    yield from repeated(writes, "the remote write name", hint, at=lambda index: ("remote_write", index, "name"))
    reads = ((index, remote.name) for index, remote in enumerate(config.remote_read or ()))
    yield from repeated(reads, "the remote read name", hint, at=lambda index: ("remote_read", index, "name"))


@relation
def timeouts_of_jobs(config: PrometheusConfig, versions: Versions) -> Iterator[Fault]:
    """A job's timeout is not longer than the interval it inherits."""
    default = (config.global_ and config.global_.scrape_interval) or _DEFAULT_INTERVAL
    default = default if milliseconds(default) else _DEFAULT_INTERVAL
    for index, job in enumerate(config.scrape_configs or ()):
        own = milliseconds(job.scrape_interval or "0")
        if not own and job.scrape_timeout and milliseconds(job.scrape_timeout) > milliseconds(default):
            message = f"the timeout {job.scrape_timeout} is longer than the interval {default} of `global`"
            place = ("scrape_configs", index, "scrape_timeout")
            yield Fault(message, "Shorten it, or give the job a longer `scrape_interval`", place)


@relation
def name_scheme(config: PrometheusConfig, versions: Versions) -> Iterator[Fault]:
    """Jobs with the scheme `legacy` write no other names, and ask for none."""
    shared = config.global_
    faults: dict[tuple[str | int, ...], Fault] = {}
    for index, job in enumerate(config.scrape_configs or ()):
        scheme = job.metric_name_validation_scheme or (shared and shared.metric_name_validation_scheme)
        if scheme != "legacy":
            continue
        if at_least(versions, prometheus="3.4"):
            at = _utf8_escaping(job, shared, ("scrape_configs", index), versions)
            if at:
                faults[at] = Fault(_UTF8_ESCAPING, "Write `metric_name_escaping_scheme: underscores`", at)
        if at_least(versions, prometheus="3.7"):
            for fault in legacy_name_faults(job, versions):
                at = ("scrape_configs", index, *fault.at)
                faults[at] = Fault(fault.message, fault.hint, at)
    yield from faults.values()


@relation
def translation(config: PrometheusConfig, versions: Versions) -> Iterator[Fault]:
    """OTLP makes names that the scheme takes."""
    legacy = config.global_ is not None and config.global_.metric_name_validation_scheme == "legacy"
    strategy = config.otlp and config.otlp.translation_strategy
    if legacy and strategy in ("NoTranslation", "NoUTF8EscapingWithSuffixes"):
        message = f"the strategy `{strategy}` makes UTF-8 names, which the scheme `legacy` refuses"
        yield Fault(message, "Use `UnderscoreEscapingWithSuffixes`", ("otlp", "translation_strategy"))


@relation
def server_only(config: PrometheusAgentConfig, versions: Versions) -> Iterator[Fault]:
    """An agent has no rules, alerts or remote reads."""
    for name in ("alerting", "rule_files", "remote_read"):
        value = getattr(config, name)
        if name == "alerting" and value:
            value = value.alertmanagers or value.alert_relabel_configs
        if value:
            yield Fault(f"`{name}` is not allowed in agent mode", "Remove it", (name,))


def _utf8_escaping(job: ScrapeConfig, shared: Global | None, place: Place, versions: Versions) -> Place:
    """Where the escaping `allow-utf-8` of a job with the scheme `legacy` comes from; nowhere if it has another.

    Up to 3.6 a job without escaping has that of `global`, also when it asks for `legacy` on its own.
    """
    if job.metric_name_escaping_scheme:
        own = job.metric_name_escaping_scheme == "allow-utf-8"
        return (*place, "metric_name_escaping_scheme") if own else ()
    if job.metric_name_validation_scheme and at_least(versions, prometheus="3.7"):
        return ()
    if shared and shared.metric_name_escaping_scheme:
        return ("global", "metric_name_escaping_scheme") if shared.metric_name_escaping_scheme == "allow-utf-8" else ()
    return (
        () if shared and shared.metric_name_validation_scheme == "legacy" else (*place, "metric_name_validation_scheme")
    )
