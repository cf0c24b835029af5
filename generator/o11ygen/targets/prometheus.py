"""prometheus.yml."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from o11ygen.targets import prometheus_relations, scrape_relations
from o11ygen.targets.discovery import Discovery
from o11ygen.targets.http import HTTPClient, SigV4
from o11ygen.targets.label_name import LabelName
from o11ygen.targets.model import Since, Target
from o11ygen.targets.postponed import later
from o11ygen.targets.relabel import RelabelConfig
from o11ygen.targets.scalars import Bool, Duration, FileGlob, Size, Text, Uint
from o11ygen.targets.scrape import Exposition, SampleLimits, ScrapeConfig

if TYPE_CHECKING:
    from o11ygen.targets.remote import RemoteRead, RemoteWrite
    from o11ygen.targets.storage import OTLP, Runtime, Storage
    from o11ygen.targets.tracing import Tracing
else:
    RemoteRead, RemoteWrite = later("remote", "RemoteRead", "RemoteWrite")
    OTLP, Runtime, Storage = later("storage", "OTLP", "Runtime", "Storage")
    Tracing = later("tracing", "Tracing")


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

    _timeout = prometheus_relations.global_timeout
    _scheme = prometheus_relations.global_scheme
    _values = prometheus_relations.external_values


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

    _api = prometheus_relations.alertmanager_api

    _addresses = scrape_relations.addresses


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

    _unique = prometheus_relations.unique_names
    _timeouts = prometheus_relations.timeouts_of_jobs
    _name_scheme = prometheus_relations.name_scheme
    _translation = prometheus_relations.translation


class PrometheusAgentConfig(PrometheusConfig):
    """prometheus.yml of a Prometheus that runs as an agent."""

    _server_only = prometheus_relations.server_only
