"""Every metric that the churn predictor emits, under the names its application gives them."""

from o11ygen import Counter, Gauge, Histogram, Label, allow

METHOD = Label("method", values=("GET", "POST"))
STATUS = Label("status", pattern="[1-5][0-9]{2}", cardinality=12, help="HTTP status code of the answer.")
ENDPOINT = Label(
    "endpoint",
    values=("/predict", "/predict/batch", "/segments", "/health"),
    help="The route's pattern, never the raw path: a customer's id in it would make a series for each customer.",
)
MODEL_VERSION = Label(
    "model_version", pattern=r"v[0-9]+\.[0-9]+", cardinality=3, help="Two while a canary runs, three on a bad day."
)
PREDICTION_TYPE = Label("prediction_type", values=("churn", "segment"), help="What is predicted of a customer.")
FEATURE = Label("feature", pattern="[a-z][a-z0-9_]*", cardinality=40, help="An input of the model.")
SEGMENT = Label("segment", values=("loyal", "growing", "at_risk", "dormant", "new"))
DATASET = Label(
    "dataset", values=("transactions", "support_tickets", "usage"), help="A source that features come from."
)
DATABASE = Label("database", values=("customers", "predictions"))

# Names that dashboards, notebooks and years of history already use. The convention is right, the rename is not free.
_NAMED_BEFORE = "The application has emitted this name since its first release; a rename would cut the history in two."

# HTTP

http_requests = Counter("http_requests_total", "HTTP requests served.", labels=(METHOD, STATUS, ENDPOINT))
http_request_duration = Histogram(
    "http_request_duration_seconds",
    "Time from the first byte of a request to the last of its answer.",
    unit="seconds",
    labels=(METHOD, ENDPOINT),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
http_requests_in_flight = Gauge("http_requests_in_flight", "HTTP requests being served at this moment.")

# Model

model_accuracy = Gauge(
    "model_accuracy",
    "Share of right predictions in the last evaluation on labelled data.",
    labels=(MODEL_VERSION, PREDICTION_TYPE),
    range=(0, 1),
)
model_predictions = Counter("model_predictions_total", "Predictions made.", labels=(MODEL_VERSION, PREDICTION_TYPE))
model_prediction_duration = Histogram(
    "model_prediction_duration_seconds",
    "Time that the model itself needs for one prediction.",
    unit="seconds",
    labels=(MODEL_VERSION, PREDICTION_TYPE),
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1),
)
model_last_updated = Gauge(
    "model_last_updated_timestamp",
    "When the served model was trained, as a Unix time.",
    unit="seconds",
    allow=allow("metric/naming", why=f"It lacks the unit, `_seconds`. {_NAMED_BEFORE}"),
)

# Business

predicted_churn_rate = Gauge(
    "predicted_churn_rate", "Share of the customers who are predicted to leave within 30 days.", range=(0, 1)
)
customer_segments = Gauge(
    "customer_segments_total",
    "Customers in each segment.",
    labels=(SEGMENT,),
    allow=allow(
        "metric/naming", why=f"A gauge whose name ends like a counter's; nobody may rate() it. {_NAMED_BEFORE}"
    ),
)
revenue_impact = Gauge(
    "revenue_impact_dollars",
    "Yearly revenue of the customers who are predicted to leave.",
    unit="dollars",
)

# Process

process_memory = Gauge("process_memory_bytes", "Resident memory of the process.", unit="bytes")
process_cpu = Counter("process_cpu_seconds_total", "User and system processor time of the process.", unit="seconds")
python_gc_collections = Counter(
    "python_gc_collections_total",
    "Runs of Python's garbage collector.",
    labels=(Label("generation", values=("0", "1", "2")),),
)

# Data quality and drift, computed once an hour over the inputs of the last day

feature_missing_values = Gauge(
    "feature_missing_values_ratio", "Share of rows without a value.", unit="ratio", labels=(FEATURE,), range=(0, 1)
)
feature_outliers = Gauge(
    "feature_outliers_ratio",
    "Share of rows outside the range seen in training.",
    unit="ratio",
    labels=(FEATURE,),
    range=(0, 1),
)
# A timestamp, not an age: an age stands still when the job that computes it dies.
dataset_last_updated = Gauge(
    "dataset_last_updated_timestamp_seconds",
    "When the newest row of a dataset was written, as a Unix time.",
    unit="seconds",
    labels=(DATASET,),
)
feature_drift_statistic = Gauge(
    "feature_drift_statistic",
    "Kolmogorov-Smirnov distance between today's inputs and those of training; 0 is no drift.",
    labels=(FEATURE,),
    range=(0, 1),
)
feature_drift_p_value = Gauge(
    "feature_drift_p_value",
    "Chance of a distance at least this large without any drift.",
    labels=(FEATURE,),
    range=(0, 1),
)
feature_importance = Gauge(
    "feature_importance_ratio",
    "Share of a feature in the model's decisions; all features together make 1.",
    unit="ratio",
    labels=(MODEL_VERSION, FEATURE),
    range=(0, 1),
)

# Training, storage and queue

# Both counters are exposed as 0 from the start: `increase` does not see the first failure of a series that begins at 1.
training_job_runs = Counter("training_job_runs_total", "Training jobs started.", labels=(PREDICTION_TYPE,))
training_job_failures = Counter(
    "training_job_failures_total", "Training jobs that ended without a model.", labels=(PREDICTION_TYPE,)
)
database_up = Gauge(
    "database_up", "Whether the last query of the connection check was answered, 1 or 0.", labels=(DATABASE,)
)
prediction_queue_depth = Gauge("prediction_queue_depth", "Batch predictions that wait for a worker.")

EVERY = (
    http_requests,
    http_request_duration,
    http_requests_in_flight,
    model_accuracy,
    model_predictions,
    model_prediction_duration,
    model_last_updated,
    predicted_churn_rate,
    customer_segments,
    revenue_impact,
    process_memory,
    process_cpu,
    python_gc_collections,
    feature_missing_values,
    feature_outliers,
    dataset_last_updated,
    feature_drift_statistic,
    feature_drift_p_value,
    feature_importance,
    training_job_runs,
    training_job_failures,
    database_up,
    prediction_queue_depth,
)
