"""The churn predictor's observability, whole: `o11ygen generate` renders it for every environment."""

from o11ygen import BadgerStorage, MemoryStorage, Project, Prometheus, Tracing, drop_label, per_env
from specs import environments, monitoring
from specs.churn import churn
from specs.gateway import gateway
from specs.host import hosts
from specs.routing import ROUTING

project = Project(
    "churn",
    services=(churn, gateway, hosts, *monitoring.EVERY),
    environments=(environments.development, environments.staging, environments.production),
    routing=ROUTING,
    prometheus=Prometheus(
        scrape_interval="15s",
        scrape_timeout="10s",
        evaluation_interval="15s",
        # The members of a pair evaluate the same rules; only without this label are their alerts the same alert.
        alert_relabel=(drop_label("replica"),),
    ),
    tracing=Tracing(
        storage=per_env(BadgerStorage(), tiers={"development": MemoryStorage(max_traces=50_000)}),
        links={"Runbooks": "https://runbooks.example.com"},
    ),
)
