"""The churn predictor: answers, for each customer, how likely they are to leave."""

from o11ygen import Service
from specs import teams
from specs.churn import alerts, dashboards, metrics, recording_rules, scrape
from specs.churn.tracing import tracing

churn = Service(
    "churn-predictor",
    team=teams.ml_platform,
    description="Predicts which customers are about to leave, on request and in batches.",
    jobs=(scrape.application,),
    probes=scrape.DEPENDENCIES,
    metrics=metrics.EVERY,
    recording_rules=recording_rules.EVERY,
    alerts=alerts.ALERTS,
    groups=alerts.GROUPS,
    dashboards=dashboards.EVERY,
    tracing=tracing,
)
