"""System Overview: what whoever is on call opens first."""

from o11ygen import (
    Dashboard,
    HeatmapPanel,
    Query,
    Row,
    StatPanel,
    Threshold,
    TimeSeriesPanel,
    Variable,
)
from specs.churn import thresholds
from specs.churn.scrape import DEPENDENCIES
from specs.shared import host_panels, panels, probes
from specs.shared.times import DAY

health = Row(
    "Health",
    panels=(
        StatPanel(
            "Instances up",
            "sum(up{$selector})",
            description="Instances that answer scrapes. None is an outage, and the alert ApplicationDown.",
            unit="short",
            width=3,
            height=5,
            thresholds=panels.RED_AT_ZERO,
        ),
        StatPanel(
            "Alerts firing",
            'count(ALERTS{alertstate="firing", service="churn-predictor"}) or vector(0)',
            description="Alerts of the churn predictor that fire now, of any severity.",
            unit="short",
            width=3,
            height=5,
            thresholds=(Threshold(1, "orange"),),
        ),
        StatPanel(
            "Requests failing",
            "job:http_requests_failed:ratio_rate5m{$selector}",
            description="Share of requests answered with a 5xx status. Its colours are the thresholds of HighErrorRate.",
            unit="percentunit",
            width=5,
            height=5,
            decimals=2,
            thresholds=(
                Threshold(thresholds.ERROR_RATE_WARNING, "orange"),
                Threshold(thresholds.ERROR_RATE_CRITICAL, "red"),
            ),
        ),
        StatPanel(
            "Latency of /predict (p95)",
            """
            histogram_quantile(0.95, sum by (le) (
              job_endpoint_le:http_request_duration_seconds_bucket:rate5m{$selector, endpoint="/predict"}
            ))
            """,
            description="Nineteen of twenty requests are answered faster. Red from where HighResponseTime fires.",
            unit="s",
            width=5,
            height=5,
            thresholds=(Threshold(thresholds.RESPONSE_TIME, "red"),),
        ),
        StatPanel(
            "Databases connected",
            Query("max by (database) (database_up{$selector})", legend="{{database}}"),
            description="Whether at least one instance reaches each database.",
            unit="none",
            width=4,
            height=5,
            mappings=panels.UP_OR_DOWN,
            thresholds=panels.RED_AT_ZERO,
            graph=False,
        ),
        StatPanel(
            "Dependencies answering",
            Query(f"min by (job) (probe_success{{{probes.matcher(*DEPENDENCIES)}}})", legend="{{job}}"),
            description="What the blackbox exporter sees of the services that predictions need.",
            unit="none",
            width=4,
            height=5,
            mappings=panels.UP_OR_DOWN,
            thresholds=panels.RED_AT_ZERO,
            graph=False,
        ),
    ),
)

requests = Row(
    "Requests",
    panels=(
        TimeSeriesPanel(
            "Request rate",
            Query(
                'sum by (endpoint) (rate(http_requests_total{$selector, instance=~"$instance"}[$__rate_interval]))',
                legend="{{endpoint}}",
            ),
            description="Requests by endpoint. A sudden drop is as bad a sign as a sudden rise.",
            unit="reqps",
            width=12,
            legend_values=("mean", "max"),
            min=0,
        ),
        TimeSeriesPanel(
            "Errors by status",
            Query(
                """
                sum by (status) (
                  rate(http_requests_total{$selector, instance=~"$instance", status=~"[45].."}[$__rate_interval])
                )
                """,
                legend="{{status}}",
            ),
            description="4xx are mistakes of callers, 5xx are ours. A status that appears out of nothing names the fault.",
            unit="reqps",
            width=12,
            stack=True,
            fill=40,
            legend_values=("mean", "max"),
            min=0,
            extra=panels.colored({"/^4/": "orange", "/^5/": "red"}),
        ),
        TimeSeriesPanel(
            "Latency percentiles",
            panels.percentiles(
                'rate(http_request_duration_seconds_bucket{$selector, instance=~"$instance"}[$__rate_interval])'
            ),
            description="All endpoints. Median and 99th percentile drifting apart: a few requests wait for something.",
            unit="s",
            width=12,
            legend_values=("mean", "max"),
            thresholds=(Threshold(thresholds.RESPONSE_TIME, "red"),),
            min=0,
        ),
        HeatmapPanel(
            "Latency distribution",
            Query(
                """
                sum by (le) (
                  increase(http_request_duration_seconds_bucket{$selector, instance=~"$instance"}[$__rate_interval])
                )
                """,
                legend="{{le}}",
                format="heatmap",
            ),
            description="How many requests took how long. Two bands are two kinds of requests, or a cache that misses.",
            unit="s",
            width=12,
        ),
        TimeSeriesPanel(
            "Latency by endpoint (p95)",
            Query(
                """
                histogram_quantile(0.95, sum by (endpoint, le) (
                  job_endpoint_le:http_request_duration_seconds_bucket:rate5m{$selector}
                ))
                """,
                legend="{{endpoint}}",
            ),
            description="Of all instances. Batches are slow by nature; /predict is what HighResponseTime watches.",
            unit="s",
            width=12,
            legend_values=("mean", "max"),
            min=0,
        ),
        TimeSeriesPanel(
            "Requests in flight",
            Query(
                'sum by (instance) (http_requests_in_flight{$selector, instance=~"$instance"})', legend="{{instance}}"
            ),
            description="Requests being served. It climbs before latency does, when a dependency hangs.",
            unit="short",
            width=12,
            legend_values=("mean", "max"),
            min=0,
        ),
    ),
)

resources = Row(
    "Processor and memory",
    panels=(
        TimeSeriesPanel(
            "Processor of the service",
            Query(
                'sum by (instance) (rate(process_cpu_seconds_total{$selector, instance=~"$instance"}[$__rate_interval]))',
                legend="{{instance}}",
            ),
            description="Processor seconds used in a second: 1 is one core, busy all the time.",
            unit="suffix:cores",
            width=8,
            min=0,
        ),
        TimeSeriesPanel(
            "Memory of the service",
            Query('sum by (instance) (process_memory_bytes{$selector, instance=~"$instance"})', legend="{{instance}}"),
            description="Resident memory. The line is where HighMemoryUsage fires.",
            unit="bytes",
            width=8,
            thresholds=(Threshold(thresholds.MEMORY, "red"),),
            min=0,
        ),
        TimeSeriesPanel(
            "Garbage collections",
            Query(
                """
                sum by (generation) (
                  rate(python_gc_collections_total{$selector, instance=~"$instance"}[$__rate_interval])
                )
                """,
                legend="generation {{generation}}",
            ),
            description="Runs of Python's collector. Many of generation 2 cost latency: something keeps too many objects.",
            unit="ops",
            width=8,
            min=0,
        ),
        *host_panels.usage(job="node-exporter", width=8),
    ),
)

dependencies = Row(
    "Dependencies and disks",
    collapsed=True,
    panels=(
        TimeSeriesPanel(
            "Probe duration",
            Query(f"max by (job) (probe_duration_seconds{{{probes.matcher(*DEPENDENCIES)}}})", legend="{{job}}"),
            description="How long the dependencies take to answer a probe: slow comes before down.",
            unit="s",
            width=12,
            min=0,
        ),
        StatPanel(
            "Certificates",
            Query(
                f"min by (job) (probe_ssl_earliest_cert_expiry{{{probes.matcher(*DEPENDENCIES)}}}) - time()",
                legend="{{job}}",
            ),
            description="Time until the first certificate of each chain expires.",
            unit="s",
            width=6,
            thresholds=(Threshold(0, "red"), Threshold(3 * DAY, "orange"), Threshold(21 * DAY, "green")),
            graph=False,
        ),
        StatPanel(
            "Free disk space",
            Query(
                'min by (instance) (instance_mountpoint:node_filesystem_free:ratio{job="node-exporter"})',
                legend="{{instance}}",
            ),
            description="The fullest file system of each machine.",
            unit="percentunit",
            width=6,
            thresholds=(Threshold(0, "red"), Threshold(0.05, "orange"), Threshold(0.25, "green")),
            graph=False,
        ),
    ),
)

system_overview = Dashboard(
    "system-overview",
    title="System Overview",
    description="Is the churn predictor well? Health first, then what its users feel, then what it uses.",
    folder="Churn",
    rows=(health, requests, resources, dependencies),
    variables=(
        Variable(
            "instance",
            title="Instance",
            query='label_values(up{job="churn-predictor"}, instance)',
            multi=True,
            include_all=True,
        ),
    ),
    refresh="30s",
    time_range="3h",
)
