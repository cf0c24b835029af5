"""How the churn predictor is scraped, and what it depends on is probed."""

from o11ygen import HttpProbe, Relabel, ScrapeJob, TcpProbe
from specs.churn import metrics

application = ScrapeJob(
    "churn-predictor",
    metrics=metrics.EVERY,
    # About 600 series an instance are normal. A label that explodes then costs this scrape, not the whole server.
    sample_limit=5_000,
    label_limit=20,
    # prometheus_client adds a `_created` series to every counter and histogram, which nobody reads.
    metric_relabel=(Relabel(action="drop", source_labels=("__name__",), regex=".+_created"),),
)

# Once a minute: other people's services need not answer us four times as often to tell that they are well.
crm = HttpProbe("crm-api", interval="1m", fail_if_not_ssl=True)
billing = HttpProbe("billing-api", interval="1m", fail_if_not_ssl=True)
# The database speaks no HTTP; that its port answers is what can be seen from outside.
warehouse = TcpProbe("data-warehouse", interval="1m")

DEPENDENCIES = (crm, billing, warehouse)
