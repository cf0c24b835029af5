"""What several alerts, or an alert and a panel, read."""

from o11ygen import RecordingRule
from specs.shared import http

PREDICTIONS = (
    RecordingRule(
        "job_prediction_type:model_predictions:rate5m",
        expr="sum by (job, prediction_type) (rate(model_predictions_total{$selector}[5m]))",
        unit="predictions per second",
        description="Predictions made, whichever version of the model made them.",
    ),
    RecordingRule(
        # Every instance publishes the same figures once an hour; `max` takes them as one.
        "job_feature:feature_drift_statistic:max",
        expr="max by (job, feature) (feature_drift_statistic{$selector})",
        description="The distance of each feature's inputs from those of training.",
    ),
)

EVERY = (*http.recording_rules(), *PREDICTIONS)
