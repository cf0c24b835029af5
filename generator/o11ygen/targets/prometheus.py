"""prometheus.yml."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from o11ygen.targets.discovery import Discovery
from o11ygen.targets.http import HTTPClient, SigV4
from o11ygen.targets.label_name import LabelName
from o11ygen.targets.model import Since, Target
from o11ygen.targets.names import legacy_label
from o11ygen.targets.postponed import later
from o11ygen.targets.relabel import RelabelConfig
from o11ygen.targets.relation import Fault, Versions, at_least, relation, repeated
from o11ygen.targets.scalars import Bool, Duration, FileGlob, Size, Text, Uint, milliseconds
from o11ygen.targets.scrape import Exposition, SampleLimits, ScrapeConfig

if TYPE_CHECKING:
    from o11ygen.targets.remote import RemoteRead, RemoteWrite
    from o11ygen.targets.storage import OTLP, Runtime, Storage
    from o11ygen.targets.tracing import Tracing
else:
    RemoteRead, RemoteWrite = later("remote", "RemoteRead", "RemoteWrite")
    OTLP, Runtime, Storage = later("storage", "OTLP", "Runtime", "Storage")
    Tracing = later("tracing", "Tracing")

Place = tuple[str | int, ...]
_DEFAULT_INTERVAL = "1m"


class _Times(Target):
    scrape_interval: Duration | None = Field(
        default=None, description="How often targets are scraped; 1m unless given."
    )
    scrape_timeout: Duration | None = Field(default=None, description="How long a scrape may take; 10s unless given.")
    evaluation_interval: Duration | None = Field(
        default=None, description="How often rules are evaluated; 1m unless given."
    )
    rule_query_offset: Annotated[Duration | None, Since(prometheus="2.53")] = Field(
        default=None, description="How far in the past rules are evaluated."
    )
    external_labels: dict[LabelName, Text] | None = Field(
        default=None, description="Labels of all that leaves this server: alerts, remote writes, federation."
    )
    query_log_file: Text | None = Field(default=None, description="File that queries are logged to.")


class Global(Exposition, SampleLimits, _Times):
    """What holds unless a job or group says otherwise."""

    # Jobs had these fields before `global` did.
    body_size_limit: Annotated[Size | None, Since(prometheus="2.45")] = Field(
        default=None, description="Size of an answer, uncompressed; 0 for any."
    )
    sample_limit: Annotated[Uint | None, Since(prometheus="2.45")] = Field(
        default=None, description="Samples of a scrape after relabeling; 0 for any number."
    )
    target_limit: Annotated[Uint | None, Since(prometheus="2.45")] = Field(
        default=None, description="Targets of a job after relabeling; 0 for any number."
    )
    label_limit: Annotated[Uint | None, Since(prometheus="2.45")] = Field(
        default=None, description="Labels of a sample; 0 for any number."
    )
    label_name_length_limit: Annotated[Uint | None, Since(prometheus="2.45")] = Field(
        default=None, description="Length of a label's name; 0 for any."
    )
    label_value_length_limit: Annotated[Uint | None, Since(prometheus="2.45")] = Field(
        default=None, description="Length of a label's value; 0 for any."
    )
    convert_classic_histograms_to_nhcb: Annotated[Bool | None, Since(prometheus="3.4")] = Field(
        default=None, description="Store classic histograms as native ones with custom buckets."
    )
    always_scrape_classic_histograms: Annotated[Bool | None, Since(prometheus="3.5")] = Field(
        default=None, description="Read a classic histogram beside its native one."
    )

    @relation
    def _timeout(self, versions: Versions) -> Iterator[Fault]:
        interval = self.scrape_interval or _DEFAULT_INTERVAL
        if milliseconds(interval) == 0:
            interval = _DEFAULT_INTERVAL
        if self.scrape_timeout and milliseconds(self.scrape_timeout) > milliseconds(interval):
            message = f"the timeout {self.scrape_timeout} is longer than the interval {interval}"
            yield Fault(message, "Prometheus refuses the file; shorten `scrape_timeout`", ("scrape_timeout",))

    @relation
    def _scheme(self, versions: Versions) -> Iterator[Fault]:
        if self.metric_name_validation_scheme == "legacy" and at_least(versions, prometheus="3.7"):
            for name in self.external_labels or ():
                if not legacy_label(name):
                    hint = "The file asks for the scheme `legacy`"
                    yield Fault(f"`{name}` is not a label name", hint, ("external_labels", name))


class _Endpoint(Target):
    scheme: Text | None = Field(default=None, description="`http` (default) or `https`.")
    path_prefix: Text | None = Field(default=None, description="Prefix of the API's path.")
    timeout: Duration | None = Field(default=None, description="How long a request may take; 10s unless given.")
    api_version: Text | None = Field(default=None, description="`v2`.")


class _Signature(Target):
    sigv4: Annotated[SigV4 | None, Since(prometheus="2.48")] = Field(default=None, description="AWS signature.")


class _EndpointRelabeling(Target):
    relabel_configs: list[RelabelConfig] | None = Field(default=None, description="Relabeling of the Alertmanagers.")
    alert_relabel_configs: Annotated[list[RelabelConfig] | None, Since(prometheus="2.51")] = Field(
        default=None, description="Relabeling of the alerts sent there."
    )


class AlertmanagerEndpoint(_EndpointRelabeling, Discovery, _Signature, HTTPClient, _Endpoint):
    """Alertmanagers that alerts are sent to."""

    other_auth: ClassVar[tuple[str, ...]] = ("sigv4",)

    @relation
    def _api(self, versions: Versions) -> Iterator[Fault]:
        known = ("v2",) if at_least(versions, prometheus="3.0") else ("v1", "v2")
        if self.api_version is not None and self.api_version not in known:
            yield Fault(
                f"the API version `{self.api_version}` is not supported", "Remove it, or write `v2`", ("api_version",)
            )

    @relation
    def _addresses(self, versions: Versions) -> Iterator[Fault]:
        if not self.relabel_configs:
            yield from self.address_faults()


class Alerting(Target):
    """Where alerts go."""

    alert_relabel_configs: list[RelabelConfig] | None = Field(default=None, description="Relabeling of all alerts.")
    alertmanagers: list[AlertmanagerEndpoint] | None = Field(default=None, description="Alertmanagers.")


class PrometheusConfig(Target):
    """prometheus.yml."""

    global_: Global | None = Field(default=None, description="Defaults.")
    runtime: Annotated[Runtime | None, Since(prometheus="2.53")] = Field(default=None, description="Go runtime.")
    alerting: Alerting | None = Field(default=None, description="Alertmanagers and the relabeling of alerts.")
    rule_files: list[FileGlob] | None = Field(default=None, description="Rule files, or patterns.")
    scrape_config_files: Annotated[list[FileGlob] | None, Since(prometheus="2.43")] = Field(
        default=None, description="Files of further scrape jobs, or patterns."
    )
    scrape_configs: list[ScrapeConfig] | None = Field(default=None, description="Scrape jobs.")
    remote_write: list[RemoteWrite] | None = Field(default=None, description="Endpoints that samples are written to.")
    remote_read: list[RemoteRead] | None = Field(default=None, description="Endpoints that samples are read from.")
    otlp: Annotated[OTLP | None, Since(prometheus="2.55")] = Field(default=None, description="OTLP reception.")
    storage: Annotated[Storage | None, Since(prometheus="2.29")] = Field(default=None, description="Storage.")
    tracing: Annotated[Tracing | None, Since(prometheus="2.34")] = Field(
        default=None, description="Traces of the server itself."
    )

    @relation
    def _unique(self, versions: Versions) -> Iterator[Fault]:
        jobs = ((index, job.job_name) for index, job in enumerate(self.scrape_configs or ()))
        hint = "Prometheus refuses the file; rename one"
        yield from repeated(jobs, "the job name", hint, at=lambda index: ("scrape_configs", index, "job_name"))
        writes = ((index, remote.name) for index, remote in enumerate(self.remote_write or ()))
        yield from repeated(writes, "the remote write name", hint, at=lambda index: ("remote_write", index, "name"))
        reads = ((index, remote.name) for index, remote in enumerate(self.remote_read or ()))
        yield from repeated(reads, "the remote read name", hint, at=lambda index: ("remote_read", index, "name"))

    @relation
    def _timeouts(self, versions: Versions) -> Iterator[Fault]:
        default = (self.global_ and self.global_.scrape_interval) or _DEFAULT_INTERVAL
        default = default if milliseconds(default) else _DEFAULT_INTERVAL
        for index, job in enumerate(self.scrape_configs or ()):
            own = milliseconds(job.scrape_interval or "0")
            if not own and job.scrape_timeout and milliseconds(job.scrape_timeout) > milliseconds(default):
                message = f"the timeout {job.scrape_timeout} is longer than the interval {default} of `global`"
                place = ("scrape_configs", index, "scrape_timeout")
                yield Fault(message, "Shorten it, or give the job a longer `scrape_interval`", place)

    @relation
    def _name_scheme(self, versions: Versions) -> Iterator[Fault]:
        shared = self.global_ or Global()
        faults: dict[tuple[str | int, ...], Fault] = {}
        for index, job in enumerate(self.scrape_configs or ()):
            scheme = job.metric_name_validation_scheme or shared.metric_name_validation_scheme
            if scheme != "legacy":
                continue
            if at_least(versions, prometheus="3.4"):
                at = _utf8_escaping(job, shared, ("scrape_configs", index), versions)
                if at:
                    faults[at] = Fault(_UTF8_ESCAPING, "Write `metric_name_escaping_scheme: underscores`", at)
            if at_least(versions, prometheus="3.7"):
                for fault in job.legacy_name_faults(versions):
                    at = ("scrape_configs", index, *fault.at)
                    faults[at] = Fault(fault.message, fault.hint, at)
        yield from faults.values()

    @relation
    def _translation(self, versions: Versions) -> Iterator[Fault]:
        legacy = self.global_ is not None and self.global_.metric_name_validation_scheme == "legacy"
        strategy = self.otlp and self.otlp.translation_strategy
        if legacy and strategy in ("NoTranslation", "NoUTF8EscapingWithSuffixes"):
            message = f"the strategy `{strategy}` makes UTF-8 names, which the scheme `legacy` refuses"
            yield Fault(message, "Use `UnderscoreEscapingWithSuffixes`", ("otlp", "translation_strategy"))


_UTF8_ESCAPING = "the escaping `allow-utf-8` needs the validation scheme `utf8`"


def _utf8_escaping(job: ScrapeConfig, shared: Global, place: Place, versions: Versions) -> Place:
    """Where the escaping `allow-utf-8` of a job with the scheme `legacy` comes from; nowhere if it has another.

    Up to 3.6 a job without escaping has that of `global`, also when it asks for `legacy` on its own.
    """
    if job.metric_name_escaping_scheme:
        own = job.metric_name_escaping_scheme == "allow-utf-8"
        return (*place, "metric_name_escaping_scheme") if own else ()
    if job.metric_name_validation_scheme and at_least(versions, prometheus="3.7"):
        return ()
    if shared.metric_name_escaping_scheme:
        return ("global", "metric_name_escaping_scheme") if shared.metric_name_escaping_scheme == "allow-utf-8" else ()
    return () if shared.metric_name_validation_scheme == "legacy" else (*place, "metric_name_validation_scheme")


class PrometheusAgentConfig(PrometheusConfig):
    """prometheus.yml of a Prometheus that runs as an agent."""

    @relation
    def _server_only(self, versions: Versions) -> Iterator[Fault]:
        for name in ("alerting", "rule_files", "remote_read"):
            value = getattr(self, name)
            if isinstance(value, Alerting):
                value = value.alertmanagers or value.alert_relabel_configs
            if value:
                yield Fault(f"`{name}` is not allowed in agent mode", "Remove it", (name,))
