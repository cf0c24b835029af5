"""Scrape jobs of Prometheus."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from o11ygen.targets import scrape_relations
from o11ygen.targets.discovery import Discovery
from o11ygen.targets.http import HTTPClient
from o11ygen.targets.model import Removed, Since, Target
from o11ygen.targets.relabel import RelabelConfig
from o11ygen.targets.scalars import Bool, Duration, Float, Size, Text, Uint

Protocol = Literal[
    "PrometheusProto", "PrometheusText0.0.4", "PrometheusText1.0.0", "OpenMetricsText0.0.1", "OpenMetricsText1.0.0"
]
NameScheme = Literal["legacy", "utf8"]
Escaping = Literal["allow-utf-8", "underscores", "dots", "values"]


def _empty_as_none(value: Any) -> Any:
    """An empty name asks for the default, as no name does."""
    return None if value == "" else value


OptionalNameScheme = Annotated[NameScheme | None, BeforeValidator(_empty_as_none)]
OptionalProtocol = Annotated[Protocol | None, BeforeValidator(_empty_as_none)]
OptionalEscaping = Annotated[Escaping | None, BeforeValidator(_empty_as_none)]


class SampleLimits(Target):
    """What one scrape may hold; in `global`, what it may hold unless the job says otherwise."""

    body_size_limit: Annotated[Size | None, Since(prometheus="2.28")] = Field(
        default=None, description="Size of the answer, uncompressed; 0 for any."
    )
    sample_limit: Uint | None = Field(default=None, description="Samples after relabeling; 0 for any number.")
    target_limit: Annotated[Uint | None, Since(prometheus="2.21")] = Field(
        default=None, description="Targets after relabeling; 0 for any number."
    )
    label_limit: Annotated[Uint | None, Since(prometheus="2.27")] = Field(
        default=None, description="Labels of a sample; 0 for any number."
    )
    label_name_length_limit: Annotated[Uint | None, Since(prometheus="2.27")] = Field(
        default=None, description="Length of a label's name; 0 for any."
    )
    label_value_length_limit: Annotated[Uint | None, Since(prometheus="2.27")] = Field(
        default=None, description="Length of a label's value; 0 for any."
    )
    keep_dropped_targets: Annotated[Uint | None, Since(prometheus="2.47")] = Field(
        default=None, description="Dropped targets that are kept in memory; 0 for all."
    )


class Exposition(Target):
    """How samples are read."""

    scrape_protocols: Annotated[list[Protocol] | None, Since(prometheus="2.49")] = Field(
        default=None, description="Formats asked for, the preferred one first."
    )
    always_scrape_classic_histograms: Annotated[Bool | None, Since(prometheus="3.0")] = Field(
        default=None, description="Read a classic histogram beside its native one."
    )
    convert_classic_histograms_to_nhcb: Annotated[Bool | None, Since(prometheus="3.0")] = Field(
        default=None, description="Store classic histograms as native ones with custom buckets."
    )
    scrape_native_histograms: Annotated[Bool | None, Since(prometheus="3.8")] = Field(
        default=None, description="Read native histograms."
    )
    extra_scrape_metrics: Annotated[Bool | None, Since(prometheus="3.10")] = Field(
        default=None, description="Add samples about timeout and limits to each scrape."
    )
    metric_name_validation_scheme: Annotated[OptionalNameScheme, Since(prometheus="2.55")] = Field(
        default=None, description="Which metric names are accepted."
    )
    metric_name_escaping_scheme: Annotated[OptionalEscaping, Since(prometheus="3.4")] = Field(
        default=None, description="How names are asked for."
    )
    scrape_failure_log_file: Annotated[Text | None, Since(prometheus="2.55")] = Field(
        default=None, description="File that failed scrapes are logged to."
    )

    _protocols = scrape_relations.protocols


class _Job(Target):
    job_name: Text = Field(description="Name of the job, unique; the value of the label `job`.")
    honor_labels: Bool | None = Field(default=None, description="The target's labels win over those of the server.")
    honor_timestamps: Bool | None = Field(default=None, description="Keep the target's timestamps.")
    track_timestamps_staleness: Annotated[Bool | None, Since(prometheus="2.48")] = Field(
        default=None, description="Mark series with own timestamps stale when they vanish."
    )
    scrape_interval: Duration | None = Field(default=None, description="How often targets are scraped.")
    scrape_timeout: Duration | None = Field(default=None, description="How long a scrape may take.")
    metrics_path: Text | None = Field(default=None, description="Path of the metrics; `/metrics` unless given.")
    scheme: Text | None = Field(default=None, description="`http` (default) or `https`.")
    params: dict[str, list[Text] | None] | None = Field(default=None, description="URL parameters.")
    enable_compression: Annotated[Bool | None, Since(prometheus="2.49")] = Field(
        default=None, description="Ask for a compressed answer."
    )


class _JobExposition(Exposition):
    fallback_scrape_protocol: Annotated[OptionalProtocol, Since(prometheus="3.0")] = Field(
        default=None, description="Format of an answer that names none; without it such a scrape is an error."
    )
    scrape_classic_histograms: Annotated[
        Bool | None,
        Since(prometheus="2.45"),
        Removed("Write `always_scrape_classic_histograms`", prometheus="3.0"),
    ] = Field(default=None, description="Read a classic histogram beside its native one.")
    native_histogram_bucket_limit: Annotated[Uint | None, Since(prometheus="2.45")] = Field(
        default=None, description="Buckets of a native histogram; 0 for any number."
    )
    native_histogram_min_bucket_factor: Annotated[Float | None, Since(prometheus="2.50")] = Field(
        default=None, description="Smallest growth factor of native histogram buckets."
    )


class _Relabeling(Target):
    relabel_configs: list[RelabelConfig] | None = Field(default=None, description="Relabeling of the targets.")
    metric_relabel_configs: list[RelabelConfig] | None = Field(default=None, description="Relabeling of the samples.")


# Pydantic lists the fields of the last base first: the job, its HTTP client, the formats, the limits, the targets.
class ScrapeConfig(_Relabeling, Discovery, SampleLimits, _JobExposition, HTTPClient, _Job):
    """A scrape job."""

    _name = scrape_relations.job_name
    _timeout = scrape_relations.job_timeout
    _addresses = scrape_relations.addresses
    _job_addresses = scrape_relations.job_addresses
    _certificate = scrape_relations.job_certificate
