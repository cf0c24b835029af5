"""What people hear of the churn predictor, from "act now" to "look when you have time"."""

from o11ygen import Alert, Group, Severity
from specs.churn import thresholds
from specs.churn.dashboards import business_kpis, model_performance, system_overview
from specs.churn.scrape import DEPENDENCIES
from specs.shared import http, probes
from specs.shared.availability import nothing_answers
from specs.shared.runbooks import runbook

CRITICAL = (
    nothing_answers(
        "ApplicationDown",
        severity=Severity.CRITICAL,
        description="""
            Prometheus has reached no instance of {{ $labels.job }} for more than ${for:duration}. No customer gets a
            prediction, and no other alert on its metrics can fire.
        """,
        page="churn/application-down",
        dashboard=system_overview,
    ),
    Alert(
        "DatabaseConnectionFailed",
        # `max`: one instance that loses its connection is that instance's trouble; all of them, the database's.
        expr="max by (job, database) (database_up{$selector}) == 0",
        severity=Severity.CRITICAL,
        for_="1m",
        summary="No instance of {{ $labels.job }} reaches the {{ $labels.database }} database",
        description="""
            The connection check of the {{ $labels.database }} database has failed on every instance for more than
            ${for:duration}: predictions can be neither made nor stored.
        """,
        runbook=runbook("churn/database-connection-failed"),
        dashboard=system_overview,
    ),
    Alert(
        "TrainingJobFailed",
        expr="sum by (job, prediction_type) (increase(training_job_failures_total{$selector}[1h])) > 0",
        severity=Severity.CRITICAL,
        # A job runs for hours and fails once: hold the alert until somebody had the time to see it.
        keep_firing_for="2h",
        summary="Training of the {{ $labels.prediction_type }} model has failed",
        description="""
            A training job of the {{ $labels.prediction_type }} model ended without a model within the last hour. The
            old model is served on and gets less right day by day.
        """,
        runbook=runbook("churn/training-job-failed"),
        dashboard=model_performance,
    ),
)

SERVICE_QUALITY = (
    http.high_error_rate(
        warning=thresholds.ERROR_RATE_WARNING, critical=thresholds.ERROR_RATE_CRITICAL, dashboard=system_overview
    ),
    http.high_response_time(endpoint="/predict", threshold=thresholds.RESPONSE_TIME, dashboard=system_overview),
    Alert(
        "HighMemoryUsage",
        expr="process_memory_bytes{$selector} > $threshold",
        severity=Severity.INFO,
        threshold=thresholds.MEMORY,
        for_="15m",
        summary="{{ $labels.instance }} uses {{ $value | humanize1024 }}B of memory",
        description="""
            The process on {{ $labels.instance }} has been above three quarters of its memory limit for ${for:duration}.
            At the limit the kernel ends it. A new model that is larger is the usual reason.
        """,
        runbook=runbook("churn/high-memory-usage"),
        dashboard=system_overview,
    ),
    Alert(
        "QueueBackup",
        expr="sum by (job) (prediction_queue_depth{$selector}) > $threshold",
        severity=Severity.INFO,
        threshold=thresholds.QUEUE_DEPTH,
        for_="15m",
        summary="{{ $value | humanize }} batch predictions wait in the queue",
        description="""
            More than ${threshold:number} batch predictions have been waiting for ${for:duration}: they come in faster
            than the workers of {{ $labels.job }} take them out.
        """,
        runbook=runbook("churn/queue-backup"),
        dashboard=business_kpis,
    ),
)

MODEL_QUALITY = (
    Alert(
        "LowModelAccuracy",
        # Instances that serve the same version publish the same evaluation.
        expr="min by (job, model_version, prediction_type) (model_accuracy{$selector}) < $threshold",
        severity=Severity.WARNING,
        threshold=thresholds.ACCURACY,
        for_="30m",
        summary="Model {{ $labels.model_version }} gets {{ $value | humanizePercentage }} right",
        description="""
            In its last evaluation version {{ $labels.model_version }} of the {{ $labels.prediction_type }} model was
            right in less than ${threshold:percent} of the cases. Look at drift and data quality before training anew.
        """,
        runbook=runbook("churn/low-model-accuracy"),
        dashboard=model_performance,
    ),
    Alert(
        "ModelDrift",
        # With many rows the test calls any difference significant, with few it sees large ones by chance: ask both.
        expr="""
            job_feature:feature_drift_statistic:max{$selector} > $threshold
            and on (job, feature)
            feature_drift_p_value{$selector} < $significance
        """,
        severity=Severity.WARNING,
        threshold=thresholds.DRIFT_STATISTIC,
        params={"significance": thresholds.DRIFT_P_VALUE},
        # Computed once an hour: three results in a row.
        for_="3h",
        summary="The feature {{ $labels.feature }} drifts",
        description="""
            Today's values of {{ $labels.feature }} differ from those of training by {{ $value | humanize }}, more than
            ${threshold:number} (Kolmogorov-Smirnov, p below ${significance:number}). The model was not made for them.
        """,
        runbook=runbook("churn/model-drift"),
        dashboard=model_performance,
    ),
    Alert(
        "ModelNotUpdatedRecently",
        # The newest of all instances: that one of them still serves an older model is what a canary looks like.
        expr="time() - max by (job) (model_last_updated_timestamp{$selector}) > $threshold",
        severity=Severity.INFO,
        threshold=thresholds.MODEL_AGE,
        for_="1h",
        summary="The newest model of {{ $labels.job }} is {{ $value | humanizeDuration }} old",
        description="""
            No model has been trained for more than ${threshold:duration}. Training runs every night: either it does not
            start, or its models are refused.
        """,
        runbook=runbook("churn/model-not-updated"),
        dashboard=model_performance,
    ),
)

# Figures that change once an hour, in a group that is evaluated once a minute.
DATA_QUALITY = (
    Alert(
        "MissingValues",
        expr="max by (job, feature) (feature_missing_values_ratio{$selector}) > $threshold",
        severity=Severity.WARNING,
        threshold=thresholds.MISSING_VALUES,
        for_="2h",
        summary="{{ $value | humanizePercentage }} of the rows lack {{ $labels.feature }}",
        description="""
            More than ${threshold:percent} of the inputs have come without {{ $labels.feature }} for ${for:duration}; the
            model fills in the mean. Usually a source has renamed a field.
        """,
        runbook=runbook("churn/missing-values"),
        dashboard=model_performance,
    ),
    Alert(
        "Outliers",
        expr="max by (job, feature) (feature_outliers_ratio{$selector}) > $threshold",
        severity=Severity.WARNING,
        threshold=thresholds.OUTLIERS,
        for_="2h",
        summary="{{ $value | humanizePercentage }} of the values of {{ $labels.feature }} are outliers",
        description="""
            More than ${threshold:percent} of the values of {{ $labels.feature }} have been outside the range of training
            for ${for:duration}. A changed unit or currency looks like this.
        """,
        runbook=runbook("churn/outliers"),
        dashboard=model_performance,
    ),
    Alert(
        "StaleData",
        expr="time() - max by (job, dataset) (dataset_last_updated_timestamp_seconds{$selector}) > $threshold",
        severity=Severity.WARNING,
        threshold=thresholds.DATA_AGE,
        for_="30m",
        summary="The newest {{ $labels.dataset }} data is {{ $value | humanizeDuration }} old",
        description="""
            The dataset {{ $labels.dataset }} has had no new row for more than ${threshold:duration}: last night's load
            is missing, and predictions rest on older behaviour.
        """,
        runbook=runbook("churn/stale-data"),
        dashboard=model_performance,
    ),
)

DEPENDENCY = (
    probes.probe_failing(*DEPENDENCIES, dashboard=system_overview),
    probes.certificate_expiring(*DEPENDENCIES, dashboard=system_overview),
)

GROUPS = (Group("data-quality", rules=DATA_QUALITY, interval="1m"),)
ALERTS = (*CRITICAL, *SERVICE_QUALITY, *MODEL_QUALITY, *DEPENDENCY)
