"""ML Model Performance: what the data scientists look at every morning."""

from o11ygen import (
    BarGaugePanel,
    Dashboard,
    GaugePanel,
    Query,
    Row,
    StatPanel,
    TablePanel,
    Threshold,
    TimeSeriesPanel,
    Variable,
)
from specs.churn import thresholds
from specs.shared import panels

accuracy = Row(
    "Accuracy",
    panels=(
        GaugePanel(
            "Accuracy now",
            Query(
                'min by (prediction_type) (model_accuracy{$selector, model_version=~"$model_version"})',
                legend="{{prediction_type}}",
            ),
            description="The last evaluation on labelled data, of the worst version chosen above.",
            unit="percentunit",
            width=6,
            min=0.5,
            max=1,
            thresholds=(Threshold(0, "red"), Threshold(thresholds.ACCURACY, "green")),
        ),
        TimeSeriesPanel(
            "Accuracy over time",
            Query(
                """
                min by (model_version, prediction_type) (model_accuracy{$selector, model_version=~"$model_version"})
                """,
                legend="{{prediction_type}} {{model_version}}",
            ),
            description="A slow decline is drift; a step at a new version is that version. LowModelAccuracy fires below "
            "the line.",
            unit="percentunit",
            width=12,
            max=1,
            legend_values=("lastNotNull", "min"),
            thresholds=(Threshold(thresholds.ACCURACY, "red"),),
        ),
        StatPanel(
            "Age of the model",
            "time() - max(model_last_updated_timestamp{$selector})",
            description="Time since the newest served model was trained.",
            unit="s",
            width=6,
            thresholds=(Threshold(thresholds.MODEL_AGE, "orange"),),
        ),
    ),
)

predictions = Row(
    "Predictions",
    panels=(
        TimeSeriesPanel(
            "Prediction rate",
            Query(
                """
                sum by (prediction_type, model_version) (
                  rate(model_predictions_total{$selector, model_version=~"$model_version"}[$__rate_interval])
                )
                """,
                legend="{{prediction_type}} {{model_version}}",
            ),
            description="Which version answers how much: a canary takes a small share, then all of it.",
            unit="ops",
            width=12,
            stack=True,
            min=0,
        ),
        TimeSeriesPanel(
            "Prediction latency percentiles",
            panels.percentiles(
                'rate(model_prediction_duration_seconds_bucket{$selector, model_version=~"$model_version"}[$__rate_interval])'
            ),
            description="The model alone, without HTTP, database and queue. Compare with the service's own latency.",
            unit="s",
            width=12,
            min=0,
            legend_values=("mean", "max"),
        ),
    ),
)

features = Row(
    "Features",
    panels=(
        BarGaugePanel(
            "Most important features",
            Query(
                """
                sort_desc(topk(
                  10, max by (feature) (feature_importance_ratio{$selector, model_version=~"$model_version"})
                ))
                """,
                legend="{{feature}}",
                instant=True,
            ),
            description="What decides, as shares of all decisions. One feature far ahead of all is often a leak.",
            unit="percentunit",
            width=8,
            height=10,
            min=0,
        ),
        TimeSeriesPanel(
            "Importance over time",
            Query(
                """
                max by (feature) (feature_importance_ratio{$selector, model_version=~"$model_version"}) > 0.02
                """,
                legend="{{feature}}",
            ),
            description="Features that decide more than 2 %. They change with a new model, never in between.",
            unit="percentunit",
            width=16,
            height=10,
            fill=0,
            legend_values=("lastNotNull",),
            min=0,
        ),
    ),
)

drift = Row(
    "Drift",
    panels=(
        TablePanel(
            "Drift by feature",
            (
                Query("job_feature:feature_drift_statistic:max{$selector}", instant=True, format="table"),
                Query("max by (feature) (feature_drift_p_value{$selector})", instant=True, format="table"),
            ),
            description="Distance of today's inputs from those of training, and the chance of seeing it without drift. "
            "ModelDrift fires when the distance is red and the chance below 0.05.",
            unit="none",
            width=8,
            height=10,
            decimals=3,
            columns={"feature": "Feature", "Value #A": "Distance", "Value #B": "Chance"},
            thresholds=(Threshold(thresholds.DRIFT_STATISTIC, "red"),),
            extra={
                "fieldConfig": {
                    "overrides": [
                        {
                            # The threshold is one of distances.
                            "matcher": {"id": "byName", "options": "Chance"},
                            "properties": [{"id": "custom.cellOptions", "value": {"type": "auto"}}],
                        }
                    ]
                },
                "options": {"sortBy": [{"displayName": "Distance", "desc": True}]},
            },
        ),
        TimeSeriesPanel(
            "Drift over time",
            # Of forty features most stand still: a third of the way to the alert makes one worth a line.
            Query(
                f"job_feature:feature_drift_statistic:max{{$selector}} > {thresholds.DRIFT_STATISTIC / 3:.2f}",
                legend="{{feature}}",
            ),
            description="Features that have begun to drift. A single one is a change of its source; many together are "
            "customers who behave differently.",
            unit="none",
            width=16,
            height=10,
            fill=0,
            legend_values=("lastNotNull", "max"),
            min=0,
            thresholds=(Threshold(thresholds.DRIFT_STATISTIC, "red"),),
        ),
    ),
)

data_quality = Row(
    "Data quality and training",
    panels=(
        TimeSeriesPanel(
            "Missing values",
            Query("max by (feature) (feature_missing_values_ratio{$selector}) > 0", legend="{{feature}}"),
            description="Share of rows without a value, for features that lack any.",
            unit="percentunit",
            width=8,
            min=0,
            thresholds=(Threshold(thresholds.MISSING_VALUES, "red"),),
        ),
        TimeSeriesPanel(
            "Outliers",
            Query("max by (feature) (feature_outliers_ratio{$selector}) > 0", legend="{{feature}}"),
            description="Share of rows outside the range of training, for features that have any.",
            unit="percentunit",
            width=8,
            min=0,
            thresholds=(Threshold(thresholds.OUTLIERS, "red"),),
        ),
        TablePanel(
            "Age of the data",
            Query(
                "sort_desc(time() - max by (dataset) (dataset_last_updated_timestamp_seconds{$selector}))",
                instant=True,
                format="table",
            ),
            description="Time since the newest row of each dataset. Loads run every night.",
            unit="s",
            width=8,
            columns={"dataset": "Dataset", "Value": "Age"},
            thresholds=(Threshold(thresholds.DATA_AGE, "red"),),
        ),
        TimeSeriesPanel(
            "Training jobs",
            (
                Query("sum(increase(training_job_runs_total{$selector}[1h]))", legend="started"),
                Query("sum(increase(training_job_failures_total{$selector}[1h]))", legend="failed"),
            ),
            description="Training jobs within an hour. Nights without a start are as bad as failures.",
            unit="short",
            width=24,
            height=6,
            bars=True,
            fill=80,
            min=0,
            # A bar an hour: at a finer step each job would be counted in many of them.
            extra={"interval": "1h", **panels.colored({"started": "blue", "failed": "red"})},
        ),
    ),
)

model_performance = Dashboard(
    "model-performance",
    title="ML Model Performance",
    description="Is the model right, fast, and fed with the data it was made for?",
    folder="Churn",
    rows=(accuracy, predictions, features, drift, data_quality),
    variables=(
        Variable(
            "model_version",
            title="Model version",
            query='label_values(model_accuracy{job="churn-predictor"}, model_version)',
            multi=True,
            include_all=True,
        ),
    ),
    refresh="5m",
    # Evaluations and drift are hourly: less than a day shows no trend.
    time_range="1d",
)
