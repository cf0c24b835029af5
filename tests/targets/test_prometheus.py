import pytest

from o11ygen.targets.prometheus import PrometheusConfig
from o11ygen.targets.scrape import ScrapeConfig
from tests.targets.judging import faults


@pytest.mark.parametrize(
    ("good", "bad", "expected"),
    [
        ("", "a", [": must be a mapping of fields to values"]),
        ("global: null", "global: []", ["global: must be a mapping of fields to values"]),
        ("global: {scrape_interval: 5s}", "global: {scrape_interval: 1.5m}", ["global.scrape_interval: `1.5m` has a decimal point, and Prometheus takes whole numbers only"]),
        ("global: {scrape_timeout: 1m}", "global: {scrape_timeout: 2m}", ["global.scrape_timeout: the timeout 2m is longer than the interval 1m"]),
        ("global: {scrape_interval: 0s, scrape_timeout: 1m}", "global: {scrape_interval: 30s, scrape_timeout: 31s}", ["global.scrape_timeout: the timeout 31s is longer than the interval 30s"]),
        ("global: {external_labels: {a.b: 1}}", "global: {external_labels: {'': 1}}", ['global.external_labels[""]: a label name must not be empty']),
        ("global: {body_size_limit: 10MB}", "global: {body_size_limit: 10}", ["global.body_size_limit: `10` has no unit, and Prometheus knows no default one"]),
        ("global: {body_size_limit: 1.5GB512MiB}", "global: {body_size_limit: 10mb}", ["global.body_size_limit: `10mb` has the unit `mb`, which Prometheus does not know"]),
        ("global: {sample_limit: 0}", "global: {sample_limit: -1}", ["global.sample_limit: must be 0 or more"]),
        ("global: {scrape_protocols: [PrometheusProto]}", "global: {scrape_protocols: []}", ["global.scrape_protocols: `scrape_protocols` must not be empty"]),
        ("global: {scrape_protocols: [OpenMetricsText1.0.0, PrometheusText0.0.4]}", "global: {scrape_protocols: [PrometheusProto, PrometheusProto]}", ["global.scrape_protocols[1]: `PrometheusProto` is given twice"]),
        ("rule_files: [a/*.yml, b.yml]", "rule_files: [a/*/b.yml]", ["rule_files[0]: the path `a/*/b.yml` has a `*` before its last part"]),
        ("scrape_configs: [{job_name: a}]", "scrape_configs: [{}]", ["scrape_configs[0].job_name: `job_name` is required"]),
        ("scrape_configs: [{job_name: 1}]", "scrape_configs: [{job_name: ''}]", ["scrape_configs[0].job_name: the job has no name"]),
        ("scrape_configs: null", "scrape_configs: [null]", ["scrape_configs[0]: must be a mapping of fields to values"]),
        ("scrape_configs: [{job_name: a}, {job_name: b}]", "scrape_configs: [{job_name: a}, {job_name: b}, {job_name: a}]", ["scrape_configs[2].job_name: the job name `a` is used twice, first by number 1"]),
        ("scrape_configs: [{job_name: a, scrape_interval: 5s}]", "scrape_configs: [{job_name: a, scrape_interval: 5s, scrape_timeout: 6s}]", ["scrape_configs[0].scrape_timeout: the timeout 6s is longer than the interval 5s"]),
        ("{global: {scrape_interval: 2m}, scrape_configs: [{job_name: a, scrape_timeout: 90s}]}", "scrape_configs: [{job_name: a, scrape_timeout: 90s}]", ["scrape_configs[0].scrape_timeout: the timeout 90s is longer than the interval 1m of `global`"]),
        ("scrape_configs: [{job_name: a, scheme: ftp, metrics_path: metrics}]", "scrape_configs: [{job_name: a, scheme: [http]}]", ["scrape_configs[0].scheme: must be text"]),
        ("scrape_configs: [{job_name: a, static_configs: [{targets: ['a:80'], labels: {b: c}}]}]", "scrape_configs: [{job_name: a, static_configs: [{targets: ['a:80', 'http://a']}]}]", ["scrape_configs[0].static_configs[0].targets[1]: the target `http://a` is not `host:port`"]),
        ("scrape_configs: [{job_name: a, relabel_configs: [{target_label: b}], static_configs: [{targets: ['http://a']}]}]", "alerting: {alertmanagers: [{static_configs: [{targets: ['http://a']}]}]}", ["alerting.alertmanagers[0].static_configs[0].targets[0]: the target `http://a` is not `host:port`"]),
        ("scrape_configs: [{job_name: a, params: {module: [http]}}]", "scrape_configs: [{job_name: a, params: {module: http}}]", ["scrape_configs[0].params.module: must be a list"]),
        ("alerting: {alertmanagers: [{api_version: v2}]}", "alerting: {alertmanagers: [{api_version: v3}]}", ["alerting.alertmanagers[0].api_version: the API version `v3` is not supported"]),
        ("alerting: {alertmanagers: [{sigv4: {region: r}}]}", "alerting: {alertmanagers: [{sigv4: {access_key: a}, basic_auth: {username: b}}]}", ["alerting.alertmanagers[0].basic_auth: `basic_auth` and `sigv4` exclude each other", "alerting.alertmanagers[0].sigv4: `access_key` and `secret_key` belong together"]),
        ("remote_write: [{url: 'http://a'}]", "remote_write: [{name: a}]", ["remote_write[0].url: `url` is required"]),
        ("remote_write: [{url: a}, {url: b}]", "remote_write: [{url: a, name: n}, {url: b, name: n}]", ["remote_write[1].name: the remote write name `n` is used twice, first by number 1"]),
        ("remote_read: [{url: a, name: n}]", "remote_read: [{url: a, name: n}, {url: b, name: n}]", ["remote_read[1].name: the remote read name `n` is used twice, first by number 1"]),
        ("remote_write: [{url: a, headers: {X-Scope-OrgID: t}}]", "remote_write: [{url: a, headers: {Content-Type: t}}]", ["remote_write[0].headers.Content-Type: the header `Content-Type` is set by the client itself"]),
        ("remote_write: [{url: a, azuread: {managed_identity: {client_id: c}}}]", "remote_write: [{url: a, azuread: {cloud: AzurePublic}}]", ["remote_write[0].azuread: no identity is given"]),
        ("remote_write: [{url: a, google_iam: {credentials_file: f}}]", "remote_write: [{url: a, sigv4: {}, google_iam: {}}]", ["remote_write[0].google_iam: `sigv4` and `google_iam` exclude each other"]),
        ("remote_write: [{url: a, protobuf_message: io.prometheus.write.v2.Request}]", "remote_write: [{url: a, protobuf_message: v2}]", ["remote_write[0].protobuf_message: must be one of `prometheus.WriteRequest` or `io.prometheus.write.v2.Request`"]),
        ("remote_write: [{url: a, queue_config: {min_shards: 1, max_shards: 1}}]", "remote_write: [{url: a, queue_config: {min_shards: 51, capacity: 0, min_backoff: 6s}}]", ["remote_write[0].queue_config.capacity: `capacity` must be above zero", "remote_write[0].queue_config.min_shards: `min_shards` 51 is more than `max_shards` 50", "remote_write[0].queue_config.min_backoff: `min_backoff` 6s is longer than `max_backoff` 5s"]),
        ("remote_read: [{url: a, required_matchers: {b: c}}]", "remote_read: [{url: a, required_matchers: {'': c}}]", ['remote_read[0].required_matchers[""]: a label name must not be empty']),
        ("tracing: {endpoint: 'a:4317', sampling_fraction: 3}", "tracing: {endpoint: '', client_type: udp, compression: zip}", ["tracing.client_type: must be one of `grpc` or `http`", "tracing.endpoint: must not be empty", "tracing.compression: must be one of `` or `gzip`"]),
        ("tracing: {endpoint: a, headers: {b: c}}", "tracing: {endpoint: a, headers: {Authorization: c}}", ["tracing.headers.Authorization: the header `Authorization` is set by the client itself"]),
        ("storage: {tsdb: {retention: {time: 30d, size: 10GB, percentage: 80}}}", "storage: {tsdb: {retention: {percentage: 101, size: -1GB}}}", ["storage.tsdb.retention.percentage: the percentage 101 is not between 0 and 100", "storage.tsdb.retention.size: the size `-1GB` is negative"]),
        ("storage: {tsdb: {chunk_encoding: {floats: xor2}}}", "storage: {tsdb: {chunk_encoding: {floats: XOR}}}", ["storage.tsdb.chunk_encoding.floats: must be one of ``, `xor` or `xor2`"]),
        ("otlp: {promote_resource_attributes: [a, b]}", "otlp: {promote_resource_attributes: [a, ' a ', '']}", ["otlp.promote_resource_attributes[1]: the resource attribute `a` is given twice", "otlp.promote_resource_attributes[2]: a resource attribute must not be empty"]),
        ("otlp: {promote_all_resource_attributes: true, ignore_resource_attributes: [a]}", "otlp: {ignore_resource_attributes: [a]}", ["otlp.ignore_resource_attributes: `ignore_resource_attributes` has no effect without `promote_all_resource_attributes`"]),
        ("otlp: {promote_resource_attributes: [a]}", "otlp: {promote_all_resource_attributes: true, promote_resource_attributes: [a]}", ["otlp.promote_resource_attributes: `promote_all_resource_attributes` excludes `promote_resource_attributes`"]),
        ("otlp: {translation_strategy: NoTranslation}", "{global: {metric_name_validation_scheme: legacy}, otlp: {translation_strategy: NoTranslation}}", ["otlp.translation_strategy: the strategy `NoTranslation` makes UTF-8 names, which the scheme `legacy` refuses"]),
        ("global: {metric_name_validation_scheme: legacy}", "global: {metric_name_validation_scheme: legacy, metric_name_escaping_scheme: allow-utf-8}", ["global.metric_name_escaping_scheme: the escaping `allow-utf-8` needs the validation scheme `utf8`"]),
        ("global: {metric_name_validation_scheme: ''}", "global: {metric_name_validation_scheme: legacy, external_labels: {a.b: c}}", ["global.external_labels.a.b: `a.b` is not a label name"]),
        ("runtime: {gogc: 50}", "retention: {time: 30d}", ["retention: unknown field `retention`"]),
    ],
)  # fmt: skip
def test_file(good: str, bad: str, expected: list[str]) -> None:
    assert faults("prometheus", good) == []
    assert faults("prometheus", bad) == expected


@pytest.mark.parametrize(
    ("text", "place", "first"),
    [
        ("storage: {}", "storage", ("2.28", "2.29")),
        ("tracing: {endpoint: a}", "tracing", ("2.33", "2.34")),
        ("scrape_config_files: [a.yml]", "scrape_config_files", ("2.42", "2.43")),
        ("runtime: {}", "runtime", ("2.52", "2.53")),
        ("otlp: {}", "otlp", ("2.54", "2.55")),
        ("global: {sample_limit: 1}", "global.sample_limit", ("2.44", "2.45")),
        ("global: {always_scrape_classic_histograms: true}", "global.always_scrape_classic_histograms", ("3.4", "3.5")),
        ("scrape_configs: [{job_name: a, target_limit: 1}]", "scrape_configs[0].target_limit", ("2.20", "2.21")),
        ("scrape_configs: [{job_name: a, body_size_limit: 1MB}]", "scrape_configs[0].body_size_limit", ("2.27", "2.28")),
        ("scrape_configs: [{job_name: a, fallback_scrape_protocol: PrometheusText0.0.4}]", "scrape_configs[0].fallback_scrape_protocol", ("2.55", "3.0")),
        ("storage: {tsdb: {retention: {time: 1d}}}", "storage.tsdb.retention", ("3.7", "3.8")),
        ("storage: {tsdb: {retention: {percentage: 1}}}", "storage.tsdb.retention.percentage", ("3.10", "3.11")),
        ("remote_write: [{url: a, protobuf_message: prometheus.WriteRequest}]", "remote_write[0].protobuf_message", ("2.53", "2.54")),
        ("remote_write: [{url: a, sigv4: {service_name: aps}}]", "remote_write[0].sigv4.service_name", ("3.4", "3.5")),
        ("alerting: {alertmanagers: [{alert_relabel_configs: []}]}", "alerting.alertmanagers[0].alert_relabel_configs", ("2.50", "2.51")),
        ("scrape_configs: [{job_name: a, http_sd_configs: []}]", "scrape_configs[0].http_sd_configs", ("2.27", "2.28")),
        ("scrape_configs: [{job_name: a, oci_sd_configs: []}]", "scrape_configs[0].oci_sd_configs", ("3.13", "3.14")),
    ],
)  # fmt: skip
def test_first_release_of_a_field(text: str, place: str, first: tuple[str, str]) -> None:
    old, new = first
    field = place.rpartition(".")[2]
    assert faults("prometheus", text, old) == [
        f"{place}: `{field}` needs Prometheus {new}; the declared version is {old}"
    ]
    assert faults("prometheus", text, new) == []


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("alerting: {alertmanagers: [{api_version: v1}]}", "3.0", "2.55", "alerting.alertmanagers[0].api_version: the API version `v1` is not supported"),
        ("scrape_configs: [{job_name: a, scrape_classic_histograms: true}]", "3.0", "2.55", "scrape_configs[0].scrape_classic_histograms: `scrape_classic_histograms` is gone since Prometheus 3.0; the declared version is 3.0"),
        ("global: {external_labels: {a.b: c}}", "2.55", "3.0", "global.external_labels.a.b: `a.b` is not a label name"),
        ("global: {scrape_protocols: [PrometheusText1.0.0]}", "2.55", "3.0", "global.scrape_protocols[0]: `PrometheusText1.0.0` needs Prometheus 3.0"),
        ("otlp: {translation_strategy: NoTranslation}", "3.3", "3.4", "otlp.translation_strategy: the strategy `NoTranslation` needs Prometheus 3.4"),
        ("remote_write: [{url: a, queue_config: {min_shards: 9, max_shards: 3}}]", "3.12", "3.11", "remote_write[0].queue_config.min_shards: `min_shards` 9 is more than `max_shards` 3"),
        ("scrape_configs: [{job_name: a, metric_name_validation_scheme: legacy}]", "3.6", "3.7", "scrape_configs[0].metric_name_validation_scheme: the escaping `allow-utf-8` needs the validation scheme `utf8`"),
        ("scrape_configs: [{job_name: a, metric_name_validation_scheme: legacy}]", "3.4", "3.3", "scrape_configs[0].metric_name_validation_scheme: the escaping `allow-utf-8` needs the validation scheme `utf8`"),
    ],
)  # fmt: skip
def test_rules_that_changed(text: str, old: str, new: str, expected: str) -> None:
    assert faults("prometheus", text, old) == [expected]
    assert faults("prometheus", text, new) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{scrape_configs: [{job_name: a}], remote_write: [{url: b}]}", []),
        ("alerting: {}", ["alerting: `alerting` is not allowed in agent mode"]),
        ("{rule_files: [a], remote_read: [{url: b}]}", ["rule_files: `rule_files` is not allowed in agent mode", "remote_read: `remote_read` is not allowed in agent mode"]),
        ("scrape_configs: [{job_name: a}, {job_name: a}]", ["scrape_configs[1].job_name: the job name `a` is used twice, first by number 1"]),
    ],
)  # fmt: skip
def test_agent(text: str, expected: list[str]) -> None:
    assert faults("prometheus-agent", text) == expected


def test_faults_everywhere_are_reported_at_once() -> None:
    text = """
    global: {scrape_intervall: 30s, external_labels: {env: [prod]}}
    scrape_configs:
      - {job_name: a, honor_labels: 'yes', scrape_interval: 5s, scrape_timeout: 10s}
      - {job_name: a, native_histogram_bucket_limit: x, relabel_configs: [null]}
      - {job_name: b, static_configs: [{targets: [http://c]}]}
    """
    assert faults("prometheus", text, "2.40") == [
        "global.external_labels.env: must be text",
        "global.scrape_intervall: unknown field `scrape_intervall`",
        "scrape_configs[0].honor_labels: must be `true` or `false`, without quotes",
        "scrape_configs[1].native_histogram_bucket_limit: `native_histogram_bucket_limit` needs Prometheus 2.45; the declared version is 2.40",
        "scrape_configs[1].relabel_configs[0]: must be a mapping of fields to values",
        "scrape_configs[1].native_histogram_bucket_limit: must be a whole number, without quotes",
        "scrape_configs[1].job_name: the job name `a` is used twice, first by number 1",
        "scrape_configs[2].static_configs[0].targets[0]: the target `http://c` is not `host:port`",
    ]  # fmt: skip


def test_dumped_in_the_order_people_write() -> None:
    job = ScrapeConfig(static_configs=[], metrics_path="/m", scrape_interval="15s", job_name="j", sample_limit=5)
    assert list(job.document()) == ["job_name", "scrape_interval", "metrics_path", "sample_limit", "static_configs"]
    file = PrometheusConfig(scrape_configs=[job], rule_files=["a.yml"])
    assert list(file.document()) == ["rule_files", "scrape_configs"]
