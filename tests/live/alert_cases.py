"""For every alert of the example, series that make it fire in production, and what it then carries.

Series are in promtool's notation, with a sample a minute: `0x30` is 0 thirty times more, `0+3x30` grows by 3. A test
starts at the beginning of Unix time, so timestamps of the past are negative.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CRITICAL, WARNING, INFO = "critical", "warning", "info"


@dataclass(frozen=True)
class Case:
    """After `minutes` of these series, the alert fires with these severities, labels and value; or with none.

    `title` tells cases of one alert apart, for people.
    """

    service: str
    alert: str
    minutes: int
    value: float = 0.0
    severities: tuple[str, ...] = ()
    labels: Mapping[str, str] | None = None
    series: Mapping[str, str] | None = None
    title: str = ""


def _series(name: str, values: str, **labels: str) -> dict[str, str]:
    matched = ", ".join(f'{label}="{value}"' for label, value in labels.items())
    return {f"{name}{{{matched}}}": values}


APP = {"job": "churn-predictor"}
INSTANCE = {**APP, "instance": "churn-predictor:8000"}
MODEL = {"model_version": "v1.2", "prediction_type": "churn"}
FEATURE = {"feature": "tenure_months"}
HOST = {"job": "node-exporter", "instance": "node-exporter:9100"}
DISK = {**HOST, "mountpoint": "/data"}
DEVICE = {**DISK, "device": "/dev/sda1", "fstype": "ext4"}
CRM = {"job": "crm-api", "instance": "https://crm.example.com/health"}
GATEWAY = {"job": "customer-gateway", "instance": "https://churn.example.com/health"}
HTTP = {**INSTANCE, "method": "POST", "endpoint": "/predict"}


def _of(system: str, port: int) -> dict[str, str]:
    return {"job": system, "instance": f"{system}:{port}"}


def _requests(*, ok: int, failed: int) -> dict[str, str]:
    """So many requests a minute."""
    return {
        **_series("http_requests_total", f"0+{ok}x60", **HTTP, status="200"),
        **_series("http_requests_total", f"0+{failed}x60", **HTTP, status="503"),
    }


def _disk(*, free: str) -> dict[str, str]:
    """A disk of 100 bytes."""
    return {
        **_series("node_filesystem_avail_bytes", free, **DEVICE),
        **_series("node_filesystem_size_bytes", "100x120", **DEVICE),
    }


def _expiring(labels: Mapping[str, str], *, at: int) -> dict[str, str]:
    return _series("probe_ssl_earliest_cert_expiry", f"{at}x90", **labels)


_LATENCY = {"0.25": 0, "0.5": 30, "1": 60, "+Inf": 60}
_ONE_FAILURE = _series("training_job_failures_total", "0x30 1x300", **INSTANCE, prediction_type="churn")
_TRAINING = {**APP, "prediction_type": "churn"}
# A bad day of the model, on which each of its alerts fires in its own time.
_BAD_DAY = {
    **_series("model_accuracy", "0.71x240", **INSTANCE, **MODEL),
    **_series("model_last_updated_timestamp", "-700000x240", **INSTANCE),
    **_series("feature_drift_statistic", "0.23x240", **INSTANCE, **FEATURE),
    **_series("feature_drift_p_value", "0.01x240", **INSTANCE, **FEATURE),
    **_series("feature_missing_values_ratio", "0.12x240", **INSTANCE, **FEATURE),
    **_series("feature_outliers_ratio", "0.04x240", **INSTANCE, **FEATURE),
    **_series("dataset_last_updated_timestamp_seconds", "-100000x240", **INSTANCE, dataset="usage"),
}

CASES = (
    Case(
        "churn-predictor", "ApplicationDown", 5, 0, (CRITICAL,), APP,
        {**_series("up", "0x10", **INSTANCE), **_series("up", "0x10", **APP, instance="b:8000")},
    ),
    Case("churn-predictor", "ApplicationDown", 15, 1, (CRITICAL,), APP, _series("up", "1x3", **INSTANCE), title="gone"),
    Case(
        "churn-predictor", "ApplicationDown", 15,
        series={**_series("up", "0x20", **INSTANCE), **_series("up", "1x20", **APP, instance="b:8000")},
        title="one instance is left",
    ),
    Case(
        "churn-predictor", "DatabaseConnectionFailed", 5, 0, (CRITICAL,), {**APP, "database": "customers"},
        _series("database_up", "0x10", **INSTANCE, database="customers"),
    ),
    Case("churn-predictor", "TrainingJobFailed", 60, 1, (CRITICAL,), _TRAINING, _ONE_FAILURE),
    Case("churn-predictor", "TrainingJobFailed", 200, 1, (CRITICAL,), _TRAINING, _ONE_FAILURE, title="held"),
    Case("churn-predictor", "TrainingJobFailed", 240, series=_ONE_FAILURE, title="over"),
    Case("churn-predictor", "HighErrorRate", 15, 0.2, (CRITICAL, WARNING), APP, _requests(ok=48, failed=12)),
    Case("churn-predictor", "HighErrorRate", 15, 5 / 60, (WARNING,), APP, _requests(ok=55, failed=5)),
    Case("churn-predictor", "HighErrorRate", 15, series=_requests(ok=2, failed=2), title="hardly any traffic"),
    Case("churn-predictor", "HighErrorRate", 15, series=_requests(ok=60, failed=0), title="all is well"),
    Case(
        "churn-predictor", "HighResponseTime", 20, 0.95, (WARNING,), {**APP, "endpoint": "/predict"},
        {
            sample: values
            for bound, count in _LATENCY.items()
            for sample, values in _series("http_request_duration_seconds_bucket", f"0+{count}x60", **HTTP, le=bound).items()
        },
    ),
    Case(
        "churn-predictor", "HighMemoryUsage", 20, 3.5e9, (INFO,), INSTANCE,
        _series("process_memory_bytes", "3500000000x30", **INSTANCE),
    ),
    Case(
        "churn-predictor", "QueueBackup", 20, 2000, (INFO,), APP,
        {
            **_series("prediction_queue_depth", "1500x30", **INSTANCE),
            **_series("prediction_queue_depth", "500x30", **APP, instance="b:8000"),
        },
    ),
    Case("churn-predictor", "LowModelAccuracy", 40, 0.71, (WARNING,), {**APP, **MODEL}, _BAD_DAY),
    Case("churn-predictor", "ModelDrift", 200, 0.23, (WARNING,), {**APP, **FEATURE}, _BAD_DAY),
    Case("churn-predictor", "ModelNotUpdatedRecently", 100, 706_000, (INFO,), APP, _BAD_DAY),
    Case("churn-predictor", "MissingValues", 130, 0.12, (WARNING,), {**APP, **FEATURE}, _BAD_DAY),
    Case("churn-predictor", "Outliers", 130, 0.04, (WARNING,), {**APP, **FEATURE}, _BAD_DAY),
    Case("churn-predictor", "StaleData", 40, 102_400, (WARNING,), {**APP, "dataset": "usage"}, _BAD_DAY),
    Case("churn-predictor", "ProbeFailing", 5, 0, (WARNING,), CRM, _series("probe_success", "0x10", **CRM)),
    Case(
        "churn-predictor", "CertificateExpiring", 80, 171_200, (CRITICAL, WARNING), CRM, _expiring(CRM, at=176_000)
    ),
    Case("churn-predictor", "CertificateExpiring", 80, 864_000, (WARNING,), CRM, _expiring(CRM, at=868_800)),
    Case("customer-gateway", "ProbeFailing", 5, 0, (CRITICAL,), GATEWAY, _series("probe_success", "0x10", **GATEWAY)),
    Case(
        "customer-gateway", "CertificateExpiring", 80, -800, (CRITICAL, WARNING), GATEWAY, _expiring(GATEWAY, at=4_000),
        title="expired",
    ),
    Case(
        "hosts", "HostHighCpu", 30, 0.95, (WARNING,), HOST,
        _series("node_cpu_seconds_total", "0+3x60", **HOST, cpu="0", mode="idle"),
    ),
    Case(
        "hosts", "HostHighMemory", 30, 0.95, (WARNING,), HOST,
        {
            **_series("node_memory_MemAvailable_bytes", "5x60", **HOST),
            **_series("node_memory_MemTotal_bytes", "100x60", **HOST),
        },
    ),
    Case("hosts", "HostDiskFilling", 40, 0.01, (CRITICAL, WARNING), DISK, _disk(free="1x120"), title="full"),
    Case("hosts", "HostDiskFilling", 110, 0.2, (WARNING,), DISK, _disk(free="24-0.04x100 20x20"), title="on its way"),
    Case("hosts", "HostDiskFilling", 100, series=_disk(free="10x120"), title="small, and stays so"),
    Case("prometheus", "Watchdog", 1, 1, (INFO,), {}, {}),
    Case(
        "prometheus", "TargetDown", 10, 0, (WARNING,), _of("grafana", 3000), _series("up", "0x20", **_of("grafana", 3000))
    ),
    Case(
        "prometheus", "RuleEvaluationFailing", 20, 5, (CRITICAL,), {**_of("prometheus", 9090), "rule_group": "alerts"},
        _series("prometheus_rule_evaluation_failures_total", "0+1x30", **_of("prometheus", 9090), rule_group="alerts"),
    ),
    *(
        Case(
            system, "ConfigReloadFailing", 10, 0, (WARNING,), _of(system, port),
            _series(f"{system.replace('-', '_')}_config_last_reload_successful", "0x20", **_of(system, port)),
        )
        for system, port in (("prometheus", 9090), ("alertmanager", 9093), ("blackbox-exporter", 9115))
    ),
    Case(
        "alertmanager", "AlertmanagerDown", 5, 0, (CRITICAL,), {"job": "alertmanager"},
        _series("up", "0x10", **_of("alertmanager", 9093)),
    ),
    Case("jaeger", "JaegerDown", 5, 0, (WARNING,), {"job": "jaeger"}, _series("up", "0x10", **_of("jaeger", 8888))),
    Case(
        "alertmanager", "NotificationsFailing", 30, 0.1, (CRITICAL,), {**_of("alertmanager", 9093), "integration": "slack"},
        {
            **_series(
                "alertmanager_notifications_failed_total", "0+1x40",
                **_of("alertmanager", 9093), integration="slack", reason="clientError",
            ),
            **_series("alertmanager_notifications_total", "0+10x40", **_of("alertmanager", 9093), integration="slack"),
        },
    ),
)  # fmt: skip
