"""Alerts and recording rules for any service that counts and times its HTTP requests.

The service declares `http_requests_total{method,status,endpoint}` and `http_request_duration_seconds{method,endpoint}`,
and takes `recording_rules()` with the alerts, which read what these record.
"""

from o11ygen import Alert, Dashboard, Level, PerEnv, RecordingRule, Severity
from specs.shared.runbooks import runbook


def recording_rules() -> tuple[RecordingRule, ...]:
    """Request rates, the share of failed requests, and latency buckets, over five minutes."""
    return (
        RecordingRule(
            "job:http_requests:rate5m",
            expr="sum by (job) (rate(http_requests_total{$selector}[5m]))",
            unit="requests per second",
            description="All requests.",
        ),
        RecordingRule(
            "job:http_requests_failed:rate5m",
            # `or` gives a service without a single failure a 0 instead of no series, which would leave gaps in graphs.
            expr="""
                sum by (job) (rate(http_requests_total{$selector, status=~"5.."}[5m]))
                or
                0 * job:http_requests:rate5m{$selector}
            """,
            unit="requests per second",
            description="Requests answered with a server error.",
        ),
        RecordingRule(
            "job:http_requests_failed:ratio_rate5m",
            # Without traffic there is no ratio: `> 0` drops the series instead of recording 0/0 = NaN.
            expr="job:http_requests_failed:rate5m{$selector} / (job:http_requests:rate5m{$selector} > 0)",
            unit="ratio",
            description="The share of requests answered with a server error.",
        ),
        RecordingRule(
            "job_endpoint_le:http_request_duration_seconds_bucket:rate5m",
            expr="sum by (job, endpoint, le) (rate(http_request_duration_seconds_bucket{$selector}[5m]))",
            unit="requests per second",
            description="Latency buckets, ready for histogram_quantile.",
        ),
    )


def high_error_rate(
    *,
    warning: float | PerEnv[float],
    critical: float | PerEnv[float],
    min_rate: float | PerEnv[float] = 0.1,
    dashboard: Dashboard,
) -> Alert:
    """Too large a share of requests fails; below `min_rate` requests per second a single error would be enough."""
    return Alert(
        "HighErrorRate",
        expr="""
            job:http_requests_failed:ratio_rate5m{$selector} > $threshold
            and
            job:http_requests:rate5m{$selector} > $min_rate
        """,
        params={"min_rate": min_rate},
        levels={
            Severity.WARNING: Level(threshold=warning, for_="5m"),
            Severity.CRITICAL: Level(threshold=critical, for_="2m"),
        },
        summary="{{ $labels.job }} fails {{ $value | humanizePercentage }} of its requests",
        description="""
            More than ${threshold:percent} of the requests to {{ $labels.job }} have been answered with a 5xx status
            for ${for:duration}: callers see errors. Look first at which endpoint and status it is.
        """,
        runbook=runbook("http/high-error-rate"),
        dashboard=dashboard,
    )


def high_response_time(*, endpoint: str, threshold: float | PerEnv[float], dashboard: Dashboard) -> Alert:
    """The 95th percentile of one endpoint's latency is over `threshold` seconds.

    One endpoint, not all: batch endpoints are slow by nature and health checks fast, and either hides what users feel.
    """
    return Alert(
        "HighResponseTime",
        expr=f"""
            histogram_quantile(0.95, sum by (job, endpoint, le) (
                job_endpoint_le:http_request_duration_seconds_bucket:rate5m{{$selector, endpoint="{endpoint}"}}
            )) > $threshold
        """,
        severity=Severity.WARNING,
        threshold=threshold,
        for_="10m",
        summary="{{ $labels.job }} answers {{ $labels.endpoint }} in {{ $value | humanizeDuration }} (95th percentile)",
        description="""
            One request in twenty to {{ $labels.endpoint }} has taken longer than ${threshold:duration} for
            ${for:duration}. Compare with the prediction latency: it tells the model from the rest of the service.
        """,
        runbook=runbook("http/high-response-time"),
        dashboard=dashboard,
    )
