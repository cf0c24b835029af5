"""Grafana: how it logs in where its data come from."""

from pydantic import Field

from o11ygen.spec.frozen import EMPTY
from o11ygen.spec.model import Spec
from o11ygen.spec.scrape import HttpClient
from o11ygen.spec.values import Extra
from o11ygen.spec.varying import Varies


class Datasource(HttpClient):
    """Who Grafana is to a server that it asks, and whom it trusts.

    Files are paths as Grafana sees them. Grafana expands `$` in what it reads from a file, so a password that may hold
    one is better given as `Secret.env`.
    """

    extra: Varies[Extra] = Field(default=EMPTY, description="Further fields of the datasource, under Grafana's names.")


class Grafana(Spec):
    """How Grafana is set up. Its addresses and dashboards are said elsewhere."""

    prometheus: Varies[Datasource | None] = Field(
        default=None, description="How it logs in at a Prometheus that asks who is there."
    )
    alertmanager: Varies[Datasource | None] = Field(default=None, description="The same for Alertmanager.")
    jaeger: Varies[Datasource | None] = Field(default=None, description="The same for Jaeger.")
