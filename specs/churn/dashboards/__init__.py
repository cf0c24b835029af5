"""The three pages people open: is the service well, is the model right, is it worth its money."""

from specs.churn.dashboards.business import business_kpis
from specs.churn.dashboards.model import model_performance
from specs.churn.dashboards.system import system_overview

__all__ = ["EVERY", "business_kpis", "model_performance", "system_overview"]

EVERY = (system_overview, model_performance, business_kpis)
