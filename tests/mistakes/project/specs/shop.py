from o11ygen import ScrapeJob, Service
from specs import alerts, metrics
from specs.teams import sales

shop = Service("shop", team=sales, jobs=(ScrapeJob("shop"),), metrics=metrics.EVERY, alerts=alerts.EVERY)
