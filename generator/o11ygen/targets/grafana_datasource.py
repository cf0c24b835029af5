"""`jsonData` of Grafana's datasources, by plugin: what links metrics, alerts, traces and logs to one another.

In provisioning files Grafana replaces `$NAME` and `${NAME}` by the environment: a `$` that is meant is written `$$`.
"""

from typing import Literal

from pydantic import Field

from o11ygen.targets.camel import CamelTarget
from o11ygen.targets.scalars import Bool, Duration, Text, Uint


class ExemplarDestination(CamelTarget):
    """Where an exemplar's trace id leads."""

    name: Text = Field(description="Label of the exemplar that holds the trace id.")
    datasource_uid: Text | None = Field(default=None, description="Datasource of the traces.")
    url: Text | None = Field(default=None, description="A link instead, with `$${__value.raw}` for the id.")
    url_display_label: Text | None = Field(default=None, description="Text of the link.")


class HttpData(CamelTarget):
    """What every plugin has that asks a server over HTTP. What is secret of it stands in `secureJsonData`."""

    tls_auth: Bool | None = Field(default=None, description="Show `tlsClientCert`, whose key is `tlsClientKey`.")
    tls_auth_with_ca_cert: Bool | None = Field(default=None, description="Trust `tlsCACert` alone.")
    tls_skip_verify: Bool | None = Field(default=None, description="Accept any certificate.")
    server_name: Text | None = Field(default=None, description="The name that the certificate must carry.")
    http_header_name1: Text | None = Field(default=None, description="A header, whose value is `httpHeaderValue1`.")
    http_header_name2: Text | None = Field(default=None, description="Another, with `httpHeaderValue2`.")
    oauth_pass_thru: Bool | None = Field(default=None, description="Send the reader's own token.")
    keep_cookies: list[Text] | None = Field(default=None, description="Cookies that are passed on.")


class PrometheusData(HttpData):
    """A datasource of type `prometheus`."""

    http_method: Literal["POST", "GET"] | None = Field(default=None, description="POST, for long queries.")
    time_interval: Duration | None = Field(default=None, description="Scrape interval; `$__rate_interval` needs it.")
    query_timeout: Duration | None = Field(default=None, description="Longest query.")
    prometheus_type: Literal["Prometheus", "Mimir", "Cortex", "Thanos"] | None = Field(
        default=None, description="Which server it is."
    )
    prometheus_version: Text | None = Field(default=None, description="Its version.")
    cache_level: Literal["Low", "Medium", "High", "None"] | None = Field(default=None, description="Cache of names.")
    manage_alerts: Bool | None = Field(default=None, description="Show its rules under Alerting.")
    allow_as_recording_rules_target: Bool | None = Field(default=None, description="Grafana may record into it.")
    disable_recording_rules: Bool | None = Field(default=None, description="Do not suggest recorded series.")
    disable_metrics_lookup: Bool | None = Field(default=None, description="Do not load the names of metrics.")
    incremental_querying: Bool | None = Field(default=None, description="Ask only for what is new.")
    incremental_query_overlap_window: Duration | None = Field(default=None, description="Asked for again.")
    default_editor: Literal["code", "builder"] | None = Field(default=None, description="Editor of queries.")
    custom_query_parameters: Text | None = Field(default=None, description="Added to each query's URL.")
    exemplar_trace_id_destinations: list[ExemplarDestination] | None = Field(
        default=None, description="Where exemplars lead."
    )


class AlertmanagerData(HttpData):
    """A datasource of type `alertmanager`."""

    implementation: Literal["prometheus", "mimir", "cortex"] | None = Field(
        default=None, description="Which server it is; `mimir` unless set, whose API Prometheus' does not have."
    )
    handle_grafana_managed_alerts: Bool | None = Field(default=None, description="Gets Grafana's own alerts.")


class Tag(CamelTarget):
    """An attribute of spans, and the label it is called elsewhere."""

    key: Text = Field(description="Attribute of the span or resource.")
    value: Text | None = Field(default=None, description="Its label there; the same unless set.")


class TracesToLogs(CamelTarget):
    """From a span to its log lines."""

    datasource_uid: Text = Field(description="Datasource of the logs.")
    span_start_time_shift: Text | None = Field(default=None, description="Begin so much earlier: `-1h`.")
    span_end_time_shift: Text | None = Field(default=None, description="End so much later: `1h`.")
    tags: list[Tag] | None = Field(default=None, description="Attributes that select the lines.")
    filter_by_trace_id: Bool | None = Field(default=None, description="Only lines of this trace.")
    filter_by_span_id: Bool | None = Field(default=None, description="Only lines of this span.")
    custom_query: Bool | None = Field(default=None, description="Use `query`.")
    query: Text | None = Field(default=None, description="The query.")


class MetricQuery(CamelTarget):
    """A query offered at each span."""

    name: Text | None = Field(default=None, description="Its text.")
    query: Text | None = Field(default=None, description="PromQL with `$$__tags` for the span's labels.")


class TracesToMetrics(CamelTarget):
    """From a span to metrics."""

    datasource_uid: Text = Field(description="Datasource of the metrics.")
    span_start_time_shift: Text | None = Field(default=None, description="Begin so much earlier.")
    span_end_time_shift: Text | None = Field(default=None, description="End so much later.")
    tags: list[Tag] | None = Field(default=None, description="Attributes that become labels.")
    queries: list[MetricQuery] | None = Field(default=None, description="Queries that are offered.")


class Switch(CamelTarget):
    """Something that is on or off."""

    enabled: Bool = Field(description="On.")


class SpanBar(CamelTarget):
    """What stands beside the duration of a span."""

    type: Literal["None", "Duration", "Tag"] = Field(description="What.")
    tag: Text | None = Field(default=None, description="Which attribute.")


class JaegerData(HttpData):
    """A datasource of type `jaeger`."""

    traces_to_logs_v2: TracesToLogs | None = Field(default=None, description="From spans to logs.")
    traces_to_metrics: TracesToMetrics | None = Field(default=None, description="From spans to metrics.")
    node_graph: Switch | None = Field(default=None, description="Graph of a trace.")
    trace_id_time_params: Switch | None = Field(default=None, description="Ask for a trace with its time.")
    span_bar: SpanBar | None = Field(default=None, description="What stands beside a span's duration.")


class DerivedField(CamelTarget):
    """A link made from a log line."""

    name: Text = Field(description="Name of the field.")
    matcher_regex: Text = Field(description="Expression with one group, or the label when `matcherType` is `label`.")
    matcher_type: Literal["regex", "label"] | None = Field(default=None, description="Where to look.")
    datasource_uid: Text | None = Field(default=None, description="Datasource it leads to.")
    url: Text | None = Field(default=None, description="Query there, `$${__value.raw}`, or a link.")
    url_display_label: Text | None = Field(default=None, description="Text of the link.")
    target_blank: Bool | None = Field(default=None, description="Open a new tab.")


class LokiData(HttpData):
    """A datasource of type `loki`."""

    max_lines: Uint | Text | None = Field(default=None, description="Most lines of a query.")
    timeout: Uint | Text | None = Field(default=None, description="Seconds to wait.")
    manage_alerts: Bool | None = Field(default=None, description="Show its rules under Alerting.")
    alertmanager: Text | None = Field(default=None, description="Alertmanager of its rules.")
    derived_fields: list[DerivedField] | None = Field(default=None, description="Links from lines.")
    predefined_operations: Text | None = Field(default=None, description="Added to each new query.")
