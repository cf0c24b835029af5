"""A web shop, as its team left it before somebody made a mistake."""

from o11ygen import Project, Prometheus, Routing, slack
from specs.environments import production, staging
from specs.shop import shop

project = Project(
    "shop",
    services=(shop,),
    environments=(staging, production),
    routing=Routing(default=slack("#unrouted")),
    prometheus=Prometheus(scrape_interval="30s", evaluation_interval="30s"),
)
