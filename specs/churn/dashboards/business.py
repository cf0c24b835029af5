"""Business KPIs: what the predictions say about the customers, and what they cost."""

from o11ygen import (
    BarGaugePanel,
    Dashboard,
    Query,
    Row,
    StatPanel,
    TextPanel,
    Threshold,
    TimeSeriesPanel,
    per_env,
)
from specs.churn import thresholds
from specs.shared import panels

# A segment has one colour wherever it is shown.
SEGMENT_COLORS = panels.colored(
    {"loyal": "green", "growing": "blue", "new": "purple", "at_risk": "orange", "dormant": "red"}
)

# Every instance publishes the same business figures: `max` takes them as one, a sum would count them twice.
churn = Row(
    "Churn",
    panels=(
        StatPanel(
            "Predicted churn",
            "max(predicted_churn_rate{$selector})",
            description="Share of the customers who are predicted to leave within 30 days; above 10 % it is red.",
            unit="percentunit",
            width=6,
            decimals=1,
            thresholds=(Threshold(0.05, "orange"), Threshold(0.10, "red")),
        ),
        TimeSeriesPanel(
            "Churn trend",
            (
                Query("max(avg_over_time(predicted_churn_rate{$selector}[1d]))", legend="mean of a day"),
                Query("max(predicted_churn_rate{$selector})", legend="each hour"),
            ),
            description="The mean of the day before each moment is the trend; each hour alone has the rhythm of the day.",
            unit="percentunit",
            width=18,
            decimals=1,
            fill=0,
            legend_values=("lastNotNull", "min", "max"),
            extra=panels.colored({"mean of a day": "orange", "each hour": "semi-dark-blue"}),
        ),
    ),
)

segments = Row(
    "Customers",
    panels=(
        BarGaugePanel(
            "Customers by segment",
            Query(
                "sort_desc(max by (segment) (customer_segments_total{$selector}))", legend="{{segment}}", instant=True
            ),
            description="How many customers each segment has now.",
            unit="short",
            width=8,
            min=0,
            extra=SEGMENT_COLORS,
        ),
        TimeSeriesPanel(
            "Segments over time",
            Query("max by (segment) (customer_segments_total{$selector})", legend="{{segment}}"),
            description="Customers move from loyal to at_risk to dormant; all segments together are all customers.",
            unit="short",
            width=16,
            stack=True,
            fill=40,
            min=0,
            legend_values=("lastNotNull", "diff"),
            extra=SEGMENT_COLORS,
        ),
    ),
)

revenue = Row(
    "Revenue",
    panels=(
        StatPanel(
            "Revenue at risk",
            "max(revenue_impact_dollars{$selector})",
            description="Yearly revenue of the customers who are predicted to leave.",
            unit="currencyUSD",
            width=6,
        ),
        TimeSeriesPanel(
            "Revenue at risk over time",
            Query("max(revenue_impact_dollars{$selector})", legend="at risk"),
            description="It moves with the number of customers at risk and with what they pay.",
            unit="currencyUSD",
            width=10,
        ),
        TextPanel(
            "How to read it",
            description="What the figures mean, and what they do not.",
            width=8,
            content="""
                **Predicted churn** is the model's opinion, not what has happened. Before acting on a jump, see on *ML Model
                Performance* whether accuracy or data quality jumped with it.

                **Revenue at risk** counts a customer's whole yearly revenue once the model expects them to leave.
            """,
        ),
    ),
)

efficiency = Row(
    "Operational efficiency",
    panels=(
        TimeSeriesPanel(
            "Predictions",
            Query("job_prediction_type:model_predictions:rate5m{$selector}", legend="{{prediction_type}}"),
            description="Predictions made, by what is predicted.",
            unit="ops",
            width=8,
            stack=True,
            min=0,
        ),
        TimeSeriesPanel(
            "Processor time of a prediction",
            Query(
                """
                sum(rate(process_cpu_seconds_total{$selector}[$__rate_interval]))
                  / (sum(rate(model_predictions_total{$selector}[$__rate_interval])) > 0)
                """,
                legend="per prediction",
            ),
            description="Processor seconds of the whole service for each prediction: what one costs.",
            unit="s",
            width=8,
            min=0,
        ),
        TimeSeriesPanel(
            "Batch queue",
            Query("sum(prediction_queue_depth{$selector})", legend="waiting"),
            description="Batch predictions that wait. QueueBackup fires when it stays above the line.",
            unit="short",
            width=8,
            thresholds=(Threshold(thresholds.QUEUE_DEPTH, "orange"),),
            min=0,
        ),
    ),
)

business_kpis = Dashboard(
    "business-kpis",
    title="Business KPIs",
    description="Who is about to leave, what that would cost, and what knowing it costs.",
    folder="Churn",
    rows=(churn, segments, revenue, efficiency),
    refresh="15m",
    # These figures move within weeks; what development keeps of them is two days.
    time_range=per_env("7d", {"development": "2d"}),
)
